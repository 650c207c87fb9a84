use super::*;
use crate::matching::bits::WORD;
use enmusubi_domain::matching::outline::{Pieces, Sieve};

#[derive(Clone, Copy)]
struct CellsALittleTooLow;

impl Care for CellsALittleTooLow {
    fn of_cell(self, bound: f32) -> f32 {
        bound * 0.999
    }
}

#[derive(Clone, Copy)]
struct OneALittleTooLow;

impl Care for OneALittleTooLow {
    fn of_one(self, bound: f32) -> f32 {
        bound * 0.999
    }
}

#[derive(Clone, Copy)]
struct ForgetsEquity;

impl Care for ForgetsEquity {
    fn pieces(self, pieces: Pieces) -> Pieces {
        Pieces { equity: pieces.equity.min(1.0), ..pieces }
    }
}

#[derive(Clone, Copy)]
struct ForgetsThatAFactorMayBeUnstated;

impl Care for ForgetsThatAFactorMayBeUnstated {
    fn pieces(self, mut pieces: Pieces) -> Pieces {
        for cases in [&mut pieces.area, &mut pieces.level] {
            cases.unstated &= cases.best.is_none();
        }
        pieces
    }
}

#[derive(Clone, Copy)]
struct ForgetsTheGroup;

impl Care for ForgetsTheGroup {
    fn pieces(self, pieces: Pieces) -> Pieces {
        Pieces { group: false, ..pieces }
    }
}

#[derive(Clone, Copy)]
struct StopsAtAnEqualBound;

impl Care for StopsAtAnEqualBound {
    fn excludes(self, best: &Best<Place>, bound: f32) -> bool {
        best.floor().is_some() && best.excludes(bound.next_down())
    }
}

#[derive(Clone, Copy)]
struct StrikesOutTooMuch;

impl Care for StrikesOutTooMuch {
    /// The sieve of a party one greater: certain for them, not for these.
    fn sieve(self, sieve: Sieve) -> Sieve {
        sieve.for_one_more()
    }
}

#[test]
fn a_search_that_goes_wrong_is_caught() {
    assert!(first_difference(CellsALittleTooLow).is_some(), "the bound of a cell a little too low");
    assert!(first_difference(OneALittleTooLow).is_some(), "the bound of one a little too low");
    assert!(first_difference(ForgetsEquity).is_some(), "a bound that forgets what equity may add");
    assert!(first_difference(ForgetsThatAFactorMayBeUnstated).is_some(), "a bound with the wrong divisor");
    assert!(first_difference(ForgetsTheGroup).is_some(), "a bound that forgets what the group's side may add");
    assert!(first_difference(StopsAtAnEqualBound).is_some(), "stopping at an equal bound loses ties");
    assert!(first_difference(StrikesOutTooMuch).is_some(), "a gate that fails for others");
}

/// The first world in which the index, damaged after everything was written, answers otherwise.
fn first_damage(damage: impl Fn(&mut Listings, &World)) -> Option<u64> {
    (0..WORLDS).find(|seed| {
        let w = world(*seed);
        w.index.search(&w.question, 1, 0);
        damage(&mut w.index.write(), &w);
        differs(&w, Careful)
    })
}

#[test]
fn an_index_that_is_not_kept_true_is_caught() {
    let stale_bits = first_damage(|listings, _| {
        listings.shards_mut().iter_mut().filter(|s| s.len() > 0).for_each(|s| s.flip_for_tests(s.len() - 1));
    });
    assert!(stale_bits.is_some(), "a bit that was not flipped");
    let stale_briefs = first_damage(|listings, _| listings.shards_mut().iter_mut().for_each(|s| s.facts.iter_mut().for_each(|f| f.brief.equity *= 0.9)));
    assert!(stale_briefs.is_some(), "a brief that was not written again");
    let stale_points = first_damage(|listings, _| listings.shards_mut().iter_mut().filter(|s| s.len() > 1).for_each(|s| s.facts.rotate_left(1)));
    assert!(stale_points.is_some(), "facts that did not move with their listing");
    let ties_of_others = first_damage(|listings, w| {
        let today = w.question.today();
        let second = |word: &[OpportunityId]| {
            let mut ties: Vec<u64> = word.iter().map(|id| tie(*id, today)).collect();
            ties.sort_unstable();
            ties.get(1).copied().unwrap_or(u64::MAX)
        };
        let raised: Vec<Vec<u64>> = listings.shards().iter().map(|s| s.ids.chunks(WORD).map(second).collect()).collect();
        listings.ties_mut().clone_from_slice(&raised);
    });
    assert!(ties_of_others.is_some(), "a least tie that was not lowered where a listing moved to");
}
