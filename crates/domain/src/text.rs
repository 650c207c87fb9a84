//! Text that has been looked at.

use crate::invalid::{Invalid, Why};

/// A language the service speaks to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Japanese, the default.
    #[default]
    Ja,
    /// English.
    En,
}

/// A name in both languages, as taxonomies have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Names {
    /// The name in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

/// Longest title of an opportunity or name of a group, in characters.
pub const TITLE_MAX: usize = 120;
/// Longest summary, in characters.
pub const SUMMARY_MAX: usize = 400;
/// Longest description, in characters.
pub const DESCRIPTION_MAX: usize = 10_000;
/// Longest short text (a requirement, a cost, a place name), in characters.
pub const SHORT_MAX: usize = 200;

/// One line: trimmed, not empty, no control characters, at most `max` characters.
pub fn line(field: &str, raw: &str, max: usize) -> Result<String, Invalid> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(Invalid::new(field, Why::Required));
    }
    if text.chars().any(char::is_control) {
        return Err(Invalid::new(field, Why::ControlCharacter));
    }
    within(field, text, max)
}

/// Several lines: like [`line`], but line breaks and tabs may stand in it, and it may be empty.
pub fn body(field: &str, raw: &str, max: usize) -> Result<String, Invalid> {
    let text = raw.trim().replace("\r\n", "\n");
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Invalid::new(field, Why::ControlCharacter));
    }
    within(field, &text, max)
}

fn within(field: &str, text: &str, max: usize) -> Result<String, Invalid> {
    if text.chars().count() > max { Err(Invalid::new(field, Why::TooLong { max })) } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_refuses_what_no_person_types() {
        assert_eq!(line("title", "  雪かき  ", 10).unwrap(), "雪かき");
        assert_eq!(line("title", "a\u{0}b", 10).unwrap_err().why, Why::ControlCharacter);
        assert_eq!(line("title", "   ", 10).unwrap_err().why, Why::Required);
        assert_eq!(line("title", "雪かき", 2).unwrap_err().why, Why::TooLong { max: 2 });
    }

    #[test]
    fn a_body_keeps_its_line_breaks() {
        assert_eq!(body("description", "一行目\r\n二行目\n", 20).unwrap(), "一行目\n二行目");
    }
}
