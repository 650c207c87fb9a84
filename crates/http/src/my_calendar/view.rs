use crate::opportunity::local;
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use utoipa::ToSchema;

/// The secret address of one's calendar, as it is shown once. カレンダーの購読用URL。
#[derive(Serialize, ToSchema)]
#[schema(as = CalendarAddress)]
pub struct CalendarAddressView {
    /// For a calendar program to subscribe to. Whoever has it can read the calendar.
    #[schema(format = "uri", example = "https://enmusubi.example.jp/v1/calendars/enc_….ics")]
    pub url: String,
    /// When it was made.
    pub created_at: DateTime<FixedOffset>,
}

/// Whether one's calendar can be read at a secret address. カレンダーの購読の状態。
#[derive(Serialize, ToSchema)]
#[schema(as = MyCalendar)]
pub struct MyCalendarView {
    /// When the address was made; null means there is none. The address itself is not kept.
    pub created_at: Option<DateTime<FixedOffset>>,
}

impl CalendarAddressView {
    /// Shows a new address of a service.
    pub fn of(public_url: &str, key: &str, created_at: DateTime<Utc>, tz: Tz) -> Self {
        Self { url: format!("{public_url}/v1/calendars/{key}.ics"), created_at: local(created_at, tz) }
    }
}

impl MyCalendarView {
    /// Shows when it was made, if it was.
    pub fn of(created_at: Option<DateTime<Utc>>, tz: Tz) -> Self {
        Self { created_at: created_at.map(|at| local(at, tz)) }
    }
}
