//! Completions while typing: themes, areas and stations, words of the dictionary, groups, titles.

use crate::analysis::script::{is_hiragana, is_kanji, is_text};
use crate::analysis::{Text, folded};
use crate::document::BEGINNING_MAX;
use crate::finding::{Segment, Visible};
use crate::index::TextIndex;
use crate::item::{Suggestion, SuggestionKind};
use chrono::{DateTime, Utc};
use enmusubi_domain::text::Names;
use std::collections::BTreeMap;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

/// Longest beginning that is looked at, in characters.
const TYPED_MAX: usize = 30;
/// Most documents whose titles are looked at.
const TITLES_MAX: usize = 200;
/// Most words of the dictionary that are counted.
const WORDS_MAX: usize = 30;

impl TextIndex {
    /// Completions of what is being typed, at most `limit` (and 50): shorter texts of more results first within each kind.
    pub fn suggest(&self, typed: &str, limit: usize, now: DateTime<Utc>) -> Vec<Suggestion> {
        let typed: String = typed.chars().take(TYPED_MAX).collect();
        let typed = without_tail(self.words.text(typed.trim()));
        let beginning: Vec<char> = typed.iter().map(|u| u.fold).collect();
        if beginning.is_empty() || !beginning.iter().any(|c| is_text(*c)) {
            return vec![];
        }
        let searcher = self.searcher();
        let mut out: Vec<Suggestion> = vec![];
        for found in [self.taxonomy(&searcher, &beginning, now), self.dictionary(&searcher, &beginning, now), self.titles(&searcher, &beginning, now)] {
            // An index that fails to answer suggests nothing; the search beside it says why.
            let mut found = found.unwrap_or_default();
            found.retain(|s| s.count > 0 && !out.iter().any(|o| o.text == s.text));
            out.extend(found);
        }
        out.truncate(limit.min(50));
        out
    }

    /// Themes, areas, stations.
    fn taxonomy(&self, searcher: &Searcher, beginning: &[char], now: DateTime<Utc>) -> tantivy::Result<Vec<Suggestion>> {
        let fits = |name: &str| begins(&self.words.text(name), beginning);
        let either = |names: &Names| [&names.ja, &names.en].into_iter().find(|n| fits(n)).cloned();
        let mut out = vec![];
        let themes = self.city.themes.all().iter().filter_map(|t| Some((t.code.clone(), either(&t.names)?, "themes", SuggestionKind::Theme)));
        let areas = self.city.areas.all().iter().filter_map(|a| Some((a.code.clone(), either(&a.names)?, "areas", SuggestionKind::Area)));
        for (code, text, field, kind) in themes.take(20).chain(areas.take(20)) {
            out.push(Suggestion { count: count_code(searcher, field, &code, now)?, text, kind });
        }
        let mut stations: BTreeMap<String, u64> = BTreeMap::new();
        for segment in searcher.segment_readers() {
            let Some(column) = segment.fast_fields().str("station")? else {
                continue;
            };
            for ord in 0..column.dictionary().num_terms().min(2_000) as u64 {
                let mut name = String::new();
                if column.ord_to_str(ord, &mut name)? && fits(&name) {
                    stations.insert(name, 0);
                }
            }
        }
        for (name, _) in stations.into_iter().take(10) {
            out.push(Suggestion { count: count_code(searcher, "station", &name, now)?, text: name, kind: SuggestionKind::Area });
        }
        out.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        Ok(out)
    }

