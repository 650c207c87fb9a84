//! The other direction: the volunteers who fit an opportunity best, exactly, out of tens of thousands.
//!
//! ```text
//!                      ┌ limits    ████████████████   24 bytes each, read one after the other for every offer
//!   offer ─> Call ───> │    │  two gates certainly closed?                                        → next
//!     (small tables)   ├ leanings  ··██·█····█··█··   64 bytes, read for those who are left
//!                      │    │  bound of the score below the worst of the best?                    → next
//!                      └ volunteers ··█·······█·····   the wish itself; domain::matching::evaluate decides
//! ```
//!
//! The rules are the domain's: [`candidates`](enmusubi_domain::matching::candidates) explains what is certain of a volunteer before they are
//! evaluated. Here they stand in columns, and a search walks over them with two running floors (the worst of the best, the worst of the best
//! near misses). A volunteer is evaluated exactly only when a floor leaves it open, their place among equals included. The answer is
//! the one that evaluating everybody would give, ties and near misses too: a property test says so, and planted faults show that it can fail.
//! A walk is enough: there are tens of thousands of volunteers where there may be a million listings.
//!
//! # Who is in it
//!
//! People, so more care is taken than with listings:
//!
//! * only those who are **open to introductions**; who withdraws that, or goes, is taken out by the same call that would replace them;
//! * **no name, no address**, nothing to reach anybody by: the key is the account's id, and what is kept is what was asked for. Names are joined
//!   from the database, by whoever may see them;
//! * in **memory only**: nothing here is ever written to the index files, which hold public facts, and nothing of it is printed.
//!
//! # What a node will have to do for it
//!
//! No route shows it before coordinators have a desk, so no node fills it yet. Whoever wires it reads the profiles from the database at the start and
//! whenever the city's data change ([`VolunteerIndex::new`], [`VolunteerIndex::apply`]), and lets the change log name the accounts whose profiles changed: today it
//! names none of them, and a consent that is withdrawn must reach every node. Another ranking policy needs no reading:
//! [`VolunteerIndex::ranked_by`]. Ages are told on the day of the asking, so nothing has to be done at midnight.
//!
//! A volunteer takes about as much memory in a city of ten areas as in one of ten thousand: tables by area and theme are filled for the one
//! offer that is asked about.

/// Volunteers side by side.
mod columns;

use columns::{Columns, One};
use enmusubi_domain::city::City;
use enmusubi_domain::day::day_number;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::matching::candidates::{Call, Pieces, Volunteer};
use enmusubi_domain::matching::{Best, Evaluation, Moment, Offer, Policy, Question, Rank, near_miss, tie};
use enmusubi_domain::profile::Profile;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// Every volunteer who is open to introductions, in memory. Holds no names and is never written anywhere.
pub struct VolunteerIndex {
    city: Arc<City>,
    policy: Arc<Policy>,
    columns: RwLock<Columns>,
}

/// A volunteer who was found for an offer, and how the pair was judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Whose account it is.
    pub id: AccountId,
    /// The judgement: the one that the volunteer would get if they asked for themselves.
    pub evaluation: Evaluation,
}

/// The volunteers for an offer.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidates {
    /// Volunteers for whom all gates hold, best score first.
    pub best: Vec<Candidate>,
    /// Volunteers for whom exactly one gate fails, best score first.
    pub near_misses: Vec<Candidate>,
    /// How many volunteers had to be evaluated exactly.
    pub evaluated: usize,
}

type Kept = Best<Evaluation, AccountId>;

/// Says how many it holds, and nothing about them.
impl std::fmt::Debug for VolunteerIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VolunteerIndex").field("volunteers", &self.len()).finish_non_exhaustive()
    }
}

impl VolunteerIndex {
    /// An empty index for a city, ranked by a policy.
    pub fn new(city: Arc<City>, policy: Arc<Policy>) -> Self {
        Self { city, policy, columns: RwLock::default() }
    }

    /// The policy it ranks by.
    pub fn policy(&self) -> &Arc<Policy> {
        &self.policy
    }

