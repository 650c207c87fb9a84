use crate::availability::{merged, overlap};
use crate::city::Calendar;
use crate::day::{DayKind, DayPart, PartOfDay, date_of};
use crate::matching::Change;
use crate::matching::calendar::{considered, shared_minutes, stay_needed};
use crate::matching::offer::{Offer, Slot};
use crate::matching::question::Question;
use crate::matching::time::Time;

/// The smallest change of a calendar that would let a person come.
///
/// To lift one excluded date is smaller than to stretch the period, that smaller than to free hours every week, and that
/// smaller than hours on one date where several things stand in the way. Within a kind, fewer days or minutes are smaller.
pub(super) fn smallest(q: &Question, offer: &Offer, calendar: &Calendar) -> Change {
    let Some(time) = &q.time else { return Change::Nothing };
    if !offer.flexible.is_empty() {
        return any_day(time, offer, q.today, calendar).unwrap_or(Change::Nothing);
    }
    considered(q, offer)
        .map(|slot| Session { time, slot, needed: stay_needed(offer, slot) })
        .map(|session| (session.way(), session.slot.begins()))
        .min_by_key(|(way, begins)| (way.obstacle, way.size, *begins))
        .map_or(Change::Nothing, |(way, _)| way.change)
}

/// What would let a person come where no dates are set: a day part, a longer period, or, where both are missing, one date.
fn any_day(time: &Time, offer: &Offer, today: i32, calendar: &Calendar) -> Option<Change> {
    let part = offer.flexible.iter().next()?;
    if time.days.1 >= today {
        return Some(Change::FreeDayPart(part));
    }
    if offer.flexible.0 & time.weekly_parts.0 != 0 {
        return Some(Change::PeriodTo(date_of(today)));
    }
    let (from, to) = part.part.minutes();
    // Within a year there is a day of every kind.
    let date = (today..today + 366).map(date_of).find(|date| calendar.kind(*date) == part.day)?;
    Some(Change::FreeDateHours { date, from, to })
}

/// What keeps a person from a session: the smaller ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Obstacle {
    Exception,
    Period,
    Hours,
    Several,
}

/// A change that would do.
struct Way {
    obstacle: Obstacle,
    /// Days or minutes, by the kind of obstacle.
    size: u32,
    change: Change,
}

/// A session somebody cannot come to.
struct Session<'a> {
    time: &'a Time,
    slot: &'a Slot,
    /// The shortest useful stay, in minutes.
    needed: u32,
}

