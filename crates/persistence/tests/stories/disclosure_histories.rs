//! Random lives of an application: contact can be read exactly while a disclosure counts, at a stage that opens it.

use crate::backends::on_every_backend;
use crate::taking_part::{accept, after, all, apply, decline, now_of, published, session_in, somebody, standing_group, withdraw};
use chrono::{DateTime, Utc};
use enmusubi_domain::application::{Application, Side, State};
use enmusubi_domain::contact::Ticks;
use enmusubi_domain::disclosure::{Field, Stage, fields_at};
use enmusubi_persistence::Store;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[derive(Debug, Clone, Copy)]
enum Step {
    Accept,
    Withdraw,
    Decline,
    End,
    Attend(bool),
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Accept),
        1 => Just(Step::Withdraw),
        1 => Just(Step::Decline),
        2 => Just(Step::End),
        1 => any::<bool>().prop_map(Step::Attend),
        6 => (1i64..200).prop_map(Step::Pass),
    ]
}

/// A life in plain words: since when it is open, and until when.
#[derive(Debug, Default)]
struct Model {
    accepted: bool,
    ended: bool,
}

/// What a group could read of a contact at a moment.
fn readable(store: &Store, a: &Application, now: DateTime<Utc>) -> Vec<Field> {
    let (state, live, sessions) = store
        .read(|tx| {
            let state = tx.application(a.id)?.map(|a| a.state);
            Ok::<_, enmusubi_persistence::StoreError>((state, tx.live_disclosure(a.id, now)?, tx.sessions_held(a.id)?))
        })
        .unwrap();
    let sessions: Vec<_> = sessions.iter().map(|s| (s.starts_at, s.ends_at)).collect();
    fields_at(Stage::of(state.unwrap(), live.is_some(), &sessions, now), Ticks::default(), true)
}

fn lived(store: &Store, begins: Option<i64>, steps: &[Step]) -> Result<(), TestCaseError> {
    let name = format!("v{}", uuid::Uuid::now_v7().simple());
    let (person, group) = (somebody(store, &name), standing_group(store, "雪の会"));
    let listing = published(store, &group, begins.map(|hours| session_in(hours, Some(5))).into_iter().collect(), Some(5), |_| ());
    let mut a = apply(store, person, &listing, &all(), &after(0)).unwrap();
    let (mut hours, mut model, mut opened) = (0, Model::default(), 0);
    for step in steps {
        match step {
            Step::Accept => {
                // Refused by where it stands, or because nothing of it lies ahead.
                if accept(store, &a, &after(hours)).is_ok_and(|a| a.state == State::Accepted) {
                    (model.accepted, opened) = (true, hours);
                }
            }
            Step::Withdraw => {
                if withdraw(store, &a, &after(hours)).is_ok() {
                    model.ended = true;
                }
            }
            Step::Decline => {
                if decline(store, &a, &after(hours)).is_ok() {
                    model.ended = true;
                }
            }
            Step::End => {
                let open = store.read(|tx| tx.live_disclosure(a.id, after(hours).now)).unwrap();
                if let Some(open) = open {
                    store.write(|tx| tx.end_disclosure(open.id, Side::Volunteer, after(hours).now)).unwrap();
                    model.ended = true;
                }
            }
            Step::Attend(there) => {
                if let Ok(noted) = a.attended(*there, after(hours).now) {
                    store.write(|tx| tx.put_application(&noted).and_then(|()| tx.disclosures_follow(Some(&a), &noted, &after(hours)))).unwrap();
                }
            }
            Step::Pass(more) => hours += more,
        }
        a = now_of(store, &a);
        let last = begins.map_or(opened + 180 * 24, |begin| begin + 2 + 30 * 24);
        let open = model.accepted && !model.ended && hours < last;
        let shown = readable(store, &a, after(hours).now);
        prop_assert_eq!(!shown.is_empty(), open, "{:?} after {} h: {:?} {:?}", a.state, hours, shown, model);
        let day = open && begins.is_some_and(|begin| (begin - 24..begin + 26).contains(&hours));
        prop_assert_eq!(shown.contains(&Field::Phone), day, "{} h", hours);
        prop_assert_eq!(shown.contains(&Field::Emergency), day, "{} h", hours);
    }
    Ok(())
}

#[test]
fn contact_can_be_read_exactly_while_a_disclosure_counts() {
    on_every_backend(|store| {
        let mut runner = TestRunner::new(Config { cases: 150, failure_persistence: None, ..Config::default() });
        let lives = (proptest::option::of(1i64..900), proptest::collection::vec(step(), 1..14));
        runner.run(&lives, |(begins, steps)| lived(store, begins, &steps)).unwrap();
    });
}
