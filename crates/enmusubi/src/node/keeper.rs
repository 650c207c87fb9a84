//! Housekeeping of a node: the audit trail is sealed, keys come and go, what is over is swept, and what is kept no longer is forgotten.

use super::heads::Heads;
use super::keys::{Asked, Keys};
use super::worker::{Complaint, Work, Worker};
use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use enmusubi_domain::application::{Circumstances, Rules};
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
/// How often it is asked whether something was erased.
const TRACES_EVERY: Duration = Duration::from_secs(60);
/// How often a file from which something was erased is written anew at most: nobody can write meanwhile.
const TIDY_EVERY: Duration = Duration::from_secs(24 * 3600);
/// Lines sealed in one transaction.
const AT_A_TIME: usize = 500;

/// The thread that does the housekeeping.
#[derive(Debug)]
pub struct Keeper {
    worker: Worker,
}

impl Keeper {
    /// Begins. `ring` is exchanged whenever the database tells of other keys; `rules` say for how long things are kept, by the days of `tz`.
    pub fn start(
        store: Store,
        keys: Keys,
        data: &Path,
        ring: Arc<ArcSwap<Ring>>,
        (rules, tz): (Rules, Tz),
        clock: fn() -> DateTime<Utc>,
    ) -> Result<Self, String> {
        let house = House {
            audit_key: keys.audit_key_or_new()?,
            heads: Heads::below(data),
            store,
            keys,
            ring,
            rules,
            tz,
            clock,
            keys_due: Instant::now(),
            sweep_due: Instant::now(),
            traces_due: Instant::now(),
            tidy_due: Instant::now(),
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
    rules: Rules,
    tz: Tz,
    clock: fn() -> DateTime<Utc>,
    keys_due: Instant,
    sweep_due: Instant,
    traces_due: Instant,
    tidy_due: Instant,
    complaints: Complaints,
}

#[derive(Default)]
struct Complaints {
    seals: Complaint,
    asked: Complaint,
    keys: Complaint,
    sweep: Complaint,
    forget: Complaint,
    traces: Complaint,
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
            self.sweep();
            self.sweep_due = Instant::now() + SWEEP_EVERY;
        }
        if self.traces_due <= Instant::now() {
            let removed = self.remove_traces();
            self.complaints.traces.about("what was erased cannot be removed from the file yet", removed);
            self.traces_due = Instant::now() + TRACES_EVERY;
        }
        EVERY
    }

    fn end(&mut self) {
        self.seal();
    }
}

impl House {
    fn sweep(&mut self) {
        let swept: Result<_, StoreError> = self.store.write(|tx| tx.sweep());
        if let Some(swept @ 1..) = self.complaints.sweep.about("what is over cannot be swept", swept) {
            tracing::info!(swept, "rows that are over were swept");
        }
        let (rules, tz) = (self.rules, self.tz);
        let forgotten: Result<_, StoreError> = self.store.write_by_locks(|tx| {
            let now = tx.clock()?;
            tx.forget_by(&Circumstances { rules, tz, now })
        });
        if let Some(forgotten @ 1..) = self.complaints.forget.about("what is kept no longer cannot be forgotten", forgotten) {
            tracing::info!(forgotten, "rows were forgotten, or what stood in them");
        }
    }

    fn remove_traces(&mut self) -> Result<(), StoreError> {
        if !self.store.has_traces()? {
            return Ok(());
        }
        self.store.empty_the_log()?;
        if self.tidy_due <= Instant::now() && self.store.tidy()? {
            self.tidy_due = Instant::now() + TIDY_EVERY;
            tracing::info!("the database file was written anew, without what was erased");
        }
        Ok(())
    }

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
    use enmusubi_domain::account::{Account, Email};
    use enmusubi_domain::application::Retention;
    use enmusubi_domain::audit::{Event, ObjectKind};
    use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang};
    use enmusubi_domain::id::{AccountId, ConsentId};
    use enmusubi_domain::text::Lang;
    use uuid::Uuid;

    #[test]
    fn the_house_is_kept_what_is_asked_is_done_and_the_end_is_sealed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", dir.path().join("a.db").display())).unwrap();
        let keys = Keys::open(&dir.path().join("keys")).unwrap();
        let ring = Arc::new(ArcSwap::from_pointee(Ring::new(vec![], vec![]).unwrap()));
        keys.ask(&Asked::Rotate).unwrap();
        let rules = (Rules::default(), Tz::Asia__Tokyo);
        let keeper = Keeper::start(store.clone(), keys.clone(), dir.path(), ring.clone(), rules, Utc::now).unwrap();
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

    #[test]
    fn what_is_kept_no_longer_is_forgotten_and_leaves_no_trace() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.db");
        let store = Store::open(&format!("sqlite:{}", file.display())).unwrap();
        let keys = Keys::open(&dir.path().join("keys")).unwrap();
        let ring = Arc::new(ArcSwap::from_pointee(Ring::new(vec![], vec![]).unwrap()));
        let (somebody, long_ago) = (somebody(), Utc::now() - chrono::TimeDelta::days(91));
        let given = Given { purpose: Purpose::ShareContact, application: None, text_version: 1, lang: TextLang::Ja, method: Method::Account };
        let said = Consent::give(ConsentId::new(), somebody.id, Some(somebody.id), None, given, long_ago, Tz::Asia__Tokyo);
        let consent = Consent { withdrawn_at: Some(long_ago), ..said };
        let keep = Rules { retention: Retention { consents: 90, ..Retention::default() }, ..Rules::default() };
        store.write(|tx| tx.insert_account(&somebody, "x").and_then(|()| tx.insert_consent(&consent))).map_err(|e: StoreError| e).unwrap();
        let keeper = Keeper::start(store.clone(), keys, dir.path(), ring, (keep, Tz::Asia__Tokyo), Utc::now).unwrap();
        let left = || store.read(|tx| tx.consents_of(somebody.id)).map_err(|e: StoreError| e).unwrap().len();
        while left() > 0 || store.has_traces().unwrap() {
            std::thread::yield_now();
        }
        keeper.stop();
        let files: Vec<u8> = [file.clone(), file.with_extension("db-wal")].iter().flat_map(std::fs::read).flatten().collect();
        assert!(files.windows(16).any(|bytes| bytes == somebody.id.0.as_bytes()), "the bytes are those of the database");
        assert!(!files.windows(16).any(|bytes| bytes == consent.id.0.as_bytes()));
    }

    fn somebody() -> Account {
        let now = Utc::now();
        let email = Email::parse("email", "yuki@example.jp").unwrap();
        Account {
            id: AccountId::new(),
            version: 1,
            email,
            name: "ゆき".into(),
            lang: Lang::Ja,
            security_version: 1,
            disabled_at: None,
            created_at: now,
            updated_at: now,
        }
    }
}
