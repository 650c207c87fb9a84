use crate::problem::{Problem, shown};
use std::fmt::Write;

/// Splits a query string into names and values. Percent-encoding must be whole and UTF-8.
pub fn pairs(raw: &str) -> Result<Vec<(String, String)>, Problem> {
    let pieces = raw.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let name = decoded(name).ok_or_else(|| broken(name))?;
            let value = decoded(value).ok_or_else(|| broken(&name))?;
            Ok((name, value))
        })
        .collect()
}

fn broken(name: &str) -> Problem {
    Problem::unreadable_parameter(&shown(name), "broken_encoding", "UTF-8 のパーセントエンコーディングとして読めません。", "Not percent-encoded UTF-8.")
}

/// `%E9%9B%AA` and `+` as they are meant; nothing for `%zz` or bytes that are no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|d| d as u8)
}

/// A name or value as it may stand in a query string. The comma stays: it separates values.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' => out.push(char::from(byte)),
            other => write!(out, "%{other:02X}").unwrap_or_default(),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_is_read_back() {
        for text in ["雪かき", "a b+c&d=e", "%", "\u{0}", "100% 楽しい?", "🎿"] {
            assert_eq!(pairs(&format!("q={}", encode(text))).unwrap(), [("q".to_owned(), text.to_owned())]);
        }
    }

    #[test]
    fn broken_encodings_are_refused() {
        for raw in ["q=%", "q=%e", "q=%zz", "q=%ff", "%ff=1", "q=%ED%A0%80", "q=%C0%80"] {
            assert!(pairs(raw).is_err(), "{raw}");
        }
        assert_eq!(pairs("&&a&b=").unwrap(), [("a".to_owned(), String::new()), ("b".to_owned(), String::new())]);
    }
}
