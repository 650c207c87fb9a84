use crate::code;
use crate::input::Wrong;
use crate::problem::Problem;
use chrono::NaiveDate;
use enmusubi_domain::id::{ApplicationId, SessionId};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::participation::{self, MINUTES_MAX, Outcome, Said};
use serde::Deserialize;
use utoipa::ToSchema;

/// Most entries of one list.
const ENTRIES_MAX: usize = 200;

/// What is to be noted of one application.
pub struct Entry {
    /// At which session.
    pub session: Option<SessionId>,
    /// On which date.
    pub date: Option<NaiveDate>,
    /// What is said.
    pub said: Said,
    /// Why, where something else was noted before.
    pub reason: Option<String>,
}

/// Whether somebody was there. 出欠。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AttendanceRequest)]
pub struct AttendanceRequest {
    /// At which session; left out where there is only one.
    #[schema(format = "uuid")]
    session_id: Option<String>,
    /// On which date; for opportunities without dates only, and needed there.
    #[schema(format = "date")]
    date: Option<String>,
    /// Whether they were there.
    #[schema(value_type = code::AttendanceOutcome, example = "attended")]
    outcome: String,
    /// For how long, at most as long as the session; left out: all of it. Needed where there are no dates.
    #[schema(minimum = 0, maximum = 1440, example = 120)]
    minutes: Option<i64>,
    /// Whether an absence was announced beforehand.
    #[schema(example = false)]
    notice: Option<bool>,
    /// Why something else was noted before: needed to correct, and kept then only. Name no person in it.
    #[schema(min_length = 4, max_length = 400, example = "別の日の記録と取り違えていました")]
    reason: Option<String>,
}

/// Who was there, of one session or one date. 出欠の一覧。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AttendanceListRequest)]
pub struct AttendanceListRequest {
    /// At which session.
    #[schema(format = "uuid", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f")]
    session_id: Option<String>,
    /// On which date; for opportunities without dates.
    #[schema(format = "date")]
    date: Option<String>,
    /// Whom, and what.
    #[schema(min_items = 1, max_items = 200)]
    entries: Vec<AttendanceEntryRequest>,
}

/// Whether one of them was there. 一人分の出欠。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AttendanceEntryRequest)]
pub struct AttendanceEntryRequest {
    /// The application.
    #[schema(format = "uuid", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82")]
    application_id: String,
    /// Whether they were there.
    #[schema(value_type = code::AttendanceOutcome, example = "attended")]
    outcome: String,
    /// For how long; left out: all of the session.
    #[schema(minimum = 0, maximum = 1440, example = 120)]
    minutes: Option<i64>,
    /// Whether an absence was announced beforehand.
    notice: Option<bool>,
    /// Why something else was noted before: needed to correct, and kept then only.
    #[schema(min_length = 4, max_length = 400)]
    reason: Option<String>,
}

impl AttendanceRequest {
    /// What is to be noted, or every member that is wrong.
    pub fn read(&self) -> Result<Entry, Problem> {
        let mut wrong = Wrong::default();
        let (session, date) = when(&mut wrong, self.session_id.as_deref(), self.date.as_deref());
        let said = said(&mut wrong, "", &self.outcome, self.minutes, self.notice);
        let reason = reason(&mut wrong, "", self.reason.as_deref());
        wrong.finish()?;
        Ok(Entry { session, date, said: said.ok_or(Problem::Internal)?, reason })
    }
}

