//! When an opportunity happens, as a file describes it.

use super::field::{Complaints, said};
use crate::import::times;
use chrono::{DateTime, Months, NaiveDate, Utc};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::day::{DayPart, DayParts};
use enmusubi_domain::id::SessionId;
use enmusubi_domain::invalid::Why;
use enmusubi_domain::schedule::{Recurrence, SESSIONS_MAX, Schedule, Session};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One dated occurrence. Times are RFC 3339, or civil times of the city.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionRecord {
    /// When it begins.
    pub starts_at: Option<String>,
    /// When it ends.
    pub ends_at: Option<String>,
    /// Places in all; nothing means nobody counts them.
    pub seats: Option<u32>,
    /// Places taken; nothing leaves what is known already.
    pub seats_taken: Option<u32>,
}

/// A rule that yields sessions, on civil dates and hours of the city.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecurrenceRecord {
    /// RFC 5545, such as `FREQ=WEEKLY;BYDAY=SA`.
    pub rule: Option<String>,
    /// First date; today if it is not given.
    pub starts_on: Option<String>,
    /// Last date.
    pub until: Option<String>,
    /// Hour at which each session begins.
    pub from: Option<String>,
    /// Hour at which it ends.
    pub to: Option<String>,
    /// Dates left out.
    pub except: Vec<String>,
    /// Places in each session.
    pub seats: Option<u32>,
}

/// When an opportunity happens: sessions, a recurrence, or flexible day parts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScheduleRecord {
    /// Dated occurrences.
    pub sessions: Vec<SessionRecord>,
    /// A rule that yields more.
    pub recurrence: Option<RecurrenceRecord>,
    /// For flexible opportunities: when one may come, such as `sat_morning`.
    pub day_parts: Vec<String>,
    /// Whether one may come for a part of a session.
    pub partial_attendance: bool,
    /// Shortest useful stay in minutes.
    pub minimum_minutes: Option<u32>,
}

/// What a schedule is settled against.
pub struct Moment<'a> {
    /// The city's calendar.
    pub calendar: &'a Calendar,
    /// The present.
    pub now: DateTime<Utc>,
    /// What is stored already: its sessions keep their ids and the places people have taken.
    pub stored: Option<&'a Schedule>,
}

impl Moment<'_> {
    /// The civil date of the present.
    pub fn today(&self) -> NaiveDate {
        self.calendar.civil(self.now).date()
    }
}

impl ScheduleRecord {
    /// The domain's schedule, its recurrence yielded over the horizon.
    pub fn schedule(&self, moment: &Moment<'_>, fresh: &mut dyn FnMut(DateTime<Utc>) -> SessionId, wrong: &mut Complaints) -> Schedule {
        let stored: BTreeMap<DateTime<Utc>, &Session> = moment.stored.iter().flat_map(|s| &s.sessions).map(|s| (s.starts_at, s)).collect();
        let mut sessions: BTreeMap<DateTime<Utc>, Session> = BTreeMap::new();
        let mut place = |starts_at, ends_at, seats, taken: Option<u32>| {
            let known = stored.get(&starts_at);
            let id = known.map_or_else(|| fresh(starts_at), |s| s.id);
            let seats_taken = taken.or(known.map(|s| s.seats_taken)).unwrap_or(0);
            Session { id, starts_at, ends_at, seats, seats_taken, cancelled: known.is_some_and(|s| s.cancelled) }
        };
        for (i, record) in self.sessions.iter().take(SESSIONS_MAX).enumerate() {
            if let Some((starts_at, ends_at)) = record.hours(i, moment.calendar, wrong)
                && sessions.insert(starts_at, place(starts_at, ends_at, record.seats, record.seats_taken)).is_some()
            {
                wrong.add(format!("schedule/sessions/{i}/starts_at"), Why::Duplicate(record.starts_at.clone().unwrap_or_default()));
            }
        }
        if self.sessions.len() > SESSIONS_MAX {
            wrong.add("schedule/sessions", Why::TooMany { max: SESSIONS_MAX });
        }
        let recurrence = self.recurrence.as_ref().and_then(|r| r.recurrence(moment, wrong));
        if let Some(rule) = &recurrence {
            let today = moment.today();
            let horizon = today.checked_add_months(Months::new(Recurrence::HORIZON_MONTHS)).unwrap_or(today);
            for (starts_at, ends_at) in rule.occurrences(today, horizon, moment.calendar.tz) {
                sessions.entry(starts_at).or_insert_with(|| place(starts_at, ends_at, rule.seats, None));
            }
        }
        for known in stored.values().filter(|s| !sessions.contains_key(&s.starts_at)).collect::<Vec<_>>() {
            let over = known.ends_at <= moment.now;
            // What a rule yielded in the past is history; where people have taken places, a session is called off, not forgotten.
            if over && (recurrence.is_some() || known.seats_taken > 0) {
                sessions.insert(known.starts_at, (*known).clone());
            } else if known.seats_taken > 0 {
                sessions.insert(known.starts_at, Session { cancelled: true, ..(*known).clone() });
            }
        }
        let mut sessions: Vec<Session> = sessions.into_values().collect();
        let surplus = sessions.len().saturating_sub(SESSIONS_MAX);
        sessions.drain(..surplus);
        Schedule { sessions, recurrence, day_parts: self.parts(wrong), partial_attendance: self.partial_attendance, minimum_minutes: self.minimum_minutes }
    }

