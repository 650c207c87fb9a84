//! Somebody's own calendar: the secret address it is read at, and what stands in it.

use crate::columns::{Id, Reading, Ts};
use crate::error::StoreError;
use crate::schema::{account, application, application_session, calendar_key, session};
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::application::{Application, DeclineReason, State};
use enmusubi_domain::id::{AccountId, SessionId};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::schedule::Session;
use std::collections::HashMap;

/// Most entries of a calendar.
const ENTRIES_MAX: i64 = 500;

/// Something in somebody's calendar.
#[derive(Debug, Clone)]
pub struct CalendarEntry {
    /// By which application.
    pub application: Application,
    /// For what.
    pub opportunity: Opportunity,
    /// The session.
    pub session: Session,
}

impl Tx<'_> {
    /// Keeps the hash of the address of somebody's calendar; the address before it is dead.
    pub fn put_calendar_key(&mut self, account: AccountId, hash: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError> {
        self.delete_calendar_key(account)?;
        let row = (calendar_key::account_id.eq(Id(account.0)), calendar_key::hash.eq(hash.as_slice()), calendar_key::created_at.eq(Ts::of(now)));
        let done = diesel::insert_into(calendar_key::table).values(row).execute(self.db);
        self.look("calendar_key", done).map(drop)
    }

    /// When the address of somebody's calendar was made, if there is one.
    pub fn calendar_key(&mut self, account: AccountId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let query = calendar_key::table.filter(calendar_key::account_id.eq(Id(account.0))).select(calendar_key::created_at);
        let at = query.first::<Ts>(self.db).optional();
        Ok(self.look("calendar_key", at)?.map(|at| at.0))
    }

    /// Forgets the address of somebody's calendar; answers whether there was one.
    pub fn delete_calendar_key(&mut self, account: AccountId) -> Result<bool, StoreError> {
        let done = diesel::delete(calendar_key::table.filter(calendar_key::account_id.eq(Id(account.0)))).execute(self.db);
        Ok(self.look("calendar_key", done)? > 0)
    }

    /// Whose calendar is read at an address: nobody's if it is none, or their account is closed.
    pub fn calendar_of(&mut self, hash: &[u8; 32]) -> Result<Option<AccountId>, StoreError> {
        let id = calendar_key::table
            .inner_join(account::table.on(account::id.eq(calendar_key::account_id)))
            .filter(calendar_key::hash.eq(hash.as_slice()))
            .filter(account::disabled_at.is_null())
            .select(account::id)
            .first::<Id>(self.db)
            .optional();
        Ok(self.look("calendar_key", id)?.map(|id| AccountId(id.0)))
    }

    /// What stands in somebody's calendar since a moment, by begin: where they have a seat, where one is held for them, where they were, and what
    /// of it was called off.
    pub fn calendar_entries(&mut self, account: AccountId, since: DateTime<Utc>) -> Result<Vec<CalendarEntry>, StoreError> {
        let seated =
            application_session::seated.eq(true).and(application::state.eq_any([State::Accepted, State::Waitlisted, State::Completed].map(State::code)));
        let called_off = application::accepted_at.is_not_null().and(
            session::cancelled
                .eq(true)
                .and(application::state.eq(State::Accepted.code()))
                .or(application::state.eq(State::Declined.code()).and(application::reason.eq(DeclineReason::CalledOff.code()))),
        );
        let rows = application_session::table
            .inner_join(application::table.on(application::id.eq(application_session::application_id)))
            .inner_join(session::table.on(session::id.eq(application_session::session_id)))
            .filter(application::account_id.eq(Id(account.0)))
            .filter(session::ends_at.gt(Ts::of(since)))
            .filter(seated.or(called_off.assume_not_null()))
            .order((session::starts_at.desc(), session::id))
            .limit(ENTRIES_MAX)
            .select((application::id, session::id))
            .load::<(Id, Id)>(self.db);
        let mut rows = self.look("application_session", rows)?;
        rows.reverse();
        let mut ids: Vec<_> = rows.iter().map(|(a, _)| enmusubi_domain::id::ApplicationId(a.0)).collect();
        ids.sort_unstable();
        ids.dedup();
        let applications: HashMap<_, Application> = self.applications(&ids)?.into_iter().map(|a| (Id(a.id.0), a)).collect();
        let mut ids: Vec<_> = applications.values().map(|a| a.opportunity).collect();
        ids.sort_unstable();
        ids.dedup();
        let opportunities: HashMap<_, Opportunity> = self.opportunities(&ids)?.into_iter().map(|o| (o.id, o)).collect();
        let entry = |(a, s): (Id, Id)| {
            let application = applications.get(&a)?;
            let opportunity = opportunities.get(&application.opportunity)?;
            let session = opportunity.details.schedule.sessions.iter().find(|one| one.id == SessionId(s.0))?;
            Some(CalendarEntry { application: application.clone(), opportunity: opportunity.clone(), session: session.clone() })
        };
        let missing = |(a, _): &(Id, Id)| Reading::new("application", a.0).damaged("its opportunity is not there");
        rows.into_iter().map(|row| entry(row).ok_or_else(|| missing(&row))).collect()
    }
}
