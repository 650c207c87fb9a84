//! Accounts: asked for, proved by letter, moved to another address.
//!
//! Whoever asks is answered the same whether or not an address has an account: only its owner learns that, from the letter.

/// `POST /v1/accounts/confirm-email`
mod confirm;
/// Examples for the document.
pub mod examples;
/// What letters bring back, and how they are asked for.
mod letter;
/// Lines in the audit trail about what nobody signed in has done.
mod note;
/// `POST /v1/accounts`
mod register;
/// What is asked.
mod request;
/// `POST /v1/accounts/verify`
mod verify;
/// What is shown.
mod view;

pub use confirm::confirm_email;
pub use letter::{PostedView, Token, posted, write_to};
pub use note::note;
pub use register::register_account;
pub use request::{LetterRequest, lang, together};
pub use verify::verify_account;
pub use view::AccountView;
