//! Fields that are looked at one by one, so that every wrong one is named.

use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::level::Accessibility;

/// Collects complaints while a record becomes a domain value.
#[derive(Debug, Default)]
pub struct Complaints(pub Vec<Invalid>);

impl Complaints {
    /// Adds one.
    pub fn add(&mut self, field: impl Into<String>, why: Why) {
        self.0.push(Invalid::new(field, why));
    }

    /// The value of a code word, if one is given; a word that is none of ours is named.
    pub fn word<T>(&mut self, field: &str, raw: Option<&str>, parse: impl Fn(&str) -> Option<T>, codes: &'static str) -> Option<T> {
        let raw = said(raw)?;
        let value = parse(raw);
        if value.is_none() {
            self.add(field, Why::NotOneOf(codes));
        }
        value
    }

    /// A value of a form of its own, if one is given.
    pub fn form<T>(&mut self, field: &str, raw: Option<&str>, parse: impl Fn(&str) -> Option<T>, form: &'static str) -> Option<T> {
        let raw = said(raw)?;
        let value = parse(raw);
        if value.is_none() {
            self.add(field, Why::Malformed(form));
        }
        value
    }

    /// The accessibility codes of a list.
    pub fn accessibility(&mut self, codes: &[String]) -> Vec<Accessibility> {
        let mut found: Vec<Accessibility> = vec![];
        for (i, code) in codes.iter().enumerate() {
            match Accessibility::parse(code.trim()) {
                Some(one) if !found.contains(&one) => found.push(one),
                Some(_) => {}
                None => self.add(format!("accessibility/{i}"), Why::NotOneOf(Accessibility::CODES)),
            }
        }
        found
    }
}

/// A text that says something: trimmed, not empty.
pub fn said(raw: Option<&str>) -> Option<&str> {
    raw.map(str::trim).filter(|s| !s.is_empty())
}

/// The same, owned.
pub fn text(raw: Option<&String>) -> Option<String> {
    said(raw.map(String::as_str)).map(str::to_owned)
}

/// A list without its empty entries and without repetitions.
pub fn list(raw: &[String]) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for entry in raw.iter().map(|s| s.trim()).filter(|s| !s.is_empty()) {
        if !out.iter().any(|o| o == entry) {
            out.push(entry.to_owned());
        }
    }
    out
}
