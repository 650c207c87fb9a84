//! Any CSV's columns and code values, brought into ours by a TOML file.

/// Dates of another form, and of another time.
pub mod dates;
/// Where a value comes from.
pub mod pick;

use super::columns::Columns;
use super::reader::table::Bytes;
use super::report::Refusal;
use dates::Dates;
use enmusubi_domain::invalid::{Invalid, Why};
use pick::{Header, Pick};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A mapping as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// `utf-8` or `cp932`; guessed from the header if not said.
    pub encoding: Option<Encoding>,
    /// What separates fields; a comma unless said.
    pub delimiter: Option<char>,
    /// Our column = where its value comes from.
    pub columns: BTreeMap<String, Pick>,
    /// Our column = value where the row has none.
    pub defaults: BTreeMap<String, String>,
    /// Our column = their value = our value. A value that is not listed refuses the row; `"*"` stands for all others.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Our column = what separates the entries of their lists.
    pub separators: BTreeMap<String, String>,
    /// Dates of another form, and of another time.
    pub dates: Dates,
    /// Further columns and defaults for some of the rows.
    pub when: Vec<When>,
    /// The area of rows that tell none by code, postal code, address or coordinates.
    pub fallback_area: Option<String>,
}

/// How a file writes its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// CP932, which some call Shift_JIS.
    #[serde(rename = "cp932", alias = "shift_jis")]
    Cp932,
}

/// Further columns and defaults for the rows whose column has one of some values.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// Their column.
    pub column: String,
    /// Its values.
    pub is: Vec<String>,
    /// Our column = where its value comes from.
    pub columns: BTreeMap<String, Pick>,
    /// Our column = value where the row has none.
    pub defaults: BTreeMap<String, String>,
}

/// Why a mapping cannot be used: one sentence for each mistake.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// It is no TOML of this form.
    #[error("the mapping cannot be read: {0}")]
    Unreadable(String),
    /// It names columns of ours that do not exist.
    #[error("the mapping names columns that do not exist here: {unknown}; columns are: {known}")]
    UnknownOurs {
        /// The names.
        unknown: String,
        /// All that exist.
        known: String,
    },
    /// It names columns that the file does not have.
    #[error("the mapping names columns that the file does not have: {unknown}; its columns are: {known}")]
    UnknownTheirs {
        /// The names.
        unknown: String,
        /// All that the file has.
        known: String,
    },
    /// The dates cannot be shifted.
    #[error("dates: {0}")]
    Dates(String),
}

impl Mapping {
    /// Reads a mapping for rows that know these columns.
    pub fn parse(toml: &str, known: &[&str]) -> Result<Self, MappingError> {
        let mapping: Self = toml::from_str(toml).map_err(|e| MappingError::Unreadable(e.to_string().trim_end().replace('\n', " ")))?;
        let ours = mapping.columns.keys().chain(mapping.defaults.keys()).chain(mapping.values.keys()).chain(mapping.separators.keys());
        let ours = ours.chain(mapping.when.iter().flat_map(|w| w.columns.keys().chain(w.defaults.keys())));
        let mut unknown: Vec<&str> = ours.map(String::as_str).filter(|name| !known.contains(name)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        if !unknown.is_empty() {
            return Err(MappingError::UnknownOurs { unknown: unknown.join(", "), known: known.join(" ") });
        }
        mapping.dates.check()?;
        Ok(mapping)
    }

    /// How the file's characters are written.
    pub fn bytes(&self) -> Bytes {
        match self.encoding {
            None => Bytes::Guess,
            Some(Encoding::Utf8) => Bytes::Utf8,
            Some(Encoding::Cp932) => Bytes::Cp932,
        }
    }

    /// What separates fields.
    pub fn delimiter(&self) -> u8 {
        self.delimiter.and_then(|c| u8::try_from(c).ok()).unwrap_or(b',')
    }

    /// Looks whether the file has every column that is named.
    pub fn check_header(&self, header: &Header) -> Result<(), MappingError> {
        let mut named: Vec<&str> = self.columns.values().chain(self.when.iter().flat_map(|w| w.columns.values())).flat_map(Pick::named).collect();
        named.extend(self.when.iter().map(|w| w.column.as_str()));
        named.extend(self.dates.newest.as_deref());
        named.retain(|name| header.number(name).is_none());
        named.sort_unstable();
        named.dedup();
        if named.is_empty() { Ok(()) } else { Err(MappingError::UnknownTheirs { unknown: named.join(", "), known: header.names().join(", ") }) }
    }

    /// One row under our names, as far as it can be read, and every value that is in no list of values.
    pub fn row(&self, header: &Header, fields: &[String], shift_weeks: i64) -> (Columns, Vec<Refusal>) {
        let mut columns = Columns::default();
        let mut wrong = vec![];
        let applies = |w: &&When| w.is.iter().any(|v| v == header.get(fields, &w.column).unwrap_or_default());
        let cases: Vec<&When> = self.when.iter().filter(applies).collect();
        for (ours, pick) in cases.iter().flat_map(|w| &w.columns).chain(&self.columns) {
            if columns.get(ours).is_some() {
                continue;
            }
            let Some(theirs) = pick.value(header, fields) else {
                continue;
            };
            match self.ours(ours, &theirs, shift_weeks) {
                Ok(value) => columns.put(ours, &value),
                Err(why) => wrong.push(Refusal { field: format!("{ours} ({})", pick.named().join(", ")), ..Invalid::new("", why).into() }),
            }
        }
        self.fill(&mut columns, &cases);
        (columns, wrong)
    }

    /// Puts the defaults where a row has nothing.
    pub fn fill(&self, columns: &mut Columns, cases: &[&When]) {
        for (ours, value) in cases.iter().flat_map(|w| &w.defaults).chain(&self.defaults) {
            columns.put_if_missing(ours, value);
        }
        if let Some(area) = &self.fallback_area {
            columns.put_if_missing("fallback_area", area);
        }
    }

    fn ours(&self, column: &str, theirs: &str, shift_weeks: i64) -> Result<String, Why> {
        let shifted = |raw: &str| if dates::COLUMNS.contains(&column) { self.dates.read(raw, shift_weeks) } else { raw.to_owned() };
        let Some(values) = self.values.get(column) else {
            return Ok(match self.separators.get(column) {
                Some(separator) => theirs.split(separator.as_str()).map(shifted).collect::<Vec<_>>().join(";"),
                None => shifted(theirs),
            });
        };
        let separator = self.separators.get(column);
        let entries: Vec<&str> = separator.map_or_else(|| vec![theirs], |s| theirs.split(s.as_str()).map(str::trim).filter(|e| !e.is_empty()).collect());
        let known = |entry: &&str| values.get(*entry).or_else(|| values.get("*")).map(String::as_str).ok_or_else(|| Why::UnknownCode((*entry).to_owned()));
        Ok(entries.iter().map(known).collect::<Result<Vec<_>, _>>()?.join(";"))
    }
}

#[cfg(test)]
mod tests;
