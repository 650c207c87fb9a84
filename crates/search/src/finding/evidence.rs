use super::kin::Kin;
use crate::analysis::script::{is_kanji, is_latin, is_text};
use crate::error::IndexError;
use crate::fields::Fields;
use crate::question::Expression;
use crate::tuning::Tuning;
use crate::zone::ROOM;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

/// Most words of the index that stand for one beginning or one typing error.
pub(super) const TERMS_MAX: usize = 30;

/// A document and how strongly it holds what was looked for, 0 to 1.
pub(crate) type Hits = Vec<(DocId, f32)>;

/// A stream of terms: its field and where to look terms up.
pub(super) type Stream = (Field, Arc<InvertedIndexReader>);

/// One segment of the index, opened for looking up words.
pub(crate) struct Segment<'a> {
    pub(crate) reader: &'a SegmentReader,
    /// Which group a document is or belongs to.
    pub(crate) kin: Kin,
    pub(super) grams: Stream,
    pub(super) words: Stream,
}

impl<'a> Segment<'a> {
    pub(crate) fn all(searcher: &'a Searcher, fields: &Fields) -> Result<Vec<Self>, IndexError> {
        let open = |reader: &'a SegmentReader| {
            Ok(Self {
                reader,
                grams: (fields.grams, reader.inverted_index(fields.grams)?),
                words: (fields.words, reader.inverted_index(fields.words)?),
                kin: Kin::new(reader)?,
            })
        };
        searcher.segment_readers().iter().map(open).collect()
    }

    /// Where an expression stands, and how strongly.
    pub(crate) fn hits(&self, expression: &Expression, tuning: &Tuning) -> Result<Hits, IndexError> {
        match expression.words.as_slice() {
            [word] if word.chars().all(is_latin) => self.latin(word, &expression.text, tuning),
            // A lone kana or letter has no pair of characters.
            words if covering(&expression.text).is_empty() => self.phrase(words, tuning),
            words => {
                let mut hits = self.substring(&expression.text, tuning)?;
                if tuning.substring < 1.0 {
                    let whole = self.phrase(words, tuning)?;
                    // Both lists are in order of documents.
                    let mut at = 0;
                    for hit in &mut hits {
                        while whole.get(at).is_some_and(|w| w.0 < hit.0) {
                            at += 1;
                        }
                        if whole.get(at).is_none_or(|w| w.0 != hit.0) {
                            hit.1 *= tuning.substring;
                        }
                    }
                }
                Ok(hits)
            }
        }
    }

    /// A Latin word: the word itself, words that begin with it, and last any place where it stands inside another.
    fn latin(&self, word: &str, text: &str, tuning: &Tuning) -> Result<Hits, IndexError> {
        let mut best: BTreeMap<DocId, f32> = BTreeMap::new();
        let mut keep = |hits: Hits, worth: f32| {
            hits.into_iter().for_each(|(doc, s)| {
                let slot = best.entry(doc).or_default();
                *slot = slot.max(s * worth);
            })
        };
        keep(self.phrase(&[word.to_owned()], tuning)?, 1.0);
        if word.len() >= 3 {
            for longer in self.words_beginning_with(word)? {
                keep(self.phrase(&[longer], tuning)?, 0.8);
            }
        }
        keep(self.substring(text, tuning)?, tuning.substring * 0.4);
        Ok(best.into_iter().collect())
    }

    /// A text anywhere, by its pairs of characters.
    pub(crate) fn substring(&self, text: &str, tuning: &Tuning) -> Result<Hits, IndexError> {
        let terms = covering(text);
        self.matches(&self.grams, &terms, tuning)
    }

    /// Words one after another.
    fn phrase(&self, words: &[String], tuning: &Tuning) -> Result<Hits, IndexError> {
        let terms: Vec<(u32, String)> = words.iter().enumerate().map(|(i, w)| (i as u32, w.clone())).collect();
        self.matches(&self.words, &terms, tuning)
    }

    fn matches(&self, stream: &Stream, terms: &[(u32, String)], tuning: &Tuning) -> Result<Hits, IndexError> {
        let mut hits = vec![];
        self.each_match(stream, terms, &mut |doc, places| {
            hits.push((doc, strength(places, tuning)));
            true
        })?;
        Ok(hits)
    }

    /// In how many documents a word stands, also ones that are gone since.
    pub(crate) fn holding(&self, word: &str) -> Result<u64, IndexError> {
        Ok(u64::from(self.words.1.doc_freq(&Term::from_field_text(self.words.0, word))?))
    }

    /// Shows each document in which all terms stand at their distances, with the places, until told to stop.
    pub(super) fn each_match(&self, stream: &Stream, terms: &[(u32, String)], show: &mut dyn FnMut(DocId, &[u32]) -> bool) -> Result<(), IndexError> {
        let Some(mut lists) = self.lists(stream, terms)? else {
            return Ok(());
        };
        // The rarest leads; the others only follow.
        lists.sort_by_key(|(_, postings)| postings.doc_freq());
        let Some(((lead_offset, lead), others)) = lists.split_first_mut() else {
            return Ok(());
        };
        let (mut starts, mut places) = (vec![], vec![]);
        let mut doc = lead.doc();
        'documents: while doc != TERMINATED {
            for (_, other) in others.iter_mut() {
                if other.doc() < doc {
                    other.seek(doc);
                }
                if other.doc() != doc {
                    let next = other.doc();
                    doc = if next == TERMINATED { TERMINATED } else { lead.seek(next) };
                    continue 'documents;
                }
            }
            if !self.reader.is_deleted(doc) {
                lead.positions(&mut starts);
                starts.retain_mut(|p| p.checked_sub(*lead_offset).map(|start| *p = start).is_some());
                for (offset, other) in others.iter_mut() {
                    if starts.is_empty() {
                        break;
                    }
                    other.positions(&mut places);
                    starts.retain(|start| places.binary_search(&(start + *offset)).is_ok());
                }
                if !starts.is_empty() && !show(doc, &starts) {
                    return Ok(());
                }
            }
            doc = lead.advance();
        }
        Ok(())
    }

    /// The lists of all terms, or nothing if one of them does not occur.
    fn lists(&self, (field, inverted): &Stream, terms: &[(u32, String)]) -> Result<Option<Vec<(u32, SegmentPostings)>>, IndexError> {
        let mut lists = Vec::with_capacity(terms.len());
        for (offset, term) in terms {
            match inverted.read_postings(&Term::from_field_text(*field, term), IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => lists.push((*offset, postings)),
                None => return Ok(None),
            }
        }
        Ok(Some(lists))
    }

    fn words_beginning_with(&self, beginning: &str) -> Result<Vec<String>, IndexError> {
        let mut out = vec![];
        let mut terms = self.words.1.terms().range().gt(beginning).into_stream()?;
        while terms.advance() && out.len() < TERMS_MAX && terms.key().starts_with(beginning.as_bytes()) {
            out.extend(std::str::from_utf8(terms.key()).map(str::to_owned));
        }
        Ok(out)
    }
}

