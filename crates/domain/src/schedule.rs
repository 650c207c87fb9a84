//! When an opportunity happens: dated sessions, a recurrence that yields them, or flexible day parts.

use crate::city::Calendar;
use crate::day::DayParts;
use crate::id::SessionId;
use crate::invalid::{Invalid, Why};
use chrono::{DateTime, Duration, Months, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use std::str::FromStr;

/// Most sessions one opportunity may have at a time.
pub const SESSIONS_MAX: usize = 400;
/// Longest session, in hours.
pub const SESSION_HOURS_MAX: i64 = 24;

/// One dated occurrence, with its own seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends. Always stated.
    pub ends_at: DateTime<Utc>,
    /// Places in all; nothing means nobody counts them.
    pub seats: Option<u32>,
    /// Places already taken.
    pub seats_taken: u32,
    /// Called off.
    pub cancelled: bool,
}

impl Session {
    /// Places left; nothing means nobody counts them.
    pub fn seats_left(&self) -> Option<u32> {
        self.seats.map(|s| s.saturating_sub(self.seats_taken))
    }

    /// Its length in minutes.
    pub fn minutes(&self) -> i64 {
        (self.ends_at - self.starts_at).num_minutes()
    }
}

/// A rule that yields sessions: RFC 5545, on civil dates and hours of the city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// The rule without its name, such as `FREQ=WEEKLY;BYDAY=SA`.
    pub rule: String,
    /// First date the rule may yield.
    pub starts_on: NaiveDate,
    /// Last date, if it ends.
    pub until: Option<NaiveDate>,
    /// Hour at which each session begins.
    pub from: NaiveTime,
    /// Hour at which it ends; not after `from` means on the next day.
    pub to: NaiveTime,
    /// Dates left out.
    pub except: Vec<NaiveDate>,
    /// Places in each session; nothing means nobody counts them.
    pub seats: Option<u32>,
}

impl Recurrence {
    /// Sessions are made at most this many months ahead.
    pub const HORIZON_MONTHS: u32 = 6;

    /// Looks whether the rule is one we can follow: days, weeks, months or years, and nothing finer.
    pub fn check(&self) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        if self.rule.len() > 200 {
            wrong.push(Invalid::new("rule", Why::TooLong { max: 200 }));
        } else if self.parsed(Tz::UTC).is_err() {
            wrong.push(Invalid::new("rule", Why::Malformed("RFC 5545 RRULE: FREQ=DAILY|WEEKLY|MONTHLY|YEARLY…")));
        }
        if self.until.is_some_and(|until| until < self.starts_on) {
            wrong.push(Invalid::new("until", Why::Reversed));
        }
        if self.from == self.to {
            wrong.push(Invalid::new("to", Why::Reversed));
        }
        if self.except.len() > SESSIONS_MAX {
            wrong.push(Invalid::new("except", Why::TooMany { max: SESSIONS_MAX }));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    fn parsed(&self, tz: Tz) -> Result<rrule::RRuleSet, rrule::RRuleError> {
        use rrule::{Frequency, ParseError, RRule, Unvalidated};
        let rule = RRule::<Unvalidated>::from_str(&self.rule)?;
        let fine = matches!(rule.get_freq(), Frequency::Hourly | Frequency::Minutely | Frequency::Secondly);
        let finer_parts = self.rule.to_ascii_uppercase();
        if fine || finer_parts.contains("BYHOUR") || finer_parts.contains("BYMINUTE") || finer_parts.contains("BYSECOND") {
            return Err(ParseError::InvalidFrequency(self.rule.clone()).into());
        }
        let tz = rrule::Tz::Tz(tz);
        // Noon of the first date: a wall-clock hour that exists on every date of every zone.
        let noon = self.starts_on.and_hms_opt(12, 0, 0).unwrap_or_default();
        let start = tz.from_local_datetime(&noon).earliest().ok_or_else(|| ParseError::InvalidFrequency(self.rule.clone()))?;
        rule.build(start)
    }

    /// The sessions from one date to another (both included): begin and end, in order, at most [`SESSIONS_MAX`].
    ///
    /// Dates come from the rule, hours are civil hours of the zone; an hour that a change to summer time skips is moved forward.
    pub fn occurrences(&self, from: NaiveDate, to: NaiveDate, tz: Tz) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let Ok(set) = self.parsed(tz) else {
            return vec![];
        };
        let (first, last) = (from.max(self.starts_on), self.until.map_or(to, |u| u.min(to)));
        if last < first {
            return vec![];
        }
        let edge = |d: NaiveDate, h: u32| d.and_hms_opt(h, 0, 0).and_then(|t| rrule::Tz::Tz(tz).from_local_datetime(&t).earliest());
        let (Some(after), Some(before)) = (edge(first, 11), edge(last, 13)) else {
            return vec![];
        };
        let dates = set.after(after).before(before).all(SESSIONS_MAX as u16).dates;
        dates
            .into_iter()
            .map(|d| d.date_naive())
            .filter(|d| *d >= first && *d <= last && !self.except.contains(d))
            .filter_map(|d| {
                let end_day = if self.to > self.from { d } else { d.succ_opt()? };
                Some((instant(d.and_time(self.from), tz)?, instant(end_day.and_time(self.to), tz)?))
            })
            .filter(|(a, b)| a < b)
            .collect()
    }
}

