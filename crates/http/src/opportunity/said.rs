use super::request::{AudienceRequest, OpportunityRequest, RecurrenceRequest, ScheduleRequest, SeeksRequest, SessionRequest};
use crate::code;
use crate::input::Wrong;
use crate::place::{line, lines};
use crate::problem::Problem;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use enmusubi_domain::city::City;
use enmusubi_domain::day::DayPart;
use enmusubi_domain::id::SessionId;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::opportunity::{Audience, Commitment, Insurance, Kind, OpportunityDetails, Said, Seeks, SessionSaid};
use enmusubi_domain::schedule::{Recurrence, SESSIONS_MAX, Schedule};
use std::ops::RangeInclusive;

/// Most places that are counted.
const SEATS_MAX: u32 = 100_000;
/// Most languages.
const LANGUAGES_MAX: usize = 50;
/// Years that can be meant; anything else is a slip of the pen.
const YEARS: RangeInclusive<i32> = 1900..=2200;
/// Years in which a rule can begin: it is followed from its first date.
const RULE_YEARS: RangeInclusive<i32> = 2000..=2200;

impl OpportunityRequest {
    /// What the domain is told, or every member that is wrong. `stands` is the schedule that is there already, if there is one.
    pub fn said(self, city: &City, now: DateTime<Utc>, stands: Option<&Schedule>) -> Result<Said, Problem> {
        let mut wrong = Wrong::default();
        let w = &mut wrong;
        let level = self.level.unwrap_or_default();
        let party = self.party_size.unwrap_or_default();
        let kind = self.kind.and_then(|code| w.word("kind", &code, Kind::parse, Kind::CODES));
        let responsibility = self.responsibility.and_then(|code| w.word("responsibility", &code, Responsibility::parse, Responsibility::CODES));
        let today = city.calendar.civil(now).date();
        let (schedule, sessions) = self.schedule.said(w, today, stands);
        let details = OpportunityDetails {
            title_en: self.title_en.map(line),
            summary: self.summary.map(lines).unwrap_or_default(),
            summary_en: self.summary_en.map(line),
            description: self.description.map(lines).unwrap_or_default(),
            themes: self.themes.unwrap_or_default(),
            areas: self.areas.unwrap_or_default(),
            place: self.place.unwrap_or_default().place(w),
            remote: self.remote.unwrap_or(false),
            level: level.required.and_then(|code| w.word("level/required", &code, Level::parse, Level::CODES)),
            beginner_friendly: level.beginner_friendly.unwrap_or(false),
            responsibility: responsibility.unwrap_or(Responsibility::Help),
            seats: self.capacity.and_then(|c| c.seats).and_then(|n| seats(w, "capacity/seats", n)),
            party_min: party.min.unwrap_or(1),
            party_max: party.max,
            audience: self.audience.unwrap_or_default().said(w),
            requirements: self.requirements.unwrap_or_default().into_iter().map(line).collect(),
            qualifications: self.qualifications.unwrap_or_default().into_iter().map(line).collect(),
            accessibility: w.words("accessibility", self.accessibility, Accessibility::parse, Accessibility::CODES),
            languages: languages(w, "languages", self.languages),
            insurance: self.insurance.and_then(|code| w.word("insurance", &code, Insurance::parse, Insurance::CODES)),
            cost: self.cost.map(line),
            rewards: self.rewards.map(line),
            apply_by: self.apply_by.and_then(|text| instant(w, "apply_by", &text)),
            company_ok: self.company_ok.unwrap_or(false),
            url: self.url.map(line),
            seeks: self.seeks.map(|s| s.said(w)),
            ..OpportunityDetails::new(kind.unwrap_or(Kind::Activity), line(self.title), schedule)
        };
        let said = Said { details, sessions };
        // Where a part of the schedule could not be read, the domain would complain of what is missing.
        let is_half_read = wrong.names("schedule");
        let checked = said.check(city).map_err(|all| all.into_iter().filter(|i| !(is_half_read && i.field.starts_with("schedule"))).collect());
        wrong.with(checked).finish()?;
        Ok(said)
    }
}

impl ScheduleRequest {
    fn said(self, wrong: &mut Wrong, today: NaiveDate, stands: Option<&Schedule>) -> (Schedule, Vec<SessionSaid>) {
        let sessions = self.sessions.unwrap_or_default();
        if sessions.len() > SESSIONS_MAX {
            wrong.add(Invalid::new("schedule/sessions", Why::TooMany { max: SESSIONS_MAX }));
        }
        let read = sessions.into_iter().take(SESSIONS_MAX).enumerate().filter_map(|(i, s)| s.said(wrong, &format!("schedule/sessions/{i}"))).collect();
        // A rule without a first date begins when it was first sent, so that every second week stays the same week.
        let first = stands.and_then(|s| s.recurrence.as_ref()).map_or(today, |r| r.starts_on);
        let schedule = Schedule {
            sessions: vec![],
            recurrence: self.recurrence.and_then(|r| r.said(wrong, first)),
            day_parts: wrong.words("schedule/day_parts", self.day_parts, DayPart::parse, code::DAY_PARTS).into_iter().collect(),
            partial_attendance: self.partial_attendance.unwrap_or(false),
            minimum_minutes: self.minimum_minutes,
        };
        (schedule, read)
    }
}

