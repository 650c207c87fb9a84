//! What somebody asks for: a handful of concepts, each with the words that would answer it.

/// Cutting a question into concepts.
mod cut;
/// The words that would answer a concept.
mod expand;
/// What was meant by words that nobody uses.
mod mend;
/// Questions written in kana or romaji.
mod reading;
/// What themes a text speaks of.
mod themes;
/// What the town's own texts can say about a word.
mod town;

pub use themes::{Agreement, PROPOSED_MAX, propose_themes, suggest_themes};
pub(crate) use town::Town;

use crate::analysis::{Text, Unit, folded, stem, words};
use crate::tuning::Tuning;
use crate::words::{Phrases, Words};
use enmusubi_domain::criteria::QUESTION_MAX;

/// Most concepts of a question.
pub const CONCEPTS_MAX: usize = 12;
/// Most words that are looked for in place of one.
pub const EXPANSIONS_MAX: usize = 12;
/// Most words looked for in all.
pub const EXPRESSIONS_MAX: usize = 64;

/// A word to look for.
#[derive(Debug, Clone)]
pub struct Expression {
    /// Folded text.
    pub text: String,
    /// Its words, as the index has them.
    pub words: Vec<String>,
    /// What it is worth, 0 to 1.
    pub worth: f32,
}

impl Expression {
    /// An expression of a text that has been folded.
    pub fn new(text: &[Unit], worth: f32) -> Self {
        let words = words(text).into_iter().map(|w| stem(&folded(&text[w.start..w.end]))).collect();
        Self { text: folded(text), words, worth }
    }

    /// An expression that is one word of the index or the dictionary.
    pub fn word(word: &str, worth: f32) -> Self {
        Self { text: word.to_owned(), words: vec![word.to_owned()], worth }
    }
}

/// One thing that is asked for.
#[derive(Debug, Clone)]
pub struct Concept {
    /// Folded text, as it was asked.
    pub text: String,
    /// First unit in the question and unit after the last.
    pub span: (usize, usize),
    /// Share of its weight that counts: little for words that say little.
    pub factor: f32,
    /// The words that answer it; the first is the word itself.
    pub expressions: Vec<Expression>,
    /// The words a compound is made of: together they answer it in part.
    pub parts: Vec<Expression>,
}

/// Neighbouring concepts that were written as one.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// Folded text.
    pub text: String,
    /// The concepts it covers.
    pub concepts: std::ops::Range<usize>,
}

/// A question, understood as far as the dictionary goes.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// What is asked for, in the order of the question.
    pub concepts: Vec<Concept>,
    /// What was written together.
    pub phrases: Vec<Phrase>,
    /// Themes it speaks of.
    pub themes: Agreement,
}

impl Question {
    /// Reads a question. Nothing if there is no word in it.
    pub(crate) fn read(text: &str, dictionary: &Words, names: &Phrases, town: &dyn Town, tuning: &Tuning) -> Option<Self> {
        let cut: String = text.chars().take(QUESTION_MAX).collect();
        let mut units: Text = dictionary.text(&cut);
        // One character can unfold into many; nobody types those.
        units.truncate(2 * QUESTION_MAX);
        let library = reading::Library { dictionary, names, town };
        let read = reading::concepts(&cut, &library, tuning);
        let (mut concepts, phrases) = read.unwrap_or_else(|| cut::concepts(&units, dictionary, names, tuning));
        concepts.truncate(CONCEPTS_MAX);
        let mut budget = EXPRESSIONS_MAX;
        for concept in &mut concepts {
            expand::expand(concept, dictionary, tuning, &mut budget);
            concept.parts = cut::parts(concept, dictionary, tuning);
        }
        expand::unfinished(&mut concepts, &phrases, dictionary, tuning);
        let mut question = Self { concepts, phrases, themes: vec![] };
        mend::mend(&mut question, dictionary, town, tuning);
        question.themes = themes::of_question(&units, &question, dictionary);
        (!question.concepts.is_empty()).then_some(question)
    }
}
