//! How good are the answers? The demo town, some two hundred questions graded by reading, and a yardstick in the same run.
//!
//! `cargo test -p enmusubi-search --test relevance -- --nocapture` prints the table;
//! `ENMUSUBI_ABLATION=1` adds what each mechanism is worth, `ENMUSUBI_WORST=20` the questions that are answered worst.

mod town;
mod yardstick;

use enmusubi_domain::criteria::Criteria;
use enmusubi_search::tuning::Tuning;
use enmusubi_search::{Order, TextIndex, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use town::{Town, now};
use yardstick::Yardstick;

struct Asked {
    class: String,
    question: String,
    grades: BTreeMap<String, f64>,
}

fn questions() -> Vec<Asked> {
    let line = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [class, question, grades] = columns[..] else { panic!("{line}") };
        let grades = grades.split_whitespace().map(|g| g.split_once('=').unwrap()).map(|(name, grade)| (name.to_owned(), grade.parse().unwrap()));
        Asked { class: class.into(), question: question.into(), grades: grades.collect() }
    };
    include_str!("queries.tsv").lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).map(line).collect()
}

/// Normalised discounted cumulative gain of the first ten, gain 2^grade - 1.
fn ndcg(asked: &Asked, answers: &[String]) -> f64 {
    let gain = |grade: f64| 2f64.powf(grade) - 1.0;
    let sum = |grades: &mut dyn Iterator<Item = f64>| grades.take(10).enumerate().map(|(i, g)| gain(g) / (i as f64 + 2.0).log2()).sum::<f64>();
    let mut ideal: Vec<f64> = asked.grades.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let got = sum(&mut answers.iter().map(|name| asked.grades.get(name).copied().unwrap_or(0.0)));
    got / sum(&mut ideal.into_iter()).max(f64::MIN_POSITIVE)
}

/// Means by class and over all.
fn means(questions: &[Asked], values: &[f64]) -> BTreeMap<String, f64> {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for (asked, value) in questions.iter().zip(values) {
        for class in [asked.class.as_str(), "~overall"] {
            let sum = sums.entry(class.to_owned()).or_default();
            *sum = (sum.0 + value, sum.1 + 1.0);
        }
    }
    sums.into_iter().map(|(class, (sum, n))| (class, sum / n)).collect()
}

struct Bench {
    town: Town,
    questions: Vec<Asked>,
    index: Option<TextIndex>,
    _dir: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let town = Town::read();
        let dir = tempfile::tempdir().unwrap();
        let index = TextIndex::create(&dir.path().join("index"), Arc::new(Words::built_in()), &town.city).unwrap();
        index.apply(town.documents.clone(), &[], "town").unwrap();
        Self { town, questions: questions(), index: Some(index), _dir: dir }
    }

    fn ours(&mut self, tuning: Tuning) -> Vec<f64> {
        let index = self.index.take().unwrap().with_tuning(tuning);
        let order = Order { limit: 10, ..Order::default() };
        let answer = |asked: &Asked| {
            let criteria = Criteria { question: Some(asked.question.clone()), ..Criteria::default() };
            let hits = index.search(&criteria, &order, now()).unwrap().hits;
            hits.iter().map(|h| self.town.refs[&h.key.to_string()].clone()).collect::<Vec<_>>()
        };
        let values = self.questions.iter().map(|asked| ndcg(asked, &answer(asked))).collect();
        self.index = Some(index);
        values
    }
}

fn row(name: &str, means: &BTreeMap<String, f64>) -> String {
    format!("| {name} |{}", means.values().map(|v| format!(" {v:.3} |")).collect::<String>())
}

