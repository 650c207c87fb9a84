//! Seals are put on what can change no more.
//!
//! On PostgreSQL neither sequence numbers nor transaction ids become visible in their order. Sealed is therefore only what lies below the
//! oldest transaction that still runs, in the order (xid, seq): nothing can appear below it afterwards.

use super::chain::{AuditKey, LINE, Line, digest};
use crate::columns::Ts;
use crate::connection::{Db, each_backend};
use crate::error::StoreError;
use crate::schema::audit_seal;
use crate::store::Store;
use crate::tx::Tx;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

/// A lock of ours in PostgreSQL: one sealer of this very table at a time.
const LOCK: &str = "SELECT pg_try_advisory_xact_lock(7308896070000000000 + 'audit_seal'::regclass::oid::bigint) AS yes";
/// Most lines sealed in one transaction, and rows in one INSERT: whoever has more to do comes again.
const MOST: usize = 1_000;

/// What can be sealed behind the last seal: in one statement, and so by one snapshot. The next lines are taken from the index first, so
/// that the length of the trail does not count.
const POSTGRES: &str = "WITH head AS (
    SELECT e.xid, e.seq FROM audit_seal s JOIN audit_event e ON e.seq = s.seq ORDER BY s.pos DESC LIMIT 1),
  next AS MATERIALIZED (
    SELECT e.* FROM audit_event e
     WHERE e.xid < pg_snapshot_xmin(pg_current_snapshot())
       AND (e.xid, e.seq) > (coalesce((SELECT xid FROM head), '0'::xid8), coalesce((SELECT seq FROM head), 0))
     ORDER BY e.xid, e.seq LIMIT $1)
  SELECT {LINE} FROM next e WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.seq = e.seq) ORDER BY e.xid, e.seq";
/// One writer at a time: numbers become visible in their order.
const SQLITE: &str = "SELECT {LINE} FROM audit_event e
   WHERE e.seq > coalesce((SELECT seq FROM audit_seal ORDER BY pos DESC LIMIT 1), 0) AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.seq = e.seq)
   ORDER BY e.seq LIMIT $1";

#[derive(QueryableByName)]
struct Yes {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_seal)]
struct SealRow {
    pos: i64,
    seq: i64,
    digest: Vec<u8>,
    key_id: String,
    sealed_at: Ts,
}

impl Store {
    /// Seals what was written since the last time and can change no more, at most so many lines and at most a
    /// thousand; answers how many.
    ///
    /// Does nothing while another node is at it. It is a transaction of its own kind: a serializable one would get into the way of
    /// everybody who writes a line meanwhile.
    pub fn seal_audit(&self, key: &AuditKey, most: usize) -> Result<usize, StoreError> {
        self.write_by_locks(|tx| tx.seal(key, most.min(MOST)))
    }
}

impl Tx<'_> {
    /// The last seal: its place in the chain, and its digest. Kept outside of the database it shows whether the chain was cut.
    pub fn audit_head(&mut self) -> Result<Option<(u64, [u8; 32])>, StoreError> {
        self.head()?.map(|row| row.head()).transpose()
    }

    /// The digest at a place of the chain.
    pub fn audit_digest(&mut self, pos: u64) -> Result<Option<[u8; 32]>, StoreError> {
        let Ok(pos) = i64::try_from(pos) else { return Ok(None) };
        let found = audit_seal::table.filter(audit_seal::pos.eq(pos)).select(SealRow::as_select()).first::<SealRow>(self.db).optional();
        Ok(self.look("audit_seal", found)?.map(|row| row.head()).transpose()?.map(|(_, digest)| digest))
    }

    fn head(&mut self) -> Result<Option<SealRow>, StoreError> {
        let found = audit_seal::table.order(audit_seal::pos.desc()).select(SealRow::as_select()).first::<SealRow>(self.db).optional();
        self.look("audit_seal", found)
    }

    fn seal(&mut self, key: &AuditKey, most: usize) -> Result<usize, StoreError> {
        if let Db::Postgres(c) = &mut *self.db {
            let locked = diesel::sql_query(LOCK).get_result::<Yes>(c);
            if !self.look("audit_seal", locked)?.yes {
                return Ok(0);
            }
        }
        let head = self.head()?;
        let key_id = key.id();
        if head.as_ref().is_some_and(|head| head.key_id != key_id) {
            return Err(StoreError::Other("the audit trail was sealed with another audit key: give the program the key it had".into()));
        }
        let (mut pos, mut before) = head.map(|head| head.head()).transpose()?.unwrap_or((0, [0; 32]));
        let sql = match &*self.db {
            Db::Postgres(_) => POSTGRES,
            Db::Sqlite(_) => SQLITE,
        };
        let lines = diesel::sql_query(sql.replace("{LINE}", LINE)).bind::<BigInt, _>(i64::try_from(most).unwrap_or(i64::MAX)).load::<Line>(self.db);
        let lines = self.look("audit_event", lines)?;
        let sealed_at = Ts(self.clock()?);
        let mut rows = Vec::with_capacity(lines.len());
        for line in &lines {
            pos += 1;
            before = digest(key, &before, pos, sealed_at, line);
            rows.push(SealRow { pos: pos.cast_signed(), seq: line.seq, digest: before.to_vec(), key_id: key_id.clone(), sealed_at });
        }
        if !rows.is_empty() {
            let done = each_backend!(&mut *self.db, c => diesel::insert_into(audit_seal::table).values(&rows).execute(c));
            self.look("audit_seal", done)?;
        }
        Ok(rows.len())
    }
}

impl SealRow {
    fn head(self) -> Result<(u64, [u8; 32]), StoreError> {
        let r = crate::columns::Reading::new("audit_seal", self.pos);
        Ok((r.number("pos", self.pos)?, r.hash("digest", &self.digest)?))
    }
}
