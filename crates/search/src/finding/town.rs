use super::evidence::{Segment, TERMS_MAX, covering};
use crate::error::IndexError;
use crate::question::Town;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

/// Most stations that are looked at.
const STATIONS_MAX: usize = 2_000;

impl Town for &[Segment<'_>] {
    fn each_kanji_word(&self, show: &mut dyn FnMut(&str)) {
        for segment in self.iter() {
            // Failing to read a word is failing to know it; the search itself will say what is wrong with the index.
            let _unread = segment.each_kanji_word(show);
        }
    }

    fn has_word(&self, word: &str) -> bool {
        self.iter().any(|s| s.holding(word).is_ok_and(|n| n > 0))
    }

    fn occurs(&self, text: &str) -> bool {
        self.iter().any(|s| s.occurs(text).unwrap_or(false))
    }

    fn words_near(&self, word: &str) -> Vec<String> {
        let mut out: Vec<String> = self.iter().flat_map(|s| s.words_near(word).unwrap_or_default()).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

impl Segment<'_> {
    fn each_kanji_word(&self, show: &mut dyn FnMut(&str)) -> Result<(), IndexError> {
        // Words that begin with a Chinese character lie together in the order of the dictionary.
        let mut terms = self.words.1.terms().range().ge("\u{3400}").lt("\u{a000}").into_stream()?;
        while terms.advance() {
            if let Ok(word) = std::str::from_utf8(terms.key()) {
                show(word);
            }
        }
        if let Some(stations) = self.reader.fast_fields().str("station")? {
            let mut name = String::new();
            for ord in 0..stations.dictionary().num_terms().min(STATIONS_MAX) as u64 {
                if stations.ord_to_str(ord, &mut name)? {
                    show(&name);
                }
                name.clear();
            }
        }
        Ok(())
    }

    /// Whether a text stands anywhere.
    fn occurs(&self, text: &str) -> Result<bool, IndexError> {
        let mut found = false;
        self.each_match(&self.grams, &covering(text), &mut |_, _| {
            found = true;
            false
        })?;
        Ok(found)
    }

    /// Words of the index one typing error away.
    fn words_near(&self, word: &str) -> Result<Vec<String>, IndexError> {
        let query = FuzzyTermQuery::new(Term::from_field_text(self.words.0, word), 1, true);
        let mut terms = self.words.1.terms().search(query.automaton()?).into_stream()?;
        let mut out = vec![];
        while terms.advance() && out.len() < TERMS_MAX {
            out.extend(std::str::from_utf8(terms.key()).ok().filter(|t| *t != word).map(str::to_owned));
        }
        Ok(out)
    }
}
