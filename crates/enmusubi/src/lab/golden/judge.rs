//! The engine's answer to a case, and where it differs from the coordinator's.

use super::case::{Case, Disagreement};
use super::cast::Cast;
use enmusubi_domain::matching::{Evaluation, Gates, Offer, Policy, Question, Rank, evaluate, near_miss};
use std::borrow::Cow;
use std::collections::HashMap;

/// The engine's answer to the ten of a case.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub question: Question,
    /// Each listing's judgement.
    pub evaluations: HashMap<usize, Evaluation>,
    /// What fits, best first.
    pub fits: Vec<usize>,
    /// What fits but for one gate, nearest first.
    pub near_misses: Vec<usize>,
}

/// Something the engine sees otherwise than the coordinator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Difference {
    /// The coordinator puts one above the other; the engine does not.
    Order { above: usize, below: usize },
    /// These gates were expected to fail, none for a listing that fits; others do.
    Gates { listing: usize, expected: Gates, failed: Gates },
}

/// How a case came out.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    /// Pairs about which the coordinator said something.
    pub pairs: usize,
    /// What differs and is not known to.
    pub unexpected: Vec<Difference>,
    /// What differs and is known to.
    pub known: Vec<Difference>,
    /// Disagreements that are no longer any.
    pub healed: Vec<Disagreement>,
}

impl Verdict {
    /// Whether everything is as written.
    pub fn stands(&self) -> bool {
        self.unexpected.is_empty() && self.healed.is_empty()
    }

    /// Pairs that the engine puts in another order, known or not.
    pub fn swapped(&self) -> usize {
        self.known.iter().chain(&self.unexpected).filter(|d| matches!(d, Difference::Order { .. })).count()
    }
}

/// Asks the engine. `alter` may look at every offer first, so that a test can take something away.
pub(super) fn ask<'a>(case: &Case, cast: &'a Cast, policy: &Policy, alter: impl Fn(&'a Offer) -> Cow<'a, Offer>) -> Result<Answer, String> {
    let named = |wrong: Vec<enmusubi_domain::invalid::Invalid>| {
        let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        format!("cases/{}.toml: {}: wish: {}", case.file, case.id, wrong.join("; "))
    };
    let question = Question::new(case.wish.clone(), &cast.city, policy, cast.now).map_err(named)?;
    let (mut evaluations, mut fits, mut near_misses) = (HashMap::new(), vec![], vec![]);
    for listing in case.listings() {
        let offer = alter(&cast.listings[listing].offer);
        let evaluation = evaluate(&question, &offer);
        let rank = question.rank(evaluation.order, offer.id);
        if evaluation.failed.is_empty() {
            fits.push((rank, listing));
        } else if near_miss(&evaluation) {
            near_misses.push((rank, listing));
        }
        evaluations.insert(listing, evaluation);
    }
    Ok(Answer { question, evaluations, fits: best_first(fits), near_misses: best_first(near_misses) })
}

/// Asks the engine about the listings as they are.
pub(super) fn answer(case: &Case, cast: &Cast, policy: &Policy) -> Result<Answer, String> {
    ask(case, cast, policy, Cow::Borrowed)
}

fn best_first(mut ranked: Vec<(Rank, usize)>) -> Vec<usize> {
    ranked.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    ranked.into_iter().map(|(_, listing)| listing).collect()
}

/// Compares the engine's answer with the coordinator's.
pub(super) fn judge(case: &Case, answer: &Answer) -> Verdict {
    let mut pairs = 0;
    let mut differences = vec![];
    let expected = case.order.iter().map(|p| (p.listing, Gates::default())).chain(case.not_yet.iter().map(|m| (m.listing, m.gates)));
    for (listing, expected) in expected {
        let failed = answer.evaluations[&listing].failed;
        if failed != expected {
            differences.push(Difference::Gates { listing, expected, failed });
        }
    }
    let fits: Vec<(usize, bool)> = case.order.iter().map(|p| (p.listing, p.even)).collect();
    let missed: Vec<(usize, bool)> = case.not_yet.iter().filter(|_| case.nearest_first).map(|m| (m.listing, m.even)).collect();
    for (above, below) in said(&fits).into_iter().chain(said(&missed)) {
        pairs += 1;
        // Equal values are no order: which comes first would change from day to day.
        if answer.evaluations[&above].order <= answer.evaluations[&below].order {
            differences.push(Difference::Order { above, below });
        }
    }
    let (known, unexpected): (Vec<_>, Vec<_>) = differences.into_iter().partition(|d| case.disagrees.iter().any(|k| k.about == *d));
    let healed = case.disagrees.iter().filter(|k| !known.contains(&k.about)).cloned().collect();
    Verdict { pairs, unexpected, known, healed }
}

/// The pairs (above, below) that a list says: those with a step between them that is not "even".
fn said(list: &[(usize, bool)]) -> Vec<(usize, usize)> {
    let mut step = 0;
    let steps: Vec<(usize, usize)> = list
        .iter()
        .enumerate()
        .map(|(n, (listing, even))| {
            step += usize::from(n > 0 && !even);
            (*listing, step)
        })
        .collect();
    let pairs = steps.iter().enumerate().flat_map(|(n, a)| steps[n + 1..].iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| a.1 < b.1).map(|(a, b)| (a.0, b.0)).collect()
}
