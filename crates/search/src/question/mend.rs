use super::town::Town;
use super::{Concept, Expression, Question};
use crate::analysis::script::is_kanji;
use crate::tuning::Tuning;
use crate::words::{Words, sound_alike};
use std::collections::BTreeSet;

/// Shortest word in which a typing error is forgiven, in characters.
const TYPO_MIN: usize = 4;
/// Most words of one question that are mended.
const MENDED_CONCEPTS_MAX: usize = 4;
/// Most words looked for in place of one with an error.
const MENDED_MAX: usize = 8;

/// Finds what was meant by words that nobody in town uses: by ear (拾い for 広い), or one typing error away.
pub(super) fn mend(question: &mut Question, dictionary: &Words, town: &dyn Town, tuning: &Tuning) {
    if tuning.typo == 0.0 {
        return;
    }
    for n in 0..question.phrases.len() {
        let phrase = question.phrases[n].clone();
        if town.occurs(&phrase.text) || dictionary.known.contains(&phrase.text) {
            continue;
        }
        // The error may have cut a word in two: then what was written together is one word with an error.
        let strange = question.concepts[phrase.concepts.clone()].iter().any(|c| !known(c, town));
        let meant: Vec<String> = match phrase.text.contains(' ') {
            true => vec![],
            false => of_dictionary(&phrase.text, dictionary, strange),
        };
        if !meant.is_empty() {
            let range = phrase.concepts.clone();
            for concept in &mut question.concepts[range.clone()] {
                concept.factor *= 0.3;
            }
            let first = &mut question.concepts[range.start];
            first.factor = 1.0;
            first.expressions = with_synonyms(&meant, dictionary, tuning);
        }
    }
    let unknown = question.concepts.iter_mut().filter(|c| !known(c, town));
    for concept in unknown.take(MENDED_CONCEPTS_MAX) {
        let mut meant = of_dictionary(&concept.text, dictionary, true);
        if tuning.unfinished > 0.0 && concept.text.chars().count() >= 3 {
            meant.extend(dictionary.known.beginning_with(&concept.text, 2));
        }
        meant.extend(of_town(&concept.text, town).into_iter().filter(|w| *w != concept.text));
        meant.dedup();
        concept.expressions.extend(with_synonyms(&meant, dictionary, tuning));
    }
}

/// Whether any word of a concept stands in some text, or the general dictionary has it as one word: then it is no error, only rare.
fn known(concept: &Concept, town: &dyn Town) -> bool {
    let one_word = concept.text.chars().all(is_kanji) && concept.expressions.first().is_some_and(|e| e.words.len() == 1 && e.text.chars().count() > 1);
    one_word || concept.expressions.iter().any(|e| town.occurs(&e.text) || e.words.iter().all(|w| town.has_word(w)))
}

/// Words of the dictionary that sound alike, or are one typing error away.
fn of_dictionary(text: &str, dictionary: &Words, typing: bool) -> Vec<String> {
    let length = text.chars().count();
    let mut out: Vec<String> = vec![];
    if text.chars().any(is_kanji) {
        out.extend(dictionary.known.of_length(length).iter().filter(|w| sound_alike(text, w)).cloned());
        out.sort_unstable();
    }
    if typing && length >= TYPO_MIN {
        out.extend(dictionary.known.one_error_away(text, MENDED_MAX));
    }
    out.truncate(MENDED_MAX);
    out
}

fn of_town(text: &str, town: &dyn Town) -> Vec<String> {
    let mut out = BTreeSet::new();
    let length = text.chars().count();
    if length >= 2 && text.chars().any(is_kanji) {
        town.each_kanji_word(&mut |word| {
            if sound_alike(text, word) {
                out.insert(word.to_owned());
            }
        });
    }
    if length >= TYPO_MIN {
        out.extend(town.words_near(text));
    }
    out.into_iter().take(MENDED_MAX).collect()
}

fn with_synonyms(meant: &[String], dictionary: &Words, tuning: &Tuning) -> Vec<Expression> {
    let mut out = vec![];
    for word in meant {
        out.push(Expression::new(&dictionary.text(word), tuning.typo));
    }
    for word in meant {
        for other in dictionary.synonyms.of(word).into_iter().take(MENDED_MAX / 2) {
            out.push(Expression::new(&dictionary.text(&other.word), tuning.typo * tuning.synonym));
        }
    }
    out.truncate(2 * MENDED_MAX);
    out
}
