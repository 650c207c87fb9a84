//! Tokens for servers (RFC 6749, 4.4), and the keys by which anybody can check a token (RFC 7517).

/// The form a client sends.
mod form;
/// The public keys.
mod keys;
/// A client's secret for an access token.
mod token;
/// What a token answer looks like.
mod view;

pub use keys::read_keys;
pub use token::issue_client_token;
