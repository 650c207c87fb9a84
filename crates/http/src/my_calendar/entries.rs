use crate::ical::{Lines, Zone, escaped, instant, zoned};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use enmusubi_domain::application::State;
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use enmusubi_domain::text::Lang;
use enmusubi_persistence::CalendarEntry;

/// For how long something stays in the calendar when it is over.
pub const SHOWN_AFTER: TimeDelta = TimeDelta::days(60);

/// Somebody's entries as one calendar, in their language and by the city's clocks.
pub fn calendar(entries: &[CalendarEntry], groups: &[Group], city: &City, lang: Lang, now: DateTime<Utc>) -> String {
    let mut lines = Lines::calendar();
    let name = match lang {
        Lang::Ja => "地域の縁結び",
        Lang::En => "Enmusubi",
    };
    // RFC 7986, and what was in use before it.
    lines.add("NAME", name);
    lines.add("X-WR-CALNAME", name);
    lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    lines.add("X-PUBLISHED-TTL", "PT1H");
    zone(entries, city, now).add_to(&mut lines);
    for entry in entries {
        event(&mut lines, entry, groups, city, lang);
    }
    lines.finish()
}

/// The city's zone over whole years, so that its description changes with the year alone.
fn zone(entries: &[CalendarEntry], city: &City, now: DateTime<Utc>) -> Zone {
    let years = || entries.iter().map(|e| e.session.starts_at.year()).chain([now.year()]);
    let day = |year: i32, month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(now.date_naive());
    let (first, last) = (years().min().unwrap_or(now.year()), years().max().unwrap_or(now.year()));
    Zone { tz: city.calendar.tz, from: day(first - 1, 1, 1), to: day(last + 1, 12, 31) }
}

fn event(lines: &mut Lines, entry: &CalendarEntry, groups: &[Group], city: &City, lang: Lang) {
    let CalendarEntry { application, opportunity, session } = entry;
    let (details, tz) = (&opportunity.details, city.calendar.tz);
    let off = session.cancelled || application.state == State::Declined;
    let status = match application.state {
        _ if off => "CANCELLED",
        State::Waitlisted => "TENTATIVE",
        _ => "CONFIRMED",
    };
    lines.add("BEGIN", "VEVENT");
    // Somebody who applies again begins anew, and its count of changes with it: so the application is part of the name.
    lines.add("UID", &format!("{}.{}@enmusubi", session.id, application.id));
    let (name, value) = zoned("DTSTART", session.starts_at, tz);
    lines.add(&name, &value);
    let (name, value) = zoned("DTEND", session.ends_at, tz);
    lines.add(&name, &value);
    let changed = application.updated_at.max(opportunity.updated_at);
    lines.add("DTSTAMP", &instant(changed));
    lines.add("LAST-MODIFIED", &instant(changed));
    lines.add("SEQUENCE", &application.version.saturating_add(opportunity.version).max(0).to_string());
    lines.add("STATUS", status);
    lines.add("TRANSP", if off { "TRANSPARENT" } else { "OPAQUE" });
    lines.add("CLASS", "PRIVATE");
    lines.add("SUMMARY", &escaped(in_language(&details.title, details.title_en.as_ref(), lang)));
    let group = groups.iter().find(|g| g.id == opportunity.group).map(|g| in_language(&g.details.name, g.details.name_en.as_ref(), lang));
    let summary = in_language(&details.summary, details.summary_en.as_ref(), lang);
    let text: Vec<&str> = [summary, group.unwrap_or_default()].into_iter().filter(|text| !text.is_empty()).collect();
    if !text.is_empty() {
        lines.add("DESCRIPTION", &escaped(&text.join("\n")));
    }
    let place: Vec<&str> = [&details.place.name, &details.place.address].into_iter().flatten().map(String::as_str).collect();
    if !place.is_empty() {
        lines.add("LOCATION", &escaped(&place.join(" ")));
    }
    if let Some(url) = &details.url {
        lines.add("URL", &url.replace(['\r', '\n'], ""));
    }
    lines.add("END", "VEVENT");
}

fn in_language<'a>(text: &'a str, english: Option<&'a String>, lang: Lang) -> &'a str {
    english.filter(|_| lang == Lang::En).map_or(text, String::as_str)
}
