//! How well a person and an opportunity fit.
//!
//! ```text
//!   Wish ──(city, policy, now)──> Question ─┐
//!                                           ├─ evaluate ─> Evaluation { failed gates, fit, score, order }
//!   Opportunity ──(city)────────> Offer ────┘        │
//!                                                    ├─ because()  what fits, with facts
//!                                                    └─ why_not()  what stands between, and the smallest change
//! ```
//!
//! A **gate** is a hard condition: it decides *yes* or *not yet* and never moves a score. The **score** is the weighted
//! mean over the factors about which both sides said something; an unanswered question drops out and the weights are
//! renormalised. Where a group says what it seeks, the pair's score is the harmonic mean of both sides. Results are
//! ordered by `score × equity`, ties by a hash of id and civil date.
//!
//! Everything here is pure: the same input gives the same bits on every machine. Hence integers or `f32` in a fixed
//! order of operations: no fused multiply-add, no powers, no roots, no sums over reordered data. The match index bounds
//! scores by running *these same functions* on values that are at least the true ones; rounding is monotone, so the
//! bounds hold without an epsilon.

/// What fits, with facts, in two languages.
mod because;
/// Gates and score of one pair.
mod evaluate;
/// The hard conditions.
mod gate;
/// What matching needs to know of an opportunity, in compact numbers.
mod offer;
/// A few bytes per offer from which follow certain failures and an upper bound.
mod outline;
/// The published parameters of ranking.
mod policy;
/// The order of results, and the plain way to find the best: look at every one.
mod rank;
/// What stands between, and the smallest change that would open it.
mod why_not;
/// What a person asks for, and the same made ready for a million comparisons.
mod wish;

pub use because::{Because, Side};
pub use evaluate::{Evaluation, Factors, GroupFactors, evaluate};
pub use gate::{Gate, Gates};
pub use offer::{Offer, Slot, UNCOUNTED};
pub use outline::Outline;
pub use policy::{AreaSteps, Equity, Policy, Weights};
pub use rank::{Best, NEAR_MISSES, Rank, Ranked, best_by_looking_at_all, near_miss};
pub use why_not::{Change, WhyNot};
pub use wish::{Consent, Question, Wish, WishTheme};

/// Random small worlds: cities, offers and wishes full of ties and edges, for property tests here and in the match index.
#[cfg(feature = "worlds")]
pub mod worlds;

/// A prepared question as plain numbers, for the benches' yardstick.
#[cfg(feature = "worlds")]
pub mod wish_tables;

#[cfg(test)]
mod tests;
