//! Personal matching at 10,000, 100,000 and 1,000,000 listings, beside two yardsticks of the same run: looking at every listing
//! in a plain array, and the same gates and order as one SQL query. docs/benchmarks.md says how to read it.
//!
//! `cargo bench -p enmusubi --bench matching` · sizes by `ENMUSUBI_BENCH_SIZES=10000,100000` · PostgreSQL where
//! `ENMUSUBI_TEST_POSTGRES_URL` names a server.

#![allow(missing_docs, clippy::print_stdout, reason = "a bench is read by running it")]

/// The same question as one SQL query.
#[path = "support/sql.rs"]
mod sql;
mod support;

use criterion::{BenchmarkId, Criterion};
use enmusubi::sample::wishes;
use enmusubi_domain::matching::{NEAR_MISSES, Offer, Policy, Question, best_by_looking_at_all};
use enmusubi_search::matching::MatchIndex;
use sql::Yardstick;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;
use support::{Town, ratios, sizes};

const K: usize = 20;

fn main() {
    let mut criterion = Criterion::default().sample_size(30).warm_up_time(Duration::from_millis(500)).configure_from_args();
    for size in sizes() {
        bench(&mut criterion, size);
    }
    criterion.final_summary();
    ratios("matching", "match_index");
}

fn bench(criterion: &mut Criterion, size: usize) {
    let town = Town::new();
    let policy = Arc::new(Policy::default());
    let offers = offers(&town, size);
    let questions = questions(&town, &policy, 200);
    let index = MatchIndex::new(policy);
    index.apply(offers.iter().cloned(), &[]);
    assert_same(&index, &offers, &questions);

    let mut group = criterion.benchmark_group("matching");
    group.measurement_time(Duration::from_secs(if size > 100_000 { 15 } else { 5 }));
    let mut next = support::in_turn(&questions);
    group.bench_function(BenchmarkId::new("match_index", size), |b| b.iter(|| black_box(index.search(next(), K, 0))));
    let mut next = support::in_turn(&questions);
    group.bench_function(BenchmarkId::new("match_index_and_near_misses", size), |b| b.iter(|| black_box(index.search(next(), K, NEAR_MISSES))));
    let mut next = support::in_turn(&questions);
    group.bench_function(BenchmarkId::new("looking_at_all", size), |b| b.iter(|| black_box(best_by_looking_at_all(next(), &offers, K, 0))));
    let changing: Vec<Offer> = offers.iter().take(1_000).cloned().collect();
    group.bench_function(BenchmarkId::new("thousand_updates", size), |b| b.iter(|| index.apply(changing.iter().cloned(), &[])));
    for mut yardstick in Yardstick::all(&offers) {
        group.sample_size(10);
        let agreement = yardstick.agreement(&offers, &index, &questions, K);
        println!("{} at {size}: listings of the same worth in the first {K} for {agreement}", yardstick.name);
        let mut next = support::in_turn(&questions);
        let name = yardstick.name;
        group.bench_function(BenchmarkId::new(name, size), |b| b.iter(|| black_box(yardstick.best(next(), K))));
    }
    group.finish();
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
    let mut evaluated = 0;
    for q in questions.iter().take(50) {
        let found = index.search(q, K, NEAR_MISSES);
        let (best, near) = best_by_looking_at_all(q, offers, K, NEAR_MISSES);
        assert!(found.best.iter().map(|m| m.offer.id).eq(best.iter().map(|r| r.id)));
        assert!(found.near_misses.iter().map(|m| m.offer.id).eq(near.iter().map(|r| r.id)));
        evaluated += index.search(q, K, 0).evaluated;
    }
    println!("{} listings: {} evaluated exactly per wish, in the mean", offers.len(), evaluated / 50.min(questions.len()));
}
