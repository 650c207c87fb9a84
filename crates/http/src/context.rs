use crate::access::{Act, Credential, Known, May, Origins, address};
use crate::around::{Quotas, household};
use crate::cursor::Seal;
use crate::lane::{Lane, Lanes};
use crate::meter::Meter;
use crate::problem::Problem;
use crate::secret::Hasher;
use crate::settings::Settings;
use crate::token::Ring;
use crate::writing::{Once, Reply, Running, once};
use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use arc_swap::{ArcSwap, ArcSwapOption};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use enmusubi_domain::application::Circumstances;
use enmusubi_domain::city::Calendar;
use enmusubi_persistence::{Store, StoreError, Tx};
use enmusubi_search::Shelf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The shelf in force; empty until the first index is made, exchanged as a whole when another one is.
pub type ShelfHandle = Arc<ArcSwapOption<Shelf>>;

/// The keys that sign and check access tokens; exchanged as a whole when they change.
pub type RingHandle = Arc<ArcSwap<Ring>>;

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
    store: Store,
    ring: RingHandle,
    now: fn() -> DateTime<Utc>,
    settings: Settings,
    pulse: Arc<Pulse>,
    seal: Seal,
    lanes: Lanes,
    running: Running,
    hasher: Arc<Hasher>,
    pub(crate) known: Known,
    pub(crate) origins: Origins,
    pub(crate) quotas: Quotas,
    pub(crate) meter: Meter,
}

impl Context {
    /// Everything handlers need: a shelf to find in, a store for what is personal or changes, keys, what hashes passwords, a clock (tests freeze it), settings.
    pub fn new(shelf: ShelfHandle, store: Store, ring: RingHandle, hasher: Hasher, now: fn() -> DateTime<Utc>, settings: Settings) -> Self {
        let lanes = Lanes {
            searches: Lane::new(settings.searches, settings.waiting, settings.patience),
            reads: Lane::new(settings.reads, settings.waiting, settings.patience),
            writes: Lane::new(settings.writes, settings.waiting, settings.patience),
            hashes: Lane::new(settings.hashes, HASHES_WAITING, settings.patience),
        };
        Self {
            shelf,
            store,
            ring,
            now,
            pulse: Arc::default(),
            seal: Seal::new(settings.cursor_key),
            lanes,
            running: Running::default(),
            hasher: Arc::new(hasher),
            known: Known::default(),
            origins: Origins::default(),
            quotas: Quotas::new(settings.requests_per_minute),
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

    /// The keys in force.
    pub(crate) fn ring(&self) -> Arc<Ring> {
        self.ring.load_full()
    }

    /// The present moment.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// The time zone of the city. While there is no index yet, nobody knows another one than Japan's.
    pub(crate) fn tz(&self) -> Tz {
        self.shelf.load().as_ref().map_or_else(|| Calendar::default().tz, |shelf| shelf.city.calendar.tz)
    }

    /// The shelf in force, or 503.
    pub(crate) fn shelf(&self) -> Result<Arc<Shelf>, Problem> {
        self.shelf.load_full().ok_or(Problem::NotReady)
    }

    /// What came along to prove who asks.
    pub(crate) fn credential(&self, headers: &HeaderMap) -> Result<Option<Credential>, Problem> {
        Credential::of(headers, &self.ring(), &self.settings.issuer, self.now())
    }

    /// Where a request comes from, as limits count it: an IPv4 address, or the /64 that one IPv6 household has.
    pub(crate) fn household(&self, request: &HttpRequest) -> u64 {
        household(address(request.peer_addr().map(|peer| peer.ip()), request.headers(), &self.settings.trusted_proxies))
    }

    /// Searches the index.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        self.lanes.searches.run(work).await
    }

    /// Looks something up in the database, for nobody in particular.
    pub(crate) async fn look<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static) -> Result<T, Problem> {
        let store = self.store.clone();
        Ok(self.lanes.reads.run(move || store.read(work)).await??)
    }

    /// Reads as somebody, within one snapshot.
    pub(crate) async fn read<O, T: Send + 'static>(
        &self,
        may: &May<O>,
        work: impl FnOnce(&mut Act<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (store, asked) = (self.store.clone(), may.asked());
        self.lanes.reads.run(move || store.read(|tx| work(&mut Act::begin(tx, &asked)?))).await?
    }

    /// Changes something as somebody: all of it or nothing. The work may run several times, when others were in the way.
    pub(crate) async fn write<O, T: Send + 'static>(
        &self,
        may: &May<O>,
        mut work: impl FnMut(&mut Act<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (store, asked) = (self.store.clone(), may.asked());
        let done = self.lanes.writes.run(move || store.write(|tx| work(&mut Act::begin(tx, &asked)?))).await?;
        // Whatever has changed about somebody's rights, this node knows it at once.
        self.known.forget();
        done
    }

    /// Changes what many change at once, under locks of its own ([`Store::write_by_locks`]): all of it or nothing.
    pub(crate) async fn write_by_locks<O, T: Send + 'static>(
        &self,
        may: &May<O>,
        mut work: impl FnMut(&mut Act<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (store, asked) = (self.store.clone(), may.asked());
        let done = self.lanes.writes.run(move || store.write_by_locks(|tx| work(&mut Act::begin(tx, &asked)?))).await?;
        // As in [`Context::write`]: what is remembered of callers may be another thing now.
        self.known.forget();
        done
    }

    /// Changes what many change at once, under locks of its own ([`Store::write_by_locks`]), and once, however often the request comes with the same key.
    pub(crate) async fn write_by_locks_once<O>(
        &self,
        key: Once,
        may: &May<O>,
        mut work: impl FnMut(&mut Act<'_, '_>) -> Result<Reply, Problem> + Send + 'static,
    ) -> Result<Reply, Problem> {
        let keyed = key.begin(may.caller(), may.operation(), &self.running)?.map(Arc::new);
        let (store, asked) = (self.store.clone(), may.asked());
        let step = move || store.write_by_locks(|tx| once(keyed.as_ref(), &mut Act::begin(tx, &asked)?, &mut work));
        self.lanes.writes.run(step).await?
    }

    /// The rules of taking part, and the city's zone, at a moment of the database's clock.
    pub(crate) fn circumstances(&self, now: DateTime<Utc>) -> Circumstances {
        Circumstances { rules: self.settings.rules, tz: self.tz(), now }
    }

    /// Changes something for nobody in particular: registrations, logins, letters.
    pub(crate) async fn change<T: Send + 'static>(&self, work: impl FnMut(&mut Tx<'_>) -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        let store = self.store.clone();
        self.lanes.writes.run(move || store.write(work)).await?
    }

    /// Changes something once, however often the request comes with the same key.
    pub(crate) async fn write_once<O>(
        &self,
        key: Once,
        may: &May<O>,
        mut work: impl FnMut(&mut Act<'_, '_>) -> Result<Reply, Problem> + Send + 'static,
    ) -> Result<Reply, Problem> {
        let keyed = key.begin(may.caller(), may.operation(), &self.running)?.map(Arc::new);
        self.write(may, move |act| once(keyed.as_ref(), act, &mut work)).await
    }

    /// Works with passwords: off the async threads, few at a time, a short line, and nobody waits long.
    pub(crate) async fn hash<T: Send + 'static>(&self, work: impl FnOnce(&Hasher) -> T + Send + 'static) -> Result<T, Problem> {
        let hasher = self.hasher.clone();
        self.lanes.hashes.run(move || work(&hasher)).await
    }
}

/// Most that wait to have a password hashed.
const HASHES_WAITING: usize = 32;
