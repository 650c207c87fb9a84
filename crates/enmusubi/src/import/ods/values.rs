//! Dates, hours and repeat codes as Japanese municipalities write them (DS-441 日付及び時刻データの説明書).

use crate::import::times;
use chrono::Timelike;

/// Full-width letters, digits, signs and spaces made half-width.
pub(super) fn half_width(raw: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    raw.trim().chars().map(narrow).collect()
}

/// `2026年12月5日` and `2026/12/5` as `2026-12-05`; anything else as it is.
pub(super) fn narrow_date(raw: &str) -> String {
    let digits = |s: &str| s.trim().parse::<u32>().ok();
    let read = || {
        let (year, rest) = raw.split_once('年')?;
        let (month, rest) = rest.split_once('月')?;
        let (day, _) = rest.split_once('日')?;
        Some(format!("{:04}-{:02}-{:02}", digits(year)?, digits(month)?, digits(day)?))
    };
    read().or_else(|| times::date(raw).map(|d| d.to_string())).unwrap_or_else(|| raw.to_owned())
}

/// The end of something that begins at an hour and lasts `HH:MM`.
pub(super) fn until_after(from: &str, lasts: &str) -> Option<String> {
    let minutes = |raw: &str| times::hour(raw).map(|t| t.num_seconds_from_midnight() / 60);
    let end = minutes(from)? + minutes(lasts).filter(|m| *m > 0)?;
    (end <= 1440).then(|| format!("{:02}:{:02}", end / 60, end % 60))
}

/// A number of places: `30`, `30名`, `先着30人`. Texts with several numbers are left alone.
pub(super) fn seats(raw: &str) -> Option<String> {
    let numbers: Vec<&str> = raw.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    match numbers[..] {
        [one] if one.len() <= 6 && one.bytes().any(|b| b != b'0') => Some(one.to_owned()),
        _ => None,
    }
}

const DAYS: [(&str, char, &str); 7] =
    [("Mo", '月', "MO"), ("Tu", '火', "TU"), ("We", '水', "WE"), ("Th", '木', "TH"), ("Fr", '金', "FR"), ("Sa", '土', "SA"), ("Su", '日', "SU")];

/// The rule of a repeat code: `0We` every Wednesday, `13Mo` first and third Monday, `14Tu4Th`, `6Fr` last Friday, `7Su` every
/// other Sunday; of weekday numbers `135` and of weekdays `月水金`. Nothing for any other text.
pub(super) fn repeat_rule(raw: &str) -> Option<String> {
    let raw = raw.trim();
    if raw.is_empty() || raw.chars().count() > 40 {
        return None;
    }
    let weekdays = |days: Vec<&str>| Some(format!("FREQ=WEEKLY;BYDAY={}", days.join(",")));
    if raw.chars().all(|c| ('1'..='7').contains(&c)) && raw.len() <= 7 {
        return weekdays(raw.bytes().filter_map(|b| DAYS.get(usize::from(b - b'1'))).map(|d| d.2).collect());
    }
    if let Some(days) = raw.chars().map(|c| DAYS.iter().find(|d| d.1 == c).map(|d| d.2)).collect::<Option<Vec<_>>>() {
        return weekdays(days);
    }
    let mut rest = raw;
    let (mut weekly, mut monthly, mut fortnightly) = (vec![], vec![], vec![]);
    while !rest.is_empty() {
        let letters = rest.find(|c: char| !c.is_ascii_digit())?;
        let (numbers, tail) = rest.split_at(letters);
        let day = DAYS.iter().find(|d| tail.starts_with(d.0))?;
        rest = tail.get(2..)?;
        for n in numbers.chars() {
            match n {
                '0' => weekly.push(day.2.to_owned()),
                '1'..='5' => monthly.push(format!("{n}{}", day.2)),
                '6' => monthly.push(format!("-1{}", day.2)),
                '7' => fortnightly.push(day.2.to_owned()),
                _ => return None,
            }
        }
    }
    match (weekly.is_empty(), monthly.is_empty(), fortnightly.is_empty()) {
        (false, true, true) => Some(format!("FREQ=WEEKLY;BYDAY={}", weekly.join(","))),
        (true, false, true) => Some(format!("FREQ=MONTHLY;BYDAY={}", monthly.join(","))),
        (true, true, false) => Some(format!("FREQ=WEEKLY;INTERVAL=2;BYDAY={}", fortnightly.join(","))),
        _ => None,
    }
}
