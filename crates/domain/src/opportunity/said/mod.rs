//! What somebody writes down, settled with what stands: sessions keep their ids and the people in them.

/// The same words again, people, rules, history.
#[cfg(test)]
mod tests;

use super::{Opportunity, OpportunityDetails, State};
use crate::city::{Calendar, City};
use crate::id::SessionId;
use crate::invalid::{Invalid, Why};
use crate::schedule::{Recurrence, SESSIONS_MAX, Schedule, Session};
use chrono::{DateTime, Months, Utc};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A session as somebody writes it down. Who has taken places in it they do not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSaid {
    /// Which one, if it stands already; without, the one that begins at the same time, or a new one.
    pub id: Option<SessionId>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Places in all; nothing means nobody counts them.
    pub seats: Option<u32>,
    /// Whether it is called off; nothing leaves that as it is.
    pub cancelled: Option<bool>,
}

/// An opportunity as somebody writes it down: what it says of itself, and its sessions apart, which are settled with those that stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Everything but the sessions; places that are taken do not count.
    pub details: OpportunityDetails,
    /// The sessions, in the writer's order; those that the rule yields need not be among them.
    pub sessions: Vec<SessionSaid>,
}

/// Why an opportunity cannot be rewritten so.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RewriteError {
    /// It has ended.
    #[error("an opportunity that has ended cannot be changed")]
    Ended,
    /// A session with people in it would go, or fewer places would be left than are taken.
    #[error("places that are taken would be lost")]
    SeatsTaken,
    /// Some of it is wrong.
    #[error("{} fields are wrong", .0.len())]
    Wrong(Vec<Invalid>),
}

impl Said {
    /// Looks at every field; each that is wrong is named as the writer ordered it.
    pub fn check(&self, city: &City) -> Result<(), Vec<Invalid>> {
        let raw = |s: &SessionSaid| Session {
            id: s.id.unwrap_or(SessionId(uuid::Uuid::nil())),
            starts_at: s.starts_at,
            ends_at: s.ends_at,
            seats: s.seats,
            seats_taken: 0,
            cancelled: false,
        };
        let mut details = OpportunityDetails { seats_taken: 0, ..self.details.clone() };
        details.schedule.sessions = self.sessions.iter().map(raw).collect();
        let mut wrong = details.check(city).err().unwrap_or_default();
        if details.seats.is_some() && !details.schedule.is_flexible() {
            wrong.push(Invalid::new("capacity/seats", Why::Contradiction("schedule/sessions, capacity/seats")));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// What it would say of itself from now on, given what stands: sessions keep their id and the people in them.
    pub fn settle(
        self,
        stands: Option<&OpportunityDetails>,
        city: &City,
        now: DateTime<Utc>,
        fresh: impl FnMut(DateTime<Utc>) -> SessionId,
    ) -> Result<OpportunityDetails, RewriteError> {
        self.check(city).map_err(RewriteError::Wrong)?;
        let Self { mut details, sessions } = self;
        details.seats_taken = stands.map_or(0, |s| s.seats_taken);
        let is_flexible = sessions.is_empty() && details.schedule.recurrence.is_none();
        if details.seats_taken > 0 && (!is_flexible || details.seats.is_some_and(|n| n < details.seats_taken)) {
            return Err(RewriteError::SeatsTaken);
        }
        details.themes_suggested = stands.is_some_and(|s| s.themes_suggested && s.themes == details.themes);
        let table = Table::new(stands.map(|s| &s.schedule), &city.calendar, now);
        details.schedule.sessions = table.settle(&sessions, details.schedule.recurrence.as_ref(), fresh)?;
        Ok(details)
    }
}

/// The sessions that stand, and what moment it is.
struct Table<'a> {
    stand: Vec<&'a Session>,
    calendar: &'a Calendar,
    now: DateTime<Utc>,
}

impl<'a> Table<'a> {
    fn new(stands: Option<&'a Schedule>, calendar: &'a Calendar, now: DateTime<Utc>) -> Self {
        Self { stand: stands.into_iter().flat_map(|s| &s.sessions).collect(), calendar, now }
    }

