//! Finding by words and by person: the index that public reading lives on.
//!
//! The database is the truth; everything here can be thrown away and made again.

/// From text as people write it to forms that can be compared.
mod analysis;
/// From a thing of the domain to a document of the index.
mod document;
/// What can go wrong with an index.
mod error;
/// What the fields of a listing say, in words.
mod facts;
/// The schema: one line and one reason per field.
mod fields;
/// From a question and criteria to a page of hits.
mod finding;
/// The index itself.
mod index;
/// What goes into the index, and what comes out of it.
mod item;
/// What somebody asks for.
mod question;
/// Listings like a given one.
mod similar;
/// The two streams of terms the index reads.
mod streams;
/// Completions while typing.
mod suggest;
/// The numbers of the ranking, in one place.
pub mod tuning;
/// The dictionary.
mod words;
/// Where in a listing a word stands.
mod zone;

/// The match index: the best answers to a wish, exactly, out of a million listings.
pub mod matching;
/// What one moment of a town looks like: everything public reads are answered from.
mod shelf;
/// The other direction: the volunteers who fit an opportunity best.
pub mod volunteers;

pub use error::IndexError;
pub use finding::Matching;
pub use index::TextIndex;
pub use item::{After, Document, Found, Highlight, Hit, Item, Key, LIMIT_MAX, Order, Stored, Suggestion, SuggestionKind, Unreadable};
pub use matching::MatchIndex;
pub use question::{PROPOSED_MAX, propose_themes, suggest_themes};
pub use shelf::Shelf;
pub use volunteers::VolunteerIndex;
pub use words::{Format, Words, WordsError};
