//! How much somebody wants at most, and how much a group gives one person.

use crate::columns::{Id, Reading};
use crate::error::StoreError;
use crate::schema::{group_limit, own_limit};
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::id::{AccountId, GroupId};

/// What somebody wants at most. Whoever never said anything has version 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnLimits {
    /// Counts its changes.
    pub version: i64,
    /// Sessions a civil week.
    pub sessions_per_week: Option<u32>,
    /// Invitations and introductions within seven days.
    pub invitations_per_week: Option<u32>,
}

/// What a group gives one person at most. A group that never said anything has version 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupLimits {
    /// Counts its changes.
    pub version: i64,
    /// Sessions of this group a civil week.
    pub sessions_per_person_week: Option<u32>,
}

impl Tx<'_> {
    /// What somebody wants at most.
    pub fn own_limits(&mut self, account: AccountId) -> Result<OwnLimits, StoreError> {
        let found = own_limit::table
            .filter(own_limit::account_id.eq(Id(account.0)))
            .select((own_limit::version, own_limit::sessions_per_week, own_limit::invitations_per_week))
            .first::<(i64, Option<i64>, Option<i64>)>(self.db)
            .optional();
        let Some((version, sessions, invitations)) = self.look("own_limit", found)? else { return Ok(OwnLimits::default()) };
        let r = Reading::new("own_limit", account);
        Ok(OwnLimits {
            version,
            sessions_per_week: r.maybe_number("sessions_per_week", sessions)?,
            invitations_per_week: r.maybe_number("invitations_per_week", invitations)?,
        })
    }

    /// Keeps what somebody wants at most; the version is the store's own.
    pub fn put_own_limits(&mut self, account: AccountId, limits: &OwnLimits) -> Result<(), StoreError> {
        let values = (
            own_limit::sessions_per_week.eq(limits.sessions_per_week.map(i64::from)),
            own_limit::invitations_per_week.eq(limits.invitations_per_week.map(i64::from)),
        );
        let mine = own_limit::table.filter(own_limit::account_id.eq(Id(account.0)));
        let changed = diesel::update(mine).set(values).execute(self.db);
        if self.look("own_limit", changed)? == 0 {
            let row = (own_limit::account_id.eq(Id(account.0)), own_limit::version.eq(1), values.0, values.1);
            let done = diesel::insert_into(own_limit::table).values(row).execute(self.db);
            self.look("own_limit", done)?;
        }
        Ok(())
    }

    /// What a group gives one person at most.
    pub fn group_limits(&mut self, group: GroupId) -> Result<GroupLimits, StoreError> {
        let found = group_limit::table
            .filter(group_limit::group_id.eq(Id(group.0)))
            .select((group_limit::version, group_limit::sessions_per_person_week))
            .first::<(i64, Option<i64>)>(self.db)
            .optional();
        let Some((version, sessions)) = self.look("group_limit", found)? else { return Ok(GroupLimits::default()) };
        Ok(GroupLimits { version, sessions_per_person_week: Reading::new("group_limit", group).maybe_number("sessions_per_person_week", sessions)? })
    }

    /// Keeps what a group gives one person at most; the version is the store's own.
    pub fn put_group_limits(&mut self, group: GroupId, limits: &GroupLimits) -> Result<(), StoreError> {
        let sessions = group_limit::sessions_per_person_week.eq(limits.sessions_per_person_week.map(i64::from));
        let changed = diesel::update(group_limit::table.filter(group_limit::group_id.eq(Id(group.0)))).set(sessions).execute(self.db);
        if self.look("group_limit", changed)? == 0 {
            let row = (group_limit::group_id.eq(Id(group.0)), group_limit::version.eq(1), sessions);
            let done = diesel::insert_into(group_limit::table).values(row).execute(self.db);
            self.look("group_limit", done)?;
        }
        Ok(())
    }
}
