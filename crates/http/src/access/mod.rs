//! Who asks, and may they: from headers to a [`Caller`](enmusubi_domain::access::Caller), and from there to yes or no.
//!
//! [`May`] is the first parameter of every handler that is not open to anyone: it names the operation, and the one table in the ground
//! (`enmusubi_domain::access::Operation`) says who may. What a handler then does in the database it does through an [`Act`], which
//! looks the caller up again in the same transaction: a right that was taken a moment ago is gone.

/// What is done in one transaction, by whom.
mod act;
/// Where the caller's connection comes from.
mod address;
/// What came along to prove who asks.
mod credential;
/// Callers that were seen within the last seconds.
mod known;
/// The extractor that asks whether one may.
mod may;
/// Pages of other origins.
mod origin;

pub use act::Act;
pub use address::address;
pub use credential::{API_KEY, Credential};
pub use known::{Known, counted_as};
pub use may::May;
pub use origin::{Origins, is_same};