impl Session<'_> {
    fn way(&self) -> Way {
        self.by_a_date().or_else(|| self.by_the_period()).or_else(|| self.by_weekly_hours()).unwrap_or_else(|| self.by_hours_on_the_date())
    }

    /// The days it touches, with their kinds and the minutes it takes of them.
    fn days(&self) -> impl Iterator<Item = (i32, DayKind, u16, u16)> {
        let s = self.slot;
        let first = (s.day, s.kind, s.from, s.to.min(1440));
        std::iter::once(first).chain((s.to > 1440).then(|| (s.day + 1, s.next_kind, 0, s.to - 1440)))
    }

    /// Whether the person could come if the period were this one and one excluded day were free.
    fn fits_if(&self, period: (i32, i32), freed: Option<i32>) -> bool {
        let in_period = |day: i32| period.0 <= day && day <= period.1;
        let minutes: u32 = self
            .days()
            .map(|(day, kind, from, to)| {
                let mut free = self.time.free_on(day, kind).to_vec();
                if in_period(day) && (freed == Some(day) || !self.excluded(day)) {
                    free.extend_from_slice(&self.time.hours[kind as usize]);
                }
                u32::from(overlap(&merged(free), from, to))
            })
            .sum();
        (in_period(self.slot.day) || self.time.looks_at(self.slot.day)) && minutes >= self.needed
    }

    fn excluded(&self, day: i32) -> bool {
        self.time.except.binary_search(&day).is_ok()
    }

    fn by_a_date(&self) -> Option<Way> {
        let day = self.days().map(|d| d.0).find(|day| self.excluded(*day) && self.fits_if(self.time.days, Some(*day)))?;
        Some(Way { obstacle: Obstacle::Exception, size: 1, change: Change::FreeDate(date_of(day)) })
    }

    fn by_the_period(&self) -> Option<Way> {
        let (first, last) = self.time.days;
        let days: Vec<i32> = self.days().map(|d| d.0).collect();
        // The nearest date that does: over midnight the first of the two may be enough, or the second.
        let earlier = days.iter().rev().find(|day| **day < first && self.fits_if((**day, last), None));
        if let Some(day) = earlier {
            return Some(Way { obstacle: Obstacle::Period, size: first.abs_diff(*day), change: Change::PeriodFrom(date_of(*day)) });
        }
        let later = days.iter().find(|day| **day > last && self.fits_if((first, **day), None))?;
        Some(Way { obstacle: Obstacle::Period, size: later.abs_diff(last), change: Change::PeriodTo(date_of(*later)) })
    }

    fn by_weekly_hours(&self) -> Option<Way> {
        if !self.time.looks_at(self.slot.day) {
            return None;
        }
        let short = self.short();
        // Weekly hours hold on days of the period that are not excluded.
        let open: Vec<_> = self.days().filter(|d| self.time.in_period(d.0) && !self.excluded(d.0)).collect();
        let window = open
            .iter()
            .filter_map(|&(day, kind, from, to)| {
                let gaps = gaps(self.time.free_on(day, kind), from, to);
                Some((kind, shortest_window(&gaps, short, (from, to), to)?))
            })
            .min_by_key(|(_, (from, to))| to - from);
        let size = window.map_or(short, |(_, (from, to))| u32::from(to - from));
        let change = match (self.whole_part(&open, short), window) {
            (Some(part), _) => Change::FreeDayPart(part),
            (None, Some((day, (from, to)))) => Change::FreeHours { day, from, to },
            (None, None) => return None,
        };
        Some(Way { obstacle: Obstacle::Hours, size, change })
    }

    /// A day part in which the person has no minute yet and which alone would do.
    fn whole_part(&self, open: &[(i32, DayKind, u16, u16)], short: u32) -> Option<DayPart> {
        let would_add = |part: DayPart| -> u32 {
            let (first, last) = part.part.minutes();
            open.iter()
                .filter(|(_, kind, ..)| *kind == part.day)
                .map(|&(day, kind, from, to)| {
                    let (from, to) = (from.max(first), to.min(last));
                    if from < to { u32::from(to - from - overlap(self.time.free_on(day, kind), from, to)) } else { 0 }
                })
                .sum()
        };
        let parts = open.iter().flat_map(|(_, kind, ..)| PartOfDay::ALL.iter().map(|part| DayPart { day: *kind, part: *part }));
        parts.filter(|p| !self.time.weekly_parts.contains(*p)).find(|p| would_add(*p) >= short)
    }

    fn by_hours_on_the_date(&self) -> Way {
        let s = self.slot;
        let mut gaps_of_both: Vec<(u16, u16)> = vec![];
        for (day, kind, from, to) in self.days() {
            let shift = if day == s.day { 0 } else { 1440 };
            gaps_of_both.extend(gaps(self.time.free_on(day, kind), from, to).into_iter().map(|(a, b)| (a + shift, b + shift)));
        }
        let gaps = merged(gaps_of_both);
        // Hours on the second day alone would not make a session theirs that begins on a day they do not look at.
        let begins_before = if self.time.looks_at(s.day) { s.to } else { 1440 };
        let (from, to) = shortest_window(&gaps, self.short().max(1), (s.from, s.to), begins_before).unwrap_or((s.from, s.to));
        let (day, from, to) = if from >= 1440 { (s.day + 1, from - 1440, to - 1440) } else { (s.day, from, to) };
        Way { obstacle: Obstacle::Several, size: u32::from(to - from), change: Change::FreeDateHours { date: date_of(day), from, to } }
    }

    /// Minutes that are missing.
    fn short(&self) -> u32 {
        self.needed.saturating_sub(shared_minutes(self.time, self.slot))
    }
}

/// What free stretches leave of `[from, to)`.
fn gaps(free: &[(u16, u16)], from: u16, to: u16) -> Vec<(u16, u16)> {
    let mut left = vec![];
    let mut at = from;
    for &(a, b) in free {
        if a.min(to) > at {
            left.push((at, a.min(to)));
        }
        at = at.max(b);
    }
    if at < to {
        left.push((at, to));
    }
    left
}

/// The shortest stretch that holds so many minutes of the gaps and begins early enough: one that goes on from free time, if there is a
/// choice, then the earliest.
///
/// A shortest one can always be moved until it begins where a gap begins or ends where one ends.
fn shortest_window(gaps: &[(u16, u16)], minutes: u32, session: (u16, u16), begins_before: u16) -> Option<(u16, u16)> {
    let mut windows = vec![];
    for i in 0..gaps.len() {
        let mut left = minutes;
        for (a, b) in &gaps[i..] {
            let length = u32::from(b - a);
            if left <= length {
                windows.push((gaps[i].0, a + left as u16));
                break;
            }
            left -= length;
        }
        let mut left = minutes;
        for (a, b) in gaps[..=i].iter().rev() {
            let length = u32::from(b - a);
            if left <= length {
                windows.push((b - left as u16, gaps[i].1));
                break;
            }
            left -= length;
        }
    }
    let apart = |&(a, b): &(u16, u16)| !((a > session.0 && gaps.iter().any(|g| g.0 == a)) || (b < session.1 && gaps.iter().any(|g| g.1 == b)));
    windows.into_iter().filter(|w| w.0 < begins_before).min_by_key(|w| (w.1 - w.0, apart(w), w.0))
}
