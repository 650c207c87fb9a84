//! Listings like a given one: by themes, words and area.

use crate::error::IndexError;
use crate::finding::{Best, Candidate, Keys, Marker, Segment, Told, Visible, score};
use crate::index::TextIndex;
use crate::item::{Hit, Key};
use chrono::{DateTime, Utc};
use enmusubi_domain::id::OpportunityId;
use tantivy::columnar::StrColumn;
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

/// What a shared area adds to the score, which goes to 1.
const SAME_AREA: f32 = 0.05;

impl TextIndex {
    /// Other published opportunities that speak of the same, best first. Empty if the index does not know the one.
    pub fn similar(&self, id: &OpportunityId, limit: usize, now: DateTime<Utc>) -> Result<Vec<Hit>, IndexError> {
        let searcher = self.searcher();
        let Some(at) = self.address(&searcher, id) else {
            return Ok(vec![]);
        };
        let document: TantivyDocument = searcher.doc(at)?;
        let text = |field| document.get_first(field).and_then(|v| v.as_str()).unwrap_or_default();
        let about = format!("{}。{}", text(self.fields.title), text(self.fields.summary));
        let segments = Segment::all(&searcher, &self.fields)?;
        let mut question = self.question(&about, &segments).unwrap_or_default();
        // Its own themes are known; they need not be inferred. The first is the main one.
        let themes = codes(&searcher, at, "themes")?;
        question.themes = themes.into_iter().enumerate().map(|(n, code)| (code, if n == 0 { 1.0 } else { 0.8 })).collect();
        let areas = codes(&searcher, at, "areas")?;
        let visible = searcher.segment_readers().iter().map(|reader| Visible::new(reader, now)).collect::<Result<Vec<_>, _>>()?;
        let told = Told { visible: &|ord, doc| visible[ord].sees(doc), about: &|_, _| vec![] };
        let scores = score(&segments, &question, &told, &self.tuning)?;
        let mut best = Best::new(limit.min(100), None);
        for (ord, (segment, answers)) in segments.iter().zip(&scores.segments).enumerate() {
            let keys = Keys::new(segment.reader)?;
            let area_column = segment.reader.fast_fields().str("areas")?;
            let own = ords(area_column.as_ref(), &areas)?;
            for &(doc, score) in answers {
                let here = DocAddress::new(ord as u32, doc);
                let Some(key @ Key::Opportunity(_)) = keys.key(doc) else {
                    continue;
                };
                if here != at {
                    let near = area_column.as_ref().is_some_and(|c| c.term_ords(doc).any(|o| own.contains(&o)));
                    let score = score + if near { SAME_AREA } else { 0.0 };
                    best.offer(Some(Candidate { rank: u64::from(u32::MAX - score.to_bits()), key, at: here, score: score.min(1.0), metres: None }));
                }
            }
        }
        let marker = Marker::new(None, &self.words);
        best.page().0.iter().map(|c| self.hit(&searcher, c, &marker)).collect()
    }
}

/// The codes of one document.
fn codes(searcher: &Searcher, at: DocAddress, field: &str) -> Result<Vec<String>, IndexError> {
    let mut out = vec![];
    if let Some(column) = searcher.segment_reader(at.segment_ord).fast_fields().str(field)? {
        for ord in column.term_ords(at.doc_id) {
            let mut code = String::new();
            column.ord_to_str(ord, &mut code)?;
            out.push(code);
        }
    }
    Ok(out)
}

fn ords(column: Option<&StrColumn>, codes: &[String]) -> Result<Vec<u64>, IndexError> {
    let mut out = vec![];
    if let Some(column) = column {
        for code in codes {
            out.extend(column.dictionary().term_ord(code)?);
        }
    }
    Ok(out)
}
