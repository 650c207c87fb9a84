//! Jobs: leased to one worker at a time, and never lost.

use crate::persons::at_once;
use crate::time::{Town, in_every_town};
use chrono::TimeDelta;
use enmusubi_persistence::{JOB_ATTEMPTS_MAX, Job, JobKind, NewJob, Store, StoreError};
use serde_json::json;
use std::collections::HashMap;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

fn mail(n: usize) -> NewJob {
    NewJob { kind: JobKind::Mail, payload: json!({"letter": "verify_account", "registration": n, "宛": "雪"}), run_at: None, dedup_key: None }
}

fn lease(store: &Store) -> Option<Job> {
    store.write(|tx| tx.lease_job(&JobKind::ALL, MINUTE)).unwrap()
}

fn standing(town: &Town<'_>, what: &str) -> i64 {
    town.place.raw().number(&format!("SELECT CAST(count(*) AS text) AS line FROM job WHERE {what}"))
}

#[test]
fn a_job_comes_as_it_was_given_and_not_before_its_time() {
    in_every_town(|town| {
        let later = NewJob { run_at: Some(town.now() + TimeDelta::hours(1)), ..mail(2) };
        assert_eq!(town.store.write(|tx| Ok::<_, StoreError>((tx.enqueue(&later)?, tx.enqueue(&mail(1))?))), Ok((true, true)));
        let first = lease(&town.store).unwrap();
        assert_eq!((first.kind, &first.payload, first.attempts), (JobKind::Mail, &mail(1).payload, 1));
        assert_eq!(lease(&town.store), None, "one is leased, one waits for its time");
        assert_eq!(town.store.write(|tx| tx.lease_job(&[], MINUTE)), Ok(None));
        town.store.write(|tx| tx.finish_job(first.id)).unwrap();
        town.pass(TimeDelta::hours(1));
        assert_eq!(lease(&town.store).unwrap().payload, mail(2).payload);
        assert_eq!(lease(&town.store), None);
    });
}

#[test]
fn of_jobs_that_wait_no_two_have_the_same_key() {
    in_every_town(|town| {
        let job = NewJob { dedup_key: Some("reset/1".into()), ..mail(1) };
        let put = || town.store.write(|tx| tx.enqueue(&job)).unwrap();
        assert_eq!((put(), put()), (true, false));
        let leased = lease(&town.store).unwrap();
        assert!(!put(), "somebody is at it");
        town.store.write(|tx| tx.finish_job(leased.id)).unwrap();
        assert!(put(), "done is done");
        let leased = lease(&town.store).unwrap();
        town.store.write(|tx| tx.fail_job(leased.id, "no such address", None)).unwrap();
        assert!(put(), "given up as well");
        assert_eq!(
            at_once(20, |_| town.store.write(|tx| tx.enqueue(&NewJob { dedup_key: Some("race".into()), ..mail(3) }))).iter().filter(|new| **new).count(),
            1
        );
    });
}

#[test]
fn eight_workers_get_each_of_a_hundred_jobs_once() {
    in_every_town(|town| {
        town.store.write(|tx| (0..100).try_for_each(|n| tx.enqueue(&mail(n)).map(drop))).unwrap();
        let begun = std::time::Instant::now();
        let got: Vec<Vec<Job>> = std::thread::scope(|s| {
            let workers: Vec<_> = (0..8)
                .map(|_| {
                    s.spawn(|| {
                        let (mut mine, mut busy) = (vec![], 0);
                        loop {
                            match town.store.write(|tx| tx.lease_job(&JobKind::ALL, MINUTE)) {
                                Ok(Some(job)) => mine.push(job),
                                Ok(None) => break,
                                Err(StoreError::Busy(_)) => busy += 1,
                                Err(e) => panic!("{e}"),
                            }
                        }
                        println!("{} jobs, busy {busy} times", mine.len());
                        mine
                    })
                })
                .collect();
            workers.into_iter().map(|w| w.join().unwrap()).collect()
        });
        println!("{:?}: {:?}", town.place.backend, begun.elapsed());
        let mut times: HashMap<_, u32> = HashMap::new();
        got.iter().flatten().for_each(|job| *times.entry(job.id).or_default() += job.attempts);
        assert_eq!(times.len(), 100);
        assert!(times.values().all(|n| *n == 1));
    });
}

