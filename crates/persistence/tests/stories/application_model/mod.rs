//! Random histories of a small town, against a plain model: applications, seats, waiting lists, clashes, limits, time, and a guardian's word.
//!
//! After every step the store and the model must agree on the answer, on where every application stands, on every seat and on every waiting list.
//! `ENMUSUBI_MODEL_CASES=5000` tells as many histories to each database.

/// The rules once more, as plainly as they can be said.
mod model;
/// A town, and what can happen in it.
mod plan;
/// One history, told to the store and to the model.
mod play;

use crate::backends::{Backend, Place, in_every_place};
use enmusubi_persistence::Store;
use model::Bent;
use plan::{history, town};
use play::Play;
use proptest::test_runner::{Config, TestError, TestRunner};
use std::cell::RefCell;
use std::collections::HashMap;

/// Histories on a database, if the environment does not say another number.
fn cases(backend: Backend) -> u32 {
    let told = std::env::var("ENMUSUBI_MODEL_CASES").ok().and_then(|n| n.parse().ok());
    told.unwrap_or(if backend == Backend::Sqlite { ENOUGH } else { 48 })
}

/// Histories among which everything happens that can.
const ENOUGH: u32 = 256;

/// Tells histories until one goes otherwise than the model says; answers how often what has happened.
fn tell(store: &Store, cases: u32, bent: Option<Bent>) -> Result<HashMap<&'static str, usize>, String> {
    // What was found on purpose need not be made small.
    let max_shrink_iters = if bent.is_some() { 0 } else { 4_000 };
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, max_shrink_iters, ..Config::default() });
    let seen = RefCell::new(HashMap::<&str, usize>::new());
    let told = runner.run(&(town(), history()), |(town, history)| {
        let mut play = Play::new(store, town, bent);
        for op in history {
            play.take(op)?;
            play.compare(false)?;
        }
        play.compare(true)?;
        play.model.seen.iter().for_each(|(what, n)| *seen.borrow_mut().entry(what).or_default() += n);
        Ok(())
    });
    match told {
        Ok(()) => Ok(seen.into_inner()),
        Err(TestError::Fail(why, (town, history))) => Err(format!("{why}\n{town:#?}\n{history:#?}")),
        Err(TestError::Abort(why)) => Err(why.to_string()),
    }
}

#[test]
fn whatever_happens_the_store_and_a_plain_model_agree() {
    in_every_place(|place: &Place| {
        let cases = cases(place.backend);
        let seen = tell(&place.store(), cases, None).unwrap_or_else(|e| panic!("{:?}: {e}", place.backend));
        let mut all: Vec<_> = seen.iter().collect();
        all.sort();
        println!("{:?}: {all:?}", place.backend);
        // Nothing was proved about what never happened.
        let missing: Vec<_> = EVENTS.iter().filter(|what| !seen.contains_key(*what)).collect();
        assert!(missing.is_empty() || cases < ENOUGH, "never happened: {missing:?} of {all:?}");
    });
}

/// Answers and events that every run must have met.
const EVENTS: [&str; 33] = [
    "proposed",
    "applied",
    "waitlisted",
    "accepted",
    "declined",
    "withdrawn",
    "not_in_this_state",
    "answered_too_late",
    "not_open",
    "apply_by_over",
    "nothing_ahead",
    "sessions_gone",
    "already_applied",
    "own_group",
    "full",
    "clash",
    "sessions_overlap",
    "own_week_full",
    "group_week_full",
    "other_age",
    "age_unknown",
    "guardian_applies",
    "guardian_consent_needed",
    "asked_often_enough",
    "already_begun",
    "has to wait",
    "is offered a seat",
    "is passed over",
    "takes the seat that was offered",
    "lets an offer pass",
    "is not answered",
    "is called off",
    "lapses",
];

#[test]
fn a_model_with_one_rule_bent_is_found_out() {
    let place = Place::sqlite();
    let store = place.store();
    let bent = [Bent::HandOver, Bent::Queue, Bent::Offer, Bent::Party, Bent::Deadline, Bent::Newcomers, Bent::Week, Bent::TakenBack, Bent::Begun, Bent::Year];
    for rule in bent {
        assert!(tell(&store, 2_000, Some(rule)).is_err(), "{rule:?} was not found out");
    }
}