    /// First words of the dictionary's groups, and words whose reading is being typed.
    fn dictionary(&self, searcher: &Searcher, beginning: &[char], now: DateTime<Utc>) -> tantivy::Result<Vec<Suggestion>> {
        let mut words: Vec<String> = self.words.synonyms.heads().filter(|h| begins(&self.words.text(h), beginning)).map(str::to_owned).collect();
        if beginning.len() >= 2 && beginning.iter().all(|c| is_hiragana(*c)) {
            words.extend(self.words.spellings.starting_with(beginning).filter(|usual| usual.chars().any(is_kanji)));
        }
        words.sort_by_key(|w| (w.chars().count(), w.clone()));
        words.dedup();
        words.truncate(WORDS_MAX);
        let segments = Segment::all(searcher, &self.fields).unwrap_or_default();
        let mut out = vec![];
        for text in words {
            let sought = folded(&self.words.text(&text));
            let mut count = 0;
            for segment in &segments {
                let Ok(visible) = Visible::new(segment.reader, now) else {
                    continue;
                };
                let hits = segment.substring(&sought, &self.tuning).unwrap_or_default();
                count += hits.iter().filter(|(doc, _)| visible.sees(*doc)).count() as u64;
            }
            out.push(Suggestion { text, kind: SuggestionKind::Word, count });
        }
        out.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        out.truncate(10);
        Ok(out)
    }

    /// Titles and names of groups in which a word begins like this.
    fn titles(&self, searcher: &Searcher, beginning: &[char], now: DateTime<Utc>) -> tantivy::Result<Vec<Suggestion>> {
        let short: String = beginning.iter().take(BEGINNING_MAX).collect();
        let term = Term::from_field_text(self.fields.beginnings, &short);
        let mut counts: BTreeMap<(SuggestionKind, String), u64> = BTreeMap::new();
        let mut looked_at = 0;
        for (ord, segment) in searcher.segment_readers().iter().enumerate() {
            let (Ok(visible), items) = (Visible::new(segment, now), segment.fast_fields().u64("item")?) else {
                continue;
            };
            let inverted = segment.inverted_index(self.fields.beginnings)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.doc() != TERMINATED && looked_at < TITLES_MAX {
                let doc = postings.doc();
                postings.advance();
                if segment.is_deleted(doc) || !visible.sees(doc) {
                    continue;
                }
                looked_at += 1;
                let document: TantivyDocument = searcher.doc(DocAddress::new(ord as u32, doc))?;
                let title = document.get_first(self.fields.title).and_then(|v| v.as_str()).unwrap_or_default();
                if beginning.len() <= BEGINNING_MAX || contains(&self.words.text(title), beginning) {
                    let kind = if items.first(doc) == Some(0) { SuggestionKind::Group } else { SuggestionKind::Title };
                    *counts.entry((kind, title.to_owned())).or_default() += 1;
                }
            }
        }
        let mut out: Vec<Suggestion> = counts.into_iter().map(|((kind, text), count)| Suggestion { text, kind, count }).collect();
        // What begins with it comes before what only holds a word that does.
        out.sort_by_key(|s| (!begins(&self.words.text(&s.text), beginning), s.text.chars().count(), s.text.clone()));
        Ok(out)
    }
}

/// Half-typed Latin letters after kana are on their way to becoming kana (ぼらn).
fn without_tail(mut text: Text) -> Text {
    let tail = text.iter().rev().take_while(|u| u.fold.is_ascii_alphabetic()).count();
    if tail <= 2 && text.len() > tail && is_hiragana(text[text.len() - tail - 1].fold) {
        text.truncate(text.len() - tail);
    }
    text
}

fn begins(text: &Text, beginning: &[char]) -> bool {
    text.len() >= beginning.len() && text.iter().zip(beginning).all(|(u, c)| u.fold == *c)
}

fn contains(text: &Text, sought: &[char]) -> bool {
    text.windows(sought.len()).any(|w| w.iter().zip(sought).all(|(u, c)| u.fold == *c))
}

/// How many visible documents carry a code.
fn count_code(searcher: &Searcher, field: &str, code: &str, now: DateTime<Utc>) -> tantivy::Result<u64> {
    let mut count = 0;
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str(field)? else {
            continue;
        };
        let (Some(ord), Ok(visible)) = (column.dictionary().term_ord(code)?, Visible::new(segment, now)) else {
            continue;
        };
        count += segment.doc_ids_alive().filter(|doc| column.term_ords(*doc).any(|o| o == ord) && visible.sees(*doc)).count() as u64;
    }
    Ok(count)
}
