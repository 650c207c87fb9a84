use crate::code;
use chrono::NaiveDate;
use enmusubi_domain::matching::Change;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The smallest change that would open a gate. `kind` says which members stand beside it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = Change)]
pub enum ChangeView {
    /// Nothing the person can do.
    Nothing,
    /// Wait for the next session.
    NextSession {
        /// Its date.
        date: NaiveDate,
    },
    /// Come with fewer.
    PartyAtMost {
        /// At most so many.
        people: u16,
    },
    /// Come with more.
    PartyAtLeast {
        /// At least so many.
        people: u16,
    },
    /// Put your name on the waiting list: every seat is taken.
    WaitingList,
    /// Free a day part.
    FreeDayPart {
        /// Which.
        #[schema(value_type = code::DayPart, example = "sat_morning")]
        day_part: String,
    },
    /// Free hours on a kind of day.
    FreeHours {
        /// The kind of day.
        #[schema(value_type = code::Day, example = "wed")]
        day: String,
        /// From, `HH:MM`.
        #[schema(example = "18:30")]
        from: String,
        /// To, `HH:MM`; not after `from` means on the next day.
        #[schema(example = "20:30")]
        to: String,
    },
    /// Free hours on a date: more than one thing stands in the way. If the date was excluded, it must not be any longer.
    FreeDateHours {
        /// The date.
        date: NaiveDate,
        /// From, `HH:MM`.
        #[schema(example = "09:30")]
        from: String,
        /// To, `HH:MM`; not after `from` means on the next day.
        #[schema(example = "12:00")]
        to: String,
    },
    /// Free a date that was excluded.
    FreeDate {
        /// Which.
        date: NaiveDate,
    },
    /// Begin the period earlier.
    PeriodFrom {
        /// At this date.
        date: NaiveDate,
    },
    /// Extend the period.
    PeriodTo {
        /// To this date.
        date: NaiveDate,
    },
    /// Go further from home.
    FurtherBy {
        /// By so many kilometres.
        #[schema(example = 1.3)]
        km: f64,
    },
    /// Add an area.
    AddArea {
        /// Its code.
        #[schema(example = "011029")]
        area: String,
    },
    /// Reach a level, by a course or by taking part.
    ReachLevel {
        /// The theme of the wish in which it counts; absent where none of them fits, then the level that holds for all.
        #[serde(skip_serializing_if = "Option::is_none")]
        theme: Option<String>,
        /// The level needed.
        #[schema(value_type = code::Level, example = "basic")]
        level: String,
        /// Attended participations in the theme that lead there.
        #[schema(example = 3)]
        participations: u32,
        /// An opportunity of kind `course` that the person could take now.
        course_id: Option<Uuid>,
    },
    /// Be older.
    AgeFrom {
        /// It is open from this age.
        age: u8,
    },
    /// Be younger.
    AgeTo {
        /// It is meant for people up to this age.
        age: u8,
    },
    /// Ask a guardian.
    GuardianConsent,
    /// Accept a heavier responsibility.
    AcceptResponsibility {
        /// This one.
        #[schema(value_type = code::Responsibility, example = "own")]
        responsibility: String,
    },
    /// Get the certificates that are missing.
    Certificate {
        /// The first of them.
        #[schema(example = "普通自動車免許")]
        name: String,
        /// All of them.
        #[schema(example = json!(["普通自動車免許"]))]
        names: Vec<String>,
    },
    /// Needs that are not met.
    UnmetAccessibility {
        /// Which.
        #[schema(value_type = Vec<code::Accessibility>)]
        accessibility: Vec<String>,
    },
    /// Speak a language.
    SpeakLanguage {
        /// One of these (ISO 639-1).
        #[schema(example = json!(["en"]))]
        languages: Vec<String>,
    },
}

impl ChangeView {
    /// Shows a change.
    pub fn of(change: Change) -> Self {
        match change {
            Change::Nothing => Self::Nothing,
            Change::NextSession(date) => Self::NextSession { date },
            Change::PartyAtMost(people) => Self::PartyAtMost { people },
            Change::PartyAtLeast(people) => Self::PartyAtLeast { people },
            Change::WaitingList => Self::WaitingList,
            Change::FreeDayPart(part) => Self::FreeDayPart { day_part: part.code() },
            Change::FreeHours { day, from, to } => Self::FreeHours { day: day.code().into(), from: clock(from), to: clock(to) },
            Change::FreeDateHours { date, from, to } => Self::FreeDateHours { date, from: clock(from), to: clock(to) },
            Change::FreeDate(date) => Self::FreeDate { date },
            Change::PeriodFrom(date) => Self::PeriodFrom { date },
            Change::PeriodTo(date) => Self::PeriodTo { date },
            Change::FurtherBy(metres) => Self::FurtherBy { km: f64::from(metres) / 1000.0 },
            Change::AddArea(area) => Self::AddArea { area },
            Change::ReachLevel { theme, level, participations, course } => {
                Self::ReachLevel { theme, level: level.code().into(), participations, course_id: course.map(|id| id.0) }
            }
            Change::AgeFrom(age) => Self::AgeFrom { age },
            Change::AgeTo(age) => Self::AgeTo { age },
            Change::GuardianConsent => Self::GuardianConsent,
            Change::Accept(responsibility) => Self::AcceptResponsibility { responsibility: responsibility.code().into() },
            Change::Certificates(names) => Self::Certificate { name: names.first().cloned().unwrap_or_default(), names },
            Change::Unmet(needs) => Self::UnmetAccessibility { accessibility: needs.iter().map(|n| n.code().into()).collect() },
            Change::Languages(languages) => Self::SpeakLanguage { languages },
        }
    }
}

/// `HH:MM`; midnight at the end of the day is `24:00`.
fn clock(minute: u16) -> String {
    let minute = if minute > 1440 { minute - 1440 } else { minute };
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
