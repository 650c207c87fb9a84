//! The log in SQLite: a cursor of numbers. There is one writer at a time, so numbers are given in the order of commits.

use super::cursor::{At, Cursor};
use super::{KEYS_MAX, News};
use crate::columns::{Id, Uid};
use crate::error::StoreError;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Integer, Text};
use diesel::sqlite::SqliteConnection;
use std::collections::HashSet;

/// Most entries read at once.
const ENTRIES: i64 = 20_000;

#[derive(QueryableByName)]
struct Epoch {
    #[diesel(sql_type = Text)]
    epoch: String,
}

#[derive(QueryableByName)]
struct Entry {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = BigInt)]
    nonce: i64,
    #[diesel(sql_type = Integer)]
    kind: i32,
    #[diesel(sql_type = Uid)]
    key: Id,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// What is new; to be called in a transaction, whose one snapshot all statements share.
pub fn news(c: &mut SqliteConnection, last: Option<&Cursor>) -> Result<News, StoreError> {
    let sql = |e| StoreError::of(&e, "change_log");
    let epoch = sql_query("SELECT lower(hex(restore_id)) AS epoch FROM db_identity").get_result::<Epoch>(c).map_err(sql)?.epoch;
    let newest = sql_query("SELECT seq, nonce, kind, key FROM change_log ORDER BY seq DESC LIMIT 1").get_result::<Entry>(c).optional().map_err(sql)?;
    let Some(newest) = newest else {
        return Err(StoreError::Other("the change log is empty, which it never is: restore the database from a backup".into()));
    };
    let rebuild = |why| Ok(News::Rebuild { why, start: Cursor::new(epoch.clone(), At::Sqlite { seq: newest.seq, nonce: newest.nonce }) });
    let Some(last) = last else { return rebuild("there is no cursor") };
    let (true, At::Sqlite { seq, nonce }) = (last.epoch() == epoch, last.at()) else {
        return rebuild("the database is another one or was restored");
    };
    let floor = sql_query("SELECT seq AS number FROM change_floor").get_result::<Number>(c).map_err(sql)?.number;
    if *seq < floor {
        return rebuild("entries that were not read have been trimmed");
    }
    let stands = sql_query("SELECT nonce AS number FROM change_log WHERE seq = $1").bind::<BigInt, _>(seq).get_result::<Number>(c).optional();
    if stands.map_err(sql)?.is_none_or(|n| n.number != *nonce) {
        return rebuild("the last entry that was read is another one: the file was replaced");
    }
    if newest.seq.saturating_sub(*seq) > KEYS_MAX as i64 {
        let distinct = sql_query("SELECT count(*) AS number FROM (SELECT DISTINCT kind, key FROM change_log WHERE seq > $1)").bind::<BigInt, _>(seq);
        if distinct.get_result::<Number>(c).map_err(sql)?.number > KEYS_MAX as i64 {
            return rebuild("too much has changed at once");
        }
    }
    let entries =
        sql_query("SELECT seq, nonce, kind, key FROM change_log WHERE seq > $1 ORDER BY seq LIMIT $2").bind::<BigInt, _>(seq).bind::<BigInt, _>(ENTRIES);
    let entries = entries.load::<Entry>(c).map_err(sql)?;
    let (seq, nonce) = entries.last().map_or((*seq, *nonce), |e| (e.seq, e.nonce));
    let keys: HashSet<_> = entries.into_iter().map(|e| (e.kind, e.key.0)).collect();
    Ok(News::Keys { keys: keys.into_iter().collect(), cursor: Cursor::new(epoch, At::Sqlite { seq, nonce }) })
}

/// Forgets old entries, but never the newest.
pub fn trim(c: &mut SqliteConnection, keep_micros: i64) -> Result<u64, StoreError> {
    c.immediate_transaction(|c| {
        let cut = "SELECT coalesce(min(seq) FILTER (WHERE at > CAST(unixepoch('subsec') * 1000000 AS INTEGER) - $1), max(seq)) AS number FROM change_log";
        let cut = sql_query(cut).bind::<BigInt, _>(keep_micros).get_result::<Number>(c)?.number;
        sql_query("UPDATE change_floor SET seq = max(seq, $1)").bind::<BigInt, _>(cut).execute(c)?;
        sql_query("DELETE FROM change_log WHERE seq < $1").bind::<BigInt, _>(cut).execute(c).map(|n| n as u64)
    })
    .map_err(|e: diesel::result::Error| StoreError::of(&e, "change_log"))
}