/// How strongly a document speaks of something that stands at some places: in which zones, how often.
fn strength(places: &[u32], tuning: &Tuning) -> f32 {
    let weight = |place: &u32| tuning.zones.get((place / ROOM) as usize).copied().unwrap_or(0.0);
    let sum: f32 = places.iter().map(weight).sum();
    sum / (sum + tuning.saturation)
}

/// Pairs that together cover a text, with their offsets: every second one, and the last.
pub(super) fn covering(text: &str) -> Vec<(u32, String)> {
    let chars: Vec<char> = text.chars().collect();
    let pair = |i: usize| (i as u32, chars[i..i + 2].iter().collect::<String>());
    let mut out = vec![];
    for run in runs(&chars) {
        match run.len() {
            1 if is_kanji(chars[run.start]) || chars.len() == 1 => out.push((run.start as u32, chars[run.start].to_string())),
            1 => {}
            length => {
                out.extend(run.clone().step_by(2).filter(|i| i + 1 < run.end).map(pair));
                if length % 2 == 1 {
                    out.push(pair(run.end - 2));
                }
            }
        }
    }
    out.truncate(40);
    out
}

/// Stretches of characters that stand in words.
fn runs(chars: &[char]) -> Vec<std::ops::Range<usize>> {
    let mut out = vec![];
    let mut start = None;
    for (i, c) in chars.iter().enumerate() {
        match (is_text(*c), start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                out.push(s..i);
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|s| s..chars.len()));
    out
}