impl AttendanceListRequest {
    /// What is to be noted of whom, or every member that is wrong.
    pub fn read(&self) -> Result<Vec<(ApplicationId, Entry)>, Problem> {
        let mut wrong = Wrong::default();
        let (session, date) = when(&mut wrong, self.session_id.as_deref(), self.date.as_deref());
        if session.is_none() && date.is_none() && !wrong.names("session_id") && !wrong.names("date") {
            wrong.add(Invalid::new("session_id", Why::Required));
        }
        if self.entries.is_empty() {
            wrong.add(Invalid::new("entries", Why::Required));
        }
        if self.entries.len() > ENTRIES_MAX {
            wrong.add(Invalid::new("entries", Why::TooMany { max: ENTRIES_MAX }));
            wrong.finish()?;
            return Ok(vec![]);
        }
        let mut entries: Vec<(ApplicationId, Entry)> = vec![];
        for (i, entry) in self.entries.iter().enumerate() {
            let at = format!("entries/{i}/");
            let id = wrong.id::<ApplicationId>(&format!("{at}application_id"), &entry.application_id);
            if id.is_some_and(|id| entries.iter().any(|(other, _)| *other == id)) {
                wrong.add(Invalid::new(format!("{at}application_id"), Why::Duplicate(entry.application_id.clone())));
            }
            let said = said(&mut wrong, &at, &entry.outcome, entry.minutes, entry.notice);
            let reason = reason(&mut wrong, &at, entry.reason.as_deref());
            entries.extend(id.zip(said).map(|(id, said)| (id, Entry { session, date, said, reason })));
        }
        wrong.finish().map(|()| entries)
    }
}

/// A session or a date, not both.
fn when(wrong: &mut Wrong, session: Option<&str>, date: Option<&str>) -> (Option<SessionId>, Option<NaiveDate>) {
    if session.is_some() && date.is_some() {
        wrong.add(Invalid::new("date", Why::Contradiction("session_id, date")));
    }
    (session.and_then(|id| wrong.id("session_id", id)), date.and_then(|text| wrong.date("date", text)))
}

fn said(wrong: &mut Wrong, at: &str, outcome: &str, minutes: Option<i64>, notice: Option<bool>) -> Option<Said> {
    let outcome = wrong.word(&format!("{at}outcome"), outcome, Outcome::parse, Outcome::CODES);
    let read = |minutes: i64| u32::try_from(minutes).ok().filter(|n| *n <= MINUTES_MAX);
    let out_of_range = || Invalid::new(format!("{at}minutes"), Why::OutOfRange { min: 0.0, max: f64::from(MINUTES_MAX) });
    let minutes = minutes.and_then(|n| wrong.take(read(n).ok_or_else(out_of_range)));
    Some(Said { outcome: outcome?, minutes, notice })
}

fn reason(wrong: &mut Wrong, at: &str, reason: Option<&str>) -> Option<String> {
    reason.and_then(|text| wrong.take(participation::reason(&format!("{at}reason"), text)))
}

/// A code that a volunteer shows. 受付コード。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CheckInRequest)]
pub struct CheckInRequest {
    /// The code: eight characters; small letters, spaces and hyphens do not matter.
    #[schema(max_length = 40, example = "7K3M0QXZ")]
    pub code: String,
    /// At which session; left out: the one of today that is on, or comes next.
    #[schema(format = "uuid")]
    session_id: Option<String>,
}

impl CheckInRequest {
    /// Longest code that is looked at.
    const CODE_MAX: usize = 40;

    /// The code as it was typed, and the session.
    pub fn read(&self) -> Result<(String, Option<SessionId>), Problem> {
        let mut wrong = Wrong::default();
        if self.code.chars().count() > Self::CODE_MAX {
            wrong.add(Invalid::new("code", Why::TooLong { max: Self::CODE_MAX }));
        }
        let session = self.session_id.as_deref().and_then(|id| wrong.id("session_id", id));
        wrong.finish().map(|()| (self.code.clone(), session))
    }
}

/// What a volunteer has to say against a line of their record. 申し立て。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ObjectionRequest)]
pub struct ObjectionRequest {
    /// In their words; the group reads it.
    #[schema(min_length = 1, max_length = 1000, example = "この日は最後まで参加しました。")]
    text: String,
}

impl ObjectionRequest {
    /// The words.
    pub fn read(&self) -> Result<String, Problem> {
        participation::objection("text", &self.text).map_err(|invalid| Problem::wrong_members(vec![invalid]))
    }
}
