use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::application;
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::application::{Application, Origin, State};
use enmusubi_domain::id::{AccountId, ApplicationId, GroupId, OpportunityId};

/// Whose applications are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A volunteer's.
    Volunteer(AccountId),
    /// Those for an opportunity.
    Opportunity(OpportunityId),
    /// Those for anything of a group.
    Group(GroupId),
}

impl Tx<'_> {
    /// The next applications by id, in any state or in some.
    pub fn applications_page(&mut self, of: Of, states: &[State], after: Option<ApplicationId>, limit: usize) -> Result<Vec<Application>, StoreError> {
        let mut query = application::table.order(application::id).limit(i64::try_from(limit).unwrap_or(i64::MAX)).select(application::id).into_boxed();
        query = match of {
            Of::Volunteer(id) => query.filter(application::account_id.eq(Id(id.0))),
            Of::Opportunity(id) => query.filter(application::opportunity_id.eq(Id(id.0))),
            Of::Group(id) => query.filter(application::group_id.eq(Id(id.0))),
        };
        if !states.is_empty() {
            query = query.filter(application::state.eq_any(states.iter().map(|s| s.code()).collect::<Vec<_>>()));
        }
        if let Some(after) = after {
            query = query.filter(application::id.gt(Id(after.0)));
        }
        let ids = query.load::<Id>(self.db);
        let ids = self.look("application", ids)?;
        self.applications(&keys(ids))
    }

    /// Every application of somebody, by id.
    pub fn applications_of_account(&mut self, account: AccountId) -> Result<Vec<Application>, StoreError> {
        self.applications_page(Of::Volunteer(account), &[], None, usize::MAX)
    }

    /// The application of somebody for an opportunity that goes on.
    pub fn live_application(&mut self, account: AccountId, opportunity: OpportunityId) -> Result<Option<ApplicationId>, StoreError> {
        let live: Vec<&str> = State::ALL.iter().filter(|s| s.is_live()).map(|s| s.code()).collect();
        let id = application::table
            .filter(application::account_id.eq(Id(account.0)))
            .filter(application::opportunity_id.eq(Id(opportunity.0)))
            .filter(application::state.eq_any(live))
            .select(application::id)
            .first::<Id>(self.db)
            .optional();
        Ok(self.look("application", id)?.map(|id| ApplicationId(id.0)))
    }

    /// When somebody was asked to take part since a moment, oldest first: every proposal counts, however it ended.
    pub fn proposals_since(&mut self, account: AccountId, since: DateTime<Utc>) -> Result<Vec<DateTime<Utc>>, StoreError> {
        let own = Origin::Volunteer.code();
        let rows = application::table
            .filter(application::account_id.eq(Id(account.0)))
            .filter(application::origin.ne(own))
            .filter(application::created_at.gt(Ts::of(since)))
            .order(application::created_at)
            .select(application::created_at)
            .load::<Ts>(self.db);
        Ok(self.look("application", rows)?.into_iter().map(|at| at.0).collect())
    }

    /// Whoever waits for a seat at an opportunity and was offered none yet, in the order of the list.
    pub fn waiting_at(&mut self, opportunity: OpportunityId) -> Result<Vec<Application>, StoreError> {
        let ids = application::table
            .filter(application::opportunity_id.eq(Id(opportunity.0)))
            .filter(application::state.eq(State::Waitlisted.code()))
            .filter(application::seated.eq(false))
            .order((application::waiting_since, application::id))
            .select(application::id)
            .load::<Id>(self.db);
        let ids = self.look("application", ids)?;
        self.applications(&keys(ids))
    }
}

/// Typed ids.
pub(super) fn keys(ids: Vec<Id>) -> Vec<ApplicationId> {
    ids.into_iter().map(|id| ApplicationId(id.0)).collect()
}
