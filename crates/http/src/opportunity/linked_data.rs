use super::view::{OpportunityView, SessionView};
use enmusubi_domain::city::City;
use serde_json::{Value, json};

/// The media type of JSON-LD.
pub const MEDIA: &str = "application/ld+json";

/// An opportunity as a schema.org Event; several sessions are its `subEvent`s. Addresses are relative to this service.
pub fn event(view: &OpportunityView, city: &City) -> Vec<u8> {
    let address = format!("/v1/opportunities/{}", view.id);
    let sessions = &view.schedule.sessions;
    let mut event = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "identifier": view.id,
        "name": view.title,
        "alternateName": view.title_en,
        "description": if view.summary.is_empty() { &view.description } else { &view.summary },
        "url": view.url.as_ref().unwrap_or(&address),
        "eventStatus": if view.state == "cancelled" { "https://schema.org/EventCancelled" } else { "https://schema.org/EventScheduled" },
        "eventAttendanceMode": if view.remote { "https://schema.org/OnlineEventAttendanceMode" } else { "https://schema.org/OfflineEventAttendanceMode" },
        "startDate": sessions.first().map(|s| s.starts_at.to_rfc3339()),
        "endDate": sessions.last().map(|s| s.ends_at.to_rfc3339()),
        "location": location(view),
        "organizer": { "@type": "Organization", "@id": format!("/v1/groups/{}", view.group.id), "name": view.group.name },
        "about": about(view, city),
        "inLanguage": view.languages,
        "typicalAgeRange": ages(view),
        "maximumAttendeeCapacity": view.capacity.seats,
        "remainingAttendeeCapacity": view.capacity.seats_left,
        "isAccessibleForFree": view.cost.as_deref().map(|cost| cost.starts_with("無料") || cost.eq_ignore_ascii_case("free")),
        "subEvent": if sessions.len() > 1 { sessions.iter().map(|s| session(s, view)).collect() } else { vec![] },
    });
    if let Some(members) = event.as_object_mut() {
        members.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
    serde_json::to_vec(&event).unwrap_or_default()
}

fn session(session: &SessionView, view: &OpportunityView) -> Value {
    json!({
        "@type": "Event",
        "@id": format!("/v1/opportunities/{}#{}", view.id, session.id),
        "name": view.title,
        "startDate": session.starts_at.to_rfc3339(),
        "endDate": session.ends_at.to_rfc3339(),
    })
}

fn location(view: &OpportunityView) -> Value {
    let place = &view.place;
    if view.remote {
        return json!({ "@type": "VirtualLocation", "url": view.url });
    }
    let geo = place.lat.zip(place.lon).map(|(lat, lon)| json!({ "@type": "GeoCoordinates", "latitude": lat, "longitude": lon }));
    let address = place.address.as_ref().map(|text| json!({ "@type": "PostalAddress", "streetAddress": text }));
    let mut location = json!({ "@type": "Place", "name": place.name, "address": address, "geo": geo });
    if let Some(members) = location.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    location
}

fn about(view: &OpportunityView, city: &City) -> Vec<Value> {
    let themes = view.themes.iter().filter_map(|code| city.themes.find(code));
    themes.map(|t| json!({ "@type": "DefinedTerm", "termCode": t.code, "name": t.names.ja, "inDefinedTermSet": "/v1/themes" })).collect()
}

fn ages(view: &OpportunityView) -> Option<String> {
    match (view.audience.age_min, view.audience.age_max) {
        (None, None) => None,
        (min, max) => Some(format!("{}-{}", min.unwrap_or(0), max.map_or(String::new(), |m| m.to_string()))),
    }
}
