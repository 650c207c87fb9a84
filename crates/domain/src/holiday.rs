//! Public holidays: Japan's by rule, any other city's by list.
//!
//! Rules: 国民の祝日に関する法律 with its amendments, from 2007 on. The equinox days follow the usual
//! approximation for 1980 to 2099; official dates are announced each February for the next year.

use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// Which days are public holidays.
#[derive(Debug, Clone, PartialEq)]
pub enum Holidays {
    /// Japan's, by rule (2007 to 2099).
    Japan,
    /// Exactly these dates, with their names.
    Listed(BTreeMap<NaiveDate, String>),
}

impl Holidays {
    /// Whether a date is a public holiday.
    pub fn contains(&self, date: NaiveDate) -> bool {
        match self {
            Self::Japan => name_in_japan(date).is_some(),
            Self::Listed(days) => days.contains_key(&date),
        }
    }
}

/// The Japanese name of a public holiday of Japan, or nothing on other days.
pub fn name_in_japan(date: NaiveDate) -> Option<&'static str> {
    if !(2007..=2099).contains(&date.year()) {
        return None;
    }
    if let Some(name) = statutory(date) {
        return Some(name);
    }
    if is_substitute(date) {
        return Some("振替休日");
    }
    // 国民の休日: a day between two holidays. (A Sunday between two would be one as well; it does not happen.)
    let between = date.pred_opt().and_then(statutory).is_some() && date.succ_opt().and_then(statutory).is_some();
    between.then_some("国民の休日")
}

/// A holiday on Sunday moves to the next day that is not itself a holiday.
fn is_substitute(date: NaiveDate) -> bool {
    let mut day = date;
    while let Some(before) = day.pred_opt() {
        if statutory(before).is_none() {
            return false;
        }
        if before.weekday() == Weekday::Sun {
            return true;
        }
        day = before;
    }
    false
}

fn statutory(date: NaiveDate) -> Option<&'static str> {
    let (y, m, d) = (date.year(), date.month(), date.day());
    let nth_monday = |n: u32| date.weekday() == Weekday::Mon && (d - 1) / 7 + 1 == n;
    match (m, d) {
        (1, 1) => Some("元日"),
        (1, _) if nth_monday(2) => Some("成人の日"),
        (2, 11) => Some("建国記念の日"),
        (2, 23) if y >= 2020 => Some("天皇誕生日"),
        (3, _) if d == equinox(20.8431, y) => Some("春分の日"),
        (4, 29) => Some("昭和の日"),
        (5, 1) if y == 2019 => Some("天皇の即位の日"),
        (5, 3) => Some("憲法記念日"),
        (5, 4) => Some("みどりの日"),
        (5, 5) => Some("こどもの日"),
        (7, 22) if y == 2021 => Some("海の日"),
        (7, 23) if y == 2020 => Some("海の日"),
        (7, 23) if y == 2021 => Some("スポーツの日"),
        (7, 24) if y == 2020 => Some("スポーツの日"),
        (7, _) if nth_monday(3) && !matches!(y, 2020 | 2021) => Some("海の日"),
        (8, 10) if y == 2020 => Some("山の日"),
        (8, 8) if y == 2021 => Some("山の日"),
        (8, 11) if y >= 2016 && !matches!(y, 2020 | 2021) => Some("山の日"),
        (9, _) if nth_monday(3) => Some("敬老の日"),
        (9, _) if d == equinox(23.2488, y) => Some("秋分の日"),
        (10, 22) if y == 2019 => Some("即位礼正殿の儀"),
        (10, _) if nth_monday(2) && !matches!(y, 2020 | 2021) => Some(if y >= 2020 { "スポーツの日" } else { "体育の日" }),
        (11, 3) => Some("文化の日"),
        (11, 23) => Some("勤労感謝の日"),
        (12, 23) if y <= 2018 => Some("天皇誕生日"),
        _ => None,
    }
}

fn equinox(base: f64, year: i32) -> u32 {
    let n = year - 1980;
    (base + 0.242_194 * f64::from(n) - f64::from(n / 4)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// date, name: three independent libraries agree on these days (facts; after 2027 not officially announced).
    const FACTS: &str = include_str!("../tests/facts/holidays_jp_2024_2035.csv");

    #[test]
    fn twelve_years_of_holidays_agree_with_the_published_list() {
        let facts: BTreeMap<NaiveDate, &str> = FACTS.lines().skip(1).filter_map(|l| l.split_once(',')).map(|(d, n)| (d.parse().unwrap(), n.trim())).collect();
        let mut day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let end = NaiveDate::from_ymd_opt(2035, 12, 31).unwrap();
        assert!(facts.len() > 200);
        while day <= end {
            assert_eq!(name_in_japan(day), facts.get(&day).copied(), "{day}");
            day = day.succ_opt().unwrap();
        }
    }

    #[test]
    fn the_years_of_the_olympics_and_the_enthronement_were_different() {
        let name = |y, m, d| name_in_japan(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!(name(2019, 5, 1), Some("天皇の即位の日"));
        assert_eq!(name(2019, 4, 30), Some("国民の休日"));
        assert_eq!(name(2019, 5, 6), Some("振替休日"));
        assert_eq!(name(2020, 10, 12), None);
        assert_eq!(name(2021, 8, 9), Some("振替休日"));
        assert_eq!(name(2026, 9, 22), Some("国民の休日"));
    }
}
