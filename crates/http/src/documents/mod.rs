//! The document of the API, the page that shows it, and what is said where nothing is.

/// `GET /docs`
mod docs;
/// `GET /openapi.json`
mod document;
/// Everywhere else.
mod nowhere;

pub use docs::{go_to_docs, swagger};
pub use document::read_document;
pub use nowhere::{no_id, nowhere};
