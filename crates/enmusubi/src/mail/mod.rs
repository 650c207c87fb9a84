//! Letters by e-mail: what stands in them, and how they leave the house.

/// A letter, and the page it may lead to.
mod letter;
/// The address of the page where the code of a letter is entered.
mod link;
/// A letter that tells somebody what they must know.
pub mod notice;
/// The outbox or the mail server.
mod post;
/// Every letter's words, in both languages.
mod words;

pub use letter::{Letter, Written};
pub use link::Link;
pub use post::{Post, PostError, Sender};
