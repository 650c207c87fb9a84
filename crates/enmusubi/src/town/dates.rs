//! From "the second Saturday from today" to dates.

use super::file::{Listing, RelativeSession, Rule};
use crate::import::record::OpportunityRecord;
use crate::import::record::opportunity::{CapacityRecord, GroupName};
use crate::import::record::schedule::{RecurrenceRecord, ScheduleRecord, SessionRecord};
use chrono::{Datelike, Days, NaiveDate};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::day::DayKind;

/// A listing of the town as an import record, its dates settled for a day.
pub(super) fn record(listing: &Listing, today: NaiveDate, calendar: &Calendar) -> Result<OpportunityRecord, String> {
    let l = listing.clone();
    let monday = today.checked_sub_days(Days::new(u64::from(today.weekday().num_days_from_monday()))).unwrap_or(today);
    let sessions: Vec<(NaiveDate, &RelativeSession)> = listing
        .sessions
        .iter()
        .map(|s| Ok((day(s, today, calendar).ok_or_else(|| format!("{}: day {}", l.reference, s.day))?, s)))
        .collect::<Result<_, String>>()?;
    let first = sessions.iter().map(|(date, _)| *date).min();
    // A deadline that has passed already when the demo starts would make the listing useless: it ends tonight at the earliest.
    let apply_by = l.apply_by.zip(first).and_then(|(days, first)| first.checked_sub_days(Days::new(days))).map(|d| d.max(today).to_string());
    let schedule = ScheduleRecord {
        sessions: sessions.iter().map(|(date, s)| session(*date, s)).collect(),
        recurrence: l.recurrence.as_ref().map(|r| rule(r, monday)),
        day_parts: l.day_parts,
        partial_attendance: l.partial_attendance,
        minimum_minutes: l.minimum_minutes,
    };
    Ok(OpportunityRecord {
        group: GroupName { reference: Some(l.group), ..GroupName::default() },
        reference: Some(l.reference),
        kind: Some(l.kind),
        title: Some(l.title),
        title_en: l.title_en,
        summary: Some(l.summary),
        summary_en: l.summary_en,
        description: Some(l.description),
        themes: l.themes,
        areas: l.areas,
        place: l.place,
        remote: l.remote,
        level: l.level,
        responsibility: Some(l.responsibility),
        schedule,
        capacity: CapacityRecord { seats: l.seats, seats_taken: Some(l.taken) },
        party_size: l.party,
        audience: l.audience,
        requirements: l.requirements,
        qualifications: l.qualification.into_iter().collect(),
        accessibility: l.accessibility,
        languages: if l.languages.is_empty() { vec!["ja".into()] } else { l.languages },
        insurance: l.insurance,
        cost: l.cost,
        rewards: l.rewards,
        apply_by,
        company_ok: l.company_ok,
        url: None,
        seeks: l.seeks,
        state: None,
        published_at: None,
        fallback_area: None,
        theme_hints: vec![],
    })
}

/// The first such day at least one day and so many weeks after today; of a calendar without holidays ahead, the first Sunday.
fn day(session: &RelativeSession, today: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let kind = DayKind::parse(&session.day)?;
    let from = today.checked_add_days(Days::new(1 + 7 * session.week))?;
    let days = |n: u64| (0..n).filter_map(move |i| from.checked_add_days(Days::new(i)));
    let weekday = |kind: DayKind| days(7).find(|d| DayKind::of_weekday(d.weekday()) == kind);
    match kind {
        DayKind::Holiday => days(400).find(|d| calendar.kind(*d) == DayKind::Holiday).or_else(|| weekday(DayKind::Sun)),
        kind => weekday(kind),
    }
}

fn session(date: NaiveDate, s: &RelativeSession) -> SessionRecord {
    SessionRecord { starts_at: Some(format!("{date}T{}", s.from)), ends_at: Some(format!("{date}T{}", s.to)), seats: Some(s.seats), seats_taken: Some(s.taken) }
}

/// Every rule starts this week, so that what comes every second week comes this week or the next.
fn rule(r: &Rule, monday: NaiveDate) -> RecurrenceRecord {
    RecurrenceRecord {
        rule: Some(r.rule.clone()),
        starts_on: Some(monday.to_string()),
        until: None,
        from: Some(r.from.clone()),
        to: Some(r.to.clone()),
        except: vec![],
        seats: Some(r.seats),
    }
}
