use super::filter::Filter;
use super::rank::Keys;
use crate::error::IndexError;
use crate::index::TextIndex;
use crate::item::Key;
use chrono::{DateTime, Utc};
use enmusubi_domain::criteria::Criteria;
use enmusubi_domain::id::OpportunityId;
use std::cmp::Reverse;

/// The opportunities that satisfy criteria, as a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matching {
    /// Their ids, sorted.
    pub ids: Vec<OpportunityId>,
    /// How many there are in all; more than `ids` where a cap was reached.
    pub found: usize,
}

impl TextIndex {
    /// The opportunities that satisfy criteria, for combining with the personal match: every one, up to `most`.
    ///
    /// Of more than `most` those that answer the question best are kept; where no question was asked, those that were written down last.
    pub fn matching_ids(&self, criteria: &Criteria, now: DateTime<Utc>, most: usize) -> Result<Matching, IndexError> {
        let searcher = self.searcher();
        let (_, scores) = self.scores(&searcher, criteria, now)?;
        let mut all: Vec<(u32, OpportunityId)> = vec![];
        for (ord, reader) in searcher.segment_readers().iter().enumerate() {
            let filter = Filter::new(reader, criteria, &self.city, now)?;
            let keys = Keys::new(reader)?;
            let mut take = |doc: u32, score: f32| {
                if let (true, Some(Key::Opportunity(id))) = (filter.passes(doc), keys.key(doc)) {
                    // The bits of a positive number grow with it.
                    all.push((score.max(0.0).to_bits(), id));
                }
            };
            match &scores {
                Some(scores) => scores.segments[ord].iter().for_each(|&(doc, score)| take(doc, score)),
                None => reader.doc_ids_alive().for_each(|doc| take(doc, 0.0)),
            }
        }
        let found = all.len();
        if found > most {
            // Ids grow with the time at which they were made.
            all.select_nth_unstable_by_key(most, |&place| Reverse(place));
            all.truncate(most);
        }
        let mut ids: Vec<OpportunityId> = all.into_iter().map(|(_, id)| id).collect();
        ids.sort_unstable();
        Ok(Matching { ids, found })
    }
}
