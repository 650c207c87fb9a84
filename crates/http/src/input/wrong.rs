use super::date;
use crate::problem::Problem;
use chrono::NaiveDate;
use enmusubi_domain::invalid::{Invalid, Why};
use std::fmt::Display;
use std::str::FromStr;

/// Most entries of a list of words.
const WORDS_MAX: usize = 50;

/// Members of a body that are wrong so far: each is named, not only the first.
#[derive(Debug, Default)]
pub struct Wrong(Vec<Invalid>);

impl Wrong {
    /// Remembers a member that is wrong.
    pub fn add(&mut self, invalid: Invalid) {
        self.0.push(invalid);
    }

    /// Whether a member, or something in it, is wrong already.
    pub fn names(&self, member: &str) -> bool {
        self.0.iter().any(|known| known.field.strip_prefix(member).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }

    /// A value that was read, or remembers why it was not.
    pub fn take<T>(&mut self, read: Result<T, Invalid>) -> Option<T> {
        read.map_err(|invalid| self.0.push(invalid)).ok()
    }

    /// One of some words.
    pub fn word<T>(&mut self, at: &str, code: &str, parse: impl Fn(&str) -> Option<T>, allowed: &'static str) -> Option<T> {
        self.take(parse(code).ok_or_else(|| Invalid::new(at, Why::NotOneOf(allowed))))
    }

    /// Some of some words.
    pub fn words<T>(&mut self, at: &str, codes: Option<Vec<String>>, parse: impl Fn(&str) -> Option<T>, allowed: &'static str) -> Vec<T> {
        let codes = codes.unwrap_or_default();
        if codes.len() > WORDS_MAX {
            self.add(Invalid::new(at, Why::TooMany { max: WORDS_MAX }));
            return vec![];
        }
        codes.iter().enumerate().filter_map(|(i, code)| self.word(&format!("{at}/{i}"), code, &parse, allowed)).collect()
    }

    /// An id, in its usual spelling.
    pub fn id<T: FromStr + Display>(&mut self, at: &str, text: &str) -> Option<T> {
        self.take(super::id::of(text).ok_or_else(|| Invalid::new(at, Why::Malformed("UUID"))))
    }

    /// A civil date.
    pub fn date(&mut self, at: &str, text: &str) -> Option<NaiveDate> {
        self.take(date(text).ok_or_else(|| Invalid::new(at, Why::Malformed("YYYY-MM-DD"))))
    }

    /// Adds what somebody else found wrong. A member is complained of once.
    pub fn with(mut self, checked: Result<(), Vec<Invalid>>) -> Self {
        for invalid in checked.err().unwrap_or_default() {
            if !self.0.iter().any(|known| known.field == invalid.field) {
                self.0.push(invalid);
            }
        }
        self
    }

    /// Refuses, if anything was wrong.
    pub fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::wrong_members(self.0)) }
    }
}
