use crate::id::{ApplicationId, SessionId};
use chrono::{DateTime, TimeDelta, Utc};

/// A session somebody has a seat at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// By which application.
    pub application: ApplicationId,
    /// Which session.
    pub session: SessionId,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
}

/// The first of these that somebody cannot be at who is at another one from a moment to another, however quick the hand-over.
///
/// Two sessions clash if they have more than `handover` minutes in common. One that ends when the other begins never does.
pub fn clash(held: &[Held], starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, handover: u16) -> Option<&Held> {
    let allowed = TimeDelta::minutes(handover.into());
    let common = |h: &Held| h.ends_at.min(ends_at) - h.starts_at.max(starts_at);
    held.iter().filter(|h| common(h) > allowed).min_by_key(|h| (h.starts_at, h.session))
}
