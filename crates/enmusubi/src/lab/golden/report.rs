//! What the lab says about the golden set: Japanese first, English beside it.

use super::case::Case;
use super::cast::Cast;
use super::judge::{Answer, Difference, Verdict};
use super::moved::Moved;
use crate::lab::policy_file;
use crate::lab::table::{Head, laid_out};
use enmusubi_domain::matching::{Gates, Policy};
use enmusubi_domain::text::Lang;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A case with its verdict.
pub(super) type Judged<'a> = (&'a Case, Verdict);

/// How the whole set came out: a table by file, what is not as expected, what is known to disagree.
pub(super) fn set(cast: &Cast, judged: &[Judged<'_>]) -> String {
    let heads: [Head; 6] = [
        ("お手本", "golden set"),
        ("事例", "cases"),
        ("どおり", "as expected"),
        ("ちがう", "not so"),
        ("承知のちがい", "known to disagree"),
        ("順番の組", "ordered pairs"),
    ];
    let mut files: Vec<&str> = judged.iter().map(|(case, _)| case.file.as_str()).collect();
    files.dedup();
    let row = |name: &str, some: &[&Judged<'_>]| {
        let stands = some.iter().filter(|(_, v)| v.stands()).count();
        let sum = |of: fn(&Verdict) -> usize| some.iter().map(|(_, v)| of(v)).sum::<usize>().to_string();
        vec![name.to_owned(), some.len().to_string(), stands.to_string(), (some.len() - stands).to_string(), sum(|v| v.known.len()), sum(|v| v.pairs)]
    };
    let mut rows: Vec<Vec<String>> = files.iter().map(|file| row(file, &judged.iter().filter(|(case, _)| case.file == *file).collect::<Vec<_>>())).collect();
    rows.push(row("合計 total", &judged.iter().collect::<Vec<_>>()));
    let mut out = format!(
        "架空のまちの募集 Listings of the golden town: {}  時点 as of {}\n\n{}",
        cast.listings.len(),
        cast.city.calendar.civil(cast.now).format("%Y-%m-%d %H:%M"),
        laid_out(&heads, rows)
    );
    for (case, verdict) in judged.iter().filter(|(_, v)| !v.stands()) {
        let _ = write!(out, "\nちがう Not as expected: {}\n{}", name(case), differences(cast, verdict));
    }
    let known: Vec<_> = judged.iter().flat_map(|(case, _)| case.disagrees.iter().map(move |d| (case, d))).collect();
    if !known.is_empty() {
        out.push_str("\n承知のちがい（人の判断と計算が分かれるところ） Known to disagree\n");
    }
    for (case, d) in known {
        let _ = writeln!(out, "  {}: {}\n      {}", case.id, difference_text(cast, &d.about), d.why);
    }
    out
}

/// How many pairs stand as the coordinator put them, as a number of pairs and as Kendall's tau.
pub(super) fn summary(judged: &[Judged<'_>]) -> String {
    let pairs: usize = judged.iter().map(|(_, v)| v.pairs).sum();
    let swapped: usize = judged.iter().map(|(_, v)| v.swapped()).sum();
    let stands = judged.iter().filter(|(_, v)| v.stands()).count();
    format!("お手本どおりの事例 Cases as expected: {stands}/{}  ちがう組 pairs otherwise: {swapped}/{pairs}  τ = {:.3}", judged.len(), tau(pairs, swapped))
}

/// Kendall's tau: (agreeing − disagreeing) / all.
fn tau(pairs: usize, swapped: usize) -> f64 {
    if pairs == 0 { 1.0 } else { 1.0 - 2.0 * swapped as f64 / pairs as f64 }
}

fn differences(cast: &Cast, verdict: &Verdict) -> String {
    let mut out = String::new();
    for difference in &verdict.unexpected {
        let _ = writeln!(out, "  {}", difference_text(cast, difference));
    }
    for d in &verdict.healed {
        let _ = writeln!(out, "  もう分かれていません。disagrees から消してください。 No longer so, take it off the list: {}", difference_text(cast, &d.about));
    }
    out
}

fn difference_text(cast: &Cast, difference: &Difference) -> String {
    match difference {
        Difference::Order { above, below } => {
            format!("「{}」は「{}」より上のはずです。 {} should stand above {}", title(cast, *above), title(cast, *below), id(cast, *above), id(cast, *below))
        }
        Difference::Gates { listing, expected, failed } => format!(
            "「{}」 {}: 開かない条件 gates that fail: {} （お手本 expected: {}）",
            title(cast, *listing),
            id(cast, *listing),
            codes(*failed),
            codes(*expected)
        ),
    }
}

/// What another policy changes, in its parameters and in every case. `cases` hold what moved, and the verdict under the other policy.
pub(super) fn moves(cast: &Cast, policies: (&Policy, &Policy), cases: &[(&Case, Moved, Verdict)]) -> String {
    let mut out = format!("変えた値 Changed: {}\n", changed(policies.0, policies.1));
    for (case, moved, verdict) in cases.iter().filter(|(_, moved, _)| !moved.is_empty()) {
        let _ = writeln!(out, "\n{}", name(case));
        for swap in &moved.swaps {
            let against = verdict.unexpected.contains(&Difference::Order { above: swap.down, below: swap.up });
            let _ = writeln!(
                out,
                "  {}「{}」が「{}」の上に  {} now above {}\n      {} の差 lead {:+.3} → {:+.3}{}",
                if swap.fit { "" } else { "（惜しいものの中で among near misses）" },
                title(cast, swap.up),
                title(cast, swap.down),
                id(cast, swap.up),
                id(cast, swap.down),
                swap.part.name(),
                swap.lead.0,
                swap.lead.1,
                if against { "  ！お手本に反します against the coordinator's order" } else { "" }
            );
        }
        for g in &moved.gated {
            let _ =
                writeln!(out, "  「{}」 {}: 開かない条件 gates that fail: {} → {}", title(cast, g.listing), id(cast, g.listing), codes(g.before), codes(g.now));
        }
    }
    let count = cases.iter().filter(|(_, moved, _)| !moved.is_empty()).count();
    let swapped: usize = cases.iter().map(|(_, moved, _)| moved.pairs).sum();
    let _ = writeln!(out, "\n動いた事例 Cases that moved: {count}/{}  入れかわった組 pairs that changed places: {swapped}", cases.len());
    out
}

/// Parameters that differ, under the names of a policy file.
fn changed(old: &Policy, new: &Policy) -> String {
    let (old, new) = (parameters(old), parameters(new));
    let differ: Vec<String> = old.iter().filter_map(|(k, v)| new.get(k).filter(|w| *w != v).map(|w| format!("{k} {v} → {w}"))).collect();
    if differ.is_empty() { "なし nothing".into() } else { differ.join(", ") }
}

fn parameters(policy: &Policy) -> BTreeMap<String, String> {
    let table: toml::Table = policy_file::text(policy).parse().unwrap_or_default();
    let mut all = BTreeMap::new();
    for (name, value) in table {
        match value {
            toml::Value::Table(inner) => all.extend(inner.into_iter().map(|(k, v)| (format!("{name}.{k}"), v.to_string()))),
            other => _ = all.insert(name, other.to_string()),
        }
    }
    all
}

/// One case in full: the conversation, each listing's place and reason, and the engine's own reasons beside it.
pub(super) fn case(cast: &Cast, case: &Case, answer: &Answer, verdict: &Verdict) -> String {
    let mut out = format!("{}\n\n{}\n", name(case), case.talk);
    let place = |listing: usize| answer.fits.iter().position(|l| *l == listing).map_or("–".to_owned(), |n| (n + 1).to_string());
    let mut expected = 0;
    for (n, placed) in case.order.iter().enumerate() {
        expected = if placed.even { expected } else { n + 1 };
        let heading = format!("{expected}（計算 engine {}）", place(placed.listing));
        out.push_str(&listing(cast, answer, placed.listing, &heading, &placed.why));
    }
    for missed in &case.not_yet {
        out.push_str(&listing(cast, answer, missed.listing, &format!("まだ not yet [{}]", codes(missed.gates)), &missed.why));
    }
    if !verdict.stands() {
        let _ = write!(out, "\nちがう Not as expected\n{}", differences(cast, verdict));
    }
    for d in &case.disagrees {
        let _ = write!(out, "\n承知のちがい Known to disagree: {}\n    {}\n", difference_text(cast, &d.about), d.why);
    }
    out
}

fn listing(cast: &Cast, answer: &Answer, listing: usize, heading: &str, why: &str) -> String {
    let (offer, e) = (&cast.listings[listing].offer, &answer.evaluations[&listing]);
    let mut out = format!("\n{heading} {} 「{}」\n    {why}\n", id(cast, listing), title(cast, listing));
    for b in e.because(&answer.question, offer, &cast.city) {
        let _ = writeln!(out, "    {:.3} = {:.2} × {:.2} {} {}: {}", b.contribution, b.value, b.weight, b.side.code(), b.factor, b.text(Lang::Ja));
    }
    for w in e.why_not(&answer.question, offer, &cast.city, |_| None) {
        let _ = writeln!(out, "    ✗ {}: {}", w.gate.code(), w.text(Lang::Ja));
    }
    let _ = writeln!(out, "    順番 order {:.4} = 適合 score {:.4} × 公平 equity {:.4}", e.order, e.score, e.equity.factor);
    out
}

fn name(case: &Case) -> String {
    format!("{}/{} 「{}」 {}", case.file, case.id, case.title, case.title_en)
}

fn title(cast: &Cast, listing: usize) -> &str {
    &cast.listings[listing].title
}

fn id(cast: &Cast, listing: usize) -> &str {
    &cast.listings[listing].id
}

fn codes(gates: Gates) -> String {
    if gates.is_empty() { "なし none".into() } else { gates.iter().map(|g| g.code()).collect::<Vec<_>>().join(" + ") }
}
