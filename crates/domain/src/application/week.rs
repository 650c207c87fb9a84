use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use chrono_tz::Tz;

/// The Monday that begins the civil week of a moment.
pub fn week_of(at: DateTime<Utc>, tz: Tz) -> NaiveDate {
    let day = at.with_timezone(&tz).date_naive();
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}
