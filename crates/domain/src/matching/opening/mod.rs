use super::change::Change;
use super::evaluate::{Evaluation, evaluate, kept};
use super::gate::Gate;
use super::offer::{Offer, UNCOUNTED};
use super::question::Question;
use super::rank::near_miss;
use super::why_not::change;
use super::wish::Wish;
use crate::city::City;
use crate::id::OpportunityId;
use chrono::{DateTime, Utc};
use std::cmp::Reverse;

/// An opening in words.
mod text;

/// A change of a wish, and what it would open.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The change.
    pub change: Change,
    /// Near misses whose gates would all hold.
    pub listings: u32,
    /// Their free seats in the sessions the person could then come to. Where nobody counts seats, a listing counts as one.
    pub seats: u32,
    /// Both in a sentence, in Japanese.
    pub text_ja: String,
    /// The same in English.
    pub text_en: String,
}

/// What would open more: changes that near misses name, each made on its own, and the near misses judged anew.
///
/// A greater change opens what a smaller one of its kind does (a longer way takes in the nearer places), so of one kind only those are
/// named that open something a better one does not. Best by seats, then by listings, then the smaller change, then in the order of the near misses.
/// `missed` are near misses of this question, best first; listings that fail several gates are left aside. `course` as in [`Evaluation::why_not`];
/// it is asked for what is named only.
pub fn openings(
    q: &Question,
    city: &City,
    now: DateTime<Utc>,
    missed: &[(&Offer, Evaluation)],
    most: usize,
    course: impl Fn(&Offer) -> Option<OpportunityId>,
) -> Vec<Opening> {
    let wish = q.wish();
    let only = |e: &Evaluation| e.failed.iter().next().filter(|_| near_miss(e));
    let missed: Vec<(&Offer, Gate)> = missed.iter().filter_map(|(offer, e)| Some((*offer, only(e)?))).collect();
    let (mut found, mut tried): (Vec<Found>, Vec<Change>) = (vec![], vec![]);
    for (from, &(offer, gate)) in missed.iter().enumerate() {
        let change = change(gate, q, offer, city, &|_| None);
        if tried.len() == TRIED_MAX || tried.contains(&change) {
            continue;
        }
        tried.push(change.clone());
        let changed = change.applied_to(wish).and_then(|wish| Question::new(wish, city, q.policy(), now).ok());
        let Some(changed) = changed else { continue };
        let may_open = |other: Gate| other == gate || (gate == Gate::Seats && other == Gate::Time);
        let opened: Vec<usize> = (0..missed.len()).filter(|i| may_open(missed[*i].1) && evaluate(&changed, missed[*i].0).failed.is_empty()).collect();
        if !opened.is_empty() {
            let seats = opened.iter().fold(0u32, |sum, i| sum.saturating_add(free_seats(&changed, missed[*i].0)));
            found.push(Found { size: size(&change, wish), change, from, opened, seats });
        }
    }
    // The sort is stable: what is equal stays in the order of the near misses.
    found.sort_by_key(|f| (Reverse(f.seats), Reverse(f.opened.len()), f.size));
    let mut kept: Vec<Found> = vec![];
    for next in found {
        if kept.len() < most && !kept.iter().any(|better| better.makes_needless(&next)) {
            kept.push(next);
        }
    }
    kept.into_iter().map(|f| f.told(wish, city, &|at| course(missed[at].0))).collect()
}

/// So many different changes are tried at most, those of the best near misses: each is a question asked anew.
const TRIED_MAX: usize = 64;

/// A change, and what it opens.
struct Found {
    change: Change,
    size: Size,
    /// The near miss that named it.
    from: usize,
    /// Places in the list of near misses.
    opened: Vec<usize>,
    seats: u32,
}

impl Found {
    fn makes_needless(&self, other: &Self) -> bool {
        std::mem::discriminant(&self.change) == std::mem::discriminant(&other.change) && other.opened.iter().all(|i| self.opened.contains(i))
    }

    fn told(mut self, wish: &Wish, city: &City, course: &impl Fn(usize) -> Option<OpportunityId>) -> Opening {
        if let Change::ReachLevel { course: leads_there, .. } = &mut self.change {
            *leads_there = course(self.from);
        }
        let listings = self.opened.len() as u32;
        let (text_ja, text_en) = text::of(&self.change, listings, self.seats, wish, city);
        Opening { change: self.change, listings, seats: self.seats, text_ja, text_en }
    }
}

/// How much a change asks of a person: what kind of thing, then metres, minutes, days, steps or people.
type Size = (u8, u32);

fn size(change: &Change, wish: &Wish) -> Size {
    let days = |date: &chrono::NaiveDate, edge: Option<chrono::NaiveDate>| edge.map_or(0, |edge| (*date - edge).num_days().unsigned_abs() as u32);
    let calendar = wish.availability.as_ref();
    match change {
        Change::FreeDate(_) => (0, 0),
        Change::FreeDateHours { from, to, .. } => (1, u32::from(to - from)),
        Change::PeriodFrom(date) => (2, days(date, calendar.and_then(|c| c.from))),
        Change::PeriodTo(date) => (2, days(date, calendar.and_then(|c| c.to))),
        Change::FreeHours { from, to, .. } => (3, u32::from(to - from)),
        Change::FreeDayPart(_) => (4, 0),
        Change::AddArea(_) => (5, 0),
        Change::FurtherBy(metres) => (6, *metres),
        Change::PartyAtMost(n) | Change::PartyAtLeast(n) => (7, wish.party.abs_diff(u32::from(*n))),
        Change::Accept(responsibility) => (8, *responsibility as u32),
        Change::GuardianConsent => (9, 0),
        Change::ReachLevel { participations, .. } => (10, *participations),
        Change::Certificates(names) => (11, names.len() as u32),
        Change::Languages(_) => (12, 0),
        Change::Nothing | Change::NextSession(_) | Change::WaitingList | Change::AgeFrom(_) | Change::AgeTo(_) | Change::Unmet(_) => (u8::MAX, 0),
    }
}

/// Seats that are free for the person in the sessions that fit; 1 where nobody counts them.
fn free_seats(q: &Question, offer: &Offer) -> u32 {
    let kept = kept(q, offer);
    let fitting = fitting_seats(q, offer);
    let counted = fitting.filter(|left| *left != UNCOUNTED).map(|left| u32::from(left.saturating_sub(kept)));
    counted.fold(0u32, u32::saturating_add).max(1)
}

/// Seats left in each session that fits.
fn fitting_seats(q: &Question, offer: &Offer) -> impl Iterator<Item = u16> {
    let flexible = (!offer.flexible.is_empty()).then_some(offer.flexible_left);
    evaluate(q, offer).fitting_sessions(q, offer).into_iter().map(|i| offer.slots[i].left).chain(flexible)
}
