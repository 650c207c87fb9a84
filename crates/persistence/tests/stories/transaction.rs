//! Transactions: all or nothing, and no lost update.

use crate::backends::{in_every_place, on_every_backend};
use crate::people::{full_group, full_opportunity};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_persistence::{Constraint, StoreError, Written};

/// A refusal of the floor above.
#[derive(Debug, PartialEq)]
enum Refusal {
    ChangedMyMind,
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(e: StoreError) -> Self {
        Self::Store(e)
    }
}

#[test]
fn whoever_changes_their_mind_leaves_nothing_behind() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let entries = raw.entries();
        let group = full_group("雪の会");
        let result: Result<(), Refusal> = store.write(|tx| {
            tx.put_group(&group)?;
            assert!(tx.group(group.id)?.is_some(), "one sees one's own changes");
            Err(Refusal::ChangedMyMind)
        });
        assert_eq!(result, Err(Refusal::ChangedMyMind));
        assert_eq!(store.read(|tx| tx.group(group.id)), Ok(None));
        assert_eq!(raw.entries(), entries);
    });
}

#[test]
fn a_failure_that_is_passed_over_still_keeps_nothing() {
    on_every_backend(|store| {
        let (first, mut second) = (full_group("first"), full_group("second"));
        second.source = first.source.clone();
        let result: Result<(), Refusal> = store.write(|tx| {
            tx.put_group(&first)?;
            assert!(tx.put_group(&second).is_err());
            Ok(())
        });
        assert_eq!(result, Err(Refusal::Store(StoreError::Constraint(Constraint::GroupSource))));
        assert_eq!(store.read(|tx| tx.group(first.id)), Ok(None));
        // The connection is as good as new.
        assert_eq!(store.write(|tx| tx.put_group(&first)), Ok(Written::Created));
    });
}

#[test]
fn a_panic_leaves_nothing_behind_and_hurts_nobody_else() {
    on_every_backend(|store| {
        let group = full_group("雪の会");
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.write(|tx| -> Result<(), StoreError> {
                tx.put_group(&group)?;
                std::panic::resume_unwind(Box::new("somebody's mistake"))
            })
        }));
        assert!(result.is_err());
        assert_eq!(store.read(|tx| tx.group(group.id)), Ok(None));
        assert_eq!(store.write(|tx| tx.put_group(&group)), Ok(Written::Created));
    });
}

#[test]
fn a_reader_sees_one_moment_and_writes_nothing() {
    on_every_backend(|store| {
        let group = full_group("雪の会");
        store
            .read(|tx| {
                assert_eq!(tx.counts()?.groups, 0);
                store.write(|tx| tx.put_group(&group))?;
                assert_eq!(tx.counts()?.groups, 0, "still the same moment");
                Ok::<_, StoreError>(())
            })
            .unwrap();
        assert_eq!(store.read(|tx| tx.counts()).unwrap().groups, 1);
        assert!(store.read(|tx| tx.put_group(&full_group("another"))).is_err());
        assert_eq!(store.read(|tx| tx.counts()).unwrap().groups, 1);
    });
}

#[test]
fn no_update_is_lost_when_many_count_on_the_same_row() {
    on_every_backend(|store| {
        let group = full_group("雪の会");
        let mut one = full_opportunity("雪かき", &group);
        (one.details.seats, one.details.seats_taken) = (Some(1000), 0);
        store.write(|tx| tx.put_group(&group).and(tx.put_opportunity(&one))).unwrap();
        let (threads, each) = (8, 10);
        std::thread::scope(|s| {
            for _ in 0..threads {
                s.spawn(|| {
                    for _ in 0..each {
                        // The store tries ten times; so crowded a row may need more.
                        while let Err(e) = store.write(|tx| {
                            let mut now: Opportunity = tx.opportunity(one.id)?.expect("it stands");
                            now.details.seats_taken += 1;
                            tx.put_opportunity(&now)
                        }) {
                            assert!(matches!(e, StoreError::Busy(_)), "{e}");
                        }
                    }
                });
            }
        });
        let now = store.read(|tx| tx.opportunity(one.id)).unwrap().unwrap();
        assert_eq!((now.details.seats_taken, now.version), (threads * each, i64::from(threads * each) + 1));
    });
}
