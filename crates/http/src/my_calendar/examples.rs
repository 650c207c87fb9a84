use super::view::{CalendarAddressView, MyCalendarView};
use crate::openapi::examples::{city, now};
use serde_json::{Value, to_value};

/// A new address.
pub fn address() -> Value {
    to_value(CalendarAddressView::of("https://enmusubi.example.jp", "enc_…", now(), city().calendar.tz)).unwrap_or_default()
}

/// That there is one.
pub fn made() -> Value {
    to_value(MyCalendarView::of(Some(now()), city().calendar.tz)).unwrap_or_default()
}
