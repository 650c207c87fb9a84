//! Our own CSV columns, for each kind of row. Mappings and the municipal event list are brought into these first.

/// Columns of a group.
mod group;
/// Columns of an opportunity.
mod opportunity;
/// Columns of areas and themes.
mod taxonomy;
/// When an opportunity happens, in columns.
mod when;

use super::record::field::said;
use super::report::Refusal;
use enmusubi_domain::invalid::{Invalid, Why};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A kind of row that can be read: as JSON, or from columns.
pub trait Readable: DeserializeOwned {
    /// The columns it knows.
    const COLUMNS: &'static [&'static str];

    /// The column of its reference or code.
    const KEY: &'static str;

    /// Reads it from columns: what can be read, and every column that is wrong.
    fn from_columns(columns: &Columns) -> (Self, Vec<Refusal>);

    /// How the row is called in the report.
    fn reference(&self) -> Option<&str>;
}

/// The fields of one row under our names of the columns. Empty fields are not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(BTreeMap<String, String>);

impl Columns {
    /// Puts a field, unless it is empty.
    pub fn put(&mut self, column: &str, value: &str) {
        if let Some(value) = said(Some(value)) {
            self.0.insert(column.to_owned(), value.to_owned());
        }
    }

    /// Puts a field where there is none yet.
    pub fn put_if_missing(&mut self, column: &str, value: &str) {
        if !self.0.contains_key(column) {
            self.put(column, value);
        }
    }

    /// A field that is there.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.0.get(column).map(String::as_str)
    }

    /// The same, owned.
    pub fn text(&self, column: &str) -> Option<String> {
        self.0.get(column).cloned()
    }

    /// The entries of a list.
    pub fn list(&self, column: &str) -> Vec<String> {
        self.get(column).map(entries).unwrap_or_default()
    }

    /// A number; anything else is named.
    pub fn number<T: std::str::FromStr>(&self, column: &str, wrong: &mut Vec<Refusal>) -> Option<T> {
        let raw = self.get(column)?;
        raw.parse().map_err(|_| wrong.push(Invalid::new(column, Why::Malformed("number")).into())).ok()
    }

    /// A list of numbers; anything else is named.
    pub fn numbers<T: std::str::FromStr>(&self, column: &str, wrong: &mut Vec<Refusal>) -> Vec<T> {
        let list = self.list(column);
        let numbers: Vec<T> = list.iter().filter_map(|n| n.parse().ok()).collect();
        if numbers.len() != list.len() {
            wrong.push(Invalid::new(column, Why::Malformed("number;number")).into());
        }
        numbers
    }

    /// Yes or no; not given means no, anything else is named.
    pub fn flag(&self, column: &str, wrong: &mut Vec<Refusal>) -> bool {
        match self.get(column).map(str::to_lowercase).as_deref() {
            None | Some("0" | "false" | "no" | "n" | "無" | "否" | "不可") => false,
            Some("1" | "true" | "yes" | "y" | "有" | "可") => true,
            Some(_) => {
                wrong.push(Invalid::new(column, Why::NotOneOf("true false yes no 1 0 有 無")).into());
                false
            }
        }
    }
}

/// The entries of a list within one field: separated by `;`.
pub fn entries(raw: &str) -> Vec<String> {
    raw.split([';', '；']).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}