impl SessionRequest {
    fn said(self, wrong: &mut Wrong, at: &str) -> Option<SessionSaid> {
        let id = self.id.map(|text| wrong.take(text.parse::<SessionId>().map_err(|_| Invalid::new(format!("{at}/id"), Why::Malformed("UUID")))));
        let (starts_at, ends_at) = (instant(wrong, &format!("{at}/starts_at"), &self.starts_at), instant(wrong, &format!("{at}/ends_at"), &self.ends_at));
        let id = match id {
            None => None,
            Some(read) => Some(read?),
        };
        Some(SessionSaid { id, starts_at: starts_at?, ends_at: ends_at?, seats: self.seats, cancelled: self.cancelled })
    }
}

impl RecurrenceRequest {
    fn said(self, wrong: &mut Wrong, first: NaiveDate) -> Option<Recurrence> {
        let at = |member: &str| format!("schedule/recurrence/{member}");
        let starts_on = self.starts_on.map_or(Some(first), |text| date(wrong, &at("starts_on"), &text));
        let until = self.until.map(|text| date(wrong, &at("until"), &text));
        let except = self.except.unwrap_or_default();
        let except = except.iter().enumerate().filter_map(|(i, text)| date(wrong, &format!("{}/{i}", at("except")), text)).collect();
        let (from, to) = (hour(wrong, &at("from"), &self.from, false), hour(wrong, &at("to"), &self.to, true));
        let seats = self.seats.map(|n| seats(wrong, &at("seats"), n));
        let rule = wrong.take(rule(&self.rule).ok_or_else(|| Invalid::new(at("rule"), Why::Malformed("RFC 5545 RRULE: FREQ=DAILY|WEEKLY|MONTHLY|YEARLY…"))));
        let (until, seats) = (until.map_or(Some(None), |d| d.map(Some))?, seats.map_or(Some(None), |n| n.map(Some))?);
        Some(Recurrence { rule: rule?, starts_on: starts_on?, until, from: from?, to: to?, except, seats })
    }
}

impl AudienceRequest {
    fn said(self, wrong: &mut Wrong) -> Audience {
        let mut age = |member: &str, age: Option<u32>| {
            let read =
                |n| u8::try_from(n).ok().filter(|n| *n <= 150).ok_or(Invalid::new(format!("audience/{member}"), Why::OutOfRange { min: 0.0, max: 150.0 }));
            age.and_then(|n| wrong.take(read(n)))
        };
        Audience {
            age_min: age("age_min", self.age_min),
            age_max: age("age_max", self.age_max),
            families: self.families.unwrap_or(false),
            students: self.students.unwrap_or(false),
            seniors: self.seniors.unwrap_or(false),
        }
    }
}

impl SeeksRequest {
    fn said(self, wrong: &mut Wrong) -> Seeks {
        Seeks {
            level: self.level.and_then(|code| wrong.word("seeks/level", &code, Level::parse, Level::CODES)),
            commitment: self.commitment.and_then(|code| wrong.word("seeks/commitment", &code, Commitment::parse, Commitment::CODES)),
            skills: self.skills.unwrap_or_default().into_iter().map(line).collect(),
            languages: languages(wrong, "seeks/languages", self.languages),
            newcomer_seats: self.newcomer_seats.and_then(|n| seats(wrong, "seeks/newcomer_seats", n)).unwrap_or(0),
        }
    }
}

fn seats(wrong: &mut Wrong, at: &str, n: u32) -> Option<u32> {
    wrong.take(if n <= SEATS_MAX { Ok(n) } else { Err(Invalid::new(at, Why::OutOfRange { min: 0.0, max: f64::from(SEATS_MAX) })) })
}

fn languages(wrong: &mut Wrong, at: &str, codes: Option<Vec<String>>) -> Vec<String> {
    let codes = codes.unwrap_or_default();
    if codes.len() > LANGUAGES_MAX {
        wrong.add(Invalid::new(at, Why::TooMany { max: LANGUAGES_MAX }));
        return vec![];
    }
    codes
}

/// An instant with its offset, to the microsecond: as exact as it is kept.
fn instant(wrong: &mut Wrong, at: &str, text: &str) -> Option<DateTime<Utc>> {
    let read = DateTime::parse_from_rfc3339(text).ok().filter(|t| YEARS.contains(&t.year()));
    let read = read.and_then(|t| DateTime::from_timestamp_micros(t.timestamp_micros()));
    wrong.take(read.ok_or_else(|| Invalid::new(at, Why::Malformed("RFC 3339, such as 2026-12-05T09:30:00+09:00"))))
}

fn date(wrong: &mut Wrong, at: &str, text: &str) -> Option<NaiveDate> {
    let date = wrong.date(at, text)?;
    wrong.take(if RULE_YEARS.contains(&date.year()) { Ok(date) } else { Err(Invalid::new(at, Why::Malformed("YYYY-MM-DD"))) })
}

/// A rule on one line, without its name. Whether it can be followed is looked at by the domain.
fn rule(text: &str) -> Option<String> {
    let rule = text.trim().trim_start_matches("RRULE:");
    rule.bytes().all(|b| b.is_ascii_alphanumeric() || b"=;,+-".contains(&b)).then(|| rule.to_owned())
}

/// `HH:MM`; midnight at the end of a day may be `24:00`.
fn hour(wrong: &mut Wrong, at: &str, text: &str, is_end: bool) -> Option<NaiveTime> {
    let form = text.len() == 5 && text.bytes().enumerate().all(|(i, b)| if i == 2 { b == b':' } else { b.is_ascii_digit() });
    let read = match text {
        "24:00" if is_end => Some(NaiveTime::MIN),
        _ => NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| form),
    };
    wrong.take(read.ok_or_else(|| Invalid::new(at, Why::Malformed("HH:MM"))))
}
