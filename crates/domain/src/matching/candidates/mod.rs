//! The other direction: many volunteers for one offer, by the same [`evaluate`](super::evaluate).
//!
//! ```text
//!   of a volunteer                         of an offer, at a moment     together
//!   Limits     what closes gates     ──┐
//!   Leanings   what colours a score  ──┼── Call: small tables ────────> gates that certainly fail, an upper bound of the score
//!   Volunteer  the whole wish, read  ──┘          └── evaluate ───────> the evaluation itself
//! ```
//!
//! A prepared [`Question`](super::Question) has an entry for every theme and area of its city: right for one wish and a million offers, far too much to keep for
//! every volunteer of a city with thousands of areas. So a volunteer is kept as a wish that was read ([`Volunteer`]), and tables are filled for
//! the themes and areas that *one offer* names, by the functions that fill the large ones. Everything an evaluation says comes from there.
//!
//! Before that, most volunteers are ruled out by a few numbers each. What was answered is known of every volunteer, and so are all factors but
//! time, to the bit: the bound is `evaluate`'s own arithmetic in its own order, with an upper bound of the time factor. Rounding is monotone, so
//! it holds without an epsilon. The rule for every statement here: it is certain, or it is not made.
//!
//! People are ordered by the pair's score alone: equity is about listings, and here there is only one.

/// What one offer asks of everybody.
mod call;
/// What colours a volunteer's score.
mod leanings;
/// What closes gates for a volunteer.
mod limits;
/// The sessions of an offer, as far as they bound the time that a volunteer can give.
mod sessions;
/// A volunteer as they are kept.
mod volunteer;

pub use call::{Call, Pieces};
pub use leanings::Leanings;
pub use limits::Limits;
pub use volunteer::Volunteer;

#[cfg(test)]
mod tests;
