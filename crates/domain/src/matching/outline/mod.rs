//! What is **certain** about an offer before anybody reads it: the ground the match index stands on.
//!
//! ```text
//!   of an offer                 of a question             together
//!   Marks   yes/no, one bit ──  Sieve    conditions   ──> gates that certainly fail
//!   Brief   a few numbers   ┐
//!   Ground  where many lie  ┴── Bounds   tables       ──> an upper bound of the order value
//! ```
//!
//! The rule for every statement here: it is certain, or it is not made. [`evaluate`](super::evaluate) alone decides.
//!
//! A bound runs *the functions of `evaluate`*, in their order, on values that are at least the true ones. Rounding is
//! monotone, so the rounded bound is at least the rounded value; no epsilon is needed and ties are kept. A factor that
//! may or may not be stated changes the divisor, so both ways are tried and the greater counts: see [`Cases`].

/// Upper bounds of the order value.
mod bounds;
/// A few numbers of one offer.
mod brief;
/// Classes of equity.
mod classes;
/// Where a number of offers lie.
mod ground;
/// Yes-or-no statements of one offer.
mod marks;
/// The conditions of a question, over such statements.
mod sieve;

pub use bounds::{Bounds, Cases, Pieces, Travel};
pub use brief::Brief;
pub use classes::{CLASSES, EquityClasses};
pub use ground::{Ground, Span};
pub use marks::{MARKS, Marks, SEEKS, THEMELESS};
pub use sieve::{Condition, Sieve};
