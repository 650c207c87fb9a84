//! From a question and criteria to a page of hits, exact totals and facets, in one pass over the index.

/// How far themes agree.
mod agreement;
/// Which documents hold a word, and how strongly.
mod evidence;
/// Counting beside the results.
mod facets;
/// What must hold of a result.
mod filter;
/// The best of several words that mean the same.
mod gather;
/// Marking the words of the question.
mod highlight;
/// Which group a document is or belongs to.
mod kin;
/// What answers lend to one another.
mod neighbours;
/// The order of a list, and the best of it.
mod rank;
/// How well each document answers a question.
mod score;
/// What satisfies criteria, as a set.
mod set;
/// What the town's own texts know.
mod town;

pub(crate) use evidence::Segment;
pub(crate) use filter::{Filter, Visible};
pub(crate) use highlight::Marker;
pub(crate) use rank::{Best, Candidate, Keys, key_of};
pub(crate) use score::{Scores, Told, score};
pub use set::Matching;

use crate::analysis::script::is_hiragana;
use crate::analysis::{folded, words};
use crate::error::IndexError;
use crate::index::TextIndex;
use crate::item::{Found, Hit, LIMIT_MAX, Order};
use crate::question::Question;
use chrono::{DateTime, Utc};
use enmusubi_domain::criteria::{Criteria, Sort};
use enmusubi_domain::id::OpportunityId;
use rank::Ranker;
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

/// Somebody who judges opportunities: the place of a good one, smaller first; nothing for the others.
pub type Judge<'a> = &'a dyn Fn(&OpportunityId) -> Option<u64>;

impl TextIndex {
    /// Answers a question within criteria. Any string is a question; one without a word in it asks for everything.
    pub fn search(&self, criteria: &Criteria, order: &Order, now: DateTime<Utc>) -> Result<Found, IndexError> {
        self.listed(criteria, order, now, None)
    }

    /// The same among the opportunities that somebody judges good, totals and facets included. Each that satisfies the criteria is judged once;
    /// the number is its place where the order is that of relevance: smaller first.
    pub fn search_judged(&self, criteria: &Criteria, order: &Order, now: DateTime<Utc>, judge: Judge<'_>) -> Result<Found, IndexError> {
        self.listed(criteria, order, now, Some(judge))
    }

    fn listed(&self, criteria: &Criteria, order: &Order, now: DateTime<Utc>, judge: Option<Judge<'_>>) -> Result<Found, IndexError> {
        let searcher = self.searcher();
        let (question, scores) = self.scores(&searcher, criteria, now)?;
        let limit = order.limit.min(LIMIT_MAX);
        let mut best = Best::new(limit, order.after.as_ref());
        let mut counts = facets::Counts::new(&order.facets);
        let mut total = 0;
        for (ord, reader) in searcher.segment_readers().iter().enumerate() {
            let filter = Filter::new(reader, criteria, &self.city, now)?;
            let ranker = Ranker::new(reader, order.sort, criteria.near, now)?;
            let mut counting = counts.segment(reader, now)?;
            let answers = scores.as_ref().map(|s| &s.segments[ord]);
            let mut take = |doc: u32, score: f32| {
                if !filter.passes(doc) {
                    return;
                }
                let mut candidate = ranker.candidate(DocAddress::new(ord as u32, doc), score, answers.is_some());
                if let Some(judge) = judge {
                    let Some(place) = candidate.as_ref().and_then(|c| judge(c.key.opportunity()?)) else { return };
                    candidate.iter_mut().filter(|_| order.sort == Sort::Relevance).for_each(|c| c.rank = place);
                }
                total += 1;
                counting.count(doc);
                best.offer(candidate);
            };
            match answers {
                Some(answers) => answers.iter().for_each(|&(doc, score)| take(doc, score)),
                None => reader.doc_ids_alive().for_each(|doc| take(doc, 0.0)),
            }
            counting.finish()?;
        }
        let (candidates, next) = best.page();
        let marker = Marker::new(question.as_ref(), &self.words);
        let hits = candidates.iter().map(|c| self.hit(&searcher, c, &marker)).collect::<Result<_, _>>()?;
        Ok(Found { hits, total, total_is_exact: true, facets: counts.lists(), next })
    }

    fn scores(&self, searcher: &Searcher, criteria: &Criteria, now: DateTime<Utc>) -> Result<(Option<Question>, Option<Scores>), IndexError> {
        let Some(text) = &criteria.question else {
            return Ok((None, None));
        };
        let segments = Segment::all(searcher, &self.fields)?;
        let Some(question) = self.question(text, &segments) else {
            return Ok((None, None));
        };
        let visible = searcher.segment_readers().iter().map(|reader| Visible::new(reader, now)).collect::<Result<Vec<_>, _>>()?;
        let told = Told { visible: &|ord, doc| visible[ord].sees(doc), about: &|ord, doc| self.about(searcher, DocAddress::new(ord as u32, doc)) };
        let scores = score(&segments, &question, &told, &self.tuning)?;
        Ok((Some(question), Some(scores)))
    }

    /// The words of a document's title and summary that say something.
    pub(crate) fn about(&self, searcher: &Searcher, at: DocAddress) -> Vec<String> {
        // What cannot be read says nothing; reading it for a hit will say why.
        let Ok(document) = searcher.doc::<TantivyDocument>(at) else {
            return vec![];
        };
        let mut out: Vec<String> = vec![];
        for field in [self.fields.title, self.fields.summary] {
            let text = self.words.text(document.get_first(field).and_then(|v| v.as_str()).unwrap_or_default());
            for word in words(&text) {
                let span = &text[word.start..word.end];
                let word = folded(span);
                let speaks = span.len() >= 2 && !span.iter().all(|u| is_hiragana(u.plain)) && !self.words.light.contains(&word);
                if speaks && !out.contains(&word) {
                    out.push(word);
                }
            }
        }
        out
    }

    pub(crate) fn question(&self, text: &str, segments: &[Segment<'_>]) -> Option<Question> {
        Question::read(text, &self.words, &self.names, &segments, &self.tuning)
    }

    pub(crate) fn hit(&self, searcher: &Searcher, candidate: &Candidate, marker: &Marker<'_>) -> Result<Hit, IndexError> {
        let document: TantivyDocument = searcher.doc(candidate.at)?;
        let text = |field| document.get_first(field).and_then(|v| v.as_str()).unwrap_or_default();
        let version = searcher.segment_reader(candidate.at.segment_ord).fast_fields().i64("version")?.first(candidate.at.doc_id).unwrap_or(0);
        let view = document.get_first(self.fields.view).and_then(|v| v.as_bytes()).unwrap_or_default().to_vec();
        let f = &self.fields;
        let highlight = marker.mark(&[("title", text(f.title)), ("summary", text(f.summary)), ("description", text(f.description))]);
        Ok(Hit { key: candidate.key, score: candidate.score, version, view, highlight, metres: candidate.metres })
    }
}
