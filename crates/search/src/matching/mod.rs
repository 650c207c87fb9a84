//! The match index: exactly the best answers to a wish, out of a million listings, by looking at a few hundred of them.
//!
//! ```text
//!   a shard: the listings of one spot            one column a statement, one bit a listing
//!
//!     closed        ░░█░░░░░░░░█░░░░░░░░░  ─┐
//!     turns away 2  ░█░░░░██░░░░░░░█░░░░░   ├─ gates: what certainly fails is struck out, 64 listings at a time
//!     sat_morning   ██░█░░█░█░██░░█░░██░░  ─┘
//!     about snow    ░█░█░█░░░█░░░░█░░█░░░  ─┐
//!     says it seeks ░░░█░░░░░█░░░░░░░░░█░   ├─ a cell: alike in where, about what, seeking, and equity
//!     equity class  █░░█░░░██░█░░░█░░█░░░  ─┘
//!     briefs        ▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪   20 bytes each: the upper bound of one
//!     offers        ·········█·······█··   read only where the bound leaves it open; domain::matching::evaluate decides
//!
//!   cells, best bound first:   (here, snow, unfilled) 1.09 · (here, snow, found often) 0.98 · (next door, snow, unfilled) 0.93 · …
//!                                                                        stop ┘ when the bound is below the worst of the best 20
//! ```
//!
//! 1. **Shards.** Listings of one [`Spot`](spot::Spot) (an area, a square on the map) lie about as far from anywhere, so one look tells what the area factor
//!    may be there at most, and whether all of them are out of reach.
//! 2. **Cells.** Within a shard, a [`Strand`](strand::Strand) holds listings worth the same by their themes, a class those of about the same equity. The bound of
//!    such a cell follows from these. Cells wait in a heap; each brings its successor when it is taken, so that only what is needed is made.
//! 3. **Words.** A shard's candidates are found when its best cell is taken: conditions of the question over columns, 64 listings an operation.
//! 4. **Listings.** Each candidate of a cell has a bound of its own, from its [`Brief`](enmusubi_domain::matching::outline::Brief). Whatever may still get in is judged by the
//!    domain, on the listing itself. Nothing here decides anything.
//! 5. **The end** is the first cell whose bound is below the worst of the best.
//!
//! Why the answer is exactly that of looking at everything:
//!
//! * What a column or a bound says is certain, or is not said: [`outline`](enmusubi_domain::matching::outline) states the rule, and how the bounds hold without an epsilon.
//! * Whatever is *equal* to the worst is looked at, as its tie may be smaller. Where many are equal, the [least tie](listings::Ties) of a word tells that none of its 64
//!   can get in. It may be too small, never too great: it is lowered wherever a listing comes to, by writing or by moving.
//! * Bits, briefs, points and listings change together, under one lock; a search holds it for reading.
//!
//! Live signals (seats, connections) are small updates in place. Another policy has other classes, so it needs another index: see [`MatchIndex::ranked_by`].
//! A property test compares with looking at everything in thousands of random worlds, after churn; [`Care`](care::Care) and the tests beside it show that each of the
//! above can be broken, and that the test then fails. docs/benchmarks.md has the figures.

/// Yes-or-no statements, bit by bit.
mod bits;
/// Which listings of a shard may fit, by its columns.
mod candidates;
/// The places where a search could go wrong.
mod care;
/// All listings, shard by shard.
mod listings;
/// The listings of one spot.
mod shard;
/// Which listings lie about as far from anywhere.
mod spot;
/// Kinds of listing within a shard.
mod strand;
/// The search itself.
mod walk;
/// Which listings a search is about.
mod within;

use care::{Care, Careful};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::matching::{Evaluation, Offer, Policy, Question, Ranked, best_by_looking_at_all, evaluate};
use listings::{Listings, Place};
use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use walk::{Aim, Walk};
use within::{Marked, Within};

/// So many listings of a set are judged one by one; of more, the columns find those that matter.
const ONE_BY_ONE: usize = 1_000;

/// Every listing a wish can be matched with, in memory. Holds public facts only.
#[derive(Debug)]
pub struct MatchIndex {
    policy: Arc<Policy>,
    listings: RwLock<Listings>,
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
    /// How many listings had to be judged exactly.
    pub evaluated: usize,
}

/// How much memory an index takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Bytes of what finds listings.
    pub index: usize,
    /// Bytes of the listings themselves: what an exact judgement, its reasons and its sessions read.
    pub rows: usize,
    /// How many listings it holds.
    pub listings: usize,
}

impl MatchIndex {
    /// An empty index that ranks by a policy. Another policy needs another index.
    pub fn new(policy: Arc<Policy>) -> Self {
        Self { listings: RwLock::new(Listings::new(policy.clone())), policy }
    }

    /// The policy it ranks by; questions must be prepared under the same.
    pub fn policy(&self) -> &Arc<Policy> {
        &self.policy
    }

