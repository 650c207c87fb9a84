//! Applications: their rows, the seats they take, and the steps that need both.
//!
//! A step is one transaction under locks: first the opportunity's row, then the account's, so that whoever comes second sees what the first
//! has done, and nobody waits in a circle. Whether there is a seat is said by a conditional `UPDATE`, never by a count.

/// What follows when an application has changed: seats, disclosures, notices, counters.
mod consequences;
/// What somebody cannot do at the same time, or in the same week.
mod hold;
/// Time passes: deadlines, offers that lapse, what was called off.
mod lapse;
/// Somebody leaves.
mod leave;
/// Lists of applications.
mod lists;
/// Rows that are locked for a step.
mod locks;
/// How long a group takes to answer.
mod pace;
/// Whoever waits for a seat gets one that came free.
mod queue;
/// The row, row to domain and back.
mod row;
/// Seats, taken and given back.
mod seats;
/// The steps: submit, consent, accept, decline, withdraw.
mod steps;

pub use lists::Of;
pub use steps::{Asking, StepError};

use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::{application, application_session, session};
use crate::tx::{Tx, rows_by_id};
use diesel::prelude::*;
use enmusubi_domain::application::Application;
use enmusubi_domain::id::{ApplicationId, SessionId};
use enmusubi_domain::schedule::Session;
use row::ApplicationRow;
use std::collections::HashMap;

impl Tx<'_> {
    /// An application with the sessions it is for.
    pub fn application(&mut self, id: ApplicationId) -> Result<Option<Application>, StoreError> {
        Ok(self.applications(&[id])?.pop())
    }

    /// Applications in the order asked for; those that are not there are left out.
    pub fn applications(&mut self, ids: &[ApplicationId]) -> Result<Vec<Application>, StoreError> {
        let keys: Vec<Id> = ids.iter().map(|id| Id(id.0)).collect();
        let rows = rows_by_id!(self, application, ApplicationRow, &keys)?;
        let mut sessions: HashMap<Id, Vec<(Ts, Id)>> = HashMap::new();
        for chunk in keys.chunks(500) {
            let found = application_session::table
                .inner_join(session::table.on(session::id.eq(application_session::session_id)))
                .filter(application_session::application_id.eq_any(chunk.iter().copied()))
                .select((application_session::application_id, session::starts_at, session::id))
                .load::<(Id, Ts, Id)>(self.db);
            for (of, starts_at, id) in self.look("application_session", found)? {
                sessions.entry(of).or_default().push((starts_at, id));
            }
        }
        let mut by_id: HashMap<Id, ApplicationRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        let in_order = keys.iter().filter_map(|id| by_id.remove(id));
        in_order
            .map(|row| {
                let mut own = sessions.remove(&row.id).unwrap_or_default();
                own.sort_unstable();
                row.into_application(own.into_iter().map(|(_, id)| SessionId(id.0)).collect())
            })
            .collect()
    }

    /// The sessions an application is for, by begin, and whether it has seats at each.
    pub fn sessions_of_application(&mut self, id: ApplicationId) -> Result<Vec<(Session, bool)>, StoreError> {
        let seated = application_session::table
            .filter(application_session::application_id.eq(Id(id.0)))
            .select((application_session::session_id, application_session::seated))
            .load::<(Id, bool)>(self.db);
        let seated: HashMap<Id, bool> = self.look("application_session", seated)?.into_iter().collect();
        let ids: Vec<Id> = seated.keys().copied().collect();
        let sessions = self.sessions_by_id(&ids)?;
        Ok(sessions.into_iter().map(|s| (seated.get(&Id(s.id.0)).copied().unwrap_or(false), s)).map(|(seated, s)| (s, seated)).collect())
    }

    /// Keeps an application that is new.
    pub fn insert_application(&mut self, a: &Application) -> Result<(), StoreError> {
        let done = diesel::insert_into(application::table).values(&ApplicationRow::of(a)?).execute(self.db);
        self.look("application", done)?;
        for session in &a.sessions {
            let row = (
                application_session::application_id.eq(Id(a.id.0)),
                application_session::session_id.eq(Id(session.0)),
                application_session::seated.eq(a.seated),
            );
            let done = diesel::insert_into(application_session::table).values(row).execute(self.db);
            self.look("application_session", done)?;
        }
        Ok(())
    }

    /// Writes how an application stands now; its version is the store's own, and its sessions stay.
    pub fn put_application(&mut self, a: &Application) -> Result<(), StoreError> {
        let done = diesel::update(application::table.filter(application::id.eq(Id(a.id.0)))).set(&ApplicationRow::of(a)?).execute(self.db);
        self.look("application", done).map(drop)
    }
}
