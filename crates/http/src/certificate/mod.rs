//! Certificates: what somebody takes along of their record, and how others check it.

/// `POST /v1/certificates/check`
mod check;
/// The code of a certificate.
mod code;
/// `POST /v1/me/certificates`
mod create;
/// What a certificate shows, hashed.
mod digest;
/// Examples for the document.
mod examples;
/// `GET /v1/me/certificates`
mod list;
/// What is sent.
mod request;
/// `DELETE /v1/me/certificates/{id}`
mod revoke;
/// What is shown.
mod view;

pub use check::check_certificate;
pub use create::create_certificate;
pub use list::list_my_certificates;
pub use revoke::revoke_certificate;
