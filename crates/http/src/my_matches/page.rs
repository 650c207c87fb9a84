use super::parameters::Unseen;
use super::position::Position;
use crate::matching::Among;
use chrono::{DateTime, Utc};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::matching::Question;
use enmusubi_search::Shelf;
use enmusubi_search::matching::Matched;
use std::collections::HashSet;

/// How deep the list goes: who has looked at so many asks for something else.
pub const DEPTH: usize = 1_000;

/// One page of one's matches.
pub struct Shown {
    /// What is on it, in order.
    pub matched: Vec<Matched>,
    /// Where it ended, if there is another page.
    pub next: Option<Position>,
    /// How many there are on all pages together, as far as is known, and whether that is all.
    pub total: (u64, bool),
}

/// Takes pages out of the list of what fits: exactly the best, whatever was seen after what was not, if that is asked.
pub struct Pages<'a> {
    /// What is searched.
    pub shelf: &'a Shelf,
    /// The wish.
    pub question: &'a Question,
    /// The listings that are considered.
    pub among: &'a Among,
    /// What was seen when the list was begun.
    pub seen: &'a HashSet<OpportunityId>,
    /// What of it is asked for.
    pub unseen: Unseen,
}

impl Pages<'_> {
    /// The page after a position, or the first one of a list that begins now.
    pub fn page(&self, after: Option<Position>, limit: usize, now: DateTime<Utc>) -> Shown {
        let shown = after.map_or(0, |a| a.shown);
        let limit = limit.min(DEPTH.saturating_sub(shown));
        // One more than the page holds tells whether there is another.
        let wanted = limit + 1;
        let mut found: Vec<(bool, Matched)> = vec![];
        for seen in [false, true] {
            let left_out = match self.unseen {
                Unseen::First => false,
                Unseen::Only | Unseen::Any => seen,
            };
            if left_out || found.len() >= wanted || after.is_some_and(|a| a.seen && !seen) {
                continue;
            }
            let floor = after.filter(|a| a.seen == seen);
            found.extend(self.ranked(seen, floor, wanted - found.len()).into_iter().map(|m| (seen, m)));
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| more && shown + found.len() < DEPTH);
        let next = last.map(|(seen, m)| Position {
            begun: after.map_or(now, |a| a.begun),
            shown: shown + found.len(),
            seen: *seen,
            order: m.evaluation.order,
            id: m.offer.id,
        });
        let total = ((shown + found.len() + usize::from(more)) as u64, !more);
        Shown { matched: found.into_iter().map(|(_, m)| m).collect(), next, total }
    }

    /// The best `n` of one part of the list that rank after a position in it.
    fn ranked(&self, seen: bool, floor: Option<Position>, n: usize) -> Vec<Matched> {
        let mut k = n + floor.map_or(0, |p| p.shown);
        loop {
            let best = self.best(seen, k);
            let all = best.len() < k;
            let floor = floor.map(|p| self.question.rank(p.order, p.id));
            let after = |m: &Matched| floor.is_none_or(|floor| self.question.rank(m.evaluation.order, m.offer.id) < floor);
            let rest: Vec<Matched> = best.into_iter().filter(after).take(n).collect();
            // Listings that were connected with or written since may stand before the position by now.
            // Where the list has become another one altogether, it ends: looking on would end in looking at everything.
            if all || rest.len() >= n || k >= 4 * DEPTH {
                return rest;
            }
            k *= 2;
        }
    }

    fn best(&self, seen: bool, k: usize) -> Vec<Matched> {
        let (shelf, q) = (self.shelf, self.question);
        let matches = match (self.unseen, seen) {
            (Unseen::Any, _) => self.among.search(shelf, q, k, 0),
            (Unseen::First | Unseen::Only, false) if self.seen.is_empty() => self.among.search(shelf, q, k, 0),
            (Unseen::First | Unseen::Only, false) => self.among.search_but(shelf, q, k, self.seen),
            (Unseen::First | Unseen::Only, true) => self.among.search_within(shelf, q, k, self.seen),
        };
        matches.best
    }
}
