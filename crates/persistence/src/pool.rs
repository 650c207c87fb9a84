//! A few connections of one role, lent out one at a time.
//!
//! No threads of its own: whoever needs a connection opens it, and so learns at once and in full why there is none. And when the pool
//! is gone, so are its connections, before the lock on a SQLite file is given up.

use crate::address::Address;
use crate::connection::{Db, Manager};
use crate::error::StoreError;
use diesel::Connection;
use diesel::connection::{SimpleConnection, TransactionManager};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A connection to a server is replaced after this long, so that a change of its address or settings is noticed.
const LIFETIME: Duration = Duration::from_secs(30 * 60);
/// A connection to a server that was used within this time is not asked again whether it is well.
const FRESH: Duration = Duration::from_secs(1);

/// A few connections of one role.
pub struct Pool {
    manager: Manager,
    most: usize,
    wait: Duration,
    state: Mutex<State>,
    returned: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Held>,
    /// Places taken: connections lent out and connections being opened.
    out: usize,
}

struct Held {
    db: Db,
    opened: Instant,
    used: Instant,
}

impl Pool {
    /// At most so many connections; whoever finds all of them lent out waits so long.
    pub fn new(manager: Manager, most: usize, wait: Duration) -> Self {
        Self { manager, most, wait, state: Mutex::default(), returned: Condvar::new() }
    }

    /// Lends a connection.
    pub fn take(&self) -> Result<Lent<'_>, StoreError> {
        let state = self.lock();
        let all_out = |s: &mut State| s.out >= self.most;
        let (mut state, waited) = self.returned.wait_timeout_while(state, self.wait, all_out).unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() && state.out >= self.most {
            return Err(StoreError::Busy("every connection is in use".into()));
        }
        let idle = state.idle.pop();
        state.out += 1;
        drop(state);
        // From here on the place that was counted is given back whatever happens.
        let place = Place { pool: self };
        let begun = Instant::now();
        let mut next = idle;
        while let Some(mut held) = next {
            match self.is_well(&mut held) {
                Ok(true) => return Ok(Lent { held: Some(held), place, lost: false }),
                // The line is dead and it took long to find out: nobody will answer on another one either.
                Err(error) if begun.elapsed() > FRESH => return Err(error),
                Ok(false) | Err(_) => next = self.lock().idle.pop(),
            }
        }
        let held = Held { db: self.manager.open()?, opened: Instant::now(), used: Instant::now() };
        Ok(Lent { held: Some(held), place, lost: false })
    }

    fn is_well(&self, held: &mut Held) -> Result<bool, StoreError> {
        match self.manager.address {
            Address::Sqlite(_) => Ok(true),
            Address::Postgres(_) if held.opened.elapsed() > LIFETIME => Ok(false),
            Address::Postgres(_) if held.used.elapsed() < FRESH => Ok(true),
            Address::Postgres(_) => held.db.batch_execute("SELECT 1").map(|()| true).map_err(|e| StoreError::of(&e, "connection")),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing in here can be left half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among those that may be lent out.
struct Place<'a> {
    pool: &'a Pool,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.pool.lock().out -= 1;
        self.pool.returned.notify_one();
    }
}

/// A connection that goes back when it is dropped, unless it broke.
pub struct Lent<'a> {
    held: Option<Held>,
    place: Place<'a>,
    lost: bool,
}

impl Lent<'_> {
    /// Looks at an error of this connection: one whose line is lost does not go back.
    pub fn met(&mut self, error: &StoreError) {
        self.lost |= matches!(error, StoreError::Unreachable(_));
    }
}

impl std::ops::Deref for Lent<'_> {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.held.as_ref().expect("it is taken out only by drop").db
    }
}

impl std::ops::DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.held.as_mut().expect("it is taken out only by drop").db
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let Some(mut held) = self.held.take() else { return };
        // Whoever panicked left a transaction open; so did a line that broke.
        if !self.lost && !std::thread::panicking() && !<Db as Connection>::TransactionManager::is_broken_transaction_manager(&mut held.db) {
            held.used = Instant::now();
            self.place.pool.lock().idle.push(held);
        }
    }
}
