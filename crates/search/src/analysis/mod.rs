//! From text as people write it to forms that can be compared.
//!
//! Every character keeps the place it came from, so that whatever is found in the folded form can be marked in the original.

/// One character at a time: width, case, kana, long vowels, spellings.
mod fold;
/// Romaji read as kana.
mod kana;
/// What sort of character it is.
pub mod script;
/// Words by dictionary.
mod segment;

pub use fold::{Known, Text, Unit, as_written, canonical, folded, plain};
pub use kana::romaji_to_hiragana;
pub use segment::{Word, stem, words};

/// Changes whenever the same text would be folded or cut differently; part of the index's identity.
pub const ANALYSIS_VERSION: u32 = 2;
