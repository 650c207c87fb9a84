//! What may be a password: long enough, and not one of those that are tried first.
//!
//! There are no rules of composition (no "one digit, one sign"): they make passwords worse. What is refused is what a
//! guesser tries first. Everything here is for looking only: the password itself is taken exactly as it was sent.

use crate::invalid::{Invalid, Why};

/// How a password is read when it is compared.
mod fold;
/// Words of this place, of this service and of every list of bad passwords, written by hand.
mod local;
/// The person's own words.
mod own;
/// What makes a password easy to guess.
mod rules;
/// Walks over a keyboard, an alphabet, a row of kana or of digits.
mod walks;
/// Lists of words, and how they are found in a text.
mod words;

#[cfg(test)]
mod tests;

/// Fewest characters of a password.
pub const MIN: usize = 12;
/// Most characters of a password.
pub const MAX: usize = 128;
/// Most bytes of a password: what [`MAX`] characters take at the very most, so that a huge text is refused without being counted.
pub const BYTES_MAX: usize = 512;

/// What is known of the person and may not be most of the password.
pub struct About<'a> {
    /// The address the account is for.
    pub email: &'a str,
    /// What the person is called; may be empty.
    pub name: &'a str,
}

/// Looks at a password that somebody wants to use. `field` names it in the complaint (such as `password`).
///
/// The complaint never repeats the password.
pub fn check(field: &str, password: &str, about: &About<'_>) -> Result<(), Invalid> {
    match refusal(password, about) {
        Some(why) => Err(Invalid::new(field, why)),
        None => Ok(()),
    }
}

/// Why this password cannot be taken, if it cannot.
fn refusal(password: &str, about: &About<'_>) -> Option<Why> {
    if password.is_empty() {
        return Some(Why::Required);
    }
    if password.len() > BYTES_MAX || password.chars().count() > MAX {
        return Some(Why::TooLong { max: MAX });
    }
    if password.chars().any(char::is_control) {
        return Some(Why::ControlCharacter);
    }
    if password.chars().count() < MIN {
        return Some(Why::TooShort { min: MIN });
    }
    rules::guessable(password, about).then_some(Why::TooCommon)
}
