use super::evaluate::{Evaluation, evaluate};
use super::offer::Offer;
use super::question::Question;
use crate::id::{OpportunityId, mix};
use std::cmp::Ordering;
use uuid::Uuid;

/// How many near misses an answer shows at most.
pub const NEAR_MISSES: usize = 5;

/// A place in the list: greater is better.
///
/// By order value; among equals by a hash of id and civil date (the same all day, no lasting advantage for anybody);
/// by id at last, so that the order is total. Opportunities are ranked for a person, and people for an opportunity: `I` is the kind of id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank<I = OpportunityId> {
    /// The bits of a number that is never negative nor NaN: they sort as it does.
    order: u32,
    tie: u64,
    id: I,
}

impl<I: Copy + Ord + Into<Uuid>> Rank<I> {
    /// The rank of something with an order value on a civil day.
    pub fn new(order: f32, id: I, today: i32) -> Self {
        debug_assert!(order >= 0.0, "order values are never negative nor NaN");
        Self { order: order.to_bits(), tie: tie(id, today), id }
    }

    /// What is ranked.
    pub fn id(&self) -> I {
        self.id
    }

    /// The rank as one number for lists that are kept by numbers, smaller first. Ranks whose order values are equal and whose ties begin with
    /// the same 32 bits share one; lists decide among those by id.
    pub fn number(&self) -> u64 {
        u64::from(u32::MAX - self.order) << 32 | self.tie >> 32
    }

    /// Whether nothing with this order value or less can come before it.
    pub fn beats_bound(&self, bound: f32) -> bool {
        bound.to_bits() < self.order
    }

    /// Whether nothing with this order value or less, and with this [`tie`] or a greater one, can come before it.
    pub fn beats(&self, bound: f32, least_tie: u64) -> bool {
        self.beats_bound(bound) || (bound.to_bits() == self.order && least_tie > self.tie)
    }
}

/// What decides among equals on a civil day: smaller first. The same all day, another on the next.
pub fn tie(id: impl Into<Uuid>, today: i32) -> u64 {
    let (high, low) = id.into().as_u64_pair();
    mix(mix(high ^ today as u64) ^ low)
}

impl<I: Ord> Ord for Rank<I> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order.cmp(&other.order).then_with(|| other.tie.cmp(&self.tie)).then_with(|| other.id.cmp(&self.id))
    }
}

impl<I: Ord> PartialOrd for Rank<I> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best `k`, kept in order while candidates come by.
#[derive(Debug, Clone)]
pub struct Best<T, I = OpportunityId> {
    k: usize,
    kept: Vec<(Rank<I>, T)>,
}

impl<T, I: Copy + Ord + Into<Uuid>> Best<T, I> {
    /// Room for `k`.
    pub fn new(k: usize) -> Self {
        Self { k, kept: Vec::with_capacity(k.min(1000) + 1) }
    }

    /// What a newcomer must beat, once there is no room left.
    pub fn floor(&self) -> Option<&Rank<I>> {
        if self.kept.len() < self.k { None } else { self.kept.last().map(|(r, _)| r) }
    }

    /// Whether something whose order value is at most `bound` can no longer get in.
    pub fn excludes(&self, bound: f32) -> bool {
        self.k == 0 || self.floor().is_some_and(|f| f.beats_bound(bound))
    }

    /// The same where its [`tie`] is known to be at least so great.
    pub fn excludes_from(&self, bound: f32, least_tie: u64) -> bool {
        self.k == 0 || self.floor().is_some_and(|f| f.beats(bound, least_tie))
    }

    /// Takes a candidate in, if it is good enough.
    pub fn offer(&mut self, rank: Rank<I>, value: T) {
        if self.k == 0 || self.floor().is_some_and(|f| rank <= *f) {
            return;
        }
        let at = self.kept.partition_point(|(r, _)| *r > rank);
        self.kept.insert(at, (rank, value));
        self.kept.truncate(self.k);
    }

    /// The best, best first.
    pub fn into_sorted(self) -> Vec<(Rank<I>, T)> {
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
