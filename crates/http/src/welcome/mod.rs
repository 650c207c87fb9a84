//! The page at the door.

/// The page, put together.
mod page;
/// `GET /`
mod show;
/// Its words, in both languages.
mod words;

pub use show::welcome;
