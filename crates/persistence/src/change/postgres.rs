//! The log in PostgreSQL: a cursor of snapshots.
//!
//! Neither sequence numbers nor transaction ids become visible in their order, so `WHERE seq > last` loses whatever commits late.
//! The cursor is a snapshot: new is what it does not see and the present one does.

use super::cursor::{At, Cursor, Mark};
use super::snapshot::Snapshot;
use super::{KEYS_MAX, News};
use crate::error::StoreError;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, SmallInt, Text, Uuid as SqlUuid};
use uuid::Uuid;

#[derive(QueryableByName)]
struct Moment {
    #[diesel(sql_type = Text)]
    epoch: String,
    #[diesel(sql_type = Text)]
    snapshot: String,
    #[diesel(sql_type = Text)]
    floor: String,
}

#[derive(QueryableByName)]
struct Newest {
    #[diesel(sql_type = Text)]
    xid: String,
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = BigInt)]
    micros: i64,
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = SmallInt)]
    kind: i16,
    #[diesel(sql_type = SqlUuid)]
    key: Uuid,
}

#[derive(QueryableByName)]
struct Yes {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// The timeline stands in the name of the current log file: `pg_control_checkpoint` lags behind a promotion.
const MOMENT: &str = "SELECT (SELECT system_identifier FROM pg_control_system())::text || ':' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || ':'
    || (SELECT oid FROM pg_database WHERE datname = current_database())::text || ':' || (SELECT restore_id FROM db_identity)::text AS epoch,
  pg_current_snapshot()::text AS snapshot, (SELECT xid FROM change_floor)::text AS floor";
const NEWEST: &str =
    "SELECT xid::text AS xid, seq, (extract(epoch FROM at) * 1000000)::bigint AS micros FROM change_log ORDER BY change_log.xid DESC, seq DESC LIMIT 1";
const STANDS: &str =
    "SELECT EXISTS (SELECT FROM change_log WHERE seq = $1 AND xid = $2::text::xid8 AND (extract(epoch FROM at) * 1000000)::bigint = $3) AS yes";
const KEYS: &str = "SELECT DISTINCT kind, key FROM change_log
  WHERE xid >= pg_snapshot_xmin($1::text::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, $1::text::pg_snapshot) LIMIT $2";

const TRIM: &str = "WITH
  cut AS (SELECT least(coalesce(min(xid) FILTER (WHERE at > now() - $1 * interval '1 microsecond'), max(xid)), max(xid), pg_snapshot_xmin(pg_current_snapshot())) AS x
    FROM change_log),
  floor AS (UPDATE change_floor SET xid = greatest(change_floor.xid, cut.x) FROM cut WHERE pg_try_advisory_xact_lock(7308896081405404778) RETURNING change_floor.xid)
  DELETE FROM change_log USING floor WHERE change_log.xid < floor.xid";

/// What is new; to be called in a REPEATABLE READ transaction, whose one snapshot all statements share.
pub fn news(c: &mut PgConnection, last: Option<&Cursor>) -> Result<News, StoreError> {
    let sql = |e| StoreError::of(&e, "change_log");
    let odd = |what: &str| StoreError::Other(format!("PostgreSQL answered with an unknown {what}"));
    // A standby reports transactions as over whose rows it does not show yet.
    if sql_query("SELECT pg_is_in_recovery() AS yes").get_result::<Yes>(c).map_err(sql)?.yes {
        return Err(StoreError::Unreachable("this PostgreSQL server is a standby; give the primary".into()));
    }
    let moment = sql_query(MOMENT).get_result::<Moment>(c).map_err(sql)?;
    let Some(newest) = sql_query(NEWEST).get_result::<Newest>(c).optional().map_err(sql)? else {
        return Err(StoreError::Other("the change log is empty, which it never is: start the program again".into()));
    };
    let mark = Mark { xid: newest.xid.parse().map_err(|_| odd("transaction id"))?, seq: newest.seq, micros: newest.micros };
    let snapshot: Snapshot = moment.snapshot.parse().map_err(|()| odd("snapshot"))?;
    let floor: u64 = moment.floor.parse().map_err(|_| odd("transaction id"))?;
    let now = Cursor::new(moment.epoch, At::Postgres { snapshot: snapshot.clipped(mark.xid), mark });

    let rebuild = |why| Ok(News::Rebuild { why, start: now.clone() });
    let Some(last) = last else { return rebuild("there is no cursor") };
    let (true, At::Postgres { snapshot: seen, mark: read }) = (last.epoch() == now.epoch(), last.at()) else {
        return rebuild("the database is another one, was restored, or its server was replaced");
    };
    if floor > seen.xmin {
        return rebuild("entries that were not read have been trimmed");
    }
    let stands = sql_query(STANDS).bind::<BigInt, _>(read.seq).bind::<Text, _>(read.xid.to_string()).bind::<BigInt, _>(read.micros);
    if !stands.get_result::<Yes>(c).map_err(sql)?.yes {
        return rebuild("the last entry that was read is gone: the data was loaded anew");
    }
    let keys = sql_query(KEYS).bind::<Text, _>(seen.to_string()).bind::<BigInt, _>(KEYS_MAX as i64 + 1).load::<Key>(c).map_err(sql)?;
    if keys.len() > KEYS_MAX {
        return rebuild("too much has changed at once");
    }
    Ok(News::Keys { keys: keys.into_iter().map(|k| (i32::from(k.kind), k.key)).collect(), cursor: now })
}

/// READ COMMITTED and one statement: whatever is still being written has an id that this statement's snapshot does not cover. After a
/// long rest there is much to forget, so it may take longer than other statements.
pub fn trim(c: &mut PgConnection, keep_micros: i64) -> Result<u64, StoreError> {
    let gone = c.transaction(|c| {
        c.batch_execute("SET LOCAL statement_timeout = '10min'")?;
        sql_query(TRIM).bind::<BigInt, _>(keep_micros).execute(c)
    });
    gone.map(|n| n as u64).map_err(|e| StoreError::of(&e, "change_log"))
}
