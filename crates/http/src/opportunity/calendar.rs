use super::view::{OpportunityView, SessionView};
use chrono::{DateTime, FixedOffset, Utc};
use enmusubi_domain::city::City;
use enmusubi_domain::text::Lang;

/// The media type of iCalendar (RFC 5545).
pub const MEDIA: &str = "text/calendar; charset=utf-8";

/// The sessions ahead as one calendar. Times are in UTC, so that no time zone has to be described.
pub fn sessions(view: &OpportunityView, city: &City) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//Enmusubi//Enmusubi//JA");
    lines.add("CALSCALE", "GREGORIAN");
    lines.add("METHOD", "PUBLISH");
    for session in &view.schedule.sessions {
        event(&mut lines, view, session, city);
    }
    if view.schedule.sessions.is_empty() {
        // A calendar holds one thing at least: an entry without a date for what has no dates.
        lines.add("BEGIN", "VJOURNAL");
        lines.add("UID", &format!("{}@enmusubi", view.id));
        common(&mut lines, view, city);
        lines.add("END", "VJOURNAL");
    }
    lines.add("END", "VCALENDAR");
    lines.0
}

fn event(lines: &mut Lines, view: &OpportunityView, session: &SessionView, city: &City) {
    lines.add("BEGIN", "VEVENT");
    lines.add("UID", &format!("{}@enmusubi", session.id));
    lines.add("DTSTART", &instant(session.starts_at));
    lines.add("DTEND", &instant(session.ends_at));
    common(lines, view, city);
    let place = [&view.place.name, &view.place.address].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    if !place.is_empty() {
        lines.add("LOCATION", &escaped(&place));
    }
    if let (Some(lat), Some(lon)) = (view.place.lat, view.place.lon) {
        lines.add("GEO", &format!("{lat};{lon}"));
    }
    lines.add("STATUS", if view.state == "cancelled" { "CANCELLED" } else { "CONFIRMED" });
    lines.add("TRANSP", "OPAQUE");
    lines.add("END", "VEVENT");
}

fn common(lines: &mut Lines, view: &OpportunityView, city: &City) {
    lines.add("DTSTAMP", &instant(view.updated_at));
    lines.add("LAST-MODIFIED", &instant(view.updated_at));
    lines.add("SEQUENCE", &view.version.max(0).to_string());
    lines.add("SUMMARY", &escaped(&view.title));
    let text = if view.summary.is_empty() { &view.description } else { &view.summary };
    lines.add("DESCRIPTION", &escaped(&format!("{text}\n{}", view.group.name)));
    if let Some(url) = &view.url {
        lines.add("URL", &url.replace(['\r', '\n'], ""));
    }
    let themes: Vec<String> = view.themes.iter().filter_map(|code| city.themes.find(code)).map(|t| escaped(t.names.get(Lang::Ja))).collect();
    if !themes.is_empty() {
        lines.add("CATEGORIES", &themes.join(","));
    }
}

fn instant(time: DateTime<FixedOffset>) -> String {
    time.with_timezone(&Utc).format("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as RFC 5545, 3.3.11 wants it.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace("\r\n", "\\n").replace(['\n', '\r'], "\\n");
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Content lines: CRLF at the end, folded at 75 octets between characters (RFC 5545, 3.1).
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for c in format!("{name}:{value}").chars() {
            if octets + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut lines = Lines::default();
        lines.add("SUMMARY", &"雪かき".repeat(40));
        assert!(lines.0.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(lines.0.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "雪かき".repeat(40)));
    }

    #[test]
    fn what_means_something_in_a_calendar_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne\r\nf\u{7}"), "a\\,b\\;c\\\\d\\ne\\nf");
    }
}
