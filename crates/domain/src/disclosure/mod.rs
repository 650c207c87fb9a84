//! One act of showing one person's contact to one group: for one purpose, to named people, until a day that is known from the beginning.
//!
//! ```text
//!   accepted ──> open ──────────────────> over (its last day)
//!                 ├── the volunteer ends it
//!                 └── it is withdrawn or declined: the service ends it
//! ```
//!
//! What a group sees of a volunteer at all is one table: [`Field::at`].

/// Stages, fields and the one table of both.
mod stage;
/// What a group sees of a volunteer beside an application.
mod volunteer;

#[cfg(test)]
mod tests;

pub use stage::{Field, Shown, Stage, fields_at};
pub use volunteer::{AgeBand, Known, Onlooker, VolunteerAtStage, handle, is_minor, listed_name, ticks_are_own};

use crate::application::{Rules, Side, State};
use crate::id::{AccountId, ApplicationId, DisclosureId, GroupId};
use crate::level::words;
use chrono::{DateTime, TimeDelta, Utc};

/// For how many days contact stays open where there is no session that could end.
pub const WITHOUT_SESSIONS_DAYS: i64 = 180;

words! {
    /// What contact is shown for.
    Purpose {
        /// Taking part in one opportunity.
        Participation = "participation", "活動への参加", "taking part";
    }
}

/// One act of showing one person's contact to one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// Its id.
    pub id: DisclosureId,
    /// By which application.
    pub application: ApplicationId,
    /// Whose contact.
    pub account: AccountId,
    /// To which group: its owners and managers.
    pub group: GroupId,
    /// What for.
    pub purpose: Purpose,
    /// What it may show at most; the stage says what of it is seen.
    pub fields: Vec<Field>,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// Until when at the latest.
    pub ends_at: DateTime<Utc>,
    /// When it was ended before.
    pub ended_at: Option<DateTime<Utc>>,
    /// By whom.
    pub ended_by: Option<Side>,
}

/// Somebody looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// At what was disclosed here.
    pub disclosure: DisclosureId,
    /// Who; nothing once that person has left.
    pub viewer: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
    /// What was shown.
    pub fields: Vec<Field>,
}

/// What becomes of a disclosure when an application has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// One opens.
    Opens,
    /// One that is open stays so, until the day its sessions say.
    Stays,
    /// One that is open ends.
    Ends,
}

/// What becomes of a disclosure when an application goes from one state (nothing: it is new) to another.
///
/// One that the volunteer has ended does not open again by itself: only becoming accepted opens one.
pub fn turn(before: Option<State>, after: State) -> Turn {
    match after {
        State::Accepted if before != Some(State::Accepted) => Turn::Opens,
        State::Accepted | State::Completed | State::Absent => Turn::Stays,
        State::Proposed | State::Applied | State::Waitlisted | State::Declined | State::Withdrawn | State::Expired => Turn::Ends,
    }
}

/// Until when contact stays open: some days after the last session, or half a year where there is none.
pub fn ends_at(opened_at: DateTime<Utc>, last_end: Option<DateTime<Utc>>, rules: &Rules) -> DateTime<Utc> {
    last_end.map_or(opened_at + TimeDelta::days(WITHOUT_SESSIONS_DAYS), |end| end + TimeDelta::days(rules.disclosure_days.into()))
}

impl Disclosure {
    /// Opens somebody's contact to a group, so that they can take part.
    pub fn open(
        id: DisclosureId,
        application: ApplicationId,
        account: AccountId,
        group: GroupId,
        last_end: Option<DateTime<Utc>>,
        rules: &Rules,
        now: DateTime<Utc>,
    ) -> Self {
        let ends_at = ends_at(now, last_end, rules);
        Self {
            id,
            application,
            account,
            group,
            purpose: Purpose::Participation,
            fields: Field::CONTACT.to_vec(),
            opened_at: now,
            ends_at,
            ended_at: None,
            ended_by: None,
        }
    }

    /// Whether it counts at a moment.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_none() && now < self.ends_at
    }
}
