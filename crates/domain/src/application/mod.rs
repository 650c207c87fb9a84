//! One volunteer's wish for one opportunity, and where it stands.
//!
//! Two yeses always: what a volunteer begins needs the group's, what somebody else begins needs the volunteer's. Every step is a line of
//! one table ([`TRANSITIONS`]); a step answers the new value, or why not. Whether there is a seat is the database's to say: whoever takes the
//! step brings the answer along.

/// Two sessions one person cannot both be at.
mod clash;
/// The steps, as methods.
mod life;
/// Why a step is not taken, with what may help.
mod refused;
/// What whoever runs the service decides about taking part.
mod rules;
/// What may be asked for, and what is true of it before anybody decides.
mod submit;
/// States, steps and the one table of both.
mod table;
/// The civil week that limits count by.
mod week;

#[cfg(test)]
mod tests;

pub use clash::{Held, clash, overlap};
pub use life::{Ahead, No};
pub use refused::{Refused, Way};
pub use rules::{Circumstances, Retention, Rules};
pub use submit::{Age, MESSAGE_MAX, Submission};
pub use table::{DeclineReason, Origin, Side, State, Step, TRANSITIONS, Transition, drawn, next, written};
pub use week::week_of;

use crate::connection::ConnectionSource;
use crate::id::{AccountId, ApplicationId, GroupId, OpportunityId, SessionId};
use chrono::{DateTime, Utc};

/// One volunteer's wish for one opportunity.
#[derive(Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Counts its changes.
    pub version: i64,
    /// For what.
    pub opportunity: OpportunityId,
    /// The group that asks.
    pub group: GroupId,
    /// Whose wish; nothing once the person has left.
    pub volunteer: Option<AccountId>,
    /// Who began it.
    pub origin: Origin,
    /// The person who began it, if it was not the volunteer.
    pub begun_by: Option<AccountId>,
    /// Where the volunteer came from.
    pub source: ConnectionSource,
    /// The sessions it is for, by begin; none if the opportunity has no dates.
    pub sessions: Vec<SessionId>,
    /// How many come together.
    pub party: u32,
    /// What the volunteer wrote, for the group's eyes.
    pub message: Option<String>,
    /// Whether the volunteer is new to the group: seats may be kept for newcomers.
    pub newcomer: bool,
    /// Whether the volunteer said to be of age, where no birth date is kept.
    pub said_of_age: bool,
    /// Where it stands.
    pub state: State,
    /// Whether it takes seats now.
    pub seated: bool,
    /// Until when somebody must act; afterwards it expires. On a waiting list: until when the offered seat is held, or, while there is none, until
    /// the last of it begins. Once accepted: until when the group notes who was there.
    pub answer_by: Option<DateTime<Utc>>,
    /// Whose yes is missing is named by the state; who ended it stands here.
    pub ended_by: Option<Side>,
    /// Why it was declined or withdrawn, by a code.
    pub reason: Option<DeclineReason>,
    /// The same in words.
    pub reason_text: Option<String>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When the group was first asked.
    pub applied_at: Option<DateTime<Utc>>,
    /// When the group first answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it came to the waiting list: the order of the list.
    pub waiting_since: Option<DateTime<Utc>>,
    /// When both had said yes and there was a seat.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it came to an end.
    pub ended_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Application {
    /// Says nothing of what people wrote.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Application").field("id", &self.id.0).field("version", &self.version).field("state", &self.state).finish_non_exhaustive()
    }
}

impl Application {
    /// Whether it goes on: nobody may begin another one for the same opportunity meanwhile.
    pub fn is_live(&self) -> bool {
        self.state.is_live()
    }

    /// Whether a seat is offered from the waiting list, and waits for the volunteer's word.
    pub fn is_offered(&self) -> bool {
        self.state == State::Waitlisted && self.seated
    }

    /// Whose turn it is, if it is anybody's.
    pub fn turn(&self) -> Option<Side> {
        match self.state {
            State::Proposed => Some(Side::Volunteer),
            State::Applied => Some(Side::Group),
            State::Waitlisted => self.seated.then_some(Side::Volunteer),
            State::Accepted => Some(Side::Group),
            State::Completed | State::Absent | State::Declined | State::Withdrawn | State::Expired => None,
        }
    }
}
