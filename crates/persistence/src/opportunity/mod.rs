//! Opportunities: their queries. The row stands in `row.rs`, the documents inside it in `documents.rs`, sessions in `session.rs`.

/// The shapes of the documents in a row.
mod documents;
/// As those who look after them list them.
mod listing;
/// The row, row to domain and back.
mod row;
/// The sessions of an opportunity.
mod session;

pub(crate) use row::OpportunityRow;
pub(crate) use session::SessionRow;

use crate::columns::{Id, Ts, micros};
use crate::error::StoreError;
use crate::schema::opportunity;
use crate::tx::{Tx, Written, rows_by_id};
use diesel::prelude::*;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::opportunity::{Opportunity, Source, State};
use std::collections::HashMap;

impl Tx<'_> {
    /// An opportunity with its sessions.
    pub fn opportunity(&mut self, id: OpportunityId) -> Result<Option<Opportunity>, StoreError> {
        Ok(self.opportunities(&[id])?.pop())
    }

    /// Opportunities in the order asked for; those that are not there are left out.
    pub fn opportunities(&mut self, ids: &[OpportunityId]) -> Result<Vec<Opportunity>, StoreError> {
        let keys: Vec<Id> = ids.iter().map(|id| Id(id.0)).collect();
        let rows = rows_by_id!(self, opportunity, OpportunityRow, &keys)?;
        let mut sessions = self.sessions_of(&keys)?;
        let mut by_id: HashMap<Id, OpportunityRow> = rows.into_iter().map(|r| (r.id, r)).collect();
        keys.iter()
            .filter_map(|id| by_id.remove(id))
            .map(|row| {
                let own = sessions.remove(&row.id).unwrap_or_default();
                row.into_opportunity(own)
            })
            .collect()
    }

    /// The opportunity that came from a source.
    pub fn opportunity_by_source(&mut self, source: &Source) -> Result<Option<Opportunity>, StoreError> {
        let query = opportunity::table
            .filter(opportunity::source_name.eq(&source.name))
            .filter(opportunity::source_reference.eq(&source.reference))
            .select(opportunity::id);
        let found = query.first::<Id>(self.db).optional();
        match self.look("opportunity", found)? {
            Some(id) => self.opportunity(OpportunityId(id.0)),
            None => Ok(None),
        }
    }

    /// Every opportunity of a group, by id.
    pub fn opportunities_of(&mut self, group: GroupId) -> Result<Vec<Opportunity>, StoreError> {
        let query = opportunity::table.filter(opportunity::group_id.eq(Id(group.0))).order(opportunity::id).select(opportunity::id);
        let ids = query.load::<Id>(self.db);
        let ids: Vec<OpportunityId> = self.look("opportunity", ids)?.into_iter().map(|id| OpportunityId(id.0)).collect();
        self.opportunities(&ids)
    }

    /// The next opportunities by id, for walking through all of them.
    pub fn opportunities_after(&mut self, after: Option<OpportunityId>, limit: usize) -> Result<Vec<Opportunity>, StoreError> {
        let mut query = opportunity::table.select(opportunity::id).order(opportunity::id).limit(i64::try_from(limit).unwrap_or(i64::MAX)).into_boxed();
        if let Some(after) = after {
            query = query.filter(opportunity::id.gt(Id(after.0)));
        }
        let ids = query.load::<Id>(self.db);
        let ids: Vec<OpportunityId> = self.look("opportunity", ids)?.into_iter().map(|id| OpportunityId(id.0)).collect();
        self.opportunities(&ids)
    }

    /// Published opportunities with a recurrence: their sessions are extended day by day.
    pub fn recurring_opportunities(&mut self) -> Result<Vec<OpportunityId>, StoreError> {
        let query = opportunity::table
            .filter(opportunity::recurrence.is_not_null())
            .filter(opportunity::state.eq(State::Published.code()))
            .order(opportunity::id)
            .select(opportunity::id);
        let ids = query.load::<Id>(self.db);
        Ok(self.look("opportunity", ids)?.into_iter().map(|id| OpportunityId(id.0)).collect())
    }

    /// Writes an opportunity with its sessions: a new one, or what is different about one that is there.
    ///
    /// Sessions that are not given go, new ones come, others are changed. `version` and, once it is there, `created_at` are the
    /// store's own: what is given does not count. Times are kept to the microsecond, sessions by begin and id.
    pub fn put_opportunity(&mut self, opportunity: &Opportunity) -> Result<Written, StoreError> {
        let mut row = OpportunityRow::of(opportunity)?;
        let Some(stands) = self.opportunity(opportunity.id)? else {
            let done = diesel::insert_into(opportunity::table).values(&row).execute(self.db);
            self.look("opportunity", done)?;
            self.insert_sessions(opportunity.details.schedule.sessions.iter().map(|s| SessionRow::of(opportunity.id, s)).collect())?;
            return Ok(Written::Created);
        };
        let settled = settled(opportunity, &stands);
        if settled == stands {
            return Ok(Written::Unchanged);
        }
        (row.version, row.created_at) = (stands.version, Ts::of(stands.created_at));
        // The opportunity's own row changes even where only sessions do: its version speaks for them.
        let done = diesel::update(opportunity::table.filter(opportunity::id.eq(row.id))).set(&row).execute(self.db);
        self.look("opportunity", done)?;
        self.synchronise_sessions(opportunity.id, &stands.details.schedule.sessions, &settled.details.schedule.sessions)?;
        Ok(Written::Updated)
    }
}

/// What would stand in the store if this were put, but for the time of the last change.
fn settled(given: &Opportunity, stands: &Opportunity) -> Opportunity {
    let mut settled = Opportunity { version: stands.version, created_at: stands.created_at, updated_at: stands.updated_at, ..given.clone() };
    settled.published_at = settled.published_at.map(micros);
    settled.details.apply_by = settled.details.apply_by.map(micros);
    for session in &mut settled.details.schedule.sessions {
        (session.starts_at, session.ends_at) = (micros(session.starts_at), micros(session.ends_at));
    }
    settled.details.schedule.sessions.sort_by_key(|s| (s.starts_at, s.id));
    settled
}
