//! Finding by words at 10,000, 100,000 and 1,000,000 listings, beside SQLite's trigram index (FTS5) of the same run; and the size of
//! the index beside the raw JSON. docs/benchmarks.md says how to read it.
//!
//! `cargo bench -p enmusubi --bench searching` · sizes by `ENMUSUBI_BENCH_SIZES=10000,100000`.

#![allow(missing_docs, clippy::print_stdout, reason = "a bench is read by running it")]

mod support;

use criterion::{BenchmarkId, Criterion};
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use enmusubi_domain::criteria::Criteria;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_search::{Document, Item, Key, Order, TextIndex, Words};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::{Town, ratios, sizes};

/// What people type: words of listings, other words for the same, parts, whole questions, typing errors, romaji.
const QUESTIONS: &[&str] = &[
    "雪かき",
    "読み聞かせ",
    "高齢者",
    "子ども食堂",
    "ゆきかき",
    "北24条",
    "スマホ 教えたい",
    "土日にできる子どもと遊ぶボランティア",
    "よみきかせ",
    "yukikaki",
    "防災訓練",
    "にほんごきょうしつ",
];

fn main() {
    let mut criterion = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(500)).configure_from_args();
    for size in sizes() {
        bench(&mut criterion, size);
    }
    criterion.final_summary();
    ratios("searching", "text_index");
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    #[allow(dead_code, reason = "only the work of finding it is wanted")]
    rowid: i64,
}

fn bench(criterion: &mut Criterion, size: usize) {
    let town = Town::new();
    let dir = tempfile::tempdir().expect("a directory");
    let index = TextIndex::create(&dir.path().join("index"), Arc::new(Words::built_in()), &town.place).expect("an index");
    let mut sqlite = SqliteConnection::establish(":memory:").expect("SQLite is compiled in");
    sqlite.batch_execute("CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize='trigram')").expect("FTS5 is compiled in");
    let (mut json, start) = (0, Instant::now());
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    let all: Vec<Opportunity> = if size <= 100_000 { town.city(size).opportunities().collect() } else { vec![] };
    let city = town.city(size);
    let mut stream: Box<dyn Iterator<Item = Opportunity>> = if all.is_empty() { Box::new(city.opportunities()) } else { Box::new(all.iter().cloned()) };
    let group = city.group(0);
    loop {
        let page: Vec<Opportunity> = stream.by_ref().take(5_000).collect();
        if page.is_empty() {
            break;
        }
        let mut documents = vec![];
        let mut rows = vec![];
        for opportunity in page {
            let view = enmusubi_http::opportunity_document(&opportunity, &group, &town.place);
            json += view.len() as u64;
            rows.push((opportunity.details.title.clone(), format!("{} {}", opportunity.details.summary, opportunity.details.description)));
            let item = Item::Opportunity { group_name: group.details.name.clone(), group_name_en: None, opportunity };
            let key = match &item {
                Item::Opportunity { opportunity, .. } => Key::Opportunity(opportunity.id),
                Item::Group(group) => Key::Group(group.id),
            };
            documents.push(Document { key, version: 1, item, view });
        }
        let clock = Instant::now();
        index.apply(documents, &[], "bench").expect("it is indexed");
        ours += clock.elapsed();
        let clock = Instant::now();
        sqlite
            .transaction::<_, diesel::result::Error, _>(|c| {
                for (title, body) in rows {
                    sql_query("INSERT INTO t(title, body) VALUES (?, ?)").bind::<Text, _>(title).bind::<Text, _>(body).execute(c)?;
                }
                Ok(())
            })
            .expect("it is indexed");
        theirs += clock.elapsed();
    }
    let bytes = size_of(&dir.path().join("index"));
    println!(
        "{size} listings: raw JSON {:.1} MB, index {:.1} MB ({:.2} of it); indexed in {ours:.1?} (trigram: {theirs:.1?}, no fields, no facets); {:.1?} in all",
        json as f64 / 1e6,
        bytes as f64 / 1e6,
        bytes as f64 / json as f64,
        start.elapsed()
    );

    let mut group = criterion.benchmark_group("searching");
    group.measurement_time(Duration::from_secs(5));
    let order = Order { limit: 20, ..Order::default() };
    let criteria: Vec<Criteria> = QUESTIONS.iter().map(|q| Criteria { question: Some((*q).to_owned()), ..Default::default() }).collect();
    let mut next = support::in_turn(&criteria);
    group.bench_function(BenchmarkId::new("text_index", size), |b| {
        b.iter(|| black_box(index.search(next(), &order, town.now).expect("any question has an answer")))
    });
    let mut next = support::in_turn(QUESTIONS);
    group.bench_function(BenchmarkId::new("sqlite_trigram", size), |b| b.iter(|| black_box(trigram(&mut sqlite, next()))));
    group.finish();
}

/// The same question as SQLite's trigram index takes it: words joined by OR, best 20 by BM25. Words under three characters match nothing.
fn trigram(sqlite: &mut SqliteConnection, question: &str) -> usize {
    let words: Vec<String> = question.split_whitespace().map(|w| format!("\"{}\"", w.replace('"', "\"\""))).collect();
    let found = sql_query("SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 20").bind::<Text, _>(words.join(" OR ")).load::<Row>(sqlite);
    found.map_or(0, |rows| rows.len())
}

fn size_of(dir: &Path) -> u64 {
    std::fs::read_dir(dir).into_iter().flatten().flatten().filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum()
}
