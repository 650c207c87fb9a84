use crate::around::Limiter;
use crate::cursor::Seal;
use crate::meter::Meter;
use crate::problem::Problem;
use crate::settings::Settings;
use actix_web::rt::time::timeout;
use actix_web::web;
use arc_swap::ArcSwapOption;
use chrono::{DateTime, Utc};
use enmusubi_search::Shelf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// The shelf in force; empty until the first index is made, exchanged as a whole when another one is.
pub type ShelfHandle = Arc<ArcSwapOption<Shelf>>;

/// How the index keeps up with the database. Written by the follower, read by `/readyz` and `/metrics`.
#[derive(Debug, Default)]
pub struct Pulse {
    lag_ms: AtomicU64,
    following: AtomicBool,
    leaving: AtomicBool,
}

impl Pulse {
    /// The index was level with the database this long ago.
    pub fn lags(&self, milliseconds: u64) {
        self.lag_ms.store(milliseconds, Ordering::Relaxed);
        self.following.store(true, Ordering::Relaxed);
    }

    /// The database cannot be followed at the moment. Reading goes on.
    pub fn lost(&self) {
        self.following.store(false, Ordering::Relaxed);
    }

    /// The server is about to stop: load balancers shall look elsewhere.
    pub fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }

    pub(crate) fn lag_ms(&self) -> u64 {
        self.lag_ms.load(Ordering::Relaxed)
    }

    pub(crate) fn is_following(&self) -> bool {
        self.following.load(Ordering::Relaxed)
    }

    pub(crate) fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Relaxed)
    }
}

/// What a handler may reach.
#[derive(Debug)]
pub struct Context {
    shelf: ShelfHandle,
    now: fn() -> DateTime<Utc>,
    settings: Settings,
    pulse: Arc<Pulse>,
    seal: Seal,
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    pub(crate) limiter: Option<Limiter>,
    pub(crate) meter: Meter,
}

impl Context {
    /// Everything handlers need: a shelf, a clock (tests freeze it), settings.
    pub fn new(shelf: ShelfHandle, now: fn() -> DateTime<Utc>, settings: Settings) -> Self {
        Self {
            shelf,
            now,
            pulse: Arc::default(),
            seal: Seal::new(settings.cursor_key),
            turns: Arc::new(Semaphore::new(settings.searches.max(1))),
            waiting: AtomicUsize::new(0),
            limiter: Limiter::new(settings.requests_per_minute),
            meter: Meter::new(),
            settings,
        }
    }

    /// Where the follower says how it is going.
    pub fn pulse(&self) -> Arc<Pulse> {
        self.pulse.clone()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn seal(&self) -> &Seal {
        &self.seal
    }

    /// The present moment.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// The shelf in force, or 503.
    pub(crate) fn shelf(&self) -> Result<Arc<Shelf>, Problem> {
        self.shelf.load_full().ok_or(Problem::NotReady)
    }

    /// Leaves the async world: the one place where blocking work runs.
    ///
    /// Only so many run at a time, only so many wait, and nobody waits long: the rest is told to come back.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let place = Waiting::join(&self.waiting, self.settings.waiting)?;
        let turn = timeout(self.settings.patience, self.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| Problem::Busy)?.map_err(|_| Problem::Internal)?;
        drop(place);
        let span = tracing::Span::current();
        // The turn is over when the work is, not when the caller hangs up.
        let done = web::block(move || {
            let _turn = turn;
            span.in_scope(work)
        });
        done.await.map_err(|error| {
            tracing::error!(error = %error, "a search broke");
            Problem::Internal
        })
    }
}

/// A place in the waiting line, given back when dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn join(line: &'a AtomicUsize, most: usize) -> Result<Self, Problem> {
        if line.fetch_add(1, Ordering::Relaxed) >= most.max(1) {
            line.fetch_sub(1, Ordering::Relaxed);
            return Err(Problem::Busy);
        }
        Ok(Self(line))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
