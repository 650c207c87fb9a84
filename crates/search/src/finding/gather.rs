use super::evidence::{Hits, Segment};
use crate::error::IndexError;
use crate::question::{Concept, Expression};
use crate::tuning::Tuning;
use tantivy::DocId;

/// Worth from which an expression is the word itself, only otherwise written.
const ITSELF: f32 = 0.85;

/// One number for each document of a segment; 0 where nothing is known.
pub(super) struct Sheet {
    values: Vec<f32>,
}

impl Sheet {
    pub(super) fn new(segment: &Segment<'_>) -> Self {
        Self { values: vec![0.0; segment.reader.max_doc() as usize] }
    }

    pub(super) fn get(&self, doc: DocId) -> f32 {
        self.values.get(doc as usize).copied().unwrap_or(0.0)
    }

    pub(super) fn add(&mut self, doc: DocId, value: f32) {
        if let Some(slot) = self.values.get_mut(doc as usize) {
            *slot += value;
        }
    }

    pub(super) fn raise(&mut self, doc: DocId, value: f32) {
        if let Some(slot) = self.values.get_mut(doc as usize) {
            *slot = slot.max(value);
        }
    }

    /// Documents of which something is known, in order.
    pub(super) fn hits(&self) -> impl Iterator<Item = (DocId, f32)> + '_ {
        self.values.iter().enumerate().filter(|(_, v)| **v > 0.0).map(|(doc, v)| (doc as DocId, *v))
    }
}

/// How much a word says: little if half of the town says it.
pub(super) fn rarity(holding: usize, segments: &[Segment<'_>], tuning: &Tuning) -> f32 {
    if tuning.rarity == 0.0 {
        return 1.0;
    }
    let documents: u64 = segments.iter().map(|s| u64::from(s.reader.num_docs())).sum();
    let (holding, documents) = (holding as f32, documents as f32);
    let rarity = (1.0 + (documents - holding + 0.5).max(0.5) / (holding + 0.5)).ln();
    rarity.min(tuning.rarity) / tuning.rarity
}

/// What each segment holds of a concept, and in how many documents the concept is known.
pub(super) fn look_up(segments: &[Segment<'_>], concept: &Concept, tuning: &Tuning) -> Result<(Vec<Hits>, usize), IndexError> {
    let (mut hits, mut known) = gather(segments, &concept.expressions, tuning)?;
    if !concept.parts.is_empty() {
        let holding_parts = add_parts(segments, concept, &mut hits, tuning)?;
        known = if known == 0 { holding_parts } else { known };
    }
    Ok((hits, known))
}

/// The best of several expressions for each document, and how many documents hold any.
///
/// What stands for the word is scaled so that none of it comes before the weakest hit of the word itself.
pub(super) fn gather(segments: &[Segment<'_>], expressions: &[Expression], tuning: &Tuning) -> Result<(Vec<Hits>, usize), IndexError> {
    let mut found: Vec<(Sheet, Sheet)> = vec![];
    for segment in segments {
        let (mut itself, mut other) = (Sheet::new(segment), Sheet::new(segment));
        for expression in expressions {
            let sheet = if expression.worth >= ITSELF { &mut itself } else { &mut other };
            for (doc, strength) in segment.hits(expression, tuning)? {
                sheet.raise(doc, expression.worth * strength);
            }
        }
        found.push((itself, other));
    }
    let weakest = found.iter().flat_map(|f| f.0.hits()).map(|h| h.1).fold(f32::INFINITY, f32::min);
    let others = found.iter().flat_map(|f| f.1.hits().filter(|h| f.0.get(h.0) == 0.0));
    let strongest = others.map(|h| h.1).fold(0.0, f32::max);
    let scale = if weakest.is_finite() && strongest > 0.0 { (0.95 * weakest / strongest).min(1.0) } else { 1.0 };
    let mut hits: Vec<Hits> = vec![];
    for (itself, other) in &mut found {
        // A document that holds the word itself is judged by that alone.
        let scaled: Hits = other.hits().filter(|h| itself.get(h.0) == 0.0).map(|(doc, value)| (doc, value * scale)).collect();
        scaled.into_iter().for_each(|(doc, value)| itself.raise(doc, value));
        hits.push(itself.hits().collect());
    }
    let known = hits.iter().map(Vec::len).sum();
    Ok((hits, known))
}

/// Adds what holds some words of a compound: each counts by its rarity. Answers in how many documents the rarest stands.
fn add_parts(segments: &[Segment<'_>], concept: &Concept, hits: &mut [Hits], tuning: &Tuning) -> Result<usize, IndexError> {
    let mut sums: Vec<Sheet> = segments.iter().map(Sheet::new).collect();
    let (mut whole, mut fewest) = (0.0, usize::MAX);
    for part in &concept.parts {
        let (found, known) = gather(segments, std::slice::from_ref(part), tuning)?;
        if known > 0 {
            let weight = rarity(known, segments, tuning);
            whole += weight;
            fewest = fewest.min(known);
            for (sum, hits) in sums.iter_mut().zip(found) {
                hits.into_iter().for_each(|(doc, value)| sum.add(doc, weight * value));
            }
        }
    }
    if whole == 0.0 {
        return Ok(0);
    }
    for ((hits, sum), segment) in hits.iter_mut().zip(&sums).zip(segments) {
        let mut best = Sheet::new(segment);
        hits.drain(..).for_each(|(doc, value)| best.raise(doc, value));
        sum.hits().for_each(|(doc, sum)| best.raise(doc, tuning.compound * sum / whole));
        *hits = best.hits().collect();
    }
    Ok(fewest)
}
