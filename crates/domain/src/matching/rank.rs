use super::evaluate::{Evaluation, evaluate};
use super::offer::Offer;
use super::wish::Question;
use crate::id::{OpportunityId, mix};
use std::cmp::Ordering;

/// How many near misses an answer shows at most.
pub const NEAR_MISSES: usize = 5;

/// A place in the list: greater is better.
///
/// By order value; among equals by a hash of id and civil date (the same all day, no lasting advantage for anybody);
/// by id at last, so that the order is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The bits of a number that is never negative nor NaN: they sort as it does.
    order: u32,
    tie: u64,
    id: OpportunityId,
}

impl Rank {
    /// The rank of an opportunity with an order value on a civil day.
    pub fn new(order: f32, id: OpportunityId, today: i32) -> Self {
        debug_assert!(order >= 0.0, "order values are never negative nor NaN");
        let (high, low) = id.0.as_u64_pair();
        Self { order: order.to_bits(), tie: mix(mix(high ^ today as u64) ^ low), id }
    }

    /// The opportunity.
    pub fn id(&self) -> OpportunityId {
        self.id
    }

    /// Whether nothing with this order value or less can come before it.
    pub fn beats_bound(&self, bound: f32) -> bool {
        bound.to_bits() < self.order
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order.cmp(&other.order).then_with(|| other.tie.cmp(&self.tie)).then_with(|| other.id.cmp(&self.id))
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best `k`, kept in order while candidates come by.
#[derive(Debug, Clone)]
pub struct Best<T> {
    k: usize,
    kept: Vec<(Rank, T)>,
}

impl<T> Best<T> {
    /// Room for `k`.
    pub fn new(k: usize) -> Self {
        Self { k, kept: Vec::with_capacity(k.min(1000) + 1) }
    }

    /// What a newcomer must beat, once there is no room left.
    pub fn floor(&self) -> Option<&Rank> {
        if self.kept.len() < self.k { None } else { self.kept.last().map(|(r, _)| r) }
    }

    /// Whether something whose order value is at most `bound` can no longer get in.
    pub fn excludes(&self, bound: f32) -> bool {
        self.k == 0 || self.floor().is_some_and(|f| f.beats_bound(bound))
    }

    /// Takes a candidate in, if it is good enough.
    pub fn offer(&mut self, rank: Rank, value: T) {
        if self.k == 0 || self.floor().is_some_and(|f| rank <= *f) {
            return;
        }
        let at = self.kept.partition_point(|(r, _)| *r > rank);
        self.kept.insert(at, (rank, value));
        self.kept.truncate(self.k);
    }

    /// The best, best first.
    pub fn into_sorted(self) -> Vec<(Rank, T)> {
        self.kept
    }
}

/// One answer: which offer, and how it was judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// The opportunity.
    pub id: OpportunityId,
    /// Its judgement.
    pub evaluation: Evaluation,
}

/// Whether an evaluation is a near miss: exactly one gate fails. It is ranked by the score it would have if that gate were open.
pub fn near_miss(e: &Evaluation) -> bool {
    e.failed.len() == 1
}

/// The best `k` answers and the best `near` near misses, found by looking at every offer: the oracle of the fast ways.
pub fn best_by_looking_at_all<'a>(q: &Question, offers: impl IntoIterator<Item = &'a Offer>, k: usize, near: usize) -> (Vec<Ranked>, Vec<Ranked>) {
    let (mut best, mut missed) = (Best::new(k), Best::new(near));
    for offer in offers {
        let e = evaluate(q, offer);
        let rank = q.rank(e.order, offer.id);
        if e.failed.is_empty() {
            best.offer(rank, e);
        } else if near_miss(&e) {
            missed.offer(rank, e);
        }
    }
    let ranked = |b: Best<Evaluation>| b.into_sorted().into_iter().map(|(r, evaluation)| Ranked { id: r.id(), evaluation }).collect();
    (ranked(best), ranked(missed))
}
