//! The match index: the best answers to a wish out of a million listings, without looking at each of them closely.
//!
//! ```text
//!   outlines  ████████████████████████   44 bytes each, read one after the other
//!      │  certain failures?  bound below the worst of the best?      → next
//!      ▼
//!   offers    ·····█·······█···········   read only where the outline leaves it open; domain::matching::evaluate decides
//! ```
//!
//! Beside every [`Offer`] stands its [`Outline`], from which follow gates that certainly fail and an upper bound of the
//! order value. A search walks over the outlines with two running floors (the worst of the best answers, the worst of the
//! best near misses) and evaluates an offer exactly only when its bound reaches one of them. Nothing is approximated: the
//! answer is the one that looking at every offer would give, ties included. A property test says so, and planted faults
//! show that the test can fail.
//!
//! Offers and outlines change under one lock; a search holds it for reading.

use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::matching::{Best, Evaluation, Offer, Outline, Policy, Question, Rank, evaluate, near_miss};
use enmusubi_domain::opportunity::Kind;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Most courses that are looked at when a near miss could be opened by one.
const COURSES_LOOKED_AT: usize = 2_000;

/// Every listing a wish can be matched with, in memory. Holds public facts only.
#[derive(Debug, Default)]
pub struct MatchIndex {
    policy: Arc<Policy>,
    columns: RwLock<Columns>,
}

#[derive(Debug, Default)]
struct Columns {
    outlines: Vec<Outline>,
    offers: Vec<Arc<Offer>>,
    places: HashMap<OpportunityId, usize>,
}

/// One listing that was found, and how it was judged.
#[derive(Debug, Clone)]
pub struct Matched {
    /// The listing.
    pub offer: Arc<Offer>,
    /// Its judgement.
    pub evaluation: Evaluation,
}

/// The answer to a wish.
#[derive(Debug, Clone)]
pub struct Matches {
    /// Listings whose gates all hold, best first.
    pub best: Vec<Matched>,
    /// Listings that fail exactly one gate, best first.
    pub near_misses: Vec<Matched>,
    /// How many listings had to be evaluated exactly.
    pub evaluated: usize,
}

impl MatchIndex {
    /// An empty index that ranks by a policy. Another policy needs another index.
    pub fn new(policy: Arc<Policy>) -> Self {
        Self { policy, columns: RwLock::default() }
    }

    /// The policy it ranks by; questions must be prepared under the same.
    pub fn policy(&self) -> &Arc<Policy> {
        &self.policy
    }

    /// How many listings it holds.
    pub fn len(&self) -> usize {
        self.read().offers.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds listings or replaces those with the same id, and takes others out, as one change.
    pub fn apply(&self, puts: impl IntoIterator<Item = Offer>, removes: &[OpportunityId]) {
        let outlined: Vec<(Outline, Offer)> = puts.into_iter().map(|o| (Outline::of(&o, &self.policy), o)).collect();
        let mut columns = self.columns.write().unwrap_or_else(PoisonError::into_inner);
        for (outline, offer) in outlined {
            columns.put(outline, offer);
        }
        for id in removes {
            columns.remove(id);
        }
    }

    /// One listing.
    pub fn get(&self, id: &OpportunityId) -> Option<Arc<Offer>> {
        let columns = self.read();
        columns.places.get(id).map(|at| columns.offers[*at].clone())
    }

    /// The best `k` listings for a wish and the best `near` of those that fail exactly one gate.
    pub fn search(&self, q: &Question, k: usize, near: usize) -> Matches {
        self.scan(q, k, near, |_| true, Outline::bound, Best::excludes)
    }

    /// The same, among those a condition lets through.
    pub fn search_among(&self, q: &Question, k: usize, near: usize, admitted: impl Fn(&OpportunityId) -> bool) -> Matches {
        self.scan(q, k, near, |offer| admitted(&offer.id), Outline::bound, Best::excludes)
    }

    /// A course about one of an offer's themes that the person could take now: what opens the level gate.
    pub fn course_for(&self, q: &Question, offer: &Offer) -> Option<OpportunityId> {
        let columns = self.read();
        let courses = columns.offers.iter().filter(|o| o.kind == Kind::Course && o.themes.iter().any(|t| offer.themes.contains(t)));
        let mut best = Best::new(1);
        for course in courses.take(COURSES_LOOKED_AT) {
            let e = evaluate(q, course);
            if e.failed.is_empty() {
                best.offer(q.rank(e.order, course.id), ());
            }
        }
        best.into_sorted().first().map(|(rank, ())| rank.id())
    }

    /// The walk over the outlines. What bounds and what excludes are parameters, so that a test can plant faults.
    fn scan(
        &self,
        q: &Question,
        k: usize,
        near: usize,
        admitted: impl Fn(&Offer) -> bool,
        bound: impl Fn(&Outline, &Question) -> (f32, bool),
        excludes: impl Fn(&Best<(usize, Evaluation)>, f32) -> bool,
    ) -> Matches {
        let columns = self.read();
        let (mut best, mut missed) = (Best::new(k), Best::new(near));
        let mut evaluated = 0;
        for (at, outline) in columns.outlines.iter().enumerate() {
            let sure = outline.certainly_fails(q).len();
            if sure > 1 || (sure == 1 && near == 0) {
                continue;
            }
            let (most, out_of_reach) = bound(outline, q);
            let sure = sure + u32::from(out_of_reach);
            if sure > 1 || ((sure == 1 || excludes(&best, most)) && excludes(&missed, most)) {
                continue;
            }
            let offer = &columns.offers[at];
            if !admitted(offer) {
                continue;
            }
            evaluated += 1;
            let e = evaluate(q, offer);
            if e.failed.is_empty() {
                best.offer(q.rank(e.order, offer.id), (at, e));
            } else if near_miss(&e) {
                missed.offer(q.rank(e.order, offer.id), (at, e));
            }
        }
        let found = |b: Best<(usize, Evaluation)>| -> Vec<Matched> {
            b.into_sorted().into_iter().map(|(_, (at, evaluation)): (Rank, _)| Matched { offer: columns.offers[at].clone(), evaluation }).collect()
        };
        Matches { best: found(best), near_misses: found(missed), evaluated }
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Columns> {
        self.columns.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Columns {
    fn put(&mut self, outline: Outline, offer: Offer) {
        match self.places.get(&offer.id) {
            Some(&at) => {
                self.outlines[at] = outline;
                self.offers[at] = Arc::new(offer);
            }
            None => {
                self.places.insert(offer.id, self.offers.len());
                self.outlines.push(outline);
                self.offers.push(Arc::new(offer));
            }
        }
    }

    /// The last listing moves into the hole.
    fn remove(&mut self, id: &OpportunityId) {
        let Some(at) = self.places.remove(id) else { return };
        self.outlines.swap_remove(at);
        self.offers.swap_remove(at);
        if let Some(moved) = self.offers.get(at) {
            self.places.insert(moved.id, at);
        }
    }
}

#[cfg(test)]
mod tests;
