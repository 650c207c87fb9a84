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
/// Which sessions of a listing count for a person, and how long they share.
mod calendar;
/// The other direction: many volunteers for one offer.
pub mod candidates;
/// What would open a gate, and the wish with exactly that made.
mod change;
/// Why a listing stands higher or lower than its fit alone would put it.
mod equity_text;
/// Gates and score of one pair.
mod evaluate;
/// The hard conditions.
mod gate;
/// What matching needs to know of an opportunity, in compact numbers.
mod offer;
/// What would open more: the changes that would let a person in to the most seats.
mod opening;
/// What is certain about an offer before anybody reads it: the ground the match index stands on.
pub mod outline;
/// The published parameters of ranking.
mod policy;
/// Which policies were published, which is in force, and what the lab says of them.
mod published;
/// The same made ready for a million comparisons, asked at one moment.
mod question;
/// The order of results, and the plain way to find the best: look at every one.
mod rank;
/// A wish that was read, and the tables that follow from it.
mod ready;
/// When a person can come, by day numbers.
mod time;
/// What stands between, and the smallest change that would open it.
mod why_not;
/// What a person asks for.
mod wish;

pub use because::{Because, Side};
pub use change::Change;
pub use evaluate::{Evaluation, Factors, GroupFactors, evaluate, order_of};
pub use gate::{Gate, Gates};
pub use offer::{Offer, Slot, UNCOUNTED};
pub use opening::{Opening, openings};
pub use policy::{AreaSteps, Equity, Policy, Weights};
pub use published::{BUILT_IN, InForce, LOSS_MAX, MeasuredEffect, Policies, Published};
pub use question::{Moment, Prepared, Question};
pub use rank::{Best, NEAR_MISSES, Rank, Ranked, best_by_looking_at_all, near_miss, tie};
pub use why_not::WhyNot;
pub use wish::{Consent, Wish, WishTheme};

/// Random small worlds: cities, offers and wishes full of ties and edges, for property tests here and in the match index.
#[cfg(feature = "worlds")]
pub mod worlds;

/// A prepared question as plain numbers, for the benches' yardstick.
#[cfg(feature = "worlds")]
pub mod wish_tables;

#[cfg(test)]
mod tests;
