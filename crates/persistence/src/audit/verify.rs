//! Everything is looked at again.

use super::chain::{AuditKey, LINE, Line, digest};
use crate::columns::{Instant, Ts};
use crate::connection::Db;
use crate::error::StoreError;
use crate::tx::Tx;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Text};
use std::collections::HashMap;

/// Rows in one page.
const PAGE: i64 = 2_000;
/// Most faults that are told one by one: one is enough to know.
const FAULTS_MAX: usize = 1_000;

/// Something that is not as the program left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditFault {
    /// The line, its seal, or the digest before it is not what it was.
    Changed {
        /// The seal's place in the chain.
        pos: u64,
        /// The line's number.
        seq: i64,
    },
    /// There is a seal and no line.
    Removed {
        /// The seal's place in the chain.
        pos: u64,
        /// The line's number.
        seq: i64,
    },
    /// There is a line and no seal, although later lines have one: it was put in afterwards, or its seal was taken.
    Inserted {
        /// The line's number.
        seq: i64,
    },
    /// There is no seal at a place within the chain.
    SealMissing {
        /// The place.
        pos: u64,
    },
    /// A seal was made with another key.
    OtherKey {
        /// The seal's place in the chain.
        pos: u64,
    },
    /// The chain does not reach, or does not have there, the head that was noted outside of the database.
    HeadMissing {
        /// The place that was noted.
        pos: u64,
    },
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditCheck {
    /// Lines.
    pub events: u64,
    /// Lines with a seal.
    pub sealed: u64,
    /// Lines that still wait for theirs.
    pub unsealed: u64,
    /// The last seal: its place in the chain, and its digest.
    pub head: Option<(u64, [u8; 32])>,
    /// What is not as the program left it, the first thousand of it; empty if nobody touched anything.
    pub faults: Vec<AuditFault>,
}

/// Where a line stands in the order of sealing.
type Order = (u64, i64);

#[derive(QueryableByName)]
struct Seal {
    #[diesel(sql_type = BigInt)]
    pos: i64,
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Binary)]
    digest: Vec<u8>,
    #[diesel(sql_type = Text)]
    key_id: String,
    #[diesel(sql_type = Instant)]
    sealed_at: Ts,
}

#[derive(QueryableByName)]
struct Placed {
    #[diesel(sql_type = Text)]
    xid: String,
    #[diesel(embed)]
    line: Line,
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    xid: String,
    #[diesel(sql_type = Bool)]
    sealed: bool,
}

const SEALS: &str = "SELECT pos, seq, digest, key_id, sealed_at FROM audit_seal WHERE pos > $1 ORDER BY pos LIMIT $2";
const LINES: &str = "SELECT {XID} AS xid, {LINE} FROM audit_event e JOIN audit_seal s ON s.seq = e.seq WHERE s.pos > $1 AND s.pos <= $2";
const KNOWN: &str = "SELECT e.seq, {XID} AS xid, s.seq IS NOT NULL AS sealed FROM audit_event e LEFT JOIN audit_seal s ON s.seq = e.seq
  WHERE e.seq > $1 ORDER BY e.seq LIMIT $2";

impl Tx<'_> {
    /// Makes every seal anew and compares. `expected` is a head that was noted outside of the database: only it shows that the end of the
    /// chain was cut off together with its lines.
    pub fn verify_audit(&mut self, key: &AuditKey, expected: Option<(u64, [u8; 32])>) -> Result<AuditCheck, StoreError> {
        let mut check = AuditCheck::default();
        let newest = self.walk_the_chain(key, expected, &mut check)?;
        self.walk_the_lines(newest, &mut check)?;
        Ok(check)
    }

    /// Walks from seal to seal; answers where the newest sealed line stands.
    fn walk_the_chain(&mut self, key: &AuditKey, expected: Option<(u64, [u8; 32])>, check: &mut AuditCheck) -> Result<Order, StoreError> {
        let key_id = key.id();
        let (mut newest, mut last) = (Order::default(), i64::MIN);
        // Nothing is known of the digest behind a gap.
        let mut before = Some([0; 32]);
        let (mut next, mut meets) = (1, expected.is_none());
        loop {
            let seals = diesel::sql_query(SEALS).bind::<BigInt, _>(last).bind::<BigInt, _>(PAGE).load::<Seal>(self.db);
            let seals = self.look("audit_seal", seals)?;
            let Some(end) = seals.last().map(|seal| seal.pos) else { break };
            let mut lines = self.lines_sealed(last, end)?;
            last = end;
            for seal in seals {
                let pos = seal.pos.cast_unsigned();
                if pos != next {
                    check.fault(AuditFault::SealMissing { pos: next });
                    before = None;
                }
                next = pos.wrapping_add(1);
                let stands = <[u8; 32]>::try_from(seal.digest.as_slice()).ok();
                if seal.key_id != key_id {
                    check.fault(AuditFault::OtherKey { pos });
                }
                match lines.remove(&seal.seq) {
                    None => check.fault(AuditFault::Removed { pos, seq: seal.seq }),
                    Some((order, line)) => {
                        newest = newest.max(order);
                        let made = before.map(|before| digest(key, &before, pos, seal.sealed_at, &line));
                        if stands.is_none() || made.is_some_and(|made| Some(made) != stands) {
                            check.fault(AuditFault::Changed { pos, seq: seal.seq });
                        }
                    }
                }
                meets |= expected.is_some_and(|expected| Some(expected.1) == stands && expected.0 == pos);
                before = stands;
                check.head = stands.map(|stands| (pos, stands));
            }
        }
        if let (false, Some((pos, _))) = (meets, expected) {
            check.fault(AuditFault::HeadMissing { pos });
        }
        Ok(newest)
    }

    /// Walks from line to line and counts; whatever has no seal although a later one has is no line of ours.
    fn walk_the_lines(&mut self, newest: Order, check: &mut AuditCheck) -> Result<(), StoreError> {
        let mut last = i64::MIN;
        loop {
            let page = diesel::sql_query(self.with_columns(KNOWN)).bind::<BigInt, _>(last).bind::<BigInt, _>(PAGE).load::<Known>(self.db);
            let page = self.look("audit_event", page)?;
            let Some(end) = page.last() else { return Ok(()) };
            last = end.seq;
            for known in page {
                check.events += 1;
                if known.sealed {
                    check.sealed += 1;
                } else {
                    check.unsealed += 1;
                    if (number(&known.xid), known.seq) < newest {
                        check.fault(AuditFault::Inserted { seq: known.seq });
                    }
                }
            }
        }
    }

    fn lines_sealed(&mut self, after: i64, until: i64) -> Result<HashMap<i64, (Order, Line)>, StoreError> {
        let lines = diesel::sql_query(self.with_columns(LINES)).bind::<BigInt, _>(after).bind::<BigInt, _>(until).load::<Placed>(self.db);
        let lines = self.look("audit_event", lines)?;
        Ok(lines.into_iter().map(|placed| (placed.line.seq, ((number(&placed.xid), placed.line.seq), placed.line))).collect())
    }

    fn with_columns(&self, sql: &str) -> String {
        let xid = match &*self.db {
            Db::Postgres(_) => "e.xid::text",
            Db::Sqlite(_) => "'0'",
        };
        sql.replace("{LINE}", LINE).replace("{XID}", xid)
    }
}

fn number(xid: &str) -> u64 {
    xid.parse().unwrap_or(0)
}

impl AuditCheck {
    fn fault(&mut self, fault: AuditFault) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(fault);
        }
    }
}
