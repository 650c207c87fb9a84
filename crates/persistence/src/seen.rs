//! Which listings somebody was shown already, so that others come first.

use crate::columns::{Id, Ts};
use crate::connection::each_backend;
use crate::error::StoreError;
use crate::schema::seen;
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::id::{AccountId, OpportunityId};

/// Most listings remembered of one person; beyond that the earliest are forgotten.
pub const SEEN_MAX: usize = 20_000;

/// Rows in one DELETE.
const ROWS: usize = 500;

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = seen)]
struct SeenRow {
    account_id: Id,
    opportunity_id: Id,
    first_seen_at: Ts,
}

impl Tx<'_> {
    /// Notes that somebody has seen listings; the first time counts.
    pub fn note_seen(&mut self, account: AccountId, opportunities: &[OpportunityId], at: DateTime<Utc>) -> Result<(), StoreError> {
        for opportunity in opportunities {
            let row = SeenRow { account_id: Id(account.0), opportunity_id: Id(opportunity.0), first_seen_at: Ts::of(at) };
            // One at a time: many in one statement cannot pass over some of them on SQLite.
            let done = each_backend!(&mut *self.db, c => diesel::insert_into(seen::table).values(&row).on_conflict_do_nothing().execute(c));
            self.look("seen", done)?;
        }
        let mine = seen::table.filter(seen::account_id.eq(Id(account.0)));
        let many = mine.count().get_result::<i64>(self.db);
        let beyond = self.look("seen", many)? - i64::try_from(SEEN_MAX).unwrap_or(i64::MAX);
        if beyond > 0 {
            let earliest = mine.order((seen::first_seen_at, seen::opportunity_id)).limit(beyond).select(seen::opportunity_id).load::<Id>(self.db);
            for chunk in self.look("seen", earliest)?.chunks(ROWS) {
                let done = diesel::delete(mine.filter(seen::opportunity_id.eq_any(chunk.to_vec()))).execute(self.db);
                self.look("seen", done)?;
            }
        }
        Ok(())
    }

    /// What somebody has seen, and when first, in no particular order.
    pub fn seen_by(&mut self, account: AccountId) -> Result<Vec<(OpportunityId, DateTime<Utc>)>, StoreError> {
        let rows = seen::table.filter(seen::account_id.eq(Id(account.0))).select(SeenRow::as_select()).load::<SeenRow>(self.db);
        Ok(self.look("seen", rows)?.into_iter().map(|row| (OpportunityId(row.opportunity_id.0), row.first_seen_at.0)).collect())
    }

    /// Forgets what somebody has seen.
    pub fn forget_seen(&mut self, account: AccountId) -> Result<(), StoreError> {
        let done = diesel::delete(seen::table.filter(seen::account_id.eq(Id(account.0)))).execute(self.db);
        self.look("seen", done).map(drop)
    }
}
