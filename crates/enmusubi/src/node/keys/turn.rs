use super::Keys;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::audit::{Actor, Event, ObjectKind};
use enmusubi_http::token::{KeyPair, Ring};
use enmusubi_persistence::{SigningKey, Store, StoreError, Tx};
use std::fs;
use uuid::Uuid;

/// A key signs for this long before another one takes over.
const TERM: TimeDelta = TimeDelta::days(90);
/// A new key is known this long before it signs: every node has heard of it by then.
const NOTICE: TimeDelta = TimeDelta::minutes(10);
/// A key that nobody has replaced for this long belongs to a node that is no more.
const ABANDONED: TimeDelta = TimeDelta::days(100);

/// What is to be done about the keys of this node.
#[derive(Debug, Default, PartialEq, Eq)]
struct Duties {
    /// Nothing of ours can sign: a key is needed at once.
    none: bool,
    /// Ours is old: its successor shall be made known.
    old: bool,
    /// These sign nothing more.
    retire: Vec<String>,
    /// The private halves of these are of no more use.
    forget: Vec<String>,
}

impl Duties {
    fn of(here: &[String], known: &[SigningKey], now: DateTime<Utc>) -> Self {
        let lives = |key: &&SigningKey| key.retired_at.is_none() && key.revoked_at.is_none();
        let ours: Vec<_> = known.iter().filter(|key| here.contains(&key.kid)).collect();
        let live: Vec<_> = ours.iter().copied().filter(lives).collect();
        let signing = live.iter().filter(|key| key.active_from <= now).max_by_key(|key| (key.active_from, &key.kid));
        let newest = live.iter().map(|key| key.active_from).max();
        let replaced = live.iter().filter(|key| signing.is_some_and(|s| key.active_from <= now && key.kid != s.kid));
        let abandoned = known.iter().filter(lives).filter(|key| !here.contains(&key.kid) && now - key.active_from > ABANDONED);
        Self {
            none: signing.is_none(),
            old: signing.is_some() && newest.is_some_and(|at| now - at > TERM),
            retire: replaced.copied().chain(abandoned).map(|key| key.kid.clone()).collect(),
            forget: ours.iter().filter(|key| !lives(key)).map(|key| key.kid.clone()).collect(),
        }
    }
}

impl Keys {
    /// Does what is due (a first key, a successor, an old key retired) and puts the ring together. Costs one look when nothing is due.
    pub fn tend(&self, store: &Store) -> Result<Ring, String> {
        let here = self.here()?;
        let (known, now) = store.read(|tx| Ok((tx.signing_keys()?, tx.clock()?))).map_err(|e: StoreError| e.to_string())?;
        let duties = Duties::of(&here, &known, now);
        for kid in &duties.forget {
            self.forget(kid);
        }
        if duties == (Duties { forget: duties.forget.clone(), ..Duties::default() }) {
            return self.ring_of(&known);
        }
        if duties.none {
            self.make(store, TimeDelta::zero(), Actor::Service)?;
        } else if duties.old {
            self.make(store, NOTICE, Actor::Service)?;
        }
        for kid in &duties.retire {
            let retired = store.write(|tx| if tx.retire_signing_key(kid)? { tx.audit(&event(Actor::Service, "retire_signing_key", kid)) } else { Ok(()) });
            retired.map_err(|e: StoreError| e.to_string())?;
        }
        self.ring(store)
    }

    /// Makes a key that takes over in ten minutes. Answers its id.
    pub fn rotate(&self, store: &Store, actor: Actor) -> Result<String, String> {
        self.make(store, NOTICE, actor)
    }

