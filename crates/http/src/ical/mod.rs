//! iCalendar (RFC 5545): content lines as every calendar reads them, and the zone that times are told in.

/// The zone, described by the changes of its clocks.
mod zone;

pub use zone::{Zone, zoned};

use chrono::{DateTime, TimeZone, Utc};

/// The media type.
pub const MEDIA: &str = "text/calendar; charset=utf-8";

/// Content lines: CRLF at the end, folded at 75 octets between characters (RFC 5545, 3.1).
#[derive(Debug, Default)]
pub struct Lines(String);

impl Lines {
    /// The beginning of a calendar that is published.
    pub fn calendar() -> Self {
        let mut lines = Self::default();
        lines.add("BEGIN", "VCALENDAR");
        lines.add("VERSION", "2.0");
        lines.add("PRODID", "-//Enmusubi//Enmusubi//JA");
        lines.add("CALSCALE", "GREGORIAN");
        lines.add("METHOD", "PUBLISH");
        lines
    }

    /// Adds a line. Text goes through [`escaped`] before.
    pub fn add(&mut self, name: &str, value: &str) {
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

    /// The end of the calendar, and all of it.
    pub fn finish(mut self) -> String {
        self.add("END", "VCALENDAR");
        self.0
    }
}

/// A moment in UTC.
pub fn instant<Z: TimeZone>(time: DateTime<Z>) -> String {
    time.with_timezone(&Utc).format("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as RFC 5545, 3.3.11 wants it.
pub fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace("\r\n", "\\n").replace(['\n', '\r'], "\\n");
    text.chars().filter(|c| !c.is_control()).collect()
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
