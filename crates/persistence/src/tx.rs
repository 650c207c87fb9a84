//! One transaction. What can be asked of it stands in one file per resource.

use crate::columns::{Instant, Ts, micros};
use crate::connection::Db;
use crate::error::{StoreError, is_worth_another_try};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// One transaction: a snapshot to read, or a change that happens as a whole or not at all.
///
/// The first statement that fails ends it: whatever the caller makes of the error, nothing is kept. PostgreSQL demands this, and so it
/// is the same on SQLite.
pub struct Tx<'a> {
    pub(crate) db: &'a mut Db,
    clock: fn() -> DateTime<Utc>,
    failed: Option<StoreError>,
    again: bool,
}

/// What a put did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was not there.
    Created,
    /// It was there and is different now.
    Updated,
    /// Nothing but the time of its last change would differ: no row was touched.
    Unchanged,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(db: &'a mut Db, clock: fn() -> DateTime<Utc>) -> Self {
        Self { db, clock, failed: None, again: false }
    }

    /// What time it is for the database, to the microsecond: logins, limits and whatever works once are decided by it, the same on every
    /// node.
    pub fn clock(&mut self) -> Result<DateTime<Utc>, StoreError> {
        #[derive(QueryableByName)]
        struct Now {
            #[diesel(sql_type = Instant)]
            now: Ts,
        }
        let now = match &mut *self.db {
            Db::Sqlite(_) => return Ok(micros((self.clock)())),
            Db::Postgres(c) => diesel::sql_query("SELECT clock_timestamp() AS now").get_result::<Now>(c),
        };
        Ok(self.look("clock", now)?.now.0)
    }

    /// Looks at the result of a statement on a table and remembers a failure.
    pub(crate) fn look<T>(&mut self, table: &'static str, result: QueryResult<T>) -> Result<T, StoreError> {
        result.map_err(|e| {
            // A value that cannot be decoded breaks no transaction; whoever reads it will name the row.
            let error = StoreError::of(&e, table);
            if !matches!(e, diesel::result::Error::DeserializationError(_) | diesel::result::Error::NotFound) {
                self.again |= is_worth_another_try(&e);
                self.failed.get_or_insert_with(|| error.clone());
            }
            error
        })
    }

    /// Has the whole transaction done once more, with nothing of this attempt kept: what it went by has changed.
    pub fn begin_anew(&mut self) {
        self.again = true;
        self.failed.get_or_insert_with(|| StoreError::Busy("it is done once more".into()));
    }

    /// Whether a statement has failed: nothing more can be asked.
    pub fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// The first failure.
    pub(crate) fn failure(&self) -> Option<&StoreError> {
        self.failed.as_ref()
    }

    /// Whether the failure was only that others were in the way.
    pub(crate) fn is_worth_another_try(&self) -> bool {
        self.again
    }
}

/// Loads whole rows by id, in chunks. A row that cannot be decoded is searched for one by one, so that the error can name it.
macro_rules! rows_by_id {
    ($tx:expr, $table:ident, $row:ty, $ids:expr) => {{
        use diesel::prelude::*;
        use $crate::schema::$table;
        let ids: &[$crate::columns::Id] = $ids;
        let mut rows: Vec<$row> = Vec::with_capacity(ids.len());
        let mut result = Ok(());
        for chunk in ids.chunks(500) {
            let query = $table::table.filter($table::id.eq_any(chunk.iter().copied())).select(<$row>::as_select());
            match query.load::<$row>($tx.db) {
                Ok(some) => rows.extend(some),
                Err(diesel::result::Error::DeserializationError(_)) => {
                    for id in chunk {
                        let query = $table::table.filter($table::id.eq(*id)).select(<$row>::as_select());
                        match query.load::<$row>($tx.db) {
                            Ok(one) => rows.extend(one),
                            Err(diesel::result::Error::DeserializationError(e)) => {
                                result = Err($crate::columns::Reading::new(stringify!($table), id.0).damaged($crate::error::one_line(&e.to_string())));
                                break;
                            }
                            Err(e) => {
                                result = $tx.look(stringify!($table), Err(e));
                                break;
                            }
                        }
                    }
                }
                Err(e) => result = $tx.look(stringify!($table), Err(e)),
            }
            if result.is_err() {
                break;
            }
        }
        result.map(|()| rows)
    }};
}
pub(crate) use rows_by_id;