#[test]
fn answers_are_good_and_better_than_the_yardstick_in_every_class() {
    let mut bench = Bench::new();
    let known: BTreeSet<&String> = bench.town.refs.values().collect();
    for asked in &bench.questions {
        for name in asked.grades.keys() {
            assert!(known.contains(name), "{}: no listing {name}", asked.question);
        }
    }
    let mut fts5 = Yardstick::new(&bench.town.texts);
    let words: Vec<f64> = bench.questions.iter().map(|a| ndcg(a, &fts5.by_words(&a.question))).collect();
    let trigrams: Vec<f64> = bench.questions.iter().map(|a| ndcg(a, &fts5.by_trigrams(&a.question))).collect();
    let values = bench.ours(Tuning::default());
    let (ours, words, trigrams) = (means(&bench.questions, &values), means(&bench.questions, &words), means(&bench.questions, &trigrams));
    println!("| nDCG@10 |{}", ours.keys().map(|k| format!(" {} |", k.trim_start_matches('~'))).collect::<String>());
    println!("{}", row("FTS5 trigram, words", &words));
    println!("{}", row("FTS5 trigram, every three characters", &trigrams));
    println!("{}", row("Enmusubi", &ours));
    println!("{}", row("every second question", &half(&bench.questions, &values, 0)));
    println!("{}", row("the others", &half(&bench.questions, &values, 1)));
    if let Ok(n) = std::env::var("ENMUSUBI_WORST") {
        let mut worst: Vec<(f64, &Asked)> = values.iter().copied().zip(&bench.questions).collect();
        worst.sort_by(|a, b| a.0.total_cmp(&b.0));
        worst.iter().take(n.parse().unwrap_or(20)).for_each(|(v, a)| println!("{v:.3} {} {}", a.class, a.question));
    }
    if std::env::var("ENMUSUBI_ABLATION").is_ok() {
        ablation(&mut bench);
    }
    for (class, value) in &ours {
        let best = words[class].max(trigrams[class]);
        assert!(*value > best, "{class}: {value:.3} is not above {best:.3}");
    }
    assert!(ours["~overall"] >= 0.8, "{:.3}", ours["~overall"]);
}

fn half(questions: &[Asked], values: &[f64], which: usize) -> BTreeMap<String, f64> {
    let of = |i: &usize| i % 2 == which;
    let asked: Vec<Asked> =
        (0..questions.len()).filter(of).map(|i| Asked { class: questions[i].class.clone(), question: String::new(), grades: BTreeMap::new() }).collect();
    let values: Vec<f64> = (0..questions.len()).filter(of).map(|i| values[i]).collect();
    means(&asked, &values)
}

/// Each mechanism switched off alone.
fn ablation(bench: &mut Bench) {
    let all = Tuning::default();
    let without = |zone: usize| {
        let mut zones = all.zones;
        zones[zone] = 0.0;
        zones
    };
    let cases: Vec<(&str, Tuning)> = vec![
        ("everything", all.clone()),
        ("no synonyms", Tuning { synonym: 0.0, ..all.clone() }),
        ("synonyms as heavy as the word", Tuning { synonym: 1.0, ..all.clone() }),
        ("words with errors not mended", Tuning { typo: 0.0, ..all.clone() }),
        ("unfinished words not completed", Tuning { unfinished: 0.0, ..all.clone() }),
        ("kana and romaji not read", Tuning { reading: 0.0, ..all.clone() }),
        ("compounds only whole", Tuning { compound: 0.0, ..all.clone() }),
        ("no themes", Tuning { themes: 0.0, ..all.clone() }),
        ("themes not guessed from the best answers", Tuning { guess: 0.0, ..all.clone() }),
        ("question words kept", Tuning { questions: false, ..all.clone() }),
        ("no rarity", Tuning { rarity: 0.0, ..all.clone() }),
        ("no light words", Tuning { light: 1.0, ..all.clone() }),
        ("neither rarity nor light words", Tuning { rarity: 0.0, light: 1.0, ..all.clone() }),
        ("no phrases", Tuning { phrase: 0.0, ..all.clone() }),
        ("words and substrings alike", Tuning { substring: 1.0, ..all.clone() }),
        ("all zones alike", Tuning { zones: [1.0; 9], ..all.clone() }),
        ("no names of places and groups", Tuning { zones: without(1), ..all.clone() }),
        ("no names of themes", Tuning { zones: without(2), ..all.clone() }),
        ("no facts as words", Tuning { zones: without(5), ..all.clone() }),
        (
            "no English",
            Tuning {
                zones: {
                    let mut z = without(6);
                    z[7] = 0.0;
                    z
                },
                ..all.clone()
            },
        ),
        ("no kin", Tuning { kin: 0.0, ..all.clone() }),
        ("no echo", Tuning { echo: 0.0, ..all.clone() }),
        ("one word is enough", Tuning { share: 0.0, ..all.clone() }),
    ];
    for (name, tuning) in cases {
        let values = bench.ours(tuning);
        println!("{}", row(name, &means(&bench.questions, &values)));
    }
}
