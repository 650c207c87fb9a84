use super::wish::{Consent, LIST_MAX, REACH_MAX, Wish};
use crate::availability::{ENTRIES_MAX, WeeklyHours};
use crate::day::{DayKind, DayPart};
use crate::id::OpportunityId;
use crate::level::{Accessibility, Level, Responsibility};
use chrono::NaiveDate;

/// The smallest change that would open a gate. Making it, and nothing else, admits the person: see [`Change::applied_to`].
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Nothing the person can do.
    Nothing,
    /// Wait for this date: the next session.
    NextSession(NaiveDate),
    /// Come with at most this many.
    PartyAtMost(u16),
    /// Come with at least this many: there is room for them.
    PartyAtLeast(u16),
    /// There are not enough seats for anybody like this: put your name on the waiting list.
    WaitingList,
    /// Free this day part.
    FreeDayPart(DayPart),
    /// Free these hours on this kind of day: minutes of the day.
    FreeHours {
        /// The kind of day.
        day: DayKind,
        /// First minute of the day.
        from: u16,
        /// Minute after the last, at most 1440.
        to: u16,
    },
    /// Free these hours on this date: more than one thing stands in the way.
    FreeDateHours {
        /// The date.
        date: NaiveDate,
        /// First minute of the day, before 1440.
        from: u16,
        /// Minute after the last; beyond 1440 is the next day.
        to: u16,
    },
    /// Free this date, which the person excluded.
    FreeDate(NaiveDate),
    /// Begin the period at this date.
    PeriodFrom(NaiveDate),
    /// Extend the period to this date.
    PeriodTo(NaiveDate),
    /// Go this many metres further.
    FurtherBy(u32),
    /// Add this area.
    AddArea(String),
    /// Reach a level: by a course, if one is open, or by attending.
    ReachLevel {
        /// The theme of the wish in which it counts; nothing where none of them fits: then the level that holds for all.
        theme: Option<String>,
        /// The level needed.
        level: Level,
        /// Attended participations in the theme that lead there from the person's level.
        participations: u32,
        /// A course about the same theme that the person could take now.
        course: Option<OpportunityId>,
    },
    /// Be this old.
    AgeFrom(u8),
    /// Meant for people up to this age.
    AgeTo(u8),
    /// Ask a guardian.
    GuardianConsent,
    /// Accept a heavier responsibility.
    Accept(Responsibility),
    /// Get these certificates: all that are missing.
    Certificates(Vec<String>),
    /// Needs that are not met.
    Unmet(Vec<Accessibility>),
    /// Speak one of these languages.
    Languages(Vec<String>),
}

impl Change {
    /// The wish with exactly this change made, and nothing else.
    ///
    /// Nothing where there is nothing the person can change now, or no room for it in the wish (its lists are bounded).
    pub fn applied_to(&self, wish: &Wish) -> Option<Wish> {
        let mut changed = wish.clone();
        match self {
            Self::Nothing | Self::NextSession(_) | Self::WaitingList | Self::AgeFrom(_) | Self::AgeTo(_) | Self::Unmet(_) => return None,
            Self::PartyAtMost(n) => changed.party = changed.party.min(u32::from(*n)),
            Self::PartyAtLeast(n) => changed.party = changed.party.max(u32::from(*n)),
            Self::FreeDayPart(_) | Self::FreeHours { .. } | Self::FreeDateHours { .. } | Self::FreeDate(_) | Self::PeriodFrom(_) | Self::PeriodTo(_) => {
                self.applied_to_calendar(&mut changed)?
            }
            Self::FurtherBy(metres) => changed.reach = Some(changed.reach?.checked_add(*metres).filter(|reach| *reach <= REACH_MAX)?),
            Self::AddArea(code) => add(&mut changed.areas, code)?,
            Self::ReachLevel { theme: None, level, .. } => changed.level = changed.level.max(Some(*level)),
            Self::ReachLevel { theme: Some(code), level, .. } => {
                let theme = changed.themes.iter_mut().find(|t| t.code == *code)?;
                theme.level = theme.level.max(Some(*level));
            }
            Self::GuardianConsent => changed.consent = Consent::OnFile,
            Self::Accept(responsibility) => changed.responsibility = changed.responsibility.max(Some(*responsibility)),
            Self::Certificates(names) => {
                let held = changed.qualifications.as_mut()?;
                names.iter().try_for_each(|name| add(held, name))?;
            }
            Self::Languages(codes) => add(changed.languages.as_mut()?, codes.first()?)?,
        }
        Some(changed)
    }

    fn applied_to_calendar(&self, wish: &mut Wish) -> Option<()> {
        let calendar = wish.availability.as_mut()?;
        match self {
            // Whoever can come at any hour has none to free; naming one would take the others away.
            Self::FreeDayPart(_) | Self::FreeHours { .. } if calendar.any_hour() => return None,
            Self::FreeDayPart(part) => calendar.day_parts = calendar.day_parts.with(*part),
            Self::FreeHours { day, from, to } => {
                calendar.weekly.push(WeeklyHours { day: *day, from: *from, to: *to });
                (calendar.weekly.len() <= ENTRIES_MAX).then_some(())?;
            }
            Self::FreeDateHours { date, from, to } => {
                let mut freed = calendar.clone().with_date_hours(*date, *from, (*to).min(1440));
                if *to > 1440 {
                    freed = freed.with_date_hours(date.succ_opt()?, 0, *to - 1440);
                }
                (freed.also.len() <= ENTRIES_MAX).then_some(())?;
                *calendar = freed;
            }
            Self::FreeDate(date) => calendar.except.retain(|d| d != date),
            Self::PeriodFrom(date) => calendar.from = Some(calendar.from?.min(*date)),
            Self::PeriodTo(date) => calendar.to = Some(calendar.to?.max(*date)),
            _ => {}
        }
        Some(())
    }
}

/// One more entry, if there is room for it.
fn add(list: &mut Vec<String>, entry: &String) -> Option<()> {
    if !list.contains(entry) {
        list.push(entry.clone());
    }
    (list.len() <= LIST_MAX).then_some(())
}
