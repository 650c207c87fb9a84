//! The audit trail: who did what to what, when and why.

/// What the document shows.
mod examples;
/// Which lines.
mod parameters;
/// `GET /v1/audit`
mod read;
/// What callers see.
mod view;

pub use read::read_audit;
