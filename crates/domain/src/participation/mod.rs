//! What really happened: who was there, for how long, and how that was corrected.
//!
//! A line of the record is a picture of its moment: title, themes and level are those the opportunity had. It outlives the application it
//! came from; once the person has left, the hours that were counted stay, and nobody's name stands beside them.

/// When a volunteer may show a code at the door.
mod door;
/// What may be noted, and what is true of it before anybody writes it down.
mod noted;
/// A record, added up.
mod summary;
#[cfg(test)]
mod tests;

pub use door::{at_the_door, door_hours};
pub use noted::{MINUTES_MAX, Noted, Occasion, Outcome, Said};
pub use summary::{Sum, Summary};

use crate::application::{Application, Refused, State, Step};
use crate::id::{AccountId, ApplicationId, GroupId, OpportunityId, ParticipationId, SessionId};
use crate::invalid::{Invalid, Why};
use crate::level::{Level, Responsibility};
use crate::opportunity::{Kind, Opportunity};
use crate::text;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// Fewest characters of the reason of a correction.
pub const REASON_MIN: usize = 4;
/// Most characters of the reason of a correction.
pub const REASON_MAX: usize = 400;
/// Most characters of an objection.
pub const OBJECTION_MAX: usize = 1_000;
/// Whoever shows a code is there already: so many minutes before a session begins it may be noted by code.
pub const EARLY_MINUTES: i64 = 60;

/// One person at one session, or at one date of an offer without dates.
#[derive(Clone, PartialEq, Eq)]
pub struct Participation {
    /// Its id.
    pub id: ParticipationId,
    /// Counts its changes.
    pub version: i64,
    /// Who; nothing once the person has left.
    pub account: Option<AccountId>,
    /// The application it came from.
    pub application: ApplicationId,
    /// Of which opportunity.
    pub opportunity: OpportunityId,
    /// Of which group.
    pub group: GroupId,
    /// What the group was called.
    pub group_name: String,
    /// What the opportunity was called.
    pub title: String,
    /// What sort of thing it was.
    pub kind: Kind,
    /// The level it was for.
    pub level: Option<Level>,
    /// Codes of its themes, the main one first.
    pub themes: Vec<String>,
    /// How much responsibility it carried.
    pub responsibility: Responsibility,
    /// At which session, if it had any.
    pub session: Option<SessionId>,
    /// On which civil date it was, or began.
    pub held_on: NaiveDate,
    /// When the session began.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ends_at: Option<DateTime<Utc>>,
    /// What is noted.
    pub noted: Noted,
    /// What the volunteer has to say against it.
    pub objection: Option<Objection>,
    /// Who noted it first; nothing once they have left.
    pub recorded_by: Option<AccountId>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// What a volunteer has to say against a line of their record.
#[derive(Clone, PartialEq, Eq)]
pub struct Objection {
    /// In their words.
    pub text: String,
    /// When they said so.
    pub at: DateTime<Utc>,
}

/// How a line was corrected.
#[derive(Clone, PartialEq, Eq)]
pub struct Correction {
    /// Which line.
    pub participation: ParticipationId,
    /// The version that was corrected.
    pub from_version: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nothing once they have left.
    pub by: Option<AccountId>,
    /// What stood there.
    pub before: Noted,
    /// What stands there now.
    pub after: Noted,
    /// Why; nothing once the person it is about has left.
    pub reason: Option<String>,
}

impl std::fmt::Debug for Participation {
    /// Says nothing of the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Participation").field("id", &self.id.0).field("version", &self.version).field("noted", &self.noted).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Objection {
    /// Says nothing of what was written.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Objection").field("at", &self.at).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Correction {
    /// Says nothing of what was written.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Correction")
            .field("participation", &self.participation.0)
            .field("before", &self.before)
            .field("after", &self.after)
            .finish_non_exhaustive()
    }
}

/// What a line is about: which application, of what, where and when.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The application.
    pub application: &'a Application,
    /// What it is for.
    pub opportunity: &'a Opportunity,
    /// What its group is called.
    pub group_name: &'a str,
    /// The session or the date.
    pub occasion: &'a Occasion,
}

