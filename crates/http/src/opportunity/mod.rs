//! Opportunities: what one can join.

/// Sessions as `text/calendar`.
mod calendar;
/// `POST /v1/opportunities/{id}/cancel`
mod cancel;
/// `POST /v1/opportunities/{id}/close`
mod close;
/// `POST /v1/groups/{id}/opportunities`
mod create;
/// From an opportunity to the document the index keeps.
mod document;
/// Why something ends early.
mod ending;
/// Examples for the document.
pub(crate) mod examples;
/// A list for whoever asks.
mod for_me;
/// `GET /v1/opportunities/{id}/full`
mod full;
/// What those see who look after it.
mod full_view;
/// What whoever writes one may want to know: duplicates, themes.
mod hints;
/// How the index keeps a view, and how it is shown at a moment.
mod kept;
/// As schema.org says it.
mod linked_data;
/// `GET /v1/opportunities`
mod list;
/// `GET /v1/groups/{id}/opportunities`
mod list_of_group;
/// The opportunity something is to be done to, and what was done.
mod lookup;
/// What one may look for.
pub mod parameters;
/// `POST /v1/opportunities/{id}/publish`
mod publish;
/// `GET /v1/opportunities/{id}`
mod read;
/// What an opportunity says of itself, as it is sent.
pub(crate) mod request;
/// A line in a list of those who look after it.
mod row_view;
/// From a request to what the domain is told.
mod said;
/// `GET /v1/opportunities/{id}/similar`
mod similar;
/// From what stands to a request, into which a change can be put.
mod stands;
/// `PATCH /v1/opportunities/{id}`
mod update;
/// What everybody may see.
mod view;

pub use cancel::cancel_opportunity;
pub use close::close_opportunity;
pub use create::create_opportunity;
pub use document::{accessibility, local, opportunity_document, source};
pub use full::read_opportunity_in_full;
pub use kept::Shown;
pub use list::list_opportunities;
pub use list_of_group::list_group_opportunities;
pub use publish::publish_opportunity;
pub use read::read_opportunity;
pub use similar::list_similar_opportunities;
pub use update::update_opportunity;
pub use view::{OpportunityView, SourceView};

pub(crate) use full_view::{DuplicateView, FullOpportunityView};
pub(crate) use lookup::{differences, facts, in_full, in_public_view, not_so, reached, with_hints};
pub(crate) use row_view::RowView;
