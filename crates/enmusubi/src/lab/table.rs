//! The results for a terminal: Japanese first, English beside it.

use super::policies::{IN_FORCE, POPULARITY, RELEVANCE};
use super::study::{CONNECTIONS, LOSS_MAX, SERVED, Study};
use super::summary::Spread;
use unicode_width::UnicodeWidthStr;

/// A column's head, in two lines, and its least width.
pub(super) type Head = (&'static str, &'static str);

/// Everything a person wants to see first; the rest stands in the JSON file.
pub(super) fn text(study: &Study) -> String {
    let s = &study.scenario;
    let visitors = if study.logged { "検索ログ a log of searches".to_owned() } else { format!("週{}人 visitors a week", s.visitors_per_week) };
    let mut out = format!(
        "シナリオ Scenario: {}  掲載 listings {}  空き places per {} weeks {}  {visitors}\n\
         {}週 weeks (+{} 慣らし warm-up)  外部からの来訪 by groups' own links {:.0} %  シード seeds {}..{}  平均±標準誤差 mean ± standard error\n\n",
        s.name,
        study.listings,
        s.places.term_weeks,
        study.places,
        s.weeks,
        s.warm_up,
        100.0 * s.external,
        s.seed,
        s.seed + u64::from(s.seeds) - 1,
    );
    out.push_str(&policies(study));
    out.push('\n');
    out.push_str(&shares(study));
    out.push('\n');
    out.push_str(&curve(study));
    for division in 0..3 {
        out.push('\n');
        out.push_str(&classes(study, division));
    }
    out.push_str("\n「適合度のみ」「人気順」との差は、同じ来訪者・同じ偶然のもとでの差です。 Changes are against the same visitors with the same luck.\n");
    out
}

fn policies(study: &Study) -> String {
    let heads: [Head; 8] = [
        ("方針", "policy"),
        ("つながった募集/週", "listings served/week"),
        ("適合度比", "vs relevance"),
        ("人気順比", "vs popularity"),
        ("つながり/週", "connections/week"),
        ("適合度比", "vs relevance"),
        ("人気順比", "vs popularity"),
        ("NDCG@10の損失", "NDCG@10 loss"),
    ];
    let rows = compared(study).map(|c| {
        let flag = if study.within_guard(c) { "  " } else { "！" };
        vec![
            study.contestants[c].name.clone(),
            number(study.figure(c, SERVED), 1),
            percent(study.change(c, RELEVANCE, SERVED)),
            percent(study.change(c, POPULARITY, SERVED)),
            number(study.figure(c, CONNECTIONS), 1),
            percent(study.change(c, RELEVANCE, CONNECTIONS)),
            percent(study.change(c, POPULARITY, CONNECTIONS)),
            format!("{}{flag}", share(study.figure(c, |o| Some(o.ndcg_loss)))),
        ]
    });
    let guard = format!(
        "！ 上位10件の損失が{0:.0} %を超えています（公開できる方針の目安） More than {0:.0} % lost in the top ten: too much for a published policy\n",
        100.0 * LOSS_MAX
    );
    format!("{}{guard}", laid_out(&heads, rows.collect()))
}

/// All but the points of the curve.
fn compared(study: &Study) -> impl Iterator<Item = usize> {
    (0..study.contestants.len()).filter(|c| !study.contestants[*c].on_curve)
}

/// Who is left out, and how evenly the rest is shared.
fn shares(study: &Study) -> String {
    let heads: [Head; 7] = [
        ("方針", "policy"),
        ("ジニ係数", "Gini"),
        ("一度もつながらない", "never served"),
        ("充足率", "need filled"),
        ("充足率の募集平均", "mean over listings"),
        ("小さな団体", "small groups"),
        ("新しい団体", "young groups"),
    ];
    let rows = compared(study).map(|c| {
        vec![
            study.contestants[c].name.clone(),
            number(study.figure(c, |o| Some(o.gini)), 3),
            number(study.figure(c, |o| Some(o.never_served)), 1),
            share(study.figure(c, |o| o.part.filled)),
            share(study.figure(c, |o| o.mean_filled)),
            share(study.figure(c, |o| o.small_share)),
            share(study.figure(c, |o| o.young_share)),
        ]
    });
    laid_out(&heads, rows.collect())
}