/// Who notes it and when.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// Who.
    pub by: AccountId,
    /// When.
    pub now: DateTime<Utc>,
    /// The city's zone.
    pub tz: Tz,
    /// Whether the volunteer showed a code: then they are there, and it may be a little before the begin.
    pub by_code: bool,
}

impl Participation {
    /// Writes a line. Nobody was there before it began, and nobody who was never accepted.
    pub fn write(id: ParticipationId, about: About<'_>, noted: Noted, pen: Pen) -> Result<Self, Refused> {
        let About { application, opportunity, group_name, occasion } = about;
        if !may_be_noted(application) {
            let step = if noted.outcome == Outcome::Attended { Step::Attend } else { Step::Miss };
            return Err(Refused::NotNow { state: application.state, step });
        }
        let early = if pen.by_code { TimeDelta::minutes(EARLY_MINUTES) } else { TimeDelta::zero() };
        if !occasion.has_begun(pen.now + early, pen.tz) {
            return Err(Refused::NotYet);
        }
        let details = &opportunity.details;
        let session = occasion.session();
        Ok(Self {
            id,
            version: 1,
            account: application.volunteer,
            application: application.id,
            opportunity: opportunity.id,
            group: opportunity.group,
            group_name: group_name.to_owned(),
            title: details.title.clone(),
            kind: details.kind,
            level: details.level,
            themes: details.themes.clone(),
            responsibility: details.responsibility,
            session: session.map(|s| s.id),
            held_on: occasion.date(pen.tz),
            starts_at: session.map(|s| s.starts_at),
            ends_at: session.map(|s| s.ends_at),
            noted,
            objection: None,
            recorded_by: Some(pen.by),
            recorded_at: pen.now,
        })
    }

    /// Corrects a line; nothing to do where it says the same already.
    pub fn corrected(&self, noted: Noted, reason: String, pen: Pen) -> Option<(Self, Correction)> {
        if self.noted == noted {
            return None;
        }
        let correction = Correction {
            participation: self.id,
            from_version: self.version,
            at: pen.now,
            by: Some(pen.by),
            before: self.noted,
            after: noted,
            reason: Some(reason),
        };
        Some((Self { noted, ..self.clone() }, correction))
    }

    /// Whether the person was there.
    pub fn attended(&self) -> bool {
        self.noted.outcome == Outcome::Attended
    }
}

/// Whether something may be noted for an application: both had said yes, whatever became of it afterwards.
fn may_be_noted(application: &Application) -> bool {
    match application.state {
        State::Accepted | State::Completed | State::Absent => true,
        // Whoever was there once and took back the rest has been there all the same.
        State::Withdrawn | State::Declined | State::Expired => application.accepted_at.is_some(),
        State::Proposed | State::Applied | State::Waitlisted => false,
    }
}

/// What the lines of an application say of it: whether the volunteer was there at all, once every session it has seats at is noted. An offer
/// without dates says so from its first line on.
pub fn whole(lines: &[Participation], seated: &[SessionId]) -> Option<bool> {
    let noted = |session: &SessionId| lines.iter().any(|line| line.session == Some(*session));
    (!lines.is_empty() && seated.iter().all(noted)).then(|| lines.iter().any(Participation::attended))
}

/// Reads why a line is corrected.
pub fn reason(field: &str, raw: &str) -> Result<String, Invalid> {
    let text = text::line(field, raw, REASON_MAX)?;
    if text.chars().count() < REASON_MIN { Err(Invalid::new(field, Why::TooShort { min: REASON_MIN })) } else { Ok(text) }
}

/// Reads what a volunteer has to say against a line.
pub fn objection(field: &str, raw: &str) -> Result<String, Invalid> {
    let text = text::body(field, raw, OBJECTION_MAX)?;
    if text.is_empty() { Err(Invalid::new(field, Why::Required)) } else { Ok(text) }
}
