//! The dictionary: what people call the same thing, what words say of themes, which words say nothing.
//!
//! It is data. The built-in files are of the domain and name no city; a city adds to them or replaces their groups.

/// Sets of phrases, found longest first.
mod lexicon;
/// How Chinese characters are read.
mod readings;
/// Orthographic variants.
mod spellings;
/// Groups of words for the same thing, and how their file is read.
mod synonyms;
/// A general thesaurus in the format of the Sudachi synonym dictionary.
mod thesaurus;

pub(crate) use lexicon::Phrases;
pub(crate) use readings::{Reader, sound_alike};
pub use spellings::Spellings;
pub use synonyms::{Format, WordsError};

use crate::analysis::{ANALYSIS_VERSION, Text, canonical, folded};
use std::collections::{HashMap, HashSet};
use synonyms::Synonyms;

/// The dictionary in force.
#[derive(Debug, Clone)]
pub struct Words {
    pub(crate) spellings: Spellings,
    pub(crate) synonyms: Synonyms,
    /// Folded word → theme codes with weights.
    pub(crate) themes: HashMap<String, Vec<(String, f32)>>,
    /// What every question has.
    pub(crate) question: Phrases,
    /// Words so common that they say little.
    pub(crate) light: HashSet<String>,
    /// Every phrase the dictionary knows, for cutting a question and for mending typing errors.
    pub(crate) known: Phrases,
}

impl Words {
    /// The dictionary that comes with the program.
    pub fn built_in() -> Self {
        let spellings = Spellings::parse(include_str!("../../data/variants.tsv"));
        let mut words = Self {
            synonyms: Synonyms::default(),
            themes: HashMap::new(),
            question: Phrases::default(),
            light: HashSet::new(),
            known: Phrases::default(),
            spellings,
        };
        // The built-in file is checked by a test; a line that could not be read would only be missing.
        let _unread = words.synonyms.extend(include_str!("../../data/synonyms.txt"), Format::Lines, &words.spellings);
        for (word, theme, weight) in lines(include_str!("../../data/theme_words.tsv")).filter_map(theme_line) {
            words.themes.entry(words.fold(word)).or_default().push((theme.to_owned(), weight));
        }
        for phrase in lines(include_str!("../../data/question_words.txt")) {
            words.question.insert(&words.fold(phrase));
        }
        for word in lines(include_str!("../../data/light_words.txt")) {
            words.light.insert(words.fold(word));
        }
        words.remember();
        words
    }

    /// The same dictionary with a city's own synonyms or a general thesaurus on top.
    ///
    /// In [`Format::Lines`] a group whose first word is the first word of a group that stands already replaces that group;
    /// `!clear` on a line of its own forgets all that stands before it. A thesaurus only adds.
    pub fn with_synonyms(&self, extra: &str, format: Format) -> Result<Self, Vec<WordsError>> {
        let mut words = self.clone();
        let wrong = words.synonyms.extend(extra, format, &words.spellings);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        words.remember();
        Ok(words)
    }

    fn remember(&mut self) {
        let mut known = Phrases::default();
        for phrase in self.synonyms.phrases().chain(self.themes.keys()).chain(self.light.iter()).chain(self.spellings.usual()) {
            known.insert(phrase);
        }
        self.known = known;
    }

    /// A text in the form that is compared.
    pub fn text(&self, original: &str) -> Text {
        canonical(original, &self.spellings)
    }

    pub(crate) fn fold(&self, original: &str) -> String {
        folded(&self.text(original))
    }

    /// How many groups of synonyms there are.
    pub fn synonym_groups(&self) -> usize {
        self.synonyms.len()
    }

    /// A number that changes with any change of the dictionary.
    pub fn hash(&self) -> u64 {
        let mut themes: Vec<_> = self.themes.iter().map(|(w, t)| format!("{w} {t:?}")).collect();
        themes.sort_unstable();
        let mut light: Vec<_> = self.light.iter().collect();
        light.sort_unstable();
        let mut hash = Hash::default();
        hash.add(&self.index_hash().to_string());
        themes.iter().chain(light).for_each(|line| hash.add(line));
        self.synonyms.lines().iter().for_each(|line| hash.add(line));
        hash.value()
    }

    /// A number that changes only when texts would be indexed differently: synonyms work on questions and do not count.
    pub fn index_hash(&self) -> u64 {
        let mut hash = Hash::default();
        hash.add(&ANALYSIS_VERSION.to_string());
        self.spellings.lines().iter().for_each(|line| hash.add(line));
        hash.value()
    }
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    pub(crate) fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    pub(crate) fn value(self) -> u64 {
        self.0
    }
}

/// Lines with something on them; `#` begins a comment.
fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn theme_line(line: &str) -> Option<(&str, &str, f32)> {
    let mut parts = line.split('\t');
    let (word, theme, weight) = (parts.next()?, parts.next()?, parts.next()?);
    Some((word.trim(), theme.trim(), weight.trim().parse().ok().filter(|w| (0.0..=1.0).contains(w))?))
}
