use crate::id::{ApplicationId, SessionId};
use crate::schedule::Session;
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
    held.iter().filter(|h| collide((h.starts_at, h.ends_at), (starts_at, ends_at), handover)).min_by_key(|h| (h.starts_at, h.session))
}

/// The first two of these sessions that nobody can be at both.
pub fn overlap(sessions: &[Session], handover: u16) -> Option<(SessionId, SessionId)> {
    let times = |s: &Session| (s.starts_at, s.ends_at);
    sessions.iter().enumerate().find_map(|(i, a)| sessions[..i].iter().find(|b| collide(times(a), times(b), handover)).map(|b| (b.id, a.id)))
}

/// Whether two spans have more than these minutes in common.
fn collide(a: (DateTime<Utc>, DateTime<Utc>), b: (DateTime<Utc>, DateTime<Utc>), handover: u16) -> bool {
    a.1.min(b.1) - a.0.max(b.0) > TimeDelta::minutes(handover.into())
}
