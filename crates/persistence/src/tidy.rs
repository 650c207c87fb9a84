//! What was erased is gone from the file as well.
//!
//! SQLite overwrites what is deleted (`secure_delete`), but not what it left behind earlier, when it moved rows from page to page; and the
//! write-ahead log still has the rows as they were. So the log is emptied at once, and the file is written anew soon after: that it must be
//! is noted in the file's own header, in the same transaction. PostgreSQL keeps house by itself (autovacuum).

use crate::connection::Db;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

#[derive(QueryableByName)]
struct Mark {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    user_version: i32,
}

#[derive(QueryableByName)]
struct Log {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    busy: i32,
}

impl Tx<'_> {
    /// Notes that something was erased of which traces may still stand in the file.
    pub(crate) fn note_traces(&mut self) -> Result<(), StoreError> {
        let Db::Sqlite(c) = &mut *self.db else { return Ok(()) };
        let done = c.batch_execute("PRAGMA user_version = 1");
        self.look("user_version", done)
    }
}

impl Store {
    /// Whether something was erased since the file was last written anew.
    pub fn has_traces(&self) -> Result<bool, StoreError> {
        self.read(|tx| match &mut *tx.db {
            Db::Sqlite(c) => is_marked(c),
            Db::Postgres(_) => Ok(false),
        })
    }

    /// Empties the write-ahead log, in which erased rows stand as they were. Whoever reads at this moment may keep a part of it until the next time.
    pub fn empty_the_log(&self) -> Result<(), StoreError> {
        match &mut *self.writer()? {
            Db::Sqlite(c) => c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").map_err(|e| StoreError::of(&e, "checkpoint")),
            Db::Postgres(_) => Ok(()),
        }
    }

    /// Writes the file anew if something was erased since the last time; answers whether it was. Nobody can write meanwhile; reading goes on.
    pub fn tidy(&self) -> Result<bool, StoreError> {
        // While the only connection that writes is held here, nothing is erased that would not be noted.
        let mut db = self.writer()?;
        let Db::Sqlite(c) = &mut *db else { return Ok(false) };
        if !is_marked(c)? {
            return Ok(false);
        }
        let said = |e| StoreError::of(&e, "tidy");
        c.batch_execute("VACUUM").map_err(said)?;
        let log = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result::<Log>(c).map_err(said)?;
        if log.busy != 0 {
            // Somebody still reads the file as it was: the next time.
            return Ok(false);
        }
        c.batch_execute("PRAGMA user_version = 0").map_err(said)?;
        Ok(true)
    }
}

fn is_marked(c: &mut SqliteConnection) -> Result<bool, StoreError> {
    let mark = diesel::sql_query("PRAGMA user_version").get_result::<Mark>(c);
    Ok(mark.map_err(|e| StoreError::of(&e, "user_version"))?.user_version != 0)
}
