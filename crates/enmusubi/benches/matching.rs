//! Personal matching at 10,000, 100,000 and 1,000,000 listings, beside yardsticks of the same run: looking at every listing in a plain array, the same
//! question as one SQL query, and tantivy's own best 20 by BM25. docs/benchmarks.md says how to read it.
//!
//! `cargo bench -p enmusubi --bench matching` · sizes by `ENMUSUBI_BENCH_SIZES=10000,100000` · PostgreSQL where
//! `ENMUSUBI_TEST_POSTGRES_URL` names a server.

#![allow(missing_docs, clippy::print_stdout, reason = "a bench is read by running it")]

/// The same question as one SQL query.
#[path = "support/sql.rs"]
mod sql;
mod support;
/// Finding by words alone.
#[path = "support/text.rs"]
mod text;
/// Times of one thread's own work.
#[path = "support/time.rs"]
mod time;

use enmusubi::sample::wishes;
use enmusubi_domain::matching::{NEAR_MISSES, Offer, Policy, Question, best_by_looking_at_all};
use enmusubi_search::matching::MatchIndex;
use sql::Yardstick;
use std::sync::Arc;
use std::time::Instant;
use support::{Town, sizes};
use text::Words;
use time::Spread;

const K: usize = 20;
const WISHES: usize = 200;

fn main() {
    let mut growth: Vec<(usize, f64)> = vec![];
    for size in sizes() {
        growth.push((size, bench(size)));
    }
    for pair in growth.windows(2) {
        println!("growth from {} to {} listings: {:.1} times", pair[0].0, pair[1].0, pair[1].1 / pair[0].1);
    }
}

/// Measures one size and answers the median of a search, in microseconds.
fn bench(size: usize) -> f64 {
    let town = Town::new();
    let policy = Arc::new(Policy::default());
    let offers = offers(&town, size);
    let questions = questions(&town, &policy, WISHES);
    let begun = Instant::now();
    let index = MatchIndex::new(policy);
    index.apply(offers.iter().cloned(), &[]);
    index.settle();
    let built = begun.elapsed();
    println!("\n{size} listings: built in {:.2} s", built.as_secs_f64());
    assert_same(&index, &offers, &questions);
    let memory = index.memory();
    println!("bytes a listing: {} of the index, {} of the listings themselves", memory.index / size, memory.rows / size);

    let rounds = (2_000_000 / size).clamp(3, 25);
    let ours = Spread::of(questions.len(), rounds, |n| index.search(&questions[n], K, 0));
    let line = |name: &str, spread: &Spread| {
        let (median, p99) = (spread.median(), spread.p99());
        println!("{name:<44} {median:>12.1} µs {p99:>12.1} µs {:>9.2} x {:>9.2} x", median / ours.median(), p99 / ours.p99());
    };
    println!("{:<44} {:>15} {:>15} {:>11} {:>11}", "best 20 of 200 wishes, one thread", "median", "p99", "median", "p99");
    line("match index", &ours);
    let near = Spread::of(questions.len(), rounds, |n| index.search(&questions[n], 0, NEAR_MISSES));
    line("match index: five near misses alone", &near);
    let scan = Spread::of(questions.len(), (rounds / 3).clamp(1, 5), |n| best_by_looking_at_all(&questions[n], &offers, K, 0));
    line("looking at every listing", &scan);
    words(&town, &offers, &questions, &line);
    by_kind(&index, &questions, rounds);
    updates(&index, &offers);
    threads(&index, &questions);
    for mut yardstick in Yardstick::all(&offers) {
        let agreement = yardstick.agreement(&offers, &index, &questions, K);
        let some = if size > 100_000 { 5 } else { 20 };
        let begun = Instant::now();
        (0..some).for_each(|n| _ = yardstick.best(&questions[n * questions.len() / some], K));
        let mean = begun.elapsed().as_secs_f64() * 1e6 / f64::from(some as u32);
        let same: f64 = {
            let begun = Instant::now();
            (0..some).for_each(|n| _ = index.search(&questions[n * questions.len() / some], K, 0));
            begun.elapsed().as_secs_f64() * 1e6 / f64::from(some as u32)
        };
        println!(
            "{}: {:.0} times ours (means by the clock, {some} wishes); listings of the same worth in the first {K} for {agreement}",
            yardstick.name,
            mean / same
        );
    }
    ours.median()
}

fn offers(town: &Town, size: usize) -> Vec<Offer> {
    // Connections are spread as attention is: many listings have none, a few have many.
    let connections = |n: usize| if n % 5 < 3 { 0 } else { (n % 11) as u32 };
    town.city(size).opportunities().enumerate().map(|(n, o)| Offer::of(&o, &town.place, connections(n), town.now)).collect()
}

