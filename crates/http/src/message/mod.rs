//! Messages within an application: two sides talk before either knows how to reach the other.

/// Examples for the document.
mod examples;
/// `GET /v1/applications/{id}/messages`
mod list;
/// `DELETE /v1/applications/{id}/messages/{message_id}`
mod remove;
/// What is sent.
mod request;
/// `POST /v1/applications/{id}/messages`
mod send;
/// What is shown.
mod view;

pub(crate) use request::fitting;

pub use list::list_application_messages;
pub use remove::remove_application_message;
pub use send::send_application_message;
