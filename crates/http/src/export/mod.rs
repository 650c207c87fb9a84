//! Everything kept about oneself, as one document to take along.
//!
//! One file, one part of the document: each shows whole rows, so that whoever adds a column sees where it belongs.

/// The account: who one is, on which devices, in which roles, and letters.
mod account;
/// What the audit trail says of one.
mod acts;
/// Applications, and what was written in them.
mod applications;
/// Examples for the document.
mod examples;
/// What one is told.
mod notices;
/// How one can be reached, how much one wants, what one has seen.
mod person;
/// `GET /v1/me/export`
mod read;
/// Participations and certificates.
mod record;
/// To whom something was opened, who agreed to what, who stands in for whom.
mod trust;
/// The document.
mod view;

pub use read::export_my_data;
