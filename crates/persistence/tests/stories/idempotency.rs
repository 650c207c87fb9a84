//! Asking twice does a thing once.

use crate::people::plain_group;
use crate::persons::{at_once, hash};
use crate::time::in_every_town;
use chrono::TimeDelta;
use enmusubi_domain::id::GroupId;
use enmusubi_persistence::{Constraint, Store, StoreError, Stored};
use std::sync::atomic::{AtomicUsize, Ordering};

fn answer(text: &str) -> Stored {
    Stored { fingerprint: hash(text), status: 201, headers: vec![("Location".into(), format!("/groups/{text}"))], body: format!("{{\"名\":\"{text}\"}}") }
}

/// What a handler does: answer what was answered, or do it and keep the answer.
fn once(store: &Store, key: &str, effects: &AtomicUsize, n: usize) -> Result<Stored, StoreError> {
    store.write(|tx| {
        if let Some(stored) = tx.replay(&hash("me"), "create_group", key)? {
            return Ok(stored);
        }
        effects.fetch_add(1, Ordering::Relaxed);
        let mut group = plain_group(key);
        group.id = GroupId::new();
        tx.put_group(&group)?;
        let answer = answer(&format!("{key}-{n}"));
        tx.keep(&hash("me"), "create_group", key, &answer)?;
        Ok(answer)
    })
}

#[test]
fn what_was_answered_is_answered_again_to_the_same_caller_only() {
    in_every_town(|town| {
        let given = answer("雪");
        town.store.write(|tx| tx.keep(&hash("me"), "create_group", "key", &given)).unwrap();
        let asked = |who: &str, what: &str, key: &str| town.store.read(|tx| tx.replay(&hash(who), what, key)).unwrap();
        assert_eq!(asked("me", "create_group", "key"), Some(given));
        for (who, what, key) in [("you", "create_group", "key"), ("me", "create_company", "key"), ("me", "create_group", "KEY")] {
            assert_eq!(asked(who, what, key), None);
        }
        let second = town.store.write(|tx| tx.keep(&hash("me"), "create_group", "key", &answer("other")));
        assert_eq!(second, Err(StoreError::Constraint(Constraint::Idempotency)));
    });
}

#[test]
fn an_answer_is_forgotten_after_two_days() {
    in_every_town(|town| {
        town.store.write(|tx| tx.keep(&hash("me"), "create_group", "key", &answer("a"))).unwrap();
        let stands = || town.store.read(|tx| tx.replay(&hash("me"), "create_group", "key")).unwrap().is_some();
        town.pass(TimeDelta::hours(47));
        assert_eq!(town.store.write(|tx| tx.sweep()), Ok(0));
        assert!(stands());
        town.pass(TimeDelta::hours(2));
        assert_eq!(town.store.write(|tx| tx.sweep()), Ok(1));
        assert!(!stands());
    });
}

#[test]
fn a_failure_keeps_no_answer() {
    in_every_town(|town| {
        let failed: Result<(), StoreError> =
            town.store.write(|tx| tx.keep(&hash("me"), "create_group", "key", &answer("a")).and(Err(StoreError::Other("no".into()))));
        assert!(failed.is_err());
        assert_eq!(town.store.read(|tx| tx.replay(&hash("me"), "create_group", "key")), Ok(None));
    });
}

#[test]
fn twenty_who_ask_at_once_under_one_key_get_one_answer_and_one_effect() {
    in_every_town(|town| {
        let begun = std::time::Instant::now();
        let effects = AtomicUsize::new(0);
        for round in 0..10 {
            let key = format!("key-{round}");
            let answers = at_once(20, |n| once(&town.store, &key, &effects, n));
            assert!(answers.iter().all(|a| a == &answers[0]), "{answers:?}");
            let groups = town.place.raw().number(&format!("SELECT CAST(count(*) AS text) AS line FROM \"group\" WHERE name = '{key}'"));
            assert_eq!(groups, 1);
        }
        println!("{:?}: {:?}, {} begun, 10 kept", town.place.backend, begun.elapsed(), effects.into_inner());
    });
}
