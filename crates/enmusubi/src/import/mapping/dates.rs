//! Dates of another form, and of another time: an old file can be moved forward by whole weeks, so that weekdays stay.

use super::MappingError;
use crate::import::times;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde::Deserialize;

/// Our columns that hold dates.
pub const COLUMNS: &[&str] = &["starts_on", "ends_on", "starts_at", "ends_at", "apply_by", "published_at", "except"];

/// How a file writes dates, and how far they are moved.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dates {
    /// Their form, such as `%B %d %Y` (strftime). ISO 8601 is understood without it.
    pub format: Option<String>,
    /// Whole weeks to move every date forward (or back).
    pub shift_weeks: Option<i64>,
    /// `today`, or a date: every date is moved by whole weeks, so that the newest in the column `newest` falls within the seven days up to it.
    pub shift_to: Option<String>,
    /// Their column whose newest date is moved to `shift_to`.
    pub newest: Option<String>,
}

impl Dates {
    /// Looks for contradictions.
    pub(super) fn check(&self) -> Result<(), MappingError> {
        let wrong = |what: &str| Err(MappingError::Dates(what.to_owned()));
        if self.shift_to.is_some() && self.shift_weeks.is_some() {
            return wrong("shift_to and shift_weeks exclude each other");
        }
        if self.shift_to.is_some() != self.newest.is_some() {
            return wrong("shift_to needs newest, and newest needs shift_to");
        }
        if self.shift_to.as_deref().is_some_and(|to| to != "today" && times::date(to).is_none()) {
            return wrong("shift_to must be \"today\" or YYYY-MM-DD");
        }
        if self.shift_weeks.is_some_and(|w| !(-10_000..=10_000).contains(&w)) {
            return wrong("shift_weeks must lie between -10000 and 10000");
        }
        let wrong_form = |f: &String| chrono::format::StrftimeItems::new(f).any(|item| matches!(item, chrono::format::Item::Error));
        if self.format.as_ref().is_some_and(wrong_form) {
            return wrong("format is no strftime form");
        }
        Ok(())
    }

    /// Weeks that bring the newest date to where it shall be.
    pub fn weeks(&self, newest: Option<NaiveDate>, today: NaiveDate) -> i64 {
        let target = match self.shift_to.as_deref() {
            None => return self.shift_weeks.unwrap_or(0),
            Some("today") => today,
            Some(date) => times::date(date).unwrap_or(today),
        };
        newest.map_or(0, |newest| (target - newest).num_days().div_euclid(7))
    }

    /// The date of a field, before it is moved.
    pub fn date(&self, raw: &str) -> Option<NaiveDate> {
        self.civil(raw).map(|c| c.date()).or_else(|| self.day(raw))
    }

    /// A field in our form, moved. What is no date stays as it is, and is refused later under its own name.
    pub(super) fn read(&self, raw: &str, weeks: i64) -> String {
        let moved = TimeDelta::try_weeks(weeks).unwrap_or_default();
        if let Some(civil) = self.civil(raw).and_then(|c| c.checked_add_signed(moved)) {
            return civil.format("%Y-%m-%dT%H:%M:%S").to_string();
        }
        if let Some(day) = self.day(raw).and_then(|d| d.checked_add_signed(moved)) {
            return day.to_string();
        }
        // An instant with its offset is moved in that offset.
        match chrono::DateTime::parse_from_rfc3339(raw.trim()).ok().and_then(|i| i.checked_add_signed(moved)) {
            Some(instant) => instant.to_rfc3339(),
            None => raw.to_owned(),
        }
    }

    fn day(&self, raw: &str) -> Option<NaiveDate> {
        let raw = raw.trim();
        match &self.format {
            Some(format) => NaiveDate::parse_from_str(raw, format).ok(),
            None => times::date(raw),
        }
    }

    fn civil(&self, raw: &str) -> Option<NaiveDateTime> {
        let raw = raw.trim();
        match &self.format {
            Some(format) => NaiveDateTime::parse_from_str(raw, format).ok(),
            None if times::date(raw).is_some() => None,
            None => {
                ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"].iter().find_map(|f| NaiveDateTime::parse_from_str(raw, f).ok())
            }
        }
    }
}
