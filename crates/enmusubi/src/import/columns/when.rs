//! When an opportunity happens, in columns.
//!
//! One of: `sessions` (`START/END;START/END`), `starts_at` and `ends_at`, `starts_on` (to `ends_on`) with `from` and `to`, the same
//! with a `rule`, or `day_parts`.

use super::Columns;
use crate::import::record::schedule::{RecurrenceRecord, ScheduleRecord, SessionRecord};
use crate::import::report::Refusal;
use crate::import::times;
use chrono::NaiveTime;
use enmusubi_domain::invalid::{Invalid, Why};

/// The schedule, and whether it has dates.
pub(super) fn schedule(c: &Columns, wrong: &mut Vec<Refusal>) -> (ScheduleRecord, bool) {
    let mut schedule = ScheduleRecord {
        day_parts: c.list("day_parts"),
        partial_attendance: c.flag("partial_attendance", wrong),
        minimum_minutes: c.number("minimum_minutes", wrong),
        ..ScheduleRecord::default()
    };
    let flexible = !schedule.day_parts.is_empty();
    if c.get("sessions").is_some() {
        schedule.sessions = c.list("sessions").iter().map(|s| between(s, c, wrong)).collect();
    } else if c.get("starts_at").is_some() || c.get("ends_at").is_some() {
        schedule.sessions = vec![session(c.text("starts_at"), c.text("ends_at"), c, wrong)];
    } else if c.get("rule").is_some() {
        schedule.recurrence = Some(recurrence(c, c.text("rule"), wrong));
    } else if !flexible && c.get("starts_on").is_some() {
        on_dates(&mut schedule, c, wrong);
    }
    (schedule, !flexible)
}

/// From one date to another at the same hours: one session, or one each day.
fn on_dates(schedule: &mut ScheduleRecord, c: &Columns, wrong: &mut Vec<Refusal>) {
    let mut date = |column: &str| {
        let raw = c.get(column)?;
        times::date(raw).or_else(|| {
            wrong.push(Invalid::new(column, Why::Malformed(times::DATE)).into());
            None
        })
    };
    let (first, last) = (date("starts_on"), date("ends_on"));
    let mut hour = |column: &str| {
        let Some(raw) = c.get(column) else {
            wrong.push(Invalid::new(column, Why::Required).into());
            return None;
        };
        times::hour(raw).or_else(|| {
            wrong.push(Invalid::new(column, Why::Malformed(times::HOUR)).into());
            None
        })
    };
    let (from, to) = (hour("from"), hour("to"));
    let (Some(first), Some(from), Some(to)) = (first, from, to) else {
        return;
    };
    let last = last.unwrap_or(first);
    let overnight = to <= from && first.succ_opt() == Some(last);
    if last < first {
        wrong.push(Invalid::new("ends_on", Why::Reversed).into());
    } else if last == first || overnight {
        // An end at midnight is the midnight after; any other end before its beginning is a slip.
        let end_day = if overnight || to == NaiveTime::MIN { first.succ_opt().unwrap_or(first) } else { first };
        schedule.sessions = vec![session(Some(format!("{first}T{from}")), Some(format!("{end_day}T{to}")), c, wrong)];
    } else {
        schedule.recurrence = Some(recurrence(c, Some("FREQ=DAILY".into()), wrong));
    }
}

fn between(entry: &str, c: &Columns, wrong: &mut Vec<Refusal>) -> SessionRecord {
    let (start, end) = entry.split_once('/').unwrap_or((entry, ""));
    // The end may be an hour of the same date.
    let end = match (times::hour(end), start.split_once(['T', ' '])) {
        (Some(_), Some((date, _))) => format!("{date}T{}", end.trim()),
        _ => end.to_owned(),
    };
    session(Some(start.to_owned()), Some(end), c, wrong)
}

fn session(starts_at: Option<String>, ends_at: Option<String>, c: &Columns, wrong: &mut Vec<Refusal>) -> SessionRecord {
    SessionRecord { starts_at, ends_at, seats: c.number("seats", wrong), seats_taken: c.number("seats_taken", wrong) }
}

fn recurrence(c: &Columns, rule: Option<String>, wrong: &mut Vec<Refusal>) -> RecurrenceRecord {
    RecurrenceRecord {
        rule,
        starts_on: c.text("starts_on"),
        until: c.text("ends_on"),
        from: c.text("from"),
        to: c.text("to"),
        except: c.list("except"),
        seats: c.number("seats", wrong),
    }
}
