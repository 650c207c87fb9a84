use super::{Concept, EXPANSIONS_MAX, Expression, Phrase};
use crate::analysis::script::is_kanji;
use crate::analysis::{folded, romaji_to_hiragana, stem};
use crate::tuning::Tuning;
use crate::words::Words;

/// Most words that an unfinished one is completed to.
const LONGER_MAX: usize = 4;

/// Gives a concept, which knows itself (and its readings), the other words that answer it: its synonyms, without an honorific, its kana reading.
pub(super) fn expand(concept: &mut Concept, words: &Words, tuning: &Tuning, budget: &mut usize) {
    let mut out = std::mem::take(&mut concept.expressions);
    let mut asking: Vec<(String, f32)> = out.iter().map(|e| (e.text.clone(), e.worth)).collect();
    let singular = stem(&concept.text);
    if singular != concept.text {
        asking.push((singular, 1.0));
    }
    if let Some(kana) = romaji_to_hiragana(&concept.text).filter(|_| tuning.reading > 0.0) {
        // A reading may be a spelling of something (おちば is 落葉), and may have synonyms of its own.
        let usual = words.text(&kana);
        out.push(Expression::new(&usual, tuning.reading));
        asking.push((folded(&usual), tuning.reading));
    }
    // お世話 is 世話.
    if let Some(bare) = concept.text.strip_prefix(['お', 'ご']).filter(|bare| bare.chars().next().is_some_and(is_kanji)) {
        out.push(Expression::new(&words.text(bare), tuning.reading));
        asking.push((bare.to_owned(), tuning.reading));
    }
    for (word, worth) in &asking {
        for expansion in words.synonyms.of(word).into_iter().take(EXPANSIONS_MAX) {
            let weight = if expansion.general { tuning.thesaurus } else { tuning.synonym };
            if weight > 0.0 {
                out.push(Expression::new(&words.text(&expansion.word), weight * worth));
            }
        }
    }
    let mut seen: Vec<String> = vec![];
    out.retain(|e| {
        let new = !e.text.is_empty() && !seen.contains(&e.text);
        seen.push(e.text.clone());
        new
    });
    out.truncate((*budget).clamp(1, 1 + EXPANSIONS_MAX));
    *budget = budget.saturating_sub(out.len());
    concept.expressions = out;
}

/// A question of one word that the dictionary does not know may be the beginning of one that it knows.
pub(super) fn unfinished(concepts: &mut [Concept], phrases: &[Phrase], words: &Words, tuning: &Tuning) {
    let whole = match (&*concepts, phrases) {
        ([one], _) => one.text.clone(),
        (several, [phrase]) if phrase.concepts == (0..several.len()) => phrase.text.clone(),
        _ => return,
    };
    if tuning.unfinished == 0.0 || words.known.contains(&whole) || whole.chars().count() < 2 {
        return;
    }
    for longer in words.known.beginning_with(&whole, LONGER_MAX) {
        concepts[0].expressions.push(Expression::new(&words.text(&longer), tuning.unfinished));
        for other in words.synonyms.of(&longer).into_iter().take(LONGER_MAX) {
            concepts[0].expressions.push(Expression::new(&words.text(&other.word), tuning.unfinished * tuning.synonym));
        }
    }
}
