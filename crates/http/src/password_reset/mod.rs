//! Another password, for whoever has lost theirs: proved by a letter.

/// `POST /v1/password-resets/complete`
mod complete;
/// `POST /v1/password-resets`
mod request;

pub use complete::reset_password;
pub use request::request_password_reset;
