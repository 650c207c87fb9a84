use super::evidence::{Hits, Segment};
use crate::error::IndexError;
use crate::question::{Concept, Expression, Question};
use crate::tuning::Tuning;
use std::collections::{BTreeMap, HashMap};
use tantivy::DocId;

/// Worth from which an expression is the word itself, only otherwise written.
const ITSELF: f32 = 0.85;
/// Shortest word of which parts are looked for.
const PARTS_MIN: usize = 4;
/// Fewer answers than this are filled up with what only the themes agree on.
const FILL: usize = 10;
/// Theme agreement from which a document without any of the words is an answer.
const AGREED: f32 = 0.5;

/// The answers of each segment: documents in order, each with its score, 0 to 1.
pub(crate) struct Scores {
    pub(crate) segments: Vec<Hits>,
}

/// Scores every document that answers enough of a question.
pub(crate) fn score(segments: &[Segment<'_>], question: &Question, about: &dyn Fn(usize, DocId) -> Vec<String>, tuning: &Tuning) -> Result<Scores, IndexError> {
    let documents: u64 = segments.iter().map(|s| u64::from(s.reader.num_docs())).sum();
    let mut found: Vec<Vec<Hits>> = vec![];
    let mut weights = vec![];
    for concept in &question.concepts {
        let (hits, known) = look_up(segments, concept, tuning)?;
        weights.push(if known == 0 { 0.0 } else { concept.factor * rarity(known, documents, tuning) });
        found.push(hits);
    }
    if std::env::var("DBG").is_ok() {
        for (c, w) in question.concepts.iter().zip(&weights) {
            eprintln!("    {} {:.2} f{:.1} {:?}", c.text, w, c.factor, c.expressions.iter().map(|e| format!("{}:{:.2}", e.text, e.worth)).collect::<Vec<_>>());
        }
        eprintln!("    themes {:?} phrases {:?}", question.themes, question.phrases.iter().map(|p| &p.text).collect::<Vec<_>>());
    }
    let whole: f32 = weights.iter().sum();
    let most = whole.max(f32::MIN_POSITIVE) * (1.0 + tuning.phrase + tuning.themes);
    let mut sums = vec![];
    let mut fullest = 0.0f32;
    for (ord, segment) in segments.iter().enumerate() {
        let held = held(segment, ord, question, &found, &weights, tuning)?;
        fullest = held.values().fold(fullest, |most, sum| most.max(sum.1));
        sums.push((held, agreement(segment, question)?));
    }
    let mut answers = vec![];
    let mut fill = vec![];
    for (held, agreement) in sums {
        let enough = held.iter().filter(|(_, (_, weight))| *weight + f32::EPSILON >= tuning.share * fullest);
        let agreed = |doc: &DocId| agreement.get(doc).copied().unwrap_or(0.0);
        answers.push(enough.map(|(doc, (sum, _))| (*doc, (sum + tuning.themes * whole * agreed(doc)) / most)).collect::<Hits>());
        let rest = agreement.iter().filter(|(doc, agreed)| tuning.themes > 0.0 && **agreed >= AGREED && !held.contains_key(doc));
        fill.push(rest.map(|(doc, agreed)| (*doc, tuning.themes * agreed / (1.0 + tuning.phrase + tuning.themes))).collect::<Hits>());
    }
    if answers.iter().map(Vec::len).sum::<usize>() < FILL {
        for (segment, rest) in answers.iter_mut().zip(fill) {
            segment.extend(rest);
            segment.sort_unstable_by_key(|(doc, _)| *doc);
        }
    }
    lend_to_kin(segments, &mut answers, tuning);
    echo(segments, &mut answers, about, tuning)?;
    Ok(Scores { segments: answers })
}

/// Each document's score, and the weight of the concepts it holds.
fn held(
    segment: &Segment<'_>,
    ord: usize,
    question: &Question,
    found: &[Vec<Hits>],
    weights: &[f32],
    tuning: &Tuning,
) -> Result<BTreeMap<DocId, (f32, f32)>, IndexError> {
    let mut sums: BTreeMap<DocId, (f32, f32)> = BTreeMap::new();
    for (hits, weight) in found.iter().zip(weights) {
        for &(doc, value) in &hits[ord] {
            let sum = sums.entry(doc).or_default();
            *sum = (sum.0 + weight * value, sum.1 + weight);
        }
    }
    if tuning.phrase > 0.0 {
        for phrase in &question.phrases {
            let weight: f32 = weights[phrase.concepts.clone()].iter().sum();
            for (doc, value) in segment.substring(&phrase.text, tuning)? {
                if let Some(sum) = sums.get_mut(&doc) {
                    sum.0 += tuning.phrase * weight * value;
                }
            }
        }
    }
    Ok(sums)
}

/// The words of the best answers speak for others that share them.
fn echo(segments: &[Segment<'_>], answers: &mut [Hits], about: &dyn Fn(usize, DocId) -> Vec<String>, tuning: &Tuning) -> Result<(), IndexError> {
    if tuning.echo == 0.0 {
        return Ok(());
    }
    let documents: u64 = segments.iter().map(|s| u64::from(s.reader.num_docs())).sum();
    let mut best: Vec<(f32, usize, DocId)> = answers.iter().enumerate().flat_map(|(ord, hits)| hits.iter().map(move |(doc, s)| (*s, ord, *doc))).collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| segments[a.1].kin.of(a.2).cmp(&segments[b.1].kin.of(b.2))));
    best.truncate(tuning.echo_of);
    let top = best.first().map_or(0.0, |b| b.0);
    let mut words: BTreeMap<String, f32> = BTreeMap::new();
    for (score, ord, doc) in &best {
        for word in about(*ord, *doc) {
            *words.entry(word).or_default() += score / top.max(f32::MIN_POSITIVE);
        }
    }
    let mut weighed = vec![];
    for (word, times) in words {
        let expression = Expression::word(&word, 1.0);
        let (hits, known) = gather(segments, std::slice::from_ref(&expression), tuning)?;
        if known >= 2 && known as u64 * 5 < documents {
            weighed.push((times * rarity(known, documents, tuning), hits));
        }
    }
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
    weighed.truncate(tuning.echo_words);
    let whole: f32 = weighed.iter().map(|w| w.0).sum();
    for (ord, answers) in answers.iter_mut().enumerate() {
        let mut sums: HashMap<DocId, f32> = HashMap::new();
        for (weight, hits) in &weighed {
            for (doc, value) in &hits[ord] {
                *sums.entry(*doc).or_default() += weight * value / whole.max(f32::MIN_POSITIVE);
            }
        }
        for (doc, score) in answers.iter_mut() {
            *score = (*score + tuning.echo * top * sums.remove(doc).unwrap_or(0.0)) / (1.0 + tuning.echo);
        }
        if answers.len() < FILL {
            answers.extend(sums.into_iter().map(|(doc, sum)| (doc, tuning.echo * top * sum / (1.0 + tuning.echo))));
            answers.sort_unstable_by_key(|(doc, _)| *doc);
        }
    }
    Ok(())
}

