//! The rules of taking part, and for how long things are kept: for everybody to read.

/// Examples for the document.
mod examples;
/// `GET /v1/rules`
mod read;
/// What is shown.
mod view;

pub use read::read_rules;