#[test]
fn a_lease_that_ran_out_brings_the_job_back() {
    in_every_town(|town| {
        town.store.write(|tx| tx.enqueue(&mail(1))).unwrap();
        let first = lease(&town.store).unwrap();
        town.pass(TimeDelta::seconds(59));
        assert_eq!(lease(&town.store), None);
        town.pass(TimeDelta::seconds(2));
        assert_eq!(lease(&town.store), Some(Job { attempts: 2, ..first }));
    });
}

#[test]
fn a_job_that_fails_comes_back_later_and_after_twelve_attempts_no_more() {
    in_every_town(|town| {
        town.store.write(|tx| tx.enqueue(&mail(1))).unwrap();
        for attempt in 1..=JOB_ATTEMPTS_MAX {
            let job = lease(&town.store).unwrap();
            assert_eq!(job.attempts, attempt);
            town.store.write(|tx| tx.fail_job(job.id, "the mail server\nsays no", Some(MINUTE))).unwrap();
            assert_eq!(lease(&town.store), None, "not at once");
            town.pass(TimeDelta::seconds(61));
        }
        assert_eq!(lease(&town.store), None);
        assert_eq!(standing(town, "failed_at IS NOT NULL AND last_error = 'the mail server says no'"), 1, "it lies there for people to see");
    });
}

#[test]
fn a_job_that_kills_its_workers_is_given_up_and_whoever_is_late_changes_nothing() {
    in_every_town(|town| {
        town.store.write(|tx| tx.enqueue(&mail(1))).unwrap();
        let mut id = None;
        for _ in 0..JOB_ATTEMPTS_MAX {
            id = lease(&town.store).map(|job| job.id);
            town.pass(TimeDelta::seconds(61));
        }
        assert_eq!(lease(&town.store), None);
        assert_eq!(standing(town, "failed_at IS NULL"), 1);
        town.store.write(|tx| tx.sweep()).unwrap();
        assert_eq!(standing(town, "failed_at IS NOT NULL AND CAST(payload AS text) = '{}'"), 1, "what it was about is forgotten");
        town.store.write(|tx| tx.finish_job(id.unwrap()).and(tx.fail_job(id.unwrap(), "late", Some(MINUTE)))).unwrap();
        assert_eq!(standing(town, "failed_at IS NOT NULL AND done_at IS NULL AND last_error <> 'late'"), 1);
    });
}

#[test]
fn a_job_of_a_transaction_that_failed_was_never_there() {
    in_every_town(|town| {
        let failed: Result<(), StoreError> = town.store.write(|tx| tx.enqueue(&mail(1)).and(Err(StoreError::Other("no".into()))));
        assert!(failed.is_err());
        assert_eq!(lease(&town.store), None);
    });
}

#[test]
fn finished_jobs_and_old_answers_are_forgotten_and_nothing_else() {
    in_every_town(|town| {
        town.store.write(|tx| tx.enqueue(&mail(1)).and(tx.enqueue(&mail(2))).and(tx.enqueue(&mail(3)))).unwrap();
        let (done, failed) = (lease(&town.store).unwrap(), lease(&town.store).unwrap());
        town.store.write(|tx| tx.finish_job(done.id).and(tx.fail_job(failed.id, "no", None))).unwrap();
        assert_eq!(town.store.write(|tx| tx.sweep()), Ok(0));
        town.pass(TimeDelta::days(6));
        assert_eq!(town.store.write(|tx| tx.sweep()), Ok(0));
        town.pass(TimeDelta::days(2));
        assert_eq!(town.store.write(|tx| tx.sweep()), Ok(2));
        assert_eq!((standing(town, "done_at IS NULL AND failed_at IS NULL"), standing(town, "1 = 1")), (1, 1));
    });
}