    /// How many listings it holds.
    pub fn len(&self) -> usize {
        self.read().len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds listings or replaces those with the same id, and takes others out, as one change.
    pub fn apply(&self, puts: impl IntoIterator<Item = Offer>, removes: &[OpportunityId]) {
        let offers: Vec<Arc<Offer>> = puts.into_iter().map(Arc::new).collect();
        let mut listings = self.write();
        offers.into_iter().for_each(|offer| listings.put(offer));
        removes.iter().for_each(|id| listings.remove(id));
    }

    /// Gives back room that stands empty: after it was filled.
    pub fn settle(&self) {
        self.write().settle();
    }

    /// Notes how many recent connections listings have: their place changes, nothing else. Unknown ids are ignored.
    pub fn connect(&self, recent: &[(OpportunityId, u32)]) {
        let mut listings = self.write();
        recent.iter().for_each(|(id, connections)| listings.connect(id, *connections));
    }

    /// One listing.
    pub fn get(&self, id: &OpportunityId) -> Option<Arc<Offer>> {
        let listings = self.read();
        listings.place(id).map(|place| listings.at(place).clone())
    }

    /// The best `k` listings for a wish and the best `near` of those that fail exactly one gate.
    pub fn search(&self, q: &Question, k: usize, near: usize) -> Matches {
        self.search_among(q, k, near, |_| true)
    }

    /// The same, among those a condition lets through: for leaving out a few.
    pub fn search_among(&self, q: &Question, k: usize, near: usize, admitted: impl Fn(&OpportunityId) -> bool) -> Matches {
        search(&self.read(), q, k, near, &Within::All, &admitted, Careful)
    }

    /// Exactly what [`Self::search`] would answer if the index held these listings only. Unknown ids are ignored.
    pub fn search_these(&self, q: &Question, k: usize, near: usize, ids: &HashSet<OpportunityId>) -> Matches {
        let listings = self.read();
        if ids.len() > ONE_BY_ONE {
            let these = Within::These(Marked::of(&listings, ids));
            return search(&listings, q, k, near, &these, &|_| true, Careful);
        }
        let there: Vec<&Offer> = ids.iter().filter_map(|id| listings.place(id)).map(|place| listings.at(place).as_ref()).collect();
        let (best, missed) = best_by_looking_at_all(q, there.iter().copied(), k, near);
        let told = |ranked: Vec<Ranked>| {
            let whole = |r: Ranked| Some(Matched { offer: listings.at(listings.place(&r.id)?).clone(), evaluation: r.evaluation });
            ranked.into_iter().filter_map(whole).collect()
        };
        Matches { best: told(best), near_misses: told(missed), evaluated: there.len() }
    }

    /// How one listing is judged, whether it fits or not; nothing if it is not in the index.
    pub fn explain(&self, q: &Question, id: &OpportunityId) -> Option<Matched> {
        let listings = self.read();
        listings.place(id).map(|place| tell(&listings, q, place))
    }

    /// Judges many listings, all as they are at one moment: `work` is given what tells how one is judged.
    pub fn judging<R>(&self, q: &Question, work: impl FnOnce(&dyn Fn(&OpportunityId) -> Option<Evaluation>) -> R) -> R {
        let listings = self.read();
        work(&|id| listings.place(id).map(|place| evaluate(q, listings.at(place))))
    }

    /// A course about one of an offer's themes that the person could take now, the best of them: what opens the level gate.
    pub fn course_for(&self, q: &Question, offer: &Offer) -> Option<OpportunityId> {
        let found = search(&self.read(), q, 1, 0, &Within::CoursesAbout(&offer.themes), &|_| true, Careful);
        found.best.first().map(|course| course.offer.id)
    }

    /// The same listings, ranked by another policy.
    #[must_use]
    pub fn ranked_by(&self, policy: Arc<Policy>) -> Self {
        let mut copy = Listings::new(policy.clone());
        let listings = self.read();
        listings.shards().iter().flat_map(|s| &s.offers).for_each(|offer| copy.put(offer.clone()));
        copy.settle();
        Self { policy, listings: RwLock::new(copy) }
    }

    /// How much memory it takes.
    pub fn memory(&self) -> Memory {
        let listings = self.read();
        let rows = listings.shards().iter().flat_map(|s| &s.offers).map(|offer| COUNTS + offer.bytes()).sum();
        Memory { index: listings.bytes(), rows, listings: listings.len() }
    }

    fn read(&self) -> RwLockReadGuard<'_, Listings> {
        self.listings.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Listings> {
        self.listings.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes of the counts of an `Arc`.
const COUNTS: usize = 2 * size_of::<usize>();

fn search(
    listings: &Listings,
    question: &Question,
    k: usize,
    near: usize,
    within: &Within<'_>,
    admitted: &dyn Fn(&OpportunityId) -> bool,
    care: impl Care,
) -> Matches {
    let ties = listings.ties(question.today());
    let walk = |aim| Walk { listings, ties: ties.as_deref(), question, within, admitted, aim, care };
    let (best, missed) = (walk(Aim::Fitting).best(k), walk(Aim::NearMisses).best(near));
    let told = |places: &[Place]| places.iter().map(|place| tell(listings, question, *place)).collect();
    Matches { best: told(&best.best), near_misses: told(&missed.best), evaluated: best.evaluated + missed.evaluated }
}

fn tell(listings: &Listings, q: &Question, place: Place) -> Matched {
    let offer = listings.at(place).clone();
    Matched { evaluation: evaluate(q, &offer), offer }
}

#[cfg(test)]
mod tests;
