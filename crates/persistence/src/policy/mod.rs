//! Ranking policies: published once, put in force by a switch that is counted, and never changed.

/// The documents in the row.
mod document;

use crate::columns::{Id, Json, Reading, Ts, text};
use crate::error::StoreError;
use crate::schema::{ranking_policy, ranking_policy_switch};
use crate::tx::{Tx, Written};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::id::{AccountId, PolicyId};
use enmusubi_domain::matching::{InForce, MeasuredEffect, Policies, Policy, Published};

/// A row of the table of policies.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = ranking_policy)]
struct PolicyRow {
    id: Id,
    version: i64,
    body: Json,
    reason: String,
    created_at: Ts,
    created_by: Option<Id>,
    measured_effect: Option<Json>,
}

/// A row of the table of switches.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = ranking_policy_switch)]
struct SwitchRow {
    version: i64,
    policy_id: Id,
    reason: String,
    switched_at: Ts,
    switched_by: Option<Id>,
}

impl PolicyRow {
    fn into_published(self) -> Result<Published, StoreError> {
        let r = Reading::new("ranking_policy", self.id.0);
        let policy = document::read(&r, PolicyId(self.id.0), r.number("version", self.version)?, &self.body)?;
        let measured_effect = self.measured_effect.map(|raw| document::read_effect(&r, &raw)).transpose()?;
        Ok(Published { policy, created_at: self.created_at.0, reason: self.reason, measured_effect })
    }
}

impl SwitchRow {
    fn into_in_force(self) -> InForce {
        InForce { policy: PolicyId(self.policy_id.0), version: self.version, since: self.switched_at.0, reason: self.reason }
    }
}

impl Tx<'_> {
    /// Every policy that can be read, and which is in force; and the errors of those that cannot be read.
    ///
    /// If it is the one in force that cannot be read, that is the error: nobody ranks by another in its place.
    pub fn policies(&mut self) -> Result<(Policies, Vec<StoreError>), StoreError> {
        let in_force = self.policy_in_force()?;
        let rows = ranking_policy::table.order(ranking_policy::version).select(PolicyRow::as_select()).load::<PolicyRow>(self.db);
        let (mut all, mut damaged) = (vec![], vec![]);
        for row in self.look("ranking_policy", rows)? {
            let id = row.id.0;
            match row.into_published() {
                Ok(published) => all.push(published),
                Err(error) if id == in_force.policy.0 => return Err(error),
                Err(error) => damaged.push(error),
            }
        }
        let id = in_force.policy;
        let policies = Policies::new(all, in_force).ok_or_else(|| Reading::new("ranking_policy", id).damaged("it is in force and is not there"))?;
        Ok((policies, damaged))
    }

    /// One policy.
    pub fn policy(&mut self, id: PolicyId) -> Result<Option<Published>, StoreError> {
        let row = ranking_policy::table.filter(ranking_policy::id.eq(Id(id.0))).select(PolicyRow::as_select()).first(self.db).optional();
        self.look("ranking_policy", row)?.map(PolicyRow::into_published).transpose()
    }

    /// Which policy is in force.
    pub fn policy_in_force(&mut self) -> Result<InForce, StoreError> {
        let newest = ranking_policy_switch::table.order(ranking_policy_switch::version.desc()).select(SwitchRow::as_select()).first(self.db).optional();
        let newest = self.look("ranking_policy_switch", newest)?;
        newest.map(SwitchRow::into_in_force).ok_or_else(|| Reading::new("ranking_policy_switch", 1).damaged("no policy was ever put in force"))
    }

    /// Publishes a policy; its version is the store's own. It is not in force yet.
    pub fn publish_policy(&mut self, policy: &Policy, reason: &str, by: Option<AccountId>, now: DateTime<Utc>) -> Result<Published, StoreError> {
        let last = ranking_policy::table.select(diesel::dsl::max(ranking_policy::version)).first::<Option<i64>>(self.db);
        let version = self.look("ranking_policy", last)?.unwrap_or_default() + 1;
        let row = PolicyRow {
            id: Id(policy.id.0),
            version,
            body: document::write(policy)?,
            reason: text(reason)?,
            created_at: Ts::of(now),
            created_by: by.map(|account| Id(account.0)),
            measured_effect: None,
        };
        let done = diesel::insert_into(ranking_policy::table).values(&row).execute(self.db);
        self.look("ranking_policy", done)?;
        row.into_published()
    }

    /// Puts a policy in force. One that is in force already stays so, and nothing is written.
    pub fn switch_policy(&mut self, to: PolicyId, reason: &str, by: Option<AccountId>, now: DateTime<Utc>) -> Result<(InForce, Written), StoreError> {
        let stands = self.policy_in_force()?;
        if stands.policy == to {
            return Ok((stands, Written::Unchanged));
        }
        let row = SwitchRow {
            version: stands.version + 1,
            policy_id: Id(to.0),
            reason: text(reason)?,
            switched_at: Ts::of(now),
            switched_by: by.map(|account| Id(account.0)),
        };
        let done = diesel::insert_into(ranking_policy_switch::table).values(&row).execute(self.db);
        self.look("ranking_policy_switch", done)?;
        Ok((row.into_in_force(), Written::Updated))
    }

    /// Records what was measured of a policy, in place of what was recorded before; answers whether there is such a policy.
    pub fn record_measured_effect(&mut self, id: PolicyId, effect: &MeasuredEffect) -> Result<bool, StoreError> {
        let effect = document::write_effect(effect)?;
        let policy = ranking_policy::table.filter(ranking_policy::id.eq(Id(id.0)));
        let done = diesel::update(policy).set(ranking_policy::measured_effect.eq(Some(effect))).execute(self.db);
        self.look("ranking_policy", done).map(|rows| rows > 0)
    }
}
