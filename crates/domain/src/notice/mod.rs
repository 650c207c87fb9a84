//! What people must know: which changes are told to whom, when a letter may go, and what somebody wants to hear of.
//!
//! A notice is a pointer and no text: whoever writes the letter looks at how things stand at that moment, so that nobody reads of what is
//! over already.

/// When a letter may go.
mod due;
/// Of what one is told.
mod kind;
/// What a change means, and for whom.
mod news;
/// What somebody wants to hear of, and when.
mod settings;

#[cfg(test)]
mod tests;

pub use due::{Due, KEPT, Matter, due_at, presses};
pub use kind::{NoticeKind, Reader};
pub use news::{holds, told};
pub use settings::{Digest, NoticeSettings, QuietHours, Stop};

use crate::id::{AccountId, ApplicationId, NoticeId, OpportunityId, SessionId};
use chrono::{DateTime, Utc};

/// Something somebody must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Who must know.
    pub account: AccountId,
    /// What sort of thing.
    pub kind: NoticeKind,
    /// The application it is about.
    pub application: Option<ApplicationId>,
    /// The opportunity it is about.
    pub opportunity: Option<OpportunityId>,
    /// The session it is about, if it is about one alone.
    pub session: Option<SessionId>,
    /// When it is looked at next.
    pub due_at: DateTime<Utc>,
    /// Since when there is something to know.
    pub created_at: DateTime<Utc>,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was dropped: not wanted, or not true any more.
    pub dropped_at: Option<DateTime<Utc>>,
}