/// The points of the curve, by beta, the policy in force among them.
pub(super) fn curve_of(study: &Study) -> Vec<(usize, f32)> {
    let mut points: Vec<(usize, f32)> =
        study.contestants.iter().enumerate().filter(|(c, k)| k.on_curve || *c == IN_FORCE).filter_map(|(c, k)| Some((c, k.ranking.beta()?))).collect();
    points.sort_by(|a, b| b.1.total_cmp(&a.1));
    points
}

fn curve(study: &Study) -> String {
    let heads: [Head; 6] = [
        ("β", "beta"),
        ("つながった募集/週", "listings served/week"),
        ("適合度比", "vs relevance"),
        ("つながり/週", "connections/week"),
        ("適合度比", "vs relevance"),
        ("NDCG@10の損失", "NDCG@10 loss"),
    ];
    let rows = curve_of(study).into_iter().map(|(c, beta)| {
        vec![
            format!("{beta}{}", if c == IN_FORCE { " *" } else { "" }),
            number(study.figure(c, SERVED), 1),
            percent(study.change(c, RELEVANCE, SERVED)),
            number(study.figure(c, CONNECTIONS), 1),
            percent(study.change(c, RELEVANCE, CONNECTIONS)),
            share(study.figure(c, |o| Some(o.ndcg_loss))),
        ]
    });
    format!("つながった相手にゆずる強さ β The strength of giving way (* 現行 in force)\n{}", laid_out(&heads, rows.collect()))
}

fn classes(study: &Study, d: usize) -> String {
    let heads: [Head; 7] = [
        (study.divisions[d].name, ""),
        ("掲載", "listings"),
        ("つながった募集/週", "served/week"),
        ("適合度比", "vs relevance"),
        ("つながり/週", "connections/week"),
        ("適合度比", "vs relevance"),
        ("充足率", "need filled"),
    ];
    let rows = study.divisions[d].labels.iter().enumerate().map(|(class, label)| {
        vec![
            label.clone(),
            study.outcomes[IN_FORCE].first().map_or_else(String::new, |o| o.parts[d][class].listings.to_string()),
            number(study.figure(IN_FORCE, |o| Some(o.parts[d][class].served)), 1),
            percent(study.change(IN_FORCE, RELEVANCE, |o| Some(o.parts[d][class].served))),
            number(study.figure(IN_FORCE, |o| Some(o.parts[d][class].connections)), 1),
            percent(study.change(IN_FORCE, RELEVANCE, |o| Some(o.parts[d][class].connections))),
            share(study.figure(IN_FORCE, |o| o.parts[d][class].filled)),
        ]
    });
    format!("現行の方針 The policy in force\n{}", laid_out(&heads, rows.collect()))
}

/// Columns as wide as their widest cell on a terminal, where a Japanese character takes two places. Numbers stand to the right.
pub(super) fn laid_out(heads: &[Head], rows: Vec<Vec<String>>) -> String {
    let mut lines: Vec<Vec<String>> = vec![heads.iter().map(|h| h.0.to_owned()).collect(), heads.iter().map(|h| h.1.to_owned()).collect()];
    lines.extend(rows);
    let widths: Vec<usize> = (0..heads.len()).map(|n| lines.iter().map(|l| l[n].width()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for line in lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(n, (cell, width))| {
            let gap = " ".repeat(width - cell.width());
            if n == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

fn number(spread: Option<Spread>, digits: usize) -> String {
    match spread {
        None => "–".into(),
        Some(Spread { mean, error: None }) => format!("{mean:.digits$}"),
        Some(Spread { mean, error: Some(error) }) => format!("{mean:.digits$}±{error:.digits$}"),
    }
}

fn scaled(spread: Option<Spread>) -> Option<Spread> {
    spread.map(|s| Spread { mean: 100.0 * s.mean, error: s.error.map(|e| 100.0 * e) })
}

fn share(spread: Option<Spread>) -> String {
    spread.map_or_else(|| "–".into(), |s| format!("{:.1}%", 100.0 * s.mean))
}

fn percent(spread: Option<Spread>) -> String {
    match scaled(spread) {
        None => "–".into(),
        Some(Spread { mean, error: None }) => format!("{mean:+.1}%"),
        Some(Spread { mean, error: Some(error) }) => format!("{mean:+.1}±{error:.1}%"),
    }
}
