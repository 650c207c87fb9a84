//! What has changed since a node last looked: the change log, read without loss.
//!
//! Triggers write (kind, key) into `change_log` in the transaction that changes the row, so no code path can forget it. A follower reads the
//! new entries and the rows as they are now in one snapshot; it may see the same change twice, never not at all.

/// Where a follower stands, as text.
mod cursor;
/// The log in PostgreSQL: a cursor of snapshots.
mod postgres;
/// PostgreSQL's snapshots and how one is clipped.
mod snapshot;
/// The log in SQLite: a cursor of numbers.
mod sqlite;

pub use cursor::{Cursor, CursorError};

use crate::connection::Db;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::opportunity::Opportunity;
use std::collections::HashMap;
use std::time::Duration;
use uuid::Uuid;

/// More different keys than this in one step are a reason to rebuild instead.
pub const KEYS_MAX: usize = 200_000;

/// What sort of thing changed, by the number in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An opportunity, or one of its sessions.
    Opportunity = 1,
    /// A group.
    Group = 2,
    /// The themes as a whole; the key is nil.
    Theme = 3,
    /// The areas as a whole; the key is nil.
    Area = 4,
    /// The ranking policies as a whole, and which is in force; the key is nil.
    Policy = 5,
    /// Connections of an opportunity, by its id.
    Connection = 6,
}

impl Kind {
    fn of(number: i32) -> Option<Self> {
        [Self::Opportunity, Self::Group, Self::Theme, Self::Area, Self::Policy, Self::Connection].into_iter().find(|k| *k as i32 == number)
    }
}

/// What a follower is told.
#[derive(Debug)]
pub enum Follow {
    /// Nothing can be said of what changed: read everything anew, then follow from `start`.
    Rebuild {
        /// Why, for the log.
        why: &'static str,
        /// Where to go on from. It was taken before this answer, so whatever is read afterwards is at least as new.
        start: Cursor,
    },
    /// What changed.
    Batch(Batch),
}

/// What changed, and where to go on from.
#[derive(Debug)]
pub struct Batch {
    /// Where to go on from, once all of this is applied.
    pub cursor: Cursor,
    /// Each key once. Empty: nothing is new.
    pub changed: Vec<Changed>,
    /// Rows that cannot be read: for the log. Under their keys there is nothing, so that one of them hides only itself.
    pub damaged: Vec<StoreError>,
}

/// One key that changed, and what stands under it now.
#[derive(Debug)]
pub struct Changed {
    /// What sort of thing.
    pub kind: Kind,
    /// Its id; nil for the taxonomies and the policies.
    pub key: Uuid,
    /// What it is now; nothing if it is gone.
    pub row: Option<Row>,
}

/// What stands under a key now.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A group.
    Group(Box<Group>),
    /// An opportunity.
    Opportunity(Box<Opportunity>),
    /// Themes or areas: read them as a whole.
    Taxonomy,
    /// Ranking policies: read them as a whole.
    Policies,
    /// Connections: count those that are recent.
    Connections,
}

/// What the log of either database says.
enum News {
    Rebuild { why: &'static str, start: Cursor },
    Keys { keys: Vec<(i32, Uuid)>, cursor: Cursor },
}

impl Store {
    /// What changed since the cursor, with the rows as they are in the same snapshot.
    pub fn follow(&self, cursor: Option<&Cursor>) -> Result<Follow, StoreError> {
        self.read(|tx| {
            let news = match &mut *tx.db {
                Db::Postgres(c) => postgres::news(c, cursor),
                Db::Sqlite(c) => sqlite::news(c, cursor),
            }?;
            Ok(match news {
                News::Rebuild { why, start } => Follow::Rebuild { why, start },
                News::Keys { keys, cursor } => {
                    // The genesis entry and kinds of a later version are nothing to us.
                    let keys: Vec<(Kind, Uuid)> = keys.into_iter().filter_map(|(kind, key)| Some((Kind::of(kind)?, key))).collect();
                    let (changed, damaged) = tx.stand(&keys)?;
                    Follow::Batch(Batch { cursor, changed, damaged })
                }
            })
        })
    }

    /// Forgets log entries older than `keep`, but never the newest; answers how many. A follower that has not read them will be
    /// told to rebuild.
    pub fn trim_log(&self, keep: Duration) -> Result<u64, StoreError> {
        // A thousand years are for ever, and PostgreSQL can still subtract them from today.
        let keep = keep.min(Duration::from_secs(1_000 * 366 * 86_400));
        let micros = i64::try_from(keep.as_micros()).unwrap_or(i64::MAX);
        match &mut *self.writer()? {
            Db::Postgres(c) => postgres::trim(c, micros),
            Db::Sqlite(c) => sqlite::trim(c, micros),
        }
    }
}

impl Tx<'_> {
    /// What stands under keys now, sorted by kind and key; and the errors of rows that cannot be read, under whose keys nothing stands.
    ///
    /// For followers, and for whoever repairs an index key by key.
    pub fn stand(&mut self, keys: &[(Kind, Uuid)]) -> Result<(Vec<Changed>, Vec<StoreError>), StoreError> {
        let mut damaged = vec![];
        let of = |kind: Kind| keys.iter().filter(move |(k, _)| *k == kind).map(|(_, key)| *key);
        let groups: Vec<GroupId> = of(Kind::Group).map(GroupId).collect();
        let groups = readable(&groups, &mut damaged, |ids| self.groups(ids))?;
        let mut groups: HashMap<Uuid, Group> = groups.into_iter().map(|g| (g.id.0, g)).collect();
        let opportunities: Vec<OpportunityId> = of(Kind::Opportunity).map(OpportunityId).collect();
        let opportunities = readable(&opportunities, &mut damaged, |ids| self.opportunities(ids))?;
        let mut opportunities: HashMap<Uuid, Opportunity> = opportunities.into_iter().map(|o| (o.id.0, o)).collect();
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys.dedup();
        let changed = |(kind, key)| {
            let row = match kind {
                Kind::Group => groups.remove(&key).map(|g| Row::Group(Box::new(g))),
                Kind::Opportunity => opportunities.remove(&key).map(|o| Row::Opportunity(Box::new(o))),
                Kind::Theme | Kind::Area => Some(Row::Taxonomy),
                Kind::Policy => Some(Row::Policies),
                Kind::Connection => Some(Row::Connections),
            };
            Changed { kind, key, row }
        };
        Ok((keys.into_iter().map(changed).collect(), damaged))
    }
}

/// Reads many at once; where one of them is damaged, that chunk one by one.
fn readable<I, T>(ids: &[I], damaged: &mut Vec<StoreError>, mut read: impl FnMut(&[I]) -> Result<Vec<T>, StoreError>) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        match read(chunk) {
            Ok(some) => found.extend(some),
            Err(StoreError::Damaged { .. }) => {
                for id in chunk {
                    match read(std::slice::from_ref(id)) {
                        Ok(one) => found.extend(one),
                        Err(error @ StoreError::Damaged { .. }) => damaged.push(error),
                        Err(error) => return Err(error),
                    }
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}
