//! Opportunities: what one can join.

/// Sessions as `text/calendar`.
mod calendar;
/// From an opportunity to the document the index keeps.
mod document;
/// As schema.org says it.
mod linked_data;
/// `GET /v1/opportunities`
mod list;
/// What one may look for.
pub mod parameters;
/// `GET /v1/opportunities/{id}`
mod read;
/// `GET /v1/opportunities/{id}/similar`
mod similar;
/// What everybody may see.
mod view;

pub use document::{accessibility, local, opportunity_document, source};
pub use list::list_opportunities;
pub use read::read_opportunity;
pub use similar::list_similar_opportunities;
pub use view::{OpportunityView, SourceView};
