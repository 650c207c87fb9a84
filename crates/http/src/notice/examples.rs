use super::request::NoticeSettingsRequest;
use super::view::{NoticeSettingsView, NoticeStopView};
use crate::input;
use crate::openapi::examples::{city, now};
use enmusubi_domain::notice::{NoticeKind, NoticeSettings, Stop};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::KeptNoticeSettings;
use serde_json::{Value, json, to_value};

/// One letter a day.
pub fn request() -> Value {
    json!({ "off": ["expired"], "digest": "daily", "quiet_hours": { "from": "21:00", "to": "08:00" } })
}

/// The same as it is shown.
pub fn settings() -> Value {
    let settings = input::fit::<NoticeSettingsRequest>(request()).and_then(NoticeSettingsRequest::read).unwrap_or_default();
    let kept = KeptNoticeSettings { version: 1, settings, updated_at: Some(now()) };
    to_value(NoticeSettingsView::of(&kept, city().calendar.tz, Lang::Ja)).unwrap_or_default()
}

/// What a click stops, or has stopped.
pub fn stop(stopped: bool) -> Value {
    let kinds = [NoticeKind::Reminder];
    let settings = if stopped { NoticeSettings::default().without(&kinds) } else { NoticeSettings::default() };
    to_value(Stop::of(&kinds).map(|stop| NoticeStopView::of(&stop, &settings, Lang::Ja))).unwrap_or_default()
}