/// The instant of a civil time; an hour that summer time skips is moved forward by an hour.
pub fn instant(civil: chrono::NaiveDateTime, tz: Tz) -> Option<DateTime<Utc>> {
    let local = tz.from_local_datetime(&civil).earliest().or_else(|| tz.from_local_datetime(&(civil + Duration::hours(1))).earliest())?;
    Some(local.with_timezone(&Utc))
}

/// When an opportunity happens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    /// Dated occurrences, those of the recurrence included, in order.
    pub sessions: Vec<Session>,
    /// The rule that yields further sessions.
    pub recurrence: Option<Recurrence>,
    /// For flexible opportunities without sessions: when one may come.
    pub day_parts: DayParts,
    /// Whether one may come for a part of a session.
    pub partial_attendance: bool,
    /// Shortest useful stay in minutes.
    pub minimum_minutes: Option<u32>,
}

impl Schedule {
    /// Whether it has no dates of its own.
    pub fn is_flexible(&self) -> bool {
        self.sessions.is_empty() && self.recurrence.is_none()
    }

    /// Looks for schedules nobody could keep.
    pub fn check(&self) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        if self.is_flexible() && self.day_parts.is_empty() {
            wrong.push(Invalid::new("sessions", Why::Required));
        }
        if !self.is_flexible() && !self.day_parts.is_empty() {
            wrong.push(Invalid::new("day_parts", Why::Contradiction("sessions, day_parts")));
        }
        if self.sessions.len() > SESSIONS_MAX {
            wrong.push(Invalid::new("sessions", Why::TooMany { max: SESSIONS_MAX }));
        }
        for (i, s) in self.sessions.iter().enumerate() {
            if s.ends_at <= s.starts_at {
                wrong.push(Invalid::new(format!("sessions/{i}/ends_at"), Why::Reversed));
            } else if s.minutes() < 1 || s.minutes() > SESSION_HOURS_MAX * 60 {
                wrong.push(Invalid::new(format!("sessions/{i}/ends_at"), Why::OutOfRange { min: 1.0, max: (SESSION_HOURS_MAX * 60) as f64 }));
            }
            if s.seats.is_some_and(|n| n > 100_000) {
                wrong.push(Invalid::new(format!("sessions/{i}/seats"), Why::OutOfRange { min: 0.0, max: 100_000.0 }));
            }
            if s.seats.is_some_and(|n| s.seats_taken > n) {
                wrong.push(Invalid::new(format!("sessions/{i}/seats_taken"), Why::OutOfRange { min: 0.0, max: f64::from(s.seats.unwrap_or(0)) }));
            }
        }
        if let Some(recurrence) = &self.recurrence {
            wrong.extend(recurrence.check().err().into_iter().flatten().map(|i| i.below("recurrence")));
        }
        if self.minimum_minutes.is_some_and(|m| m == 0 || m > 1440) {
            wrong.push(Invalid::new("minimum_minutes", Why::OutOfRange { min: 1.0, max: 1440.0 }));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// Adds the sessions that the recurrence yields within the horizon and that are not there yet.
    ///
    /// Sessions that stand already keep their id and seats. Answers how many were added.
    pub fn extend(&mut self, today: NaiveDate, tz: Tz, mut fresh: impl FnMut(DateTime<Utc>) -> SessionId) -> usize {
        let Some(recurrence) = &self.recurrence else {
            return 0;
        };
        let Some(horizon) = today.checked_add_months(Months::new(Recurrence::HORIZON_MONTHS)) else {
            return 0;
        };
        let known: std::collections::BTreeSet<_> = self.sessions.iter().map(|s| s.starts_at).collect();
        let mut added = 0;
        for (starts_at, ends_at) in recurrence.occurrences(today, horizon, tz) {
            if known.contains(&starts_at) || self.sessions.len() >= SESSIONS_MAX {
                continue;
            }
            self.sessions.push(Session { id: fresh(starts_at), starts_at, ends_at, seats: recurrence.seats, seats_taken: 0, cancelled: false });
            added += 1;
        }
        self.sessions.sort_by_key(|s| (s.starts_at, s.id));
        added
    }

    /// The day parts it touches: its own if it is flexible, otherwise those of its sessions.
    pub fn day_parts_touched(&self, calendar: &Calendar) -> DayParts {
        self.sessions.iter().filter(|s| !s.cancelled && s.ends_at > s.starts_at).fold(self.day_parts, |all, s| {
            let (start, end) = (calendar.civil(s.starts_at), calendar.civil(s.ends_at));
            let minute = |t: NaiveTime| (t.num_seconds_from_midnight() / 60) as u16;
            if start.date() == end.date() {
                return DayParts(all.0 | DayParts::touched(calendar.kind(start.date()), minute(start.time()), minute(end.time())).0);
            }
            let evening = DayParts::touched(calendar.kind(start.date()), minute(start.time()), 1440);
            let next_day = DayParts::touched(calendar.kind(end.date()), 0, minute(end.time()));
            DayParts(all.0 | evening.0 | next_day.0)
        })
    }

    /// Shortest useful stay in one session, in minutes: the whole of it, unless one may come for a part.
    pub fn stay_needed(&self, session_minutes: i64) -> i64 {
        if self.partial_attendance { self.minimum_minutes.map_or(60, i64::from).clamp(1, session_minutes.max(1)) } else { session_minutes.max(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(s: &str) -> NaiveDate {
        s.parse().unwrap()
    }

    fn weekly(rule: &str) -> Recurrence {
        Recurrence {
            rule: rule.into(),
            starts_on: date("2026-11-01"),
            until: None,
            from: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
            to: NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
            except: vec![],
            seats: Some(5),
        }
    }

    fn dates(r: &Recurrence, from: &str, to: &str) -> Vec<String> {
        r.occurrences(date(from), date(to), Tz::Asia__Tokyo).iter().map(|(a, _)| a.with_timezone(&Tz::Asia__Tokyo).format("%m-%d %H:%M").to_string()).collect()
    }

    #[test]
    fn rules_yield_civil_dates_at_civil_hours() {
        assert_eq!(dates(&weekly("FREQ=WEEKLY;BYDAY=SA"), "2026-11-23", "2026-12-12"), ["11-28 09:30", "12-05 09:30", "12-12 09:30"]);
        assert_eq!(dates(&weekly("FREQ=MONTHLY;BYDAY=2SA"), "2026-11-01", "2027-01-31"), ["11-14 09:30", "12-12 09:30", "01-09 09:30"]);
        assert_eq!(dates(&weekly("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"), "2026-11-23", "2026-12-31").len(), 3);
    }

    #[test]
    fn exceptions_and_the_end_are_kept() {
        let mut r = weekly("FREQ=WEEKLY;BYDAY=SA");
        r.except = vec![date("2026-12-05")];
        r.until = Some(date("2026-12-12"));
        assert_eq!(dates(&r, "2026-11-23", "2027-12-12"), ["11-28 09:30", "12-12 09:30"]);
    }

    #[test]
    fn summer_time_keeps_the_hour_on_the_wall() {
        let r = Recurrence { starts_on: date("2026-03-01"), ..weekly("FREQ=WEEKLY;BYDAY=SA") };
        let tz = Tz::America__New_York;
        let hours: Vec<_> =
            r.occurrences(date("2026-03-01"), date("2026-03-20"), tz).iter().map(|(a, _)| a.with_timezone(&tz).format("%H:%M").to_string()).collect();
        assert_eq!(hours, ["09:30", "09:30"]);
    }

    #[test]
    fn rules_that_never_end_or_tick_too_fast_are_refused_or_bounded() {
        for bad in ["FREQ=SECONDLY", "FREQ=HOURLY;INTERVAL=1", "FREQ=DAILY;BYHOUR=1,2,3", "nonsense", "", "FREQ=WEEKLY;BYDAY=XX"] {
            assert!(weekly(bad).check().is_err(), "{bad}");
        }
        let never = weekly("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30");
        assert!(never.occurrences(date("2026-11-01"), date("2027-06-01"), Tz::Asia__Tokyo).is_empty());
        assert!(weekly("FREQ=DAILY").occurrences(date("2026-11-01"), date("2036-06-01"), Tz::Asia__Tokyo).len() <= SESSIONS_MAX);
    }

    #[test]
    fn the_day_parts_of_dated_sessions_follow_from_their_hours() {
        let mut schedule = Schedule { recurrence: Some(weekly("FREQ=WEEKLY;BYDAY=SA")), ..Default::default() };
        schedule.extend(date("2026-11-23"), Tz::Asia__Tokyo, |at| SessionId::derived(0, &at.to_string()));
        let codes: Vec<_> = schedule.day_parts_touched(&Calendar::default()).iter().map(|p| p.code()).collect();
        assert_eq!(codes, ["sat_morning"]);
        schedule.sessions[0].ends_at += Duration::hours(14);
        let codes: Vec<_> = schedule.day_parts_touched(&Calendar::default()).iter().map(|p| p.code()).collect();
        assert_eq!(codes, ["sat_morning", "sat_afternoon", "sat_evening"], "over midnight; the small hours of Sunday belong to no part");
    }

    #[test]
    fn extending_adds_only_what_is_missing() {
        let mut schedule = Schedule { recurrence: Some(weekly("FREQ=WEEKLY;BYDAY=SA")), ..Default::default() };
        let mut n = 0;
        let mut fresh = |_| {
            n += 1;
            SessionId::derived(0, &n.to_string())
        };
        let first = schedule.extend(date("2026-11-23"), Tz::Asia__Tokyo, &mut fresh);
        assert!(first >= 26, "{first}");
        schedule.sessions[0].seats_taken = 3;
        assert_eq!(schedule.extend(date("2026-11-23"), Tz::Asia__Tokyo, &mut fresh), 0);
        assert_eq!(schedule.extend(date("2026-12-01"), Tz::Asia__Tokyo, &mut fresh), 1);
        assert_eq!(schedule.sessions[0].seats_taken, 3);
    }
}