    fn settle(self, said: &[SessionSaid], rule: Option<&Recurrence>, mut fresh: impl FnMut(DateTime<Utc>) -> SessionId) -> Result<Vec<Session>, RewriteError> {
        let by_id: HashMap<SessionId, &Session> = self.stand.iter().map(|s| (s.id, *s)).collect();
        let named: BTreeSet<SessionId> = said.iter().filter_map(|s| s.id).collect();
        // Whoever is named by id may have been moved: its old hour is free again.
        let by_start: HashMap<DateTime<Utc>, &Session> = self.stand.iter().filter(|s| !named.contains(&s.id)).map(|s| (s.starts_at, *s)).collect();
        let mut settled: BTreeMap<DateTime<Utc>, Session> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut wrong = vec![];
        for (i, s) in said.iter().enumerate() {
            let at = |member: &str| format!("schedule/sessions/{i}/{member}");
            let known = match s.id {
                Some(id) if !by_id.contains_key(&id) => {
                    wrong.push(Invalid::new(at("id"), Why::UnknownCode(id.to_string())));
                    continue;
                }
                Some(id) if !seen.insert(id) => {
                    wrong.push(Invalid::new(at("id"), Why::Duplicate(id.to_string())));
                    continue;
                }
                Some(id) => by_id.get(&id),
                None => by_start.get(&s.starts_at),
            };
            let session = kept(known.copied(), s.starts_at, s.ends_at, s.seats, &mut fresh)?;
            let session = Session { cancelled: s.cancelled.unwrap_or(session.cancelled), ..session };
            if settled.insert(s.starts_at, session).is_some() {
                wrong.push(Invalid::new(at("starts_at"), Why::Duplicate(s.starts_at.to_rfc3339())));
            }
        }
        if !wrong.is_empty() {
            return Err(RewriteError::Wrong(wrong));
        }
        let today = self.calendar.civil(self.now).date();
        let horizon = today.checked_add_months(Months::new(Recurrence::HORIZON_MONTHS)).unwrap_or(today);
        for (starts_at, ends_at) in rule.into_iter().flat_map(|r| r.occurrences(today, horizon, self.calendar.tz)) {
            // What the writer says of a date counts more than what the rule does.
            if let Entry::Vacant(free) = settled.entry(starts_at) {
                let seats = rule.and_then(|r| r.seats);
                free.insert(kept(by_start.get(&starts_at).copied(), starts_at, ends_at, seats, &mut fresh)?);
            }
        }
        let mut sessions: Vec<Session> = settled.into_values().collect();
        let there: BTreeSet<SessionId> = sessions.iter().map(|s| s.id).collect();
        for gone in self.stand.iter().filter(|s| !there.contains(&s.id)) {
            let is_over = gone.ends_at <= self.now;
            if (is_over && rule.is_some()) || (gone.seats_taken > 0 && (is_over || gone.cancelled)) {
                // What has been, and what people were told is called off, is not forgotten.
                sessions.push((*gone).clone());
            } else if gone.seats_taken > 0 {
                return Err(RewriteError::SeatsTaken);
            }
        }
        self.fitted(sessions)
    }

    /// In order, and not too many: what is long over and had nobody in it makes room.
    fn fitted(&self, mut sessions: Vec<Session>) -> Result<Vec<Session>, RewriteError> {
        sessions.sort_by_key(|s| (s.starts_at, s.id));
        let mut surplus = sessions.len().saturating_sub(SESSIONS_MAX);
        sessions.retain(|s| {
            let goes = surplus > 0 && s.ends_at <= self.now && s.seats_taken == 0;
            surplus -= usize::from(goes);
            !goes
        });
        let too_many = || RewriteError::Wrong(vec![Invalid::new("schedule/sessions", Why::TooMany { max: SESSIONS_MAX })]);
        if surplus > 0 { Err(too_many()) } else { Ok(sessions) }
    }
}

/// A session with its hours and places as they are said, and its id and people as they stand.
fn kept(
    known: Option<&Session>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    seats: Option<u32>,
    fresh: &mut impl FnMut(DateTime<Utc>) -> SessionId,
) -> Result<Session, RewriteError> {
    let seats_taken = known.map_or(0, |s| s.seats_taken);
    if seats.is_some_and(|n| n < seats_taken) {
        return Err(RewriteError::SeatsTaken);
    }
    let id = known.map_or_else(|| fresh(starts_at), |s| s.id);
    Ok(Session { id, starts_at, ends_at, seats, seats_taken, cancelled: known.is_some_and(|s| s.cancelled) })
}

impl Opportunity {
    /// Rewrites it. What has ended stays as it is.
    pub fn rewrite(self, said: Said, city: &City, now: DateTime<Utc>, fresh: impl FnMut(DateTime<Utc>) -> SessionId) -> Result<Self, RewriteError> {
        match self.state {
            State::Closed | State::Cancelled => Err(RewriteError::Ended),
            State::Draft | State::Published => {
                let details = said.settle(Some(&self.details), city, now, fresh)?;
                Ok(Self { details, updated_at: now, ..self })
            }
        }
    }
}
