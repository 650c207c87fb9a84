//! Weekdays, holidays and the parts of a day.

use crate::level::words;
use chrono::{Datelike, NaiveDate, Weekday};

words! {
    /// What kind of day it is. A public holiday is a holiday, not its weekday.
    DayKind {
        /// Monday.
        Mon = "mon", "月曜", "Monday";
        /// Tuesday.
        Tue = "tue", "火曜", "Tuesday";
        /// Wednesday.
        Wed = "wed", "水曜", "Wednesday";
        /// Thursday.
        Thu = "thu", "木曜", "Thursday";
        /// Friday.
        Fri = "fri", "金曜", "Friday";
        /// Saturday.
        Sat = "sat", "土曜", "Saturday";
        /// Sunday.
        Sun = "sun", "日曜", "Sunday";
        /// A public holiday, whatever its weekday.
        Holiday = "holiday", "祝日", "public holiday";
    }
}

words! {
    /// A part of the day. The hours before six belong to none.
    PartOfDay {
        /// 6:00 to 12:00.
        Morning = "morning", "午前", "morning";
        /// 12:00 to 18:00.
        Afternoon = "afternoon", "午後", "afternoon";
        /// 18:00 to 24:00.
        Evening = "evening", "夜", "evening";
    }
}

impl PartOfDay {
    /// Minutes of the day it spans, `[from, to)`.
    pub fn minutes(self) -> (u16, u16) {
        let from = 360 * (self as u16 + 1);
        (from, from + 360)
    }
}

impl DayKind {
    /// The kind of a weekday that is no holiday.
    pub fn of_weekday(day: Weekday) -> Self {
        Self::ALL[day.num_days_from_monday() as usize]
    }

    /// The one-character form used in dates.
    pub fn short(self, lang: crate::text::Lang) -> &'static str {
        match lang {
            crate::text::Lang::Ja => ["月", "火", "水", "木", "金", "土", "日", "祝"][self as usize],
            crate::text::Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "holiday"][self as usize],
        }
    }
}

/// A part of one kind of day, such as `sat_morning` or `holiday_evening`: 24 in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DayPart {
    /// The kind of day.
    pub day: DayKind,
    /// The part of it.
    pub part: PartOfDay,
}

impl DayPart {
    /// Every day part, Monday morning first, holiday evening last.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..24).map(Self::from_index)
    }

    /// Its number, 0..24.
    pub fn index(self) -> usize {
        self.day as usize * 3 + self.part as usize
    }

    /// The day part of a number below 24.
    pub fn from_index(i: usize) -> Self {
        Self { day: DayKind::ALL[i / 3], part: PartOfDay::ALL[i % 3] }
    }

    /// The code outside users rely on, such as `sat_morning`.
    pub fn code(self) -> String {
        format!("{}_{}", self.day.code(), self.part.code())
    }

    /// Reads a code; nothing if it is none of ours.
    pub fn parse(code: &str) -> Option<Self> {
        let (day, part) = code.split_once('_')?;
        Some(Self { day: DayKind::parse(day)?, part: PartOfDay::parse(part)? })
    }

    /// Words for people: 土曜午前, Saturday morning.
    pub fn word(self, lang: crate::text::Lang) -> String {
        match lang {
            crate::text::Lang::Ja => format!("{}{}", self.day.word(lang), self.part.word(lang)),
            crate::text::Lang::En => format!("{} {}", self.day.word(lang), self.part.word(lang)),
        }
    }
}

/// A set of day parts: bit `n` is the day part with that number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DayParts(pub u32);

impl DayParts {
    /// Whether none is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a day part is in it.
    pub fn contains(self, part: DayPart) -> bool {
        self.0 >> part.index() & 1 == 1
    }

    /// The same set with one more.
    #[must_use]
    pub fn with(self, part: DayPart) -> Self {
        Self(self.0 | 1 << part.index())
    }

    /// Those in it, in order.
    pub fn iter(self) -> impl Iterator<Item = DayPart> {
        DayPart::all().filter(move |p| self.contains(*p))
    }

    /// The day parts that a stretch of minutes `[from, to)` of one kind of day touches.
    pub fn touched(day: DayKind, from: u16, to: u16) -> Self {
        let mut set = Self::default();
        for &part in PartOfDay::ALL {
            let (a, b) = part.minutes();
            if from < b && to > a {
                set = set.with(DayPart { day, part });
            }
        }
        set
    }
}

impl FromIterator<DayPart> for DayParts {
    fn from_iter<T: IntoIterator<Item = DayPart>>(parts: T) -> Self {
        parts.into_iter().fold(Self::default(), Self::with)
    }
}

/// Days since 1970-01-01, as matching counts them.
pub fn day_number(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - 719_163
}

/// The date of a day number.
pub fn date_of(day: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day.saturating_add(719_163)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_numbers_go_both_ways() {
        for part in DayPart::all() {
            assert_eq!(DayPart::parse(&part.code()), Some(part));
            assert_eq!(DayPart::from_index(part.index()), part);
        }
        assert_eq!(DayPart::parse("sat_night"), None);
    }

    #[test]
    fn a_session_over_noon_touches_both_parts() {
        let touched = DayParts::touched(DayKind::Sat, 11 * 60, 13 * 60);
        assert_eq!(touched.iter().map(DayPart::code).collect::<Vec<_>>(), ["sat_morning", "sat_afternoon"]);
        assert!(DayParts::touched(DayKind::Sat, 0, 360).is_empty(), "the small hours belong to no part");
    }

    #[test]
    fn day_numbers_start_in_1970() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        assert_eq!(day_number(epoch), 0);
        assert_eq!(date_of(day_number(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap())).to_string(), "2026-11-23");
    }
}