    /// How many volunteers it holds.
    pub fn len(&self) -> usize {
        self.read().len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes volunteers in or replaces what they said before, and takes others out, as one change.
    ///
    /// Who is not open to introductions is not kept, nor stays. Themes and areas that the city does not know any more count as not asked for.
    pub fn apply(&self, puts: impl IntoIterator<Item = (AccountId, Profile)>, removes: &[AccountId]) {
        // Read before the lock is taken: searches go on meanwhile.
        let read = |(id, profile): (AccountId, Profile)| {
            let open = profile.open_to_introductions;
            (id, open.then(|| One::of(id, Volunteer::of(profile, &self.city, &self.policy))))
        };
        let read: Vec<(AccountId, Option<One>)> = puts.into_iter().map(read).collect();
        let mut columns = self.columns.write().unwrap_or_else(PoisonError::into_inner);
        for (id, one) in read {
            match one {
                Some(one) => columns.put(one),
                None => columns.remove(&id),
            }
        }
        for id in removes {
            columns.remove(id);
        }
    }

    /// The best `k` volunteers for an offer and the best `near` of those for whom exactly one gate fails. The offer's numbers are the city's.
    pub fn rank(&self, offer: &Offer, moment: Moment, k: usize, near: usize) -> Candidates {
        self.rank_among(offer, moment, k, near, |_| true)
    }

    /// The same, among those whom a condition lets through: people of an area, people who were not asked too often.
    pub fn rank_among(&self, offer: &Offer, moment: Moment, k: usize, near: usize, admitted: impl Fn(&AccountId) -> bool) -> Candidates {
        self.scan(offer, moment, k, near, admitted, |call, pieces, _| call.most(pieces), excludes)
    }

    /// How many volunteers fit an offer: all that a group may know of them before somebody says yes.
    pub fn count(&self, offer: &Offer, moment: Moment) -> usize {
        let columns = self.read();
        let call = Call::of(offer, &self.city, &self.policy, moment);
        let fits = |at: &usize| {
            let (limits, leanings, volunteer) = columns.at(*at);
            let closed = call.closed_to(limits);
            closed.is_empty() && call.pieces(closed, limits, leanings, volunteer).failed.is_empty() && call.evaluate(volunteer).failed.is_empty()
        };
        (0..columns.len()).filter(fits).count()
    }

    /// What a volunteer asks for, at a moment: what reasons and near misses are told from. Nothing if they are not in the index.
    pub fn question(&self, id: &AccountId, moment: Moment) -> Option<Question> {
        let columns = self.read();
        let (_, _, volunteer) = columns.at(columns.place(id)?);
        Some(volunteer.question(&self.city, &self.policy, moment))
    }

    /// The same volunteers, ranked by another policy.
    #[must_use]
    pub fn ranked_by(&self, policy: Arc<Policy>) -> Self {
        let columns = self.read().under(&policy);
        Self { city: self.city.clone(), policy, columns: RwLock::new(columns) }
    }

    /// The walk. What bounds and what excludes are parameters, so that a test can plant faults.
    #[expect(clippy::too_many_arguments, reason = "the last two are for the tests")]
    fn scan(
        &self,
        offer: &Offer,
        moment: Moment,
        k: usize,
        near: usize,
        admitted: impl Fn(&AccountId) -> bool,
        most: impl Fn(&Call<'_>, &Pieces, (&Columns, usize)) -> f32,
        excludes: impl Fn(&Kept, f32, u64) -> bool,
    ) -> Candidates {
        let columns = self.read();
        let call = Call::of(offer, &self.city, &self.policy, moment);
        let today = day_number(moment.date());
        let (mut best, mut missed) = (Kept::new(k), Kept::new(near));
        let mut evaluated = 0;
        for at in 0..columns.len() {
            let closed = call.closed_to(columns.limits(at));
            if closed.len() > u32::from(near > 0) {
                continue;
            }
            let (limits, leanings, volunteer) = columns.at(at);
            let pieces = call.pieces(closed, limits, leanings, volunteer);
            let sure = pieces.failed.len();
            if sure > u32::from(near > 0) {
                continue;
            }
            let most = most(&call, &pieces, (&columns, at));
            let id = columns.id(at);
            // Where a floor is met to the bit, the place among equals decides: floods of ties are common among people who say little.
            let tie = tie(id, today);
            if (sure > 0 || excludes(&best, most, tie)) && excludes(&missed, most, tie) {
                continue;
            }
            if !admitted(&id) {
                continue;
            }
            evaluated += 1;
            let e = call.evaluate(volunteer);
            if e.failed.is_empty() {
                best.offer(Rank::new(e.score, id, today), e);
            } else if near_miss(&e) {
                missed.offer(Rank::new(e.score, id, today), e);
            }
        }
        let found = |kept: Kept| kept.into_sorted().into_iter().map(|(rank, evaluation)| Candidate { id: rank.id(), evaluation }).collect();
        Candidates { best: found(best), near_misses: found(missed), evaluated }
    }

    fn read(&self) -> RwLockReadGuard<'_, Columns> {
        self.columns.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether somebody with this bound and this tie can no longer get in.
fn excludes(kept: &Kept, most: f32, tie: u64) -> bool {
    kept.excludes_from(most, tie)
}

#[cfg(test)]
mod tests;
