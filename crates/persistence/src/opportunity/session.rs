//! The sessions of an opportunity: their row, and how they are kept equal to what is given.

use crate::columns::{Id, Reading, Ts};
use crate::connection::each_backend;
use crate::error::StoreError;
use crate::schema::session;
use crate::tx::{Tx, rows_by_id};
use diesel::prelude::*;
use enmusubi_domain::id::{OpportunityId, SessionId};
use enmusubi_domain::schedule::Session;
use std::collections::HashMap;

/// A row of the table.
#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = session, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct SessionRow {
    id: Id,
    opportunity_id: Id,
    starts_at: Ts,
    ends_at: Ts,
    seats: Option<i64>,
    seats_taken: i64,
    cancelled: bool,
}

impl SessionRow {
    /// The row of a session.
    pub(crate) fn of(opportunity: OpportunityId, s: &Session) -> Self {
        Self {
            id: Id(s.id.0),
            opportunity_id: Id(opportunity.0),
            starts_at: Ts::of(s.starts_at),
            ends_at: Ts::of(s.ends_at),
            seats: s.seats.map(i64::from),
            seats_taken: i64::from(s.seats_taken),
            cancelled: s.cancelled,
        }
    }

    fn into_session(self) -> Result<Session, StoreError> {
        let r = Reading::new("session", self.id.0);
        Ok(Session {
            id: SessionId(self.id.0),
            starts_at: self.starts_at.0,
            ends_at: self.ends_at.0,
            seats: r.maybe_number("seats", self.seats)?,
            seats_taken: r.number("seats_taken", self.seats_taken)?,
            cancelled: self.cancelled,
        })
    }
}

impl Tx<'_> {
    /// The sessions of opportunities, by begin and id.
    pub(super) fn sessions_of(&mut self, opportunities: &[Id]) -> Result<HashMap<Id, Vec<Session>>, StoreError> {
        let mut by_opportunity: HashMap<Id, Vec<Session>> = HashMap::new();
        for chunk in opportunities.chunks(500) {
            let mine = || session::table.filter(session::opportunity_id.eq_any(chunk.iter().copied()));
            let rows = match mine().select(SessionRow::as_select()).load::<SessionRow>(self.db) {
                Err(diesel::result::Error::DeserializationError(_)) => {
                    let ids = mine().select(session::id).load::<Id>(self.db);
                    let ids = self.look("session", ids)?;
                    rows_by_id!(self, session, SessionRow, &ids)?
                }
                rows => self.look("session", rows)?,
            };
            for row in rows {
                let of = row.opportunity_id;
                by_opportunity.entry(of).or_default().push(row.into_session()?);
            }
        }
        for sessions in by_opportunity.values_mut() {
            sessions.sort_by_key(|s| (s.starts_at, s.id));
        }
        Ok(by_opportunity)
    }

    /// Sessions by begin and id; those that are not there are left out.
    pub(crate) fn sessions_by_id(&mut self, ids: &[Id]) -> Result<Vec<Session>, StoreError> {
        let rows = rows_by_id!(self, session, SessionRow, ids)?;
        let mut sessions = rows.into_iter().map(SessionRow::into_session).collect::<Result<Vec<_>, _>>()?;
        sessions.sort_by_key(|s| (s.starts_at, s.id));
        Ok(sessions)
    }

    /// Adds rows, many at a time.
    pub(crate) fn insert_sessions(&mut self, rows: Vec<SessionRow>) -> Result<(), StoreError> {
        for chunk in rows.chunks(500) {
            let done = each_backend!(&mut *self.db, c => diesel::insert_into(session::table).values(chunk).execute(c));
            self.look("session", done)?;
        }
        Ok(())
    }

    /// Makes the sessions that stand equal to those that are wanted: those gone first, so that nothing is in the way of the new.
    pub(super) fn synchronise_sessions(&mut self, of: OpportunityId, stand: &[Session], wanted: &[Session]) -> Result<(), StoreError> {
        let before: HashMap<SessionId, &Session> = stand.iter().map(|s| (s.id, s)).collect();
        let mut gone = before.clone();
        let mut fresh = vec![];
        let mut changed = vec![];
        for s in wanted {
            match before.get(&s.id) {
                None => fresh.push(SessionRow::of(of, s)),
                Some(old) if *old != s => changed.push(SessionRow::of(of, s)),
                Some(_) => {}
            }
            gone.remove(&s.id);
        }
        let gone: Vec<Id> = gone.into_keys().map(|id| Id(id.0)).collect();
        for chunk in gone.chunks(500) {
            let done = diesel::delete(session::table.filter(session::id.eq_any(chunk.iter().copied()))).execute(self.db);
            self.look("session", done)?;
        }
        for row in changed {
            let done = diesel::update(session::table.filter(session::id.eq(row.id))).set(&row).execute(self.db);
            self.look("session", done)?;
        }
        self.insert_sessions(fresh)
    }
}
