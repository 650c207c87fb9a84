use crate::problem::Problem;
use chrono::{DateTime, Utc};
use enmusubi_domain::criteria::{Criteria, ItemType};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::matching::Question;
use enmusubi_search::Shelf;
use enmusubi_search::matching::Matches;
use serde::Serialize;
use std::collections::HashSet;
use utoipa::ToSchema;

/// Most listings that words may leave over for matching. In a town with more of them the best answers to the words are
/// considered, and the answer says so.
pub const CONSIDERED_MAX: usize = 100_000;

/// The listings that are considered: all there are, or those that words and filters leave over.
#[derive(Debug, Default)]
pub struct Among {
    only: Option<HashSet<OpportunityId>>,
    found: usize,
}

/// How many listings words and filters left over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Considered)]
pub struct AmongView {
    /// So many satisfy the words and filters.
    #[schema(example = 12)]
    pub found: usize,
    /// So many of them were considered: all, but where there are more than 100,000 the best answers to the words.
    #[schema(example = 12)]
    pub considered: usize,
}

impl Among {
    /// Looks up what words and filters leave over; criteria that ask for nothing leave everything.
    pub fn of(shelf: &Shelf, criteria: &Criteria, now: DateTime<Utc>) -> Result<Self, Problem> {
        if *criteria == opportunities(None) {
            return Ok(Self::default());
        }
        // Filters alone leave nobody out, however many satisfy them; of answers to words the best are enough.
        let most = if criteria.question.is_some() { CONSIDERED_MAX } else { usize::MAX };
        let matching = shelf.text.matching_ids(criteria, now, most)?;
        Ok(Self { only: Some(matching.ids.into_iter().collect()), found: matching.found })
    }

    /// The best answers to a wish among them, and the best near misses.
    pub fn search(&self, shelf: &Shelf, q: &Question, k: usize, near: usize) -> Matches {
        match &self.only {
            None => shelf.matches.search(q, k, near),
            Some(ids) => shelf.matches.search_these(q, k, near, ids),
        }
    }

    /// The best answers among them that are none of some others.
    pub fn search_but(&self, shelf: &Shelf, q: &Question, k: usize, others: &HashSet<OpportunityId>) -> Matches {
        match &self.only {
            None => shelf.matches.search_among(q, k, 0, |id| !others.contains(id)),
            Some(ids) => shelf.matches.search_these(q, k, 0, &ids.difference(others).copied().collect()),
        }
    }

    /// The best answers that are among them and among some others.
    pub fn search_within(&self, shelf: &Shelf, q: &Question, k: usize, others: &HashSet<OpportunityId>) -> Matches {
        match &self.only {
            None => shelf.matches.search_these(q, k, 0, others),
            Some(ids) => shelf.matches.search_these(q, k, 0, &ids.intersection(others).copied().collect()),
        }
    }

    /// How many there are, where words or filters were given.
    pub fn view(&self) -> Option<AmongView> {
        self.only.as_ref().map(|ids| AmongView { found: self.found, considered: ids.len() })
    }
}

/// Criteria that ask for opportunities, by words if there are any.
pub fn opportunities(words: Option<String>) -> Criteria {
    Criteria { question: words, types: vec![ItemType::Opportunity], ..Criteria::default() }
}
