//! Other people's accounts, for administrators and auditors. Whoever looks at one leaves a line in the audit trail.

/// `POST /v1/accounts/{id}/disable`
mod disable;
/// `POST /v1/accounts/{id}/enable`
mod enable;
/// What the document shows.
mod examples;
/// `GET /v1/accounts`
mod list;
/// `GET /v1/accounts/{id}`
mod read;
/// What callers see.
mod view;

pub use disable::disable_account;
pub use enable::enable_account;
pub use list::list_accounts;
pub use read::read_account;
