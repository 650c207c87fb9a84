use crate::analysis::script::{is_kanji, is_latin, is_text};
use crate::error::IndexError;
use crate::fields::Fields;
use crate::question::{Expression, Town};
use crate::tuning::Tuning;
use crate::zone::{ROOM, ZONES, Zone};
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::columnar::Column;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

/// Body length at which a word counts as it stands, in characters.
const USUAL_LENGTH: f32 = 160.0;
/// Most words of the index that stand for one beginning or one typing error.
const TERMS_MAX: usize = 30;
/// Most stations that are looked at.
const TERMS_OF_STATIONS: usize = 2_000;
/// Most places of parts of a word that are looked at.
const PLACES_MAX: usize = 200_000;

/// A document and how strongly it holds what was looked for, 0 to 1.
pub(crate) type Hits = Vec<(DocId, f32)>;

/// One segment of the index, opened for looking up words.
pub(crate) struct Segment<'a> {
    pub(crate) reader: &'a SegmentReader,
    /// Which group a document is or belongs to.
    pub(crate) kin: Kin,
    grams: (Field, Arc<InvertedIndexReader>),
    words: (Field, Arc<InvertedIndexReader>),
    length: Column<u64>,
}

/// Groups and what belongs to them.
pub(crate) struct Kin {
    item: Column<u64>,
    high: Column<u64>,
    low: Column<u64>,
}

impl Kin {
    fn new(reader: &SegmentReader) -> Result<Self, IndexError> {
        let fast = reader.fast_fields();
        Ok(Self { item: fast.u64("item")?, high: fast.u64("group_high")?, low: fast.u64("group_low")? })
    }

    /// The group of a document, and whether the document is the group itself.
    pub(crate) fn of(&self, doc: DocId) -> Option<(u128, bool)> {
        let group = u128::from(self.high.first(doc)?) << 64 | u128::from(self.low.first(doc)?);
        Some((group, self.item.first(doc) == Some(0)))
    }
}

