//! The store: open, read, write, follow.

use crate::address::Address;
use crate::connection::{Db, Manager, Role, examine};
use crate::error::{StoreError, is_worth_another_try};
use crate::pool::{Lent, Pool};
use crate::tx::Tx;
use crate::{lock, migrations};
use chrono::{DateTime, Utc};
use diesel::Connection;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a caller waits for a connection that is lent out.
const WAIT: Duration = Duration::from_millis(4_000);
/// How long a writer waits for SQLite's only write connection.
const WAIT_TO_WRITE: Duration = Duration::from_secs(15);
/// How often a write transaction is tried when others are in the way.
const TRIES: u32 = 10;

/// The store. Cheap to clone, and safe to share between threads.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    readers: Pool,
    writers: Pool,
    shown: String,
    clock: fn() -> DateTime<Utc>,
    /// Declared last: it is given up after the connections are closed.
    _lock: Option<File>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.inner.shown)
    }
}

type Manners = <Db as Connection>::TransactionManager;

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…`: creates the file if there is none, brings the schema up to date, and refuses a schema
    /// that is newer, a SQLite file that another process works with, and a PostgreSQL before version 15.
    ///
    /// An unreachable PostgreSQL is an error within five seconds.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with_clock(url, Utc::now)
    }

    /// Opens a store with a clock of one's own, for stories in which time passes. SQLite has no other clock than the program's;
    /// PostgreSQL goes by its server's, so that all nodes agree.
    pub fn open_with_clock(url: &str, clock: fn() -> DateTime<Utc>) -> Result<Self, StoreError> {
        let mut address = Address::parse(url)?;
        let lock = match &mut address {
            Address::Sqlite(path) => {
                *path = settled(path)?;
                let lock = lock::take(path)?;
                create(path)?;
                Some(lock)
            }
            Address::Postgres(_) => None,
        };
        {
            let mut db = Manager { address: address.clone(), role: Role::Setup }.open()?;
            examine(&mut db)?;
            migrations::migrate(&mut db)?;
        }
        let (readers, writers, wait_to_write) = match &address {
            Address::Sqlite(_) => (4, 1, WAIT_TO_WRITE),
            Address::Postgres(_) => (6, 8, WAIT),
        };
        let inner = Inner {
            readers: Pool::new(Manager { address: address.clone(), role: Role::Reader }, readers, WAIT),
            writers: Pool::new(Manager { address: address.clone(), role: Role::Writer }, writers, wait_to_write),
            shown: address.shown(),
            clock,
            _lock: lock,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The address without any password.
    pub fn shown(&self) -> &str {
        &self.inner.shown
    }

    /// Reads within one snapshot: everything the function sees is true of the same moment.
    pub fn read<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut db = self.inner.readers.take()?;
        begin(&mut db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "BEGIN")?;
        let result = f(&mut Tx::new(&mut db, self.inner.clock));
        // There is nothing to keep. A connection that cannot even roll back is thrown away by the pool.
        let _ = Manners::rollback_transaction(&mut *db);
        result
    }

    /// Writes: all of it happens or nothing, as if nobody else were there.
    ///
    /// The function may run several times, when others were in the way. It runs to its end before anything is kept; if it fails, or
    /// any statement in it failed, nothing is.
    pub fn write<T, E: From<StoreError>>(&self, f: impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write_as("BEGIN ISOLATION LEVEL SERIALIZABLE", f)
    }

    /// Writes what many do at once to the same rows, and brings locks of its own ([`Tx::lock_opportunity`]): on PostgreSQL every statement
    /// sees what has been committed until then, and whoever waits for a lock goes on where others would have to begin anew.
    pub fn write_by_locks<T, E: From<StoreError>>(&self, f: impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write_as("BEGIN ISOLATION LEVEL READ COMMITTED", f)
    }

    fn write_as<T, E: From<StoreError>>(&self, postgres: &str, mut f: impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut db = self.inner.writers.take()?;
        let mut attempt = 1;
        loop {
            let (result, again) = attempt_to_write(&mut db, postgres, self.inner.clock, &mut f);
            if !again || attempt == TRIES {
                return result;
            }
            std::thread::sleep(pause(attempt));
            attempt += 1;
        }
    }

    /// Asks the database for a sign of life.
    pub fn ping(&self) -> Result<(), StoreError> {
        self.read(|tx| {
            let one = tx.db.batch_execute("SELECT one FROM db_identity");
            tx.look("db_identity", one)
        })
    }

    /// A connection for a statement outside of [`Store::write`], which needs its own kind of transaction.
    pub(crate) fn writer(&self) -> Result<Lent<'_>, StoreError> {
        self.inner.writers.take()
    }
}

/// Begins a transaction; a connection that cannot do so for want of a line is not used again.
fn begin(db: &mut Lent<'_>, postgres: &str, sqlite: &str) -> Result<(), StoreError> {
    let begun = match &mut **db {
        Db::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, postgres),
        Db::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, sqlite),
    };
    begun.map_err(|e| {
        let error = StoreError::of(&e, "BEGIN");
        db.met(&error);
        error
    })
}

/// One attempt, and whether another one may go well.
fn attempt_to_write<T, E: From<StoreError>>(
    db: &mut Lent<'_>,
    postgres: &str,
    clock: fn() -> DateTime<Utc>,
    f: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
) -> (Result<T, E>, bool) {
    if let Err(error) = begin(db, postgres, "BEGIN IMMEDIATE") {
        return (Err(error.into()), false);
    }
    let mut tx = Tx::new(db, clock);
    let result = f(&mut tx);
    let (failure, again) = (tx.failure().cloned(), tx.is_worth_another_try());
    match (result, failure) {
        (Ok(value), None) => match Manners::commit_transaction(&mut **db) {
            Ok(()) => (Ok(value), false),
            Err(e) => {
                // PostgreSQL has rolled back by itself, SQLite has not; doing it twice hurts nobody.
                let _ = Manners::rollback_transaction(&mut **db);
                (Err(StoreError::of(&e, "COMMIT").into()), is_worth_another_try(&e))
            }
        },
        // A failure that the function passed over is one all the same.
        (Ok(_), Some(failure)) => {
            let _ = Manners::rollback_transaction(&mut **db);
            (Err(failure.into()), again)
        }
        (Err(error), _) => {
            let _ = Manners::rollback_transaction(&mut **db);
            (Err(error), again)
        }
    }
}

/// Doubles from 4 ms to a quarter of a second, and a little by chance, so that two who met do not meet again.
fn pause(attempt: u32) -> Duration {
    let most = (4u64 << attempt.min(6)).min(256);
    let chance = uuid::Uuid::new_v7(uuid::Timestamp::now(uuid::NoContext)).as_u128() as u64;
    Duration::from_millis(most / 2 + chance % (most / 2))
}

/// The path that is the same however it was written. The database itself is not opened: closing it again would drop the locks that
/// another store of this process may hold on it.
fn settled(path: &Path) -> Result<PathBuf, StoreError> {
    let cannot = |e: std::io::Error| StoreError::Other(format!("{} cannot be used ({e}): check the folder and its permissions", path.display()));
    if path.exists() {
        return path.canonicalize().map_err(cannot);
    }
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(StoreError::Other(format!("{} is no file: give sqlite:PATH", path.display())));
    };
    std::fs::create_dir_all(folder).map_err(cannot)?;
    Ok(folder.canonicalize().map_err(cannot)?.join(name))
}

/// Makes the file, readable by its owner only, if it is not there: people's data will be in it.
fn create(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(StoreError::Other(format!("{} cannot be created ({e}): check the folder and its permissions", path.display())))
        }
        _ => Ok(()),
    }
}