    fn parts(&self, wrong: &mut Complaints) -> DayParts {
        let mut parts = DayParts::default();
        for (i, code) in self.day_parts.iter().take(48).enumerate() {
            match DayPart::parse(code.trim()) {
                Some(part) => parts = parts.with(part),
                None => wrong.add(format!("schedule/day_parts/{i}"), Why::UnknownCode(code.clone())),
            }
        }
        parts
    }
}

impl SessionRecord {
    /// Begin and end; both must be said.
    fn hours(&self, i: usize, calendar: &Calendar, wrong: &mut Complaints) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let mut look = |name: &str, raw: Option<&str>| {
            let field = format!("schedule/sessions/{i}/{name}");
            if said(raw).is_none() {
                wrong.add(field, Why::Required);
                return None;
            }
            wrong.form(&field, raw, |r| times::moment(r, calendar), times::MOMENT)
        };
        let (starts_at, ends_at) = (look("starts_at", self.starts_at.as_deref()), look("ends_at", self.ends_at.as_deref()));
        starts_at.zip(ends_at)
    }
}

impl RecurrenceRecord {
    fn recurrence(&self, moment: &Moment<'_>, wrong: &mut Complaints) -> Option<Recurrence> {
        let before = wrong.0.len();
        for (name, raw) in [("rule", &self.rule), ("from", &self.from), ("to", &self.to)] {
            if said(raw.as_deref()).is_none() {
                wrong.add(format!("schedule/recurrence/{name}"), Why::Required);
            }
        }
        let mut date = |name: &str, raw: Option<&str>| wrong.form(&format!("schedule/recurrence/{name}"), raw, times::date, times::DATE);
        // A rule without a first date starts when it was first seen, so that every second week stays the same week.
        let first_seen = moment.stored.and_then(|s| s.recurrence.as_ref()).map(|r| r.starts_on);
        let starts_on = date("starts_on", self.starts_on.as_deref()).or(first_seen).unwrap_or_else(|| moment.today());
        let until = date("until", self.until.as_deref());
        let except: Vec<NaiveDate> = self.except.iter().take(SESSIONS_MAX + 1).filter_map(|d| date("except", Some(d))).collect();
        let mut hour = |name: &str, raw: Option<&str>| wrong.form(&format!("schedule/recurrence/{name}"), raw, times::hour, times::HOUR);
        let (from, to) = (hour("from", self.from.as_deref()), hour("to", self.to.as_deref()));
        let rule = said(self.rule.as_deref())?.trim_start_matches("RRULE:").to_owned();
        let recurrence = Recurrence { rule, starts_on, until, from: from?, to: to?, except, seats: self.seats };
        if wrong.0.len() > before {
            return None;
        }
        match recurrence.check() {
            Ok(()) => Some(recurrence),
            Err(complaints) => {
                wrong.0.extend(complaints.into_iter().map(|i| i.below("schedule/recurrence")));
                None
            }
        }
    }
}
