use super::view::ProfileView;
use crate::input;
use crate::matching::ProfileRequest;
use crate::openapi::examples::{city, now};
use enmusubi_persistence::KeptProfile;
use serde_json::{Value, json, to_value};

/// What somebody keeps of themselves.
pub fn request() -> Value {
    json!({
        "themes": [{ "code": "snow", "interest": 1.0, "level": "introductory" }],
        "areas": ["011029"],
        "home": { "lat": 43.09, "lon": 141.34 },
        "reach_km": 5.0,
        "level": "introductory",
        "availability": {
            "day_parts": ["sat_morning"],
            "weekly": [{ "day": "wed", "from": "18:30", "to": "20:30" }],
            "also": [{ "date": "2026-12-27", "from": "10:00", "to": "12:00" }],
            "except": ["2026-12-31"],
            "to": "2027-02-28"
        },
        "responsibility": "help",
        "languages": ["ja"],
        "birth_date": "1992-03-14",
        "open_to_introductions": false
    })
}

/// The same as it is shown.
pub fn profile() -> Value {
    let profile = input::fit::<ProfileRequest>(request()).and_then(ProfileRequest::read).ok();
    to_value(profile.map(|profile| ProfileView::of(KeptProfile { version: 1, profile, updated_at: now() }, &city()))).unwrap_or_default()
}