    /// Takes a key back: nothing it signed is believed any more. Answers whether there was such a key to take back.
    pub fn revoke(&self, store: &Store, kid: &str, actor: Actor) -> Result<bool, String> {
        let revoke = |tx: &mut Tx<'_>| {
            let revoked = tx.revoke_signing_key(kid)?;
            if revoked {
                tx.audit(&event(actor, "revoke_signing_key", kid))?;
            }
            Ok::<bool, StoreError>(revoked)
        };
        let revoked = store.write(revoke).map_err(|e| e.to_string())?;
        if revoked {
            self.forget(kid);
        }
        Ok(revoked)
    }

    fn make(&self, store: &Store, notice: TimeDelta, actor: Actor) -> Result<String, String> {
        let pair = KeyPair::generate().map_err(|e| e.to_string())?;
        let file = format!("{}.pem", pair.kid());
        // First the private half: a public one without it would sign nothing, and nobody would know why.
        self.write(&file, pair.to_pem().reveal())?;
        let known = store.write(|tx| {
            let now = tx.clock()?;
            let key = SigningKey {
                kid: pair.kid().to_owned(),
                public: pair.x().to_owned(),
                created_at: now,
                active_from: now + notice,
                retired_at: None,
                revoked_at: None,
            };
            tx.insert_signing_key(&key)?;
            tx.audit(&event(actor, "make_signing_key", pair.kid()))
        });
        known.map_err(|e: StoreError| {
            let _ = fs::remove_file(self.dir.join(&file));
            e.to_string()
        })?;
        tracing::info!(kid = pair.kid(), "a new signing key");
        Ok(pair.kid().to_owned())
    }

    fn forget(&self, kid: &str) {
        let path = self.dir.join(format!("{kid}.pem"));
        match fs::remove_file(&path) {
            Ok(()) => tracing::info!(kid, "a signing key has gone"),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => tracing::error!(%error, path = %path.display(), "a private key of no more use cannot be removed: remove it by hand"),
        }
    }
}

/// A line of the audit trail. Keys have no UUID: theirs ends with the key's own id.
fn event(actor: Actor, action: &'static str, kid: &str) -> Event {
    let object = Uuid::from_u128(u128::from_str_radix(kid, 16).unwrap_or_default());
    Event { actor, action, object: (ObjectKind::SigningKey, object), fields: vec![], reason: None, trace_id: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(kid: &str, active_from: DateTime<Utc>, retired: bool, revoked: bool) -> SigningKey {
        SigningKey {
            kid: kid.into(),
            public: String::new(),
            created_at: active_from,
            active_from,
            retired_at: retired.then_some(active_from),
            revoked_at: revoked.then_some(active_from),
        }
    }

    fn names(of: &[&str]) -> Vec<String> {
        of.iter().map(|&s| s.into()).collect()
    }

    #[test]
    fn a_node_without_a_key_that_signs_needs_one_at_once() {
        let now = Utc::now();
        let here = names(&["a", "b", "c"]);
        assert!(Duties::of(&here, &[], now).none);
        let dead = [key("a", now - TERM, true, false), key("b", now - TERM, false, true), key("x", now, false, false)];
        let duties = Duties::of(&here, &dead, now);
        assert!(duties.none && duties.forget == names(&["a", "b"]) && duties.retire.is_empty());
        assert!(Duties::of(&here, &[key("c", now + NOTICE, false, false)], now).none);
    }

    #[test]
    fn an_old_key_gets_one_successor_and_retires_when_that_one_signs() {
        let now = Utc::now();
        let here = names(&["a", "b"]);
        let old = key("a", now - TERM - TimeDelta::seconds(1), false, false);
        assert_eq!(Duties::of(&here, std::slice::from_ref(&old), now), Duties { old: true, ..Duties::default() });
        let both = [old, key("b", now + NOTICE, false, false)];
        assert_eq!(Duties::of(&here, &both, now), Duties::default());
        assert_eq!(Duties::of(&here, &both, now + NOTICE).retire, names(&["a"]));
    }

    #[test]
    fn the_key_of_a_node_that_is_no_more_retires() {
        let now = Utc::now();
        let ours = key("a", now, false, false);
        let duties = |age| Duties::of(&names(&["a"]), &[ours.clone(), key("x", now - age, false, false)], now).retire;
        assert_eq!(duties(TERM + TimeDelta::days(1)), names(&[]));
        assert_eq!(duties(ABANDONED + TimeDelta::days(1)), names(&["x"]));
    }

    #[test]
    fn the_trail_names_a_key_by_its_id() {
        assert!(event(Actor::Operator, "make_signing_key", "00ab12cd34ef").object.1.to_string().replace('-', "").ends_with("00ab12cd34ef"));
    }
}