/// What a group is speaks for what it offers, and what it offers for the group.
fn lend_to_kin(segments: &[Segment<'_>], answers: &mut [Hits], tuning: &Tuning) {
    if tuning.kin == 0.0 {
        return;
    }
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

/// How much a word says: little if half of the town says it.
fn rarity(holding: usize, documents: u64, tuning: &Tuning) -> f32 {
    if tuning.rarity == 0.0 {
        return 1.0;
    }
    let (holding, documents) = (holding as f32, documents as f32);
    let rarity = (1.0 + (documents - holding + 0.5).max(0.5) / (holding + 0.5)).ln();
    rarity.min(tuning.rarity) / tuning.rarity
}

/// What each segment holds of a concept, and in how many documents the concept is known.
fn look_up(segments: &[Segment<'_>], concept: &Concept, tuning: &Tuning) -> Result<(Vec<Hits>, usize), IndexError> {
    let (mut hits, mut known) = gather(segments, &concept.expressions, tuning)?;
    if !concept.parts.is_empty() {
        known = known.max(add_parts(segments, concept, &mut hits, tuning)?);
    }
    if known == 0 && tuning.parts > 0.0 && concept.text.chars().count() >= PARTS_MIN {
        hits = segments.iter().map(|s| s.parts(&concept.text, tuning)).collect::<Result<_, _>>()?;
        hits.iter_mut().flatten().for_each(|hit| hit.1 *= tuning.parts);
        known = hits.iter().map(Vec::len).sum();
    }
    Ok((hits, known))
}

/// Adds what holds some words of a compound: each counts by its rarity. Answers in how many documents the rarest stands.
fn add_parts(segments: &[Segment<'_>], concept: &Concept, hits: &mut [Hits], tuning: &Tuning) -> Result<usize, IndexError> {
    let documents: u64 = segments.iter().map(|s| u64::from(s.reader.num_docs())).sum();
    let mut sums: Vec<BTreeMap<DocId, f32>> = hits.iter().map(|_| BTreeMap::new()).collect();
    let (mut whole, mut fewest) = (0.0, usize::MAX);
    for part in &concept.parts {
        let (found, known) = gather(segments, std::slice::from_ref(part), tuning)?;
        if known > 0 {
            let weight = rarity(known, documents, tuning);
            whole += weight;
            fewest = fewest.min(known);
            for (sums, hits) in sums.iter_mut().zip(found) {
                hits.into_iter().for_each(|(doc, value)| *sums.entry(doc).or_default() += weight * value);
            }
        }
    }
    if whole == 0.0 {
        return Ok(0);
    }
    for (hits, sums) in hits.iter_mut().zip(sums) {
        let mut best: BTreeMap<DocId, f32> = hits.drain(..).collect();
        for (doc, sum) in sums {
            let slot = best.entry(doc).or_default();
            *slot = slot.max(tuning.compound * sum / whole);
        }
        *hits = best.into_iter().collect();
    }
    Ok(fewest)
}

/// The best of several expressions for each document, and how many documents hold any.
///
/// What stands for the word is scaled so that none of it comes before the weakest hit of the word itself.
fn gather(segments: &[Segment<'_>], expressions: &[Expression], tuning: &Tuning) -> Result<(Vec<Hits>, usize), IndexError> {
    let mut found: Vec<BTreeMap<DocId, (f32, bool)>> = vec![];
    for segment in segments {
        let mut best: BTreeMap<DocId, (f32, bool)> = BTreeMap::new();
        for expression in expressions {
            let itself = expression.worth >= ITSELF;
            for (doc, strength) in segment.hits(expression, tuning)? {
                let value = expression.worth * (tuning.floor + (1.0 - tuning.floor) * strength);
                let slot = best.entry(doc).or_default();
                // A document that holds the word itself is judged by that alone.
                *slot = if itself == slot.1 { (slot.0.max(value), itself) } else if itself { (value, true) } else { *slot };
            }
        }
        found.push(best);
    }
    let all = || found.iter().flat_map(BTreeMap::values);
    let weakest = all().filter(|v| v.1).map(|v| v.0).fold(f32::INFINITY, f32::min);
    let strongest = all().filter(|v| !v.1).map(|v| v.0).fold(0.0, f32::max);
    let scale = if weakest.is_finite() && strongest > 0.0 { (0.95 * weakest / strongest).min(1.0) } else { 1.0 };
    let known = found.iter().map(BTreeMap::len).sum();
    let value = |(doc, (value, itself)): (DocId, (f32, bool))| (doc, if itself { value } else { value * scale });
    Ok((found.into_iter().map(|best| best.into_iter().map(value).collect()).collect(), known))
}

/// How far the themes of each document agree with those of the question, 0 to 1; only documents that agree at all.
fn agreement(segment: &Segment<'_>, question: &Question) -> Result<BTreeMap<DocId, f32>, IndexError> {
    let mut out = BTreeMap::new();
    if question.themes.is_empty() {
        return Ok(out);
    }
    let Some(column) = segment.reader.fast_fields().str("themes")? else {
        return Ok(out);
    };
    let mut wanted: Vec<(u64, f32)> = vec![];
    for (code, agreed) in &question.themes {
        if let Some(ord) = column.dictionary().term_ord(code)? {
            wanted.push((ord, *agreed));
        }
    }
    for doc in segment.reader.doc_ids_alive() {
        // The first theme is the main one; several that agree are better than one.
        let shares = column.term_ords(doc).enumerate().filter_map(|(i, ord)| {
            let agreed = wanted.iter().find(|w| w.0 == ord)?.1;
            Some(if i == 0 { agreed } else { agreed * 0.8 })
        });
        let best = 1.0 - shares.fold(1.0, |doubt, share| doubt * (1.0 - share));
        if best > 0.0 {
            out.insert(doc, best);
        }
    }
    Ok(out)
}
