//! Access tokens: short-lived, signed with Ed25519, and nothing in them but who it is (RFC 9068).
//!
//! [`Ring`] holds the keys, [`mint`] makes a token, [`check`] reads one. What its bearer may do stands in the database and is looked up with every
//! request.

/// What is read from a token, every guard of it.
mod check;
/// What stands in a token.
mod claims;
/// Pairs of keys.
mod key;
/// How a token is made.
mod mint;
/// The keys in force.
mod ring;
#[cfg(test)]
mod tests;

pub use check::{Refused, check};
pub use claims::{Claims, LIFE, Subject};
pub use key::{KeyError, KeyPair, is_kid};
pub use mint::{AccessToken, MintError, mint};
pub use ring::{PublicKey, Ring};
