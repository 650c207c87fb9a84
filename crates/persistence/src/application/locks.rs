use crate::columns::{Id, Uid};
use crate::connection::Db;
use crate::error::StoreError;
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::id::{AccountId, OpportunityId};
use uuid::Uuid;

/// The lock that leaves others free to point at the row.
const OPPORTUNITY: &str = "SELECT id FROM opportunity WHERE id = $1 FOR NO KEY UPDATE";
const IF_FREE: &str = "SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED";
const ACCOUNT: &str = "SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE";

impl Tx<'_> {
    /// Nobody else takes a step about this opportunity until the transaction ends. Always before any account.
    ///
    /// SQLite has one writer, and needs no lock.
    pub fn lock_opportunity(&mut self, id: OpportunityId) -> Result<(), StoreError> {
        self.lock("opportunity", OPPORTUNITY, id.0)
    }

    /// Nobody else takes a step about this person until the transaction ends.
    pub fn lock_account(&mut self, id: AccountId) -> Result<(), StoreError> {
        self.lock("account", ACCOUNT, id.0)
    }

    /// The same, unless somebody else has the row: then nothing is locked, and the answer is false.
    pub(super) fn try_lock_account(&mut self, id: AccountId) -> Result<bool, StoreError> {
        let Db::Postgres(c) = &mut *self.db else { return Ok(true) };
        let locked = diesel::sql_query(IF_FREE).bind::<Uid, _>(Id(id.0)).execute(c);
        Ok(self.look("account", locked)? > 0)
    }

    fn lock(&mut self, table: &'static str, sql: &str, id: Uuid) -> Result<(), StoreError> {
        let Db::Postgres(c) = &mut *self.db else { return Ok(()) };
        let locked = diesel::sql_query(sql).bind::<Uid, _>(Id(id)).execute(c);
        self.look(table, locked).map(drop)
    }
}
