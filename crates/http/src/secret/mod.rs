//! Secrets of people and machines: opaque texts ([`Opaque`]), passwords ([`Hasher`]), and a wrapper that never prints itself ([`Secret`]).
//!
//! What is kept of them is never the secret: of an opaque text its SHA-256 (256 random bits need no slow hash), of a password its Argon2id.

/// Texts that open something because nobody could guess them.
mod opaque;
/// Passwords, hashed slowly.
mod password;
/// Texts that people read to one another.
pub mod readable;
#[cfg(test)]
mod tests;

pub use opaque::{Kind, Opaque, hash};
pub use password::{Hasher, Pepper, Verdict};

use serde::Deserialize;
use zeroize::Zeroizing;

/// A text that must not get into logs: it does not print itself, and its memory is wiped when it goes.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a secret could not be made: never because of what somebody sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretError {
    /// The operating system gave no random bytes.
    NoRandomness,
    /// There was not enough memory to hash.
    NoMemory,
}

impl std::fmt::Display for SecretError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoRandomness => "the operating system gave no random bytes",
            Self::NoMemory => "a password could not be hashed",
        })
    }
}

impl std::error::Error for SecretError {}