fn questions(town: &Town, policy: &Policy, n: usize) -> Vec<Question> {
    let city = town.city(10);
    wishes(&city, n).map(|w| Question::new(w, &town.place, policy, town.now).expect("made-up wishes pass their checks")).collect()
}

/// A bench of a wrong answer is worth nothing.
fn assert_same(index: &MatchIndex, offers: &[Offer], questions: &[Question]) {
    let (mut best_judged, mut near_judged) = (0, 0);
    for q in questions {
        let found = index.search(q, K, NEAR_MISSES);
        let (best, near) = best_by_looking_at_all(q, offers, K, NEAR_MISSES);
        assert!(found.best.iter().map(|m| m.offer.id).eq(best.iter().map(|r| r.id)));
        assert!(found.near_misses.iter().map(|m| m.offer.id).eq(near.iter().map(|r| r.id)));
        let alone = index.search(q, K, 0).evaluated;
        best_judged += alone;
        near_judged += found.evaluated - alone;
    }
    let mean = |n: usize| n / questions.len();
    println!("the same answers as looking at all, for each wish; judged exactly, in the mean: {}, for near misses {}", mean(best_judged), mean(near_judged));
}

/// Finding by words alone.
fn words(town: &Town, offers: &[Offer], questions: &[Question], line: &dyn Fn(&str, &Spread)) {
    let city = town.city(offers.len());
    let words = Words::of(&city, offers);
    let pairs = words.pairs();
    let rounds = (500_000 / offers.len()).clamp(3, 25);
    line("tantivy, two words, BM25, bare", &Spread::of(pairs.len(), rounds, |n| words.bare(&pairs[n], K)));
    line("tantivy, the same among where and when", &Spread::of(pairs.len(), rounds, |n| words.filtered(&pairs[n], &questions[n], K)));
}

/// Medians by how much is asked.
fn by_kind(index: &MatchIndex, questions: &[Question], rounds: usize) {
    let kind = |q: &Question| {
        let w = q.wish();
        match (w.themes.is_empty(), w.availability.is_some(), w.home.is_some(), w.areas.is_empty()) {
            (true, ..) => "nothing",
            (_, false, ..) => "themes only",
            (_, _, true, _) => "around home",
            (_, _, _, false) => "in a ward",
            _ => "two hours a week, anywhere",
        }
    };
    for name in ["nothing", "themes only", "around home", "in a ward", "two hours a week, anywhere"] {
        let these: Vec<&Question> = questions.iter().filter(|q| kind(q) == name).collect();
        if these.is_empty() {
            continue;
        }
        let best = Spread::of(these.len(), rounds, |n| index.search(these[n], K, 0));
        let near = Spread::of(these.len(), rounds, |n| index.search(these[n], 0, NEAR_MISSES));
        let judged: usize = these.iter().map(|q| index.search(q, K, 0).evaluated).sum::<usize>() / these.len();
        println!("  asked: {name:<28} {:>4} wishes {:>9.1} µs, near misses {:>9.1} µs, {judged} judged", these.len(), best.median(), near.median());
    }
}

/// What one change costs: a listing written again, one connected with, one taken out and put back.
fn updates(index: &MatchIndex, offers: &[Offer]) {
    let some: Vec<&Offer> = offers.iter().step_by((offers.len() / 2_000).max(1)).collect();
    let one = |name: &str, act: &mut dyn FnMut(&Offer)| {
        let spread = Spread::of(some.len(), 3, |n| act(some[n]));
        println!("  {name:<44} {:>9.2} µs, p99 {:>9.2} µs", spread.median(), spread.p99());
    };
    let mut n = 0;
    one("one connection more", &mut |o| {
        n += 1;
        index.connect(&[(o.id, o.connections + n % 3 + 1)]);
    });
    one("written again, a copy made", &mut |o| index.apply([o.clone()], &[]));
    one("taken out and put back, a copy made", &mut |o| {
        index.apply([], &[o.id]);
        index.apply([o.clone()], &[]);
    });
}

/// How many searches a second one and two threads do.
fn threads(index: &MatchIndex, questions: &[Question]) {
    let rate = |threads: usize| {
        let begun = Instant::now();
        let turns = 5;
        std::thread::scope(|scope| {
            for t in 0..threads {
                scope.spawn(move || {
                    for n in 0..turns * questions.len() {
                        std::hint::black_box(index.search(&questions[(n + t * questions.len() / threads) % questions.len()], K, 0));
                    }
                });
            }
        });
        (threads * turns * questions.len()) as f64 / begun.elapsed().as_secs_f64()
    };
    let (one, two) = (rate(1), rate(2));
    println!("  searches a second by the clock: {one:.0} on one thread, {two:.0} on two ({:.2} times)", two / one);
}
