//! Logging in, and staying so: a login is one signed-in device.

/// `POST /v1/logins`
mod begin;
/// Examples for the document.
pub mod examples;
/// `POST /v1/logins/refresh`
mod refresh;
/// What is asked.
mod request;
/// Access tokens for people.
mod tokens;
/// What is shown.
mod view;

pub use begin::log_in;
pub use refresh::refresh_login;
pub use tokens::Minter;
