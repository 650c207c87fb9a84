use super::Lines;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, Tz};

/// A zone as a calendar describes it: every change of its clocks between two dates stands there by itself. A rule that would say the same in
/// fewer words is nowhere to be had, and would be wrong when governments change their minds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// Which.
    pub tz: Tz,
    /// From.
    pub from: NaiveDate,
    /// To.
    pub to: NaiveDate,
}

impl Zone {
    /// Adds the description.
    pub fn add_to(&self, lines: &mut Lines) {
        lines.add("BEGIN", "VTIMEZONE");
        lines.add("TZID", self.tz.name());
        let start = self.tz.from_utc_datetime(&self.from.and_time(NaiveTime::MIN));
        // What holds at the beginning has held since long before.
        part(lines, start, start);
        self.changes().into_iter().for_each(|(before, after)| part(lines, before, after));
        lines.add("END", "VTIMEZONE");
    }

    /// The last moment before, and the first after, each change.
    fn changes(&self) -> Vec<(DateTime<Tz>, DateTime<Tz>)> {
        let at = |utc: DateTime<Utc>| utc.with_timezone(&self.tz);
        let days = std::iter::successors(Some(self.from), |day| day.checked_add_days(Days::new(1)).filter(|day| *day <= self.to));
        let midnights: Vec<DateTime<Utc>> = days.map(|day| day.and_time(NaiveTime::MIN).and_utc()).collect();
        let mut found = vec![];
        for day in midnights.windows(2) {
            let [mut before, mut after] = [day[0], day[1]];
            if offset(&at(before)) == offset(&at(after)) {
                continue;
            }
            while after - before > TimeDelta::seconds(1) {
                let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
                *(if offset(&at(middle)) == offset(&at(before)) { &mut before } else { &mut after }) = middle;
            }
            found.push((at(before), at(after)));
        }
        found
    }
}

fn part(lines: &mut Lines, before: DateTime<Tz>, after: DateTime<Tz>) {
    let name = if after.offset().dst_offset().is_zero() { "STANDARD" } else { "DAYLIGHT" };
    lines.add("BEGIN", name);
    // By the clocks as they stood until then (RFC 5545, 3.6.5).
    let onset = after.naive_utc() + TimeDelta::seconds(offset(&before).into());
    let onset = if before == after { NaiveDate::from_ymd_opt(1970, 1, 1).map_or(onset, |day| day.and_time(NaiveTime::MIN)) } else { onset };
    lines.add("DTSTART", &onset.format("%Y%m%dT%H%M%S").to_string());
    lines.add("TZOFFSETFROM", &shown(offset(&before)));
    lines.add("TZOFFSETTO", &shown(offset(&after)));
    lines.add("TZNAME", &after.format("%Z").to_string());
    lines.add("END", name);
}

/// A moment by the clocks of a zone, with the name of its property: `DTSTART;TZID=Asia/Tokyo`.
pub fn zoned(name: &str, at: DateTime<Utc>, tz: Tz) -> (String, String) {
    (format!("{name};TZID={}", tz.name()), at.with_timezone(&tz).format("%Y%m%dT%H%M%S").to_string())
}

fn offset(at: &DateTime<Tz>) -> i32 {
    at.offset().fix().local_minus_utc()
}

fn shown(seconds: i32) -> String {
    let (sign, s) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let rest = if s.is_multiple_of(60) { String::new() } else { format!("{:02}", s % 60) };
    format!("{sign}{:02}{:02}{rest}", s / 3600, s / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(tz: Tz, from: &str, to: &str) -> String {
        let mut lines = Lines::default();
        Zone { tz, from: from.parse().unwrap(), to: to.parse().unwrap() }.add_to(&mut lines);
        lines.0.replace("\r\n", "\n")
    }

    #[test]
    fn a_zone_whose_clocks_never_change_is_described_once() {
        let tokyo = "BEGIN:VTIMEZONE\nTZID:Asia/Tokyo\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nTZNAME:JST\nEND:STANDARD\n\
            END:VTIMEZONE\n";
        assert_eq!(described(Tz::Asia__Tokyo, "2025-01-01", "2028-01-01"), tokyo);
    }

    #[test]
    fn every_change_of_clocks_is_told_by_the_clocks_before_it() {
        let berlin = described(Tz::Europe__Berlin, "2026-01-01", "2026-12-31");
        let summer = "BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\nEND:DAYLIGHT\n";
        let winter = "BEGIN:STANDARD\nDTSTART:20261025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\nEND:STANDARD\n";
        assert!(berlin.contains(summer) && berlin.contains(winter) && berlin.matches("BEGIN:").count() == 4, "{berlin}");
        let lord_howe = described(Tz::Australia__Lord_Howe, "2026-01-01", "2026-05-01");
        assert!(lord_howe.contains("DTSTART:20260405T020000\nTZOFFSETFROM:+1100\nTZOFFSETTO:+1030\n"), "{lord_howe}");
        assert!(lord_howe.contains("BEGIN:DAYLIGHT\nDTSTART:19700101T000000\nTZOFFSETFROM:+1100\nTZOFFSETTO:+1100\n"), "summer there: {lord_howe}");
    }

    #[test]
    fn moments_are_told_by_the_clocks_of_the_zone() {
        let (name, value) = zoned("DTSTART", "2026-12-05T01:00:00Z".parse().unwrap(), Tz::Asia__Tokyo);
        assert_eq!((name.as_str(), value.as_str()), ("DTSTART;TZID=Asia/Tokyo", "20261205T100000"));
    }
}
