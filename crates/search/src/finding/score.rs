use super::agreement::{Agreements, themes_of_best};
use super::evidence::{Hits, Segment};
use super::gather::{Sheet, look_up, rarity};
use super::neighbours::{best_of, echo, lend_to_kin};
use crate::error::IndexError;
use crate::question::Question;
use crate::tuning::Tuning;
use tantivy::DocId;

/// Fewer answers than this are filled up with what only the themes, or the words of the best answers, speak for.
pub(super) const FILL: usize = 10;
/// Theme agreement from which a document without any of the words is an answer.
const AGREED: f32 = 0.5;

/// The answers of each segment: documents in order, each with its score, 0 to 1.
pub(crate) struct Scores {
    pub(crate) segments: Vec<Hits>,
}

/// What is told of a document beside its words.
pub(crate) struct Told<'a> {
    /// Whether the public may see it.
    pub(crate) visible: &'a dyn Fn(usize, DocId) -> bool,
    /// The words it speaks of.
    pub(crate) about: &'a dyn Fn(usize, DocId) -> Vec<String>,
}

/// Scores every visible document that answers enough of a question. Nothing in it depends on how the index is cut into segments.
pub(crate) fn score(segments: &[Segment<'_>], question: &Question, told: &Told<'_>, tuning: &Tuning) -> Result<Scores, IndexError> {
    let mut found: Vec<Vec<Hits>> = vec![];
    let mut weights = vec![];
    for concept in &question.concepts {
        let (hits, known) = look_up(segments, concept, tuning)?;
        weights.push(if known == 0 { 0.0 } else { concept.factor * rarity(known, segments, tuning) });
        found.push(hits);
    }
    let whole: f32 = weights.iter().sum();
    let most = whole.max(f32::MIN_POSITIVE) * (1.0 + tuning.phrase + tuning.themes);
    let mut sums = vec![];
    let mut fullest = 0.0f32;
    for (ord, segment) in segments.iter().enumerate() {
        let (sum, held) = add_up(segment, ord, question, &found, &weights, tuning)?;
        fullest = held.hits().map(|(_, weight)| weight).fold(fullest, f32::max);
        sums.push((sum, held));
    }
    let themes = match question.themes.is_empty() {
        false => question.themes.clone(),
        true => {
            let visible = |ord: usize, sum: &Sheet| sum.hits().filter(|(doc, _)| (told.visible)(ord, *doc)).collect();
            let answers: Vec<Hits> = sums.iter().enumerate().map(|(ord, (sum, _))| visible(ord, sum)).collect();
            themes_of_best(segments, &best_of(segments, &answers), tuning)?
        }
    };
    let agreements = Agreements::new(segments, &themes)?;
    let mut answers: Vec<Hits> = vec![];
    for (ord, (sum, held)) in sums.iter().enumerate() {
        let enough = held.hits().filter(|(doc, weight)| weight + f32::EPSILON >= tuning.share * fullest && (told.visible)(ord, *doc));
        let scored = enough.map(|(doc, _)| (doc, (sum.get(doc) + tuning.themes * whole * agreements.of(ord, doc)) / most));
        answers.push(scored.collect());
    }
    if count(&answers) < FILL && tuning.themes > 0.0 && !themes.is_empty() {
        for (ord, answers) in answers.iter_mut().enumerate() {
            let held = &sums[ord].1;
            let others = segments[ord].reader.doc_ids_alive().filter(|doc| held.get(*doc) == 0.0 && (told.visible)(ord, *doc));
            let agreed = others.map(|doc| (doc, agreements.of(ord, doc))).filter(|(_, agreed)| *agreed >= AGREED);
            answers.extend(agreed.map(|(doc, agreed)| (doc, tuning.themes * agreed / (1.0 + tuning.phrase + tuning.themes))));
            answers.sort_unstable_by_key(|(doc, _)| *doc);
        }
    }
    lend_to_kin(segments, &mut answers, tuning);
    echo(segments, &mut answers, told, tuning)?;
    Ok(Scores { segments: answers })
}

pub(super) fn count(answers: &[Hits]) -> usize {
    answers.iter().map(Vec::len).sum()
}

/// Each document's score, and the weight of the concepts it holds.
fn add_up(segment: &Segment<'_>, ord: usize, question: &Question, found: &[Vec<Hits>], weights: &[f32], tuning: &Tuning) -> Result<(Sheet, Sheet), IndexError> {
    let (mut sum, mut held) = (Sheet::new(segment), Sheet::new(segment));
    for (hits, weight) in found.iter().zip(weights) {
        for &(doc, value) in &hits[ord] {
            sum.add(doc, weight * value);
            held.add(doc, *weight);
        }
    }
    for phrase in question.phrases.iter().filter(|_| tuning.phrase > 0.0) {
        let weight: f32 = weights[phrase.concepts.clone()].iter().sum();
        for (doc, value) in segment.substring(&phrase.text, tuning)? {
            sum.add(doc, tuning.phrase * weight * value);
        }
    }
    Ok((sum, held))
}