impl Town for &[Segment<'_>] {
    fn each_kanji_word(&self, show: &mut dyn FnMut(&str)) {
        for segment in self.iter() {
            // Failing to read a word is failing to know it; the search itself will say what is wrong with the index.
            let _unread = segment.each_kanji_word(show);
        }
    }

    fn has_word(&self, word: &str) -> bool {
        self.iter().any(|s| s.words.1.doc_freq(&Term::from_field_text(s.words.0, word)).is_ok_and(|n| n > 0))
    }

    fn occurs(&self, text: &str) -> bool {
        self.iter().any(|s| s.substring(text, &Tuning::default()).is_ok_and(|hits| !hits.is_empty()))
    }

    fn words_near(&self, word: &str) -> Vec<String> {
        let mut out: Vec<String> = self.iter().flat_map(|s| s.words_near(word).unwrap_or_default()).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

impl<'a> Segment<'a> {
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
            for ord in 0..stations.dictionary().num_terms().min(TERMS_OF_STATIONS) as u64 {
                if stations.ord_to_str(ord, &mut name)? {
                    show(&name);
                }
                name.clear();
            }
        }
        Ok(())
    }

    pub(crate) fn all(searcher: &'a Searcher, fields: &Fields) -> Result<Vec<Self>, IndexError> {
        let open = |reader: &'a SegmentReader| {
            Ok(Self {
                reader,
                grams: (fields.grams, reader.inverted_index(fields.grams)?),
                words: (fields.words, reader.inverted_index(fields.words)?),
                length: reader.fast_fields().u64("length")?,
                kin: Kin::new(reader)?,
            })
        };
        searcher.segment_readers().iter().map(open).collect()
    }

    /// Where an expression stands, and how strongly.
    pub(crate) fn hits(&self, expression: &Expression, tuning: &Tuning) -> Result<Hits, IndexError> {
        match expression.words.as_slice() {
            [word] if word.chars().all(is_latin) => self.latin(word, &expression.text, tuning),
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

    fn matches(&self, stream: &(Field, Arc<InvertedIndexReader>), terms: &[(u32, String)], tuning: &Tuning) -> Result<Hits, IndexError> {
        let mut hits = vec![];
        let Some(mut lists) = self.lists(stream, terms)? else {
            return Ok(hits);
        };
        // The rarest leads; the others only follow.
        lists.sort_by_key(|(_, postings)| postings.doc_freq());
        let Some(((lead_offset, lead), others)) = lists.split_first_mut() else {
            return Ok(hits);
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
                if !starts.is_empty() {
                    hits.push((doc, self.strength(doc, &starts, tuning)));
                }
            }
            doc = lead.advance();
        }
        Ok(hits)
    }

    /// The lists of all terms, or nothing if one of them does not occur.
    fn lists(&self, (field, inverted): &(Field, Arc<InvertedIndexReader>), terms: &[(u32, String)]) -> Result<Option<Vec<(u32, SegmentPostings)>>, IndexError> {
        let mut lists = Vec::with_capacity(terms.len());
        for (offset, term) in terms {
            match inverted.read_postings(&Term::from_field_text(*field, term), IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => lists.push((*offset, postings)),
                None => return Ok(None),
            }
        }
        Ok(Some(lists))
    }

    /// How strongly a document speaks of something that stands at some places: which zones, how often, in how long a body.
    fn strength(&self, doc: DocId, places: &[u32], tuning: &Tuning) -> f32 {
        let mut times = [0f32; ZONES];
        for place in places {
            if let Some(n) = times.get_mut((place / ROOM) as usize) {
                *n += 1.0;
            }
        }
        let body = self.length.first(doc).unwrap_or(0) as f32 / USUAL_LENGTH;
        times[Zone::Body as usize] /= 1.0 - tuning.length + tuning.length * body.max(0.2);
        let sum: f32 = times.iter().zip(tuning.zones).map(|(n, weight)| n * weight).sum();
        sum / (sum + tuning.saturation)
    }

    fn words_beginning_with(&self, beginning: &str) -> Result<Vec<String>, IndexError> {
        let mut out = vec![];
        let mut terms = self.words.1.terms().range().gt(beginning).into_stream()?;
        while terms.advance() && out.len() < TERMS_MAX && terms.key().starts_with(beginning.as_bytes()) {
            out.extend(std::str::from_utf8(terms.key()).map(str::to_owned));
        }
        Ok(out)
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

    /// Documents that hold most pairs of a longer word in about their order: what a typing error leaves of it.
    pub(crate) fn parts(&self, text: &str, tuning: &Tuning) -> Result<Hits, IndexError> {
        let chars: Vec<char> = text.chars().collect();
        let pairs: Vec<String> = chars.windows(2).map(|w| w.iter().collect()).collect();
        let (field, inverted) = &self.grams;
        // document, place of the word's beginning, which pair
        let mut places: Vec<(DocId, i64, usize)> = vec![];
        let mut at = vec![];
        for (n, pair) in pairs.iter().enumerate() {
            let Some(mut postings) = inverted.read_postings(&Term::from_field_text(*field, pair), IndexRecordOption::WithFreqsAndPositions)? else {
                continue;
            };
            while postings.doc() != TERMINATED && places.len() < PLACES_MAX {
                let doc = postings.doc();
                if !self.reader.is_deleted(doc) {
                    postings.positions(&mut at);
                    places.extend(at.iter().map(|p| (doc, i64::from(*p) - n as i64, n)));
                }
                postings.advance();
            }
        }
        places.sort_unstable();
        let needed = pairs.len().saturating_sub(2).max(pairs.len().div_ceil(2)).max(2);
        let mut hits: Hits = vec![];
        for document in places.chunk_by(|a, b| a.0 == b.0) {
            let mut best: (usize, i64) = (0, 0);
            for (i, first) in document.iter().enumerate() {
                let mut seen = 0u64;
                document[i..].iter().take_while(|p| p.1 <= first.1 + 1).for_each(|p| seen |= 1 << (p.2 as u64).min(63));
                best = best.max((seen.count_ones() as usize, first.1));
            }
            if best.0 >= needed {
                let share = best.0 as f32 / pairs.len() as f32;
                let strength = self.strength(document[0].0, &[best.1.max(0) as u32], tuning);
                hits.push((document[0].0, share * strength));
            }
        }
        Ok(hits)
    }
}

/// Pairs that together cover a text, with their offsets: every second one, and the last.
fn covering(text: &str) -> Vec<(u32, String)> {
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
