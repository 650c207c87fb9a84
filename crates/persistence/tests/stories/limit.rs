//! Buckets of tokens.

use crate::backends::on_every_backend;
use crate::persons::{at_once, hash};
use crate::time::in_every_town;
use chrono::TimeDelta;
use enmusubi_persistence::{Bucket, Store, Taken};

fn take(store: &Store, burst: f64, per_second: f64) -> Taken {
    store.write(|tx| tx.take(Bucket::Account, &hash("me"), burst, per_second)).unwrap()
}

fn is_allowed(taken: Taken) -> bool {
    matches!(taken, Taken::Allowed { .. })
}

#[test]
fn of_a_hundred_at_once_a_bucket_of_ten_lets_ten_through() {
    on_every_backend(|store| {
        let taken = at_once(100, |_| store.write(|tx| tx.take(Bucket::Account, &hash("me"), 10.0, 0.0)));
        assert_eq!(taken.into_iter().filter(|t| is_allowed(*t)).count(), 10);
    });
}

#[test]
fn a_bucket_fills_again_as_time_passes_and_never_beyond_its_brim() {
    in_every_town(|town| {
        let rate = 1.0 / 60.0;
        let Taken::Allowed { left } = take(&town.store, 3.0, rate) else { panic!() };
        assert!((left - 2.0).abs() < 1e-9);
        assert!(is_allowed(take(&town.store, 3.0, rate)) && is_allowed(take(&town.store, 3.0, rate)));
        let Taken::Refused { retry_after_seconds } = take(&town.store, 3.0, rate) else { panic!("the fourth") };
        assert!((50..=60).contains(&retry_after_seconds), "{retry_after_seconds}");
        town.pass(TimeDelta::seconds(30));
        let Taken::Refused { retry_after_seconds } = take(&town.store, 3.0, rate) else { panic!("half a token is none") };
        assert!((20..=30).contains(&retry_after_seconds), "what was refused costs nothing: {retry_after_seconds}");
        town.pass(TimeDelta::seconds(31));
        assert!(is_allowed(take(&town.store, 3.0, rate)));
        assert!(!is_allowed(take(&town.store, 3.0, rate)));
        town.pass(TimeDelta::days(1));
        let allowed = (0..10).filter(|_| is_allowed(take(&town.store, 3.0, rate))).count();
        assert_eq!(allowed, 3, "a day's rest is worth no more than the burst");
    });
}

#[test]
fn a_clock_that_jumps_back_refills_nothing() {
    in_every_town(|town| {
        (0..5).for_each(|_| assert!(is_allowed(take(&town.store, 5.0, 1.0 / 60.0))));
        town.pass(TimeDelta::hours(-1));
        let Taken::Refused { retry_after_seconds } = take(&town.store, 5.0, 1.0 / 60.0) else { panic!() };
        assert!((50..=60).contains(&retry_after_seconds));
        town.pass(TimeDelta::minutes(59));
        assert!(!is_allowed(take(&town.store, 5.0, 1.0 / 60.0)), "that time was counted already");
        town.pass(TimeDelta::minutes(3));
        assert!(is_allowed(take(&town.store, 5.0, 1.0 / 60.0)));
    });
}

#[test]
fn each_subject_has_a_bucket_of_its_own_for_each_thing() {
    on_every_backend(|store| {
        let take = |scope, who: &str| is_allowed(store.write(|tx| tx.take(scope, &hash(who), 1.0, 0.0)).unwrap());
        for scope in [Bucket::Account, Bucket::Address, Bucket::Global, Bucket::Letter] {
            for who in ["me", "you"] {
                assert_eq!([take(scope, who), take(scope, who)], [true, false], "{scope:?} {who}");
            }
        }
    });
}

#[test]
fn whoever_may_do_nothing_is_told_so() {
    on_every_backend(|store| {
        for (burst, per_second) in [(0.0, 1.0), (0.5, 0.0), (-1.0, 1.0), (f64::NAN, 1.0), (0.0, f64::NAN)] {
            let Taken::Refused { retry_after_seconds } = take(store, burst, per_second) else { panic!("{burst} {per_second}") };
            assert!((1..=86_400).contains(&retry_after_seconds), "{burst} {per_second}: {retry_after_seconds}");
        }
        assert!(is_allowed(take(store, 1.0, 0.0)));
        assert_eq!(take(store, 1.0, 0.0), Taken::Refused { retry_after_seconds: 86_400 }, "never is tomorrow");
        assert_eq!(take(store, 1.0, 1e-12), Taken::Refused { retry_after_seconds: 86_400 });
    });
}

#[test]
fn what_is_thought_better_of_costs_nothing() {
    on_every_backend(|store| {
        for _ in 0..3 {
            let undone: Result<(), _> = store.write(|tx| {
                assert!(is_allowed(tx.take(Bucket::Letter, &hash("me"), 1.0, 0.0)?));
                Err(enmusubi_persistence::StoreError::Other("no".into()))
            });
            assert!(undone.is_err());
        }
    });
}

#[test]
fn what_is_given_back_can_be_taken_again_and_no_bucket_runs_over() {
    on_every_backend(|store| {
        let give_back = |who: &str| store.write(|tx| tx.give_back(Bucket::Account, &hash(who), 3.0)).unwrap();
        give_back("me");
        assert!((0..3).all(|_| is_allowed(take(store, 3.0, 0.0))));
        give_back("somebody else");
        assert!(!is_allowed(take(store, 3.0, 0.0)));
        give_back("me");
        assert!(is_allowed(take(store, 3.0, 0.0)));
        (0..10).for_each(|_| give_back("me"));
        assert_eq!((0..10).filter(|_| is_allowed(take(store, 3.0, 0.0))).count(), 3);
    });
}
