//! Dates and hours as files write them: civil times of the city, or instants with their offset.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use enmusubi_domain::city::Calendar;

/// What a moment may look like, for people.
pub const MOMENT: &str = "2026-12-05T09:30, or with an offset 2026-12-05T09:30:00+09:00";
/// What a date may look like, for people.
pub const DATE: &str = "YYYY-MM-DD";
/// What an hour may look like, for people.
pub const HOUR: &str = "HH:MM";

/// A date: `2026-12-05`, `2026/12/5`, `20261205`; a midnight behind it is no time.
pub fn date(raw: &str) -> Option<NaiveDate> {
    let raw = raw.trim();
    let (day, rest) = raw.split_at(raw.find(['T', ' ']).unwrap_or(raw.len()));
    if day.len() > 10 || !rest.chars().all(|c| matches!(c, 'T' | ' ' | '0' | ':' | '.' | 'Z')) {
        return None;
    }
    ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"].iter().find_map(|form| NaiveDate::parse_from_str(day, form).ok()).filter(reasonable)
}

/// An hour: `9:30`, `09:30`, `09:30:00`. Midnight at the end of a day, `24:00`, is `00:00`.
pub fn hour(raw: &str) -> Option<NaiveTime> {
    let raw = raw.trim();
    if raw.len() > 8 {
        return None;
    }
    if matches!(raw, "24:00" | "24:00:00") {
        return Some(NaiveTime::MIN);
    }
    ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(raw, form).ok())
}

/// A moment: RFC 3339, or the civil time of the city.
pub fn moment(raw: &str, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let raw = raw.trim();
    if raw.len() > 40 {
        return None;
    }
    if let Ok(instant) = DateTime::parse_from_rfc3339(raw) {
        return Some(instant.with_timezone(&Utc)).filter(|i| reasonable(&i.date_naive()));
    }
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"];
    let civil = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(raw, form).ok())?;
    calendar.instant(civil).filter(|_| reasonable(&civil.date()))
}

/// The last moment of a date, to the minute: a deadline given as a date includes it.
pub fn end_of(date: NaiveDate, calendar: &Calendar) -> Option<DateTime<Utc>> {
    calendar.instant(date.and_hms_opt(23, 59, 0)?)
}

/// Years that a listing can mean; anything else is a slip of the pen.
fn reasonable(date: &NaiveDate) -> bool {
    use chrono::Datelike;
    (1900..=2200).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_times_are_the_citys_and_offsets_are_kept() {
        let calendar = Calendar::default();
        let nine = moment("2026-12-05T09:30:00+09:00", &calendar).unwrap();
        assert_eq!(moment("2026-12-05T09:30", &calendar), Some(nine));
        assert_eq!(moment("2026-12-05 09:30", &calendar), Some(nine));
        assert_eq!(moment("2026-12-05T00:30:00Z", &calendar), Some(nine));
    }

    #[test]
    fn what_is_no_time_is_nothing() {
        for bad in ["", "tomorrow", "2026-13-01", "2026-12-05T25:00", "99999-01-01", "0000-00-00", "+262142-12-31", "２０２６", "2026-02-30"] {
            assert_eq!(date(bad), None, "{bad}");
            assert_eq!(moment(bad, &Calendar::default()), None, "{bad}");
        }
        assert_eq!(hour("24:00"), Some(NaiveTime::MIN));
        assert_eq!(hour("9:05"), NaiveTime::from_hms_opt(9, 5, 0));
        assert_eq!(hour("25:00"), None);
    }

    #[test]
    fn dates_with_slashes_and_without_anything_are_read() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 5);
        assert_eq!(date("2026/12/5"), day);
        assert_eq!(date("20261205"), day);
        assert_eq!(date("2026-12-05T00:00:00.000"), day);
    }
}
