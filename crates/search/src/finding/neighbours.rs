use super::evidence::{Hits, Segment};
use super::gather::{Sheet, gather, rarity};
use super::score::{FILL, Told, count};
use crate::error::IndexError;
use crate::question::Expression;
use crate::tuning::Tuning;
use std::collections::{BTreeMap, HashMap};
use tantivy::DocId;

/// How many of the best answers are listened to.
const ECHO_OF: usize = 5;
/// How many of their words.
const ECHO_WORDS: usize = 8;

/// What a group is speaks for what it offers, and what it offers for the group.
pub(super) fn lend_to_kin(segments: &[Segment<'_>], answers: &mut [Hits], tuning: &Tuning) {
    // group → its own score, the best of its opportunities
    let mut kin: HashMap<u128, (f32, f32)> = HashMap::new();
    for (segment, hits) in segments.iter().zip(answers.iter()) {
        for (doc, score) in hits {
            if let Some((group, itself)) = segment.kin.of(*doc) {
                let slot = kin.entry(group).or_default();
                *slot = if itself { (*score, slot.1) } else { (slot.0, slot.1.max(*score)) };
            }
        }
    }
    for (segment, hits) in segments.iter().zip(answers.iter_mut()) {
        for (doc, score) in hits.iter_mut() {
            let other = segment.kin.of(*doc).and_then(|(group, itself)| kin.get(&group).map(|k| if itself { k.1 } else { k.0 }));
            *score = (*score + tuning.kin * other.unwrap_or(0.0)) / (1.0 + tuning.kin);
        }
    }
}

/// The words of the best answers speak for others that share them; where there are few answers, for documents that hold none of the question's own.
pub(super) fn echo(segments: &[Segment<'_>], answers: &mut [Hits], told: &Told<'_>, tuning: &Tuning) -> Result<(), IndexError> {
    let best = best_of(segments, answers);
    let Some(top) = best.first().map(|b| b.0).filter(|top| tuning.echo > 0.0 && *top > 0.0) else {
        return Ok(());
    };
    let mut words: BTreeMap<String, f32> = BTreeMap::new();
    for (score, ord, doc) in &best {
        for word in (told.about)(*ord, *doc) {
            *words.entry(word).or_default() += score / top;
        }
    }
    let weighed = weightiest(segments, words, tuning)?;
    let whole: f32 = weighed.iter().map(|w| w.0).sum::<f32>().max(f32::MIN_POSITIVE);
    let few = count(answers) < FILL;
    for (ord, answers) in answers.iter_mut().enumerate() {
        let mut sums = Sheet::new(&segments[ord]);
        for (weight, hits) in &weighed {
            hits[ord].iter().for_each(|(doc, value)| sums.add(*doc, weight * value / whole));
        }
        let echoed = |doc: DocId| tuning.echo * top * sums.get(doc);
        for (doc, score) in answers.iter_mut() {
            *score = (*score + echoed(*doc)) / (1.0 + tuning.echo);
        }
        if few {
            let fresh = sums.hits().filter(|(doc, _)| answers.binary_search_by_key(doc, |a| a.0).is_err() && (told.visible)(ord, *doc));
            let fresh: Hits = fresh.map(|(doc, _)| (doc, echoed(doc) / (1.0 + tuning.echo))).collect();
            answers.extend(fresh);
            answers.sort_unstable_by_key(|(doc, _)| *doc);
        }
    }
    Ok(())
}

/// A score with the segment and the document it belongs to.
pub(super) type Placed = (f32, usize, DocId);

/// The best answers, best first.
pub(super) fn best_of(segments: &[Segment<'_>], answers: &[Hits]) -> Vec<Placed> {
    let mut best: Vec<Placed> = vec![];
    let place = |b: &Placed| segments[b.1].kin.key(b.2);
    for (ord, hits) in answers.iter().enumerate() {
        for &(doc, score) in hits {
            let here = (score, ord, doc);
            let at = best.partition_point(|b| b.0 > score || (b.0 == score && place(b) < place(&here)));
            if at < ECHO_OF {
                best.insert(at, here);
                best.truncate(ECHO_OF);
            }
        }
    }
    best
}

/// The weightiest words with what holds them: neither alone in one document nor common in the town.
fn weightiest(segments: &[Segment<'_>], words: BTreeMap<String, f32>, tuning: &Tuning) -> Result<Vec<(f32, Vec<Hits>)>, IndexError> {
    let documents: u64 = segments.iter().map(|s| u64::from(s.reader.num_docs())).sum();
    let mut weighed: Vec<(f32, String)> = vec![];
    for (word, times) in words {
        let mut holding = 0;
        for segment in segments {
            holding += segment.holding(&word)?;
        }
        if holding >= 2 && holding * 5 < documents {
            weighed.push((times * rarity(holding as usize, segments, tuning), word));
        }
    }
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    weighed.truncate(ECHO_WORDS);
    let hits = |(weight, word): (f32, String)| Ok((weight, gather(segments, &[Expression::word(&word, 1.0)], tuning)?.0));
    weighed.into_iter().map(hits).collect()
}
