//! Housekeeping of a node: the audit trail is sealed, keys come and go, what is over is swept.

use super::heads::Heads;
use super::keys::{Asked, Keys};
use super::worker::{Complaint, Work, Worker};
use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use enmusubi_domain::audit::Actor;
use enmusubi_http::token::Ring;
use enmusubi_persistence::{AuditKey, Store, StoreError};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often the trail is sealed.
const EVERY: Duration = Duration::from_secs(1);
/// How often the database is asked for keys.
const KEYS_EVERY: Duration = Duration::from_secs(5);
/// How often what is over is swept.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// Lines sealed in one transaction.
const AT_A_TIME: usize = 500;

/// The thread that does the housekeeping.
#[derive(Debug)]
pub struct Keeper {
    worker: Worker,
}

impl Keeper {
    /// Begins. `ring` is exchanged whenever the database tells of other keys.
    pub fn start(store: Store, keys: Keys, data: &Path, ring: Arc<ArcSwap<Ring>>, clock: fn() -> DateTime<Utc>) -> Result<Self, String> {
        let house = House {
            audit_key: keys.audit_key_or_new()?,
            heads: Heads::below(data),
            store,
            keys,
            ring,
            clock,
            keys_due: Instant::now(),
            sweep_due: Instant::now(),
            complaints: Complaints::default(),
        };
        let worker = Worker::start("keeper", house).map_err(|e| format!("the keeper cannot start: {e}"))?;
        Ok(Self { worker })
    }

    /// Ends after the step under way; what was done until now is sealed.
    pub fn stop(&self) {
        self.worker.stop();
    }
}

struct House {
    store: Store,
    keys: Keys,
    audit_key: AuditKey,
    heads: Heads,
    ring: Arc<ArcSwap<Ring>>,
    clock: fn() -> DateTime<Utc>,
    keys_due: Instant,
    sweep_due: Instant,
    complaints: Complaints,
}

#[derive(Default)]
struct Complaints {
    seals: Complaint,
    asked: Complaint,
    keys: Complaint,
    sweep: Complaint,
}

impl Work for House {
    fn step(&mut self) -> Duration {
        self.seal();
        let asked = self.keys.asked();
        for what in self.complaints.asked.about("the keys directory cannot be looked at", asked).unwrap_or_default() {
            self.answer(&what);
            self.keys_due = Instant::now();
        }
        if self.keys_due <= Instant::now() {
            let ring = self.keys.tend(&self.store);
            if let Some(ring) = self.complaints.keys.about("the signing keys cannot be looked after", ring) {
                self.ring.store(Arc::new(ring));
            }
            self.keys_due = Instant::now() + KEYS_EVERY;
        }
        if self.sweep_due <= Instant::now() {
            let swept: Result<_, StoreError> = self.store.write(|tx| tx.sweep());
            if let Some(swept @ 1..) = self.complaints.sweep.about("what is over cannot be swept", swept) {
                tracing::info!(swept, "rows that are over were swept");
            }
            self.sweep_due = Instant::now() + SWEEP_EVERY;
        }
        EVERY
    }

    fn end(&mut self) {
        self.seal();
    }
}

impl House {
    fn seal(&mut self) {
        let sealed = self.sealed();
        self.complaints.seals.about("the audit trail cannot be sealed", sealed);
    }

    fn sealed(&mut self) -> Result<(), String> {
        while self.store.seal_audit(&self.audit_key, AT_A_TIME).map_err(|e| e.to_string())? == AT_A_TIME {}
        let head = self.store.read(|tx| tx.audit_head()).map_err(|e| e.to_string())?;
        match head {
            Some(head) => self.heads.note(head, (self.clock)()).map_err(|e| format!("its head cannot be noted: {e}")),
            None => Ok(()),
        }
    }

    fn answer(&self, asked: &Asked) {
        let done = match asked {
            Asked::Rotate => self.keys.rotate(&self.store, Actor::Operator).map(|_| true),
            Asked::Revoke(kid) => self.keys.revoke(&self.store, kid, Actor::Operator),
        };
        match done {
            Ok(true) => tracing::warn!(?asked, "done as asked at the command line"),
            Ok(false) => tracing::error!(?asked, "there is no such key to take back"),
            Err(error) => tracing::error!(?asked, %error, "asked at the command line, but it could not be done"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Asked;
    use enmusubi_domain::audit::{Event, ObjectKind};
    use uuid::Uuid;

    #[test]
    fn the_house_is_kept_what_is_asked_is_done_and_the_end_is_sealed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", dir.path().join("a.db").display())).unwrap();
        let keys = Keys::open(&dir.path().join("keys")).unwrap();
        let ring = Arc::new(ArcSwap::from_pointee(Ring::new(vec![], vec![]).unwrap()));
        keys.ask(&Asked::Rotate).unwrap();
        let keeper = Keeper::start(store.clone(), keys.clone(), dir.path(), ring.clone(), Utc::now).unwrap();
        // The first step has begun; stopping waits for its end.
        while dir.path().join("keys/rotate.asked").exists() {
            std::thread::yield_now();
        }
        let event = Event {
            actor: Actor::Operator,
            action: "create_account",
            object: (ObjectKind::Account, Uuid::now_v7()),
            fields: vec![],
            reason: None,
            trace_id: String::new(),
        };
        store.write(|tx| tx.audit(&event)).map_err(|e: StoreError| e).unwrap();
        keeper.stop();
        assert!(ring.load().signer(Utc::now()).is_some());
        assert_eq!(keys.here().unwrap().len(), 2, "one at once, and the one that was asked for");
        let (key, noted) = (keys.audit_key().unwrap().unwrap(), Heads::noted(dir.path()).unwrap());
        let check = store.read(|tx| tx.verify_audit(&key, noted.last().copied())).map_err(|e: StoreError| e).unwrap();
        assert_eq!((check.events, check.unsealed, check.faults.len()), (3, 0, 0));
        assert_eq!(check.head, noted.last().copied());
    }
}
