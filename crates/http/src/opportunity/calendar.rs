use super::view::{OpportunityView, SessionView};
use crate::ical::{Lines, escaped, instant};
use enmusubi_domain::city::City;
use enmusubi_domain::text::Lang;

/// The sessions ahead as one calendar. Times are in UTC, so that no time zone has to be described.
pub fn sessions(view: &OpportunityView, city: &City) -> String {
    let mut lines = Lines::calendar();
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
    lines.finish()
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
