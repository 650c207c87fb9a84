//! Messages within an application: two sides talk before either knows how to reach the other.
//!
//! Until both have said yes no contact details go through, and none ever go from adults to a minor.

/// Contact details, found in a text.
mod details;

pub use details::{Detail, find};

use crate::application::{Application, Circumstances, Side, State};
use crate::id::{AccountId, ApplicationId, MessageId};
use crate::invalid::{Invalid, Why};
use crate::text;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

/// Longest message, in characters.
pub const TEXT_MAX: usize = 1000;
/// Most messages of one side in one application on one civil day.
pub const PER_DAY: usize = 30;

/// One message.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// In which application.
    pub application: ApplicationId,
    /// Who speaks: the volunteer or the group.
    pub side: Side,
    /// The person; nothing once they have left.
    pub author: Option<AccountId>,
    /// What was written; nothing once it was taken back or forgotten.
    pub text: Option<String>,
    /// When.
    pub sent_at: DateTime<Utc>,
    /// When it was taken back or forgotten.
    pub removed_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Message {
    /// Says nothing of what was written.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message").field("id", &self.id).field("side", &self.side).finish_non_exhaustive()
    }
}

/// Why a text does not go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It holds contact details, and the two sides have not agreed yet.
    BeforeAcceptance(Detail),
    /// It holds contact details, and is for a minor.
    ToMinor(Detail),
}

/// Reads what somebody wants to write.
pub fn text(field: &str, raw: &str) -> Result<String, Invalid> {
    let text = text::body(field, raw, TEXT_MAX)?;
    if text.is_empty() { Err(Invalid::new(field, Why::Required)) } else { Ok(text) }
}

/// Whether a text may go through from a side, in an application of somebody who may be a minor.
pub fn judge(text: &str, from: Side, state: State, minor: bool) -> Result<(), Unfit> {
    let to_minor = minor && from != Side::Volunteer;
    let agreed = matches!(state, State::Accepted | State::Completed | State::Absent);
    match find(text) {
        Some(detail) if to_minor => Err(Unfit::ToMinor(detail)),
        Some(detail) if !agreed => Err(Unfit::BeforeAcceptance(detail)),
        _ => Ok(()),
    }
}

/// Whether the two sides of an application can still write to each other: while it goes on, and for as long after it as contact stays open.
pub fn is_open(application: &Application, at: &Circumstances) -> bool {
    let lately = || application.ended_at.is_some_and(|end| at.now < end + TimeDelta::days(at.rules.disclosure_days.into()));
    application.volunteer.is_some()
        && match application.state {
            State::Proposed | State::Applied | State::Waitlisted | State::Accepted => true,
            State::Completed | State::Absent => lately(),
            State::Declined | State::Withdrawn | State::Expired => false,
        }
}

/// When the civil day began that messages are counted by.
pub fn day_began(at: &Circumstances) -> DateTime<Utc> {
    crate::schedule::instant(at.today().and_time(NaiveTime::MIN), at.tz).unwrap_or(at.now - TimeDelta::days(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_something_and_not_too_much() {
        assert_eq!(text("text", " 駅前で\r\n待っています。\n").unwrap(), "駅前で\n待っています。");
        assert_eq!(text("text", " \n ").unwrap_err().why, Why::Required);
        assert_eq!(text("text", &"あ".repeat(1001)).unwrap_err().why, Why::TooLong { max: 1000 });
        assert!(text("text", &"あ".repeat(1000)).is_ok());
    }

    #[test]
    fn contact_details_wait_for_both_to_agree_and_never_go_to_a_minor() {
        let with = "電話は 090-1234-5678 です";
        for state in State::ALL.iter().copied() {
            let agreed = matches!(state, State::Accepted | State::Completed | State::Absent);
            for from in [Side::Volunteer, Side::Group] {
                for minor in [false, true] {
                    let refused = judge(with, from, state, minor).err();
                    let expected = match (from, minor, agreed) {
                        (Side::Group, true, _) => Some(Unfit::ToMinor(Detail::Phone)),
                        (_, _, false) => Some(Unfit::BeforeAcceptance(Detail::Phone)),
                        _ => None,
                    };
                    assert_eq!(refused, expected, "{from:?} {state:?} {minor}");
                    assert_eq!(judge("よろしくお願いします。", from, state, minor), Ok(()));
                }
            }
        }
    }

    #[test]
    fn a_message_does_not_print_itself() {
        let message = Message {
            id: MessageId::derived(0, "m"),
            application: ApplicationId::derived(0, "a"),
            side: Side::Group,
            author: None,
            text: Some("ひみつ".into()),
            sent_at: DateTime::UNIX_EPOCH,
            removed_at: None,
        };
        assert!(!format!("{message:?}").contains("ひみつ"));
    }
}
