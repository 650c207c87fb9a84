//! The other direction: 20,000 made-up volunteers ranked for one opportunity after another, beside the plain way in the same run: evaluating
//! everybody. docs/benchmarks.md says how to read it.
//!
//! `cargo bench -p enmusubi --bench candidates` · the number of volunteers by `ENMUSUBI_BENCH_VOLUNTEERS=20000` · rounds by `ENMUSUBI_BENCH_ROUNDS=5`

#![allow(missing_docs, clippy::print_stdout, reason = "a bench is read by running it")]

mod support;
/// Times of one thread's own work.
#[path = "support/time.rs"]
mod time;

use chrono::{Datelike, NaiveDate};
use enmusubi::sample::wishes;
use enmusubi_domain::day::day_number;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::matching::{Best, Evaluation, Moment, NEAR_MISSES, Offer, Policy, Question, Rank, evaluate, near_miss};
use enmusubi_domain::profile::Profile;
use enmusubi_search::volunteers::{Candidate, Candidates, VolunteerIndex};
use std::sync::Arc;
use std::time::Instant;
use support::Town;
use time::Spread;

const VOLUNTEERS: usize = 20_000;
const OFFERS: usize = 200;
const K: usize = 20;

fn main() {
    let town = Town::new();
    let size = std::env::var("ENMUSUBI_BENCH_VOLUNTEERS").ok().and_then(|s| s.parse().ok()).unwrap_or(VOLUNTEERS);
    let rounds: usize = std::env::var("ENMUSUBI_BENCH_ROUNDS").ok().and_then(|s| s.parse().ok()).unwrap_or(5);
    let policy = Arc::new(Policy::default());
    let moment = Moment::of(&town.place.calendar, town.now);
    let people = people(&town, size, moment.date());
    let offers: Vec<Offer> = town.city(2_000).opportunities().map(|o| Offer::of(&o, &town.place, 0, town.now)).take(OFFERS).collect();

    let before = resident();
    let questions: Vec<(AccountId, Question)> = people.iter().map(|(id, profile)| (*id, question(profile, &town, &policy, moment))).collect();
    let between = resident();
    let index = VolunteerIndex::new(Arc::new(town.place.clone()), policy);
    let begun = Instant::now();
    index.apply(people.iter().cloned(), &[]);
    let built = begun.elapsed();
    let after = resident();
    println!("{size} volunteers, {} offers, best {K}; the index was built in {built:.0?}", offers.len());
    if let (Some(before), Some(between), Some(after)) = (before, between, after) {
        let each = |bytes: u64| bytes / size as u64;
        println!(
            "resident memory grew by {} bytes a volunteer for the index, by {} for prepared questions",
            each(after.saturating_sub(between)),
            each(between.saturating_sub(before))
        );
    }

    // A bench of a wrong answer is worth nothing.
    let (mut evaluated, mut with_near, mut fitting) = (0, 0, 0);
    for offer in &offers {
        let (plain, found) = (everybody(&questions, offer, moment, K, NEAR_MISSES), index.rank(offer, moment, K, NEAR_MISSES));
        assert!(plain.best == found.best && plain.near_misses == found.near_misses);
        with_near += found.evaluated;
        let found = index.rank(offer, moment, K, 0);
        assert!(plain.best == found.best);
        evaluated += found.evaluated;
        fitting += index.count(offer, moment);
    }
    let mean = |n: usize| n / offers.len();
    println!("in the mean {} fit, {} are evaluated exactly, {} with near misses", mean(fitting), mean(evaluated), mean(with_near));

    let plain = Spread::of(offers.len(), rounds, |at| everybody(&questions, &offers[at], moment, K, 0));
    println!("\n{:<36} {:>10} {:>10} {:>10}", "work of one thread for one offer", "median", "p99", "share");
    let row = |name: &str, spread: &Spread| {
        let share = 100.0 * spread.median() / plain.median();
        println!("{name:<36} {:>7.0} µs {:>7.0} µs {share:>8.1} %", spread.median(), spread.p99());
    };
    row("evaluating everybody", &plain);
    row("volunteer index", &Spread::of(offers.len(), rounds, |at| index.rank(&offers[at], moment, K, 0)));
    row("everybody, near misses as well", &Spread::of(offers.len(), rounds, |at| everybody(&questions, &offers[at], moment, K, NEAR_MISSES)));
    row("volunteer index, near misses as well", &Spread::of(offers.len(), rounds, |at| index.rank(&offers[at], moment, K, NEAR_MISSES)));
    row("volunteer index, how many fit", &Spread::of(offers.len(), rounds, |at| index.count(&offers[at], moment)));
    let changes: Vec<(AccountId, Profile)> = people.iter().take(1_000).cloned().collect();
    let change = Spread::of(changes.len(), rounds, |at| index.apply([changes[at].clone()], &[]));
    println!("a profile is replaced in {:.1} µs", change.median());
}

/// Made-up volunteers who are open to introductions, born so that they are as old as their wishes say.
fn people(town: &Town, size: usize, today: NaiveDate) -> Vec<(AccountId, Profile)> {
    let city = town.city(10);
    let profile = |(n, mut wish): (usize, enmusubi_domain::matching::Wish)| {
        let born = |age: u8| NaiveDate::from_ymd_opt(today.year() - i32::from(age), 1, 1 + n as u32 % 28);
        let birth_date = wish.age.take().and_then(born);
        (AccountId::derived(1_767_225_600_000, &format!("volunteer {n}")), Profile { wish, birth_date, open_to_introductions: true })
    };
    wishes(&city, size).enumerate().map(profile).collect()
}

fn question(profile: &Profile, town: &Town, policy: &Policy, moment: Moment) -> Question {
    Question::new(profile.wish_on(moment.date()), &town.place, policy, town.now).expect("made-up wishes pass their checks")
}

/// The plain way.
fn everybody(questions: &[(AccountId, Question)], offer: &Offer, moment: Moment, k: usize, near: usize) -> Candidates {
    let today = day_number(moment.date());
    let (mut best, mut missed) = (Best::<Evaluation, AccountId>::new(k), Best::new(near));
    for (id, question) in questions {
        let e = evaluate(question, offer);
        if e.failed.is_empty() {
            best.offer(Rank::new(e.score, *id, today), e);
        } else if near > 0 && near_miss(&e) {
            missed.offer(Rank::new(e.score, *id, today), e);
        }
    }
    let found = |kept: Best<Evaluation, AccountId>| kept.into_sorted().into_iter().map(|(r, evaluation)| Candidate { id: r.id(), evaluation }).collect();
    Candidates { best: found(best), near_misses: found(missed), evaluated: questions.len() }
}

/// Bytes of memory that this process really uses, where Linux tells.
fn resident() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * 4096)
}
