use super::listings::Place;
use enmusubi_domain::matching::Best;
use enmusubi_domain::matching::outline::{Pieces, Sieve};

/// The places where a search could go wrong without anybody noticing.
///
/// A search takes care by doing nothing here. Tests break one of these at a time and see whether they notice.
pub trait Care: Copy {
    /// The upper bound of many listings together.
    fn of_cell(self, bound: f32) -> f32 {
        bound
    }

    /// The upper bound of one listing.
    fn of_one(self, bound: f32) -> f32 {
        bound
    }

    /// What a bound is made of.
    fn pieces(self, pieces: Pieces) -> Pieces {
        pieces
    }

    /// What certainly fails.
    fn sieve(self, sieve: Sieve) -> Sieve {
        sieve
    }

    /// Whether nothing up to a bound can get in any more.
    fn excludes(self, best: &Best<Place>, bound: f32) -> bool {
        best.excludes(bound)
    }
}

/// Takes care.
#[derive(Debug, Clone, Copy)]
pub struct Careful;

impl Care for Careful {}
