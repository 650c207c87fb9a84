//! How one can be reached: kept by oneself, and shown to a group only by a disclosure.

/// `DELETE /v1/me/contact`
mod delete;
/// Examples for the document.
mod examples;
/// `PUT /v1/me/contact`
mod put;
/// `GET /v1/me/contact`
mod read;
/// What is sent.
mod request;
/// What is shown.
mod view;

pub use delete::delete_my_contact;
pub use put::put_my_contact;
pub use read::read_my_contact;

pub(crate) use view::EmergencyView;
