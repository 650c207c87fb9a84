//! When a person can come.

use crate::day::{DayKind, DayParts};
use crate::invalid::{Invalid, Why};
use chrono::NaiveDate;

/// Most weekly hours, and most dates with hours of their own, that one availability may list.
pub const ENTRIES_MAX: usize = 100;
/// Most excluded dates one availability may list.
pub const EXCEPTIONS_MAX: usize = 400;

/// Exact hours on one kind of day, minutes of the day `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeeklyHours {
    /// The kind of day. Hours of a weekday do not hold on a public holiday that falls on it.
    pub day: DayKind,
    /// First minute, 0 to 1439.
    pub from: u16,
    /// Minute after the last, 1 to 1440.
    pub to: u16,
}

/// Hours on one date, minutes of that day `[from, to)`. Hours over midnight are two entries, one on each date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateHours {
    /// The date, whatever kind of day it is.
    pub date: NaiveDate,
    /// First minute, 0 to 1439.
    pub from: u16,
    /// Minute after the last, 1 to 1440.
    pub to: u16,
}

/// When a person can come: day parts and exact weekly hours together, minus exceptions, within a period; and hours on single dates.
///
/// Who names nothing of all this can come at any hour of any day. Who names hours on dates and nothing weekly can come on those dates only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Availability {
    /// Whole parts of days.
    pub day_parts: DayParts,
    /// Exact hours beside them.
    pub weekly: Vec<WeeklyHours>,
    /// Dates on which the person cannot come all the same.
    pub except: Vec<NaiveDate>,
    /// First date of the period.
    pub from: Option<NaiveDate>,
    /// Last date of the period.
    pub to: Option<NaiveDate>,
    /// Further hours on single dates, in the period or not.
    pub also: Vec<DateHours>,
}

/// Minutes of each kind of day on which a person can come: sorted, apart from one another.
pub type HoursByDay = [Vec<(u16, u16)>; 8];

impl Availability {
    /// Looks for contradictions.
    pub fn check(&self) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        let mut hours = |at: String, from: u16, to: u16| {
            if from >= to {
                wrong.push(Invalid::new(at, Why::Reversed));
            } else if to > 1440 {
                wrong.push(Invalid::new(at, Why::Malformed("HH:MM")));
            }
        };
        self.weekly.iter().enumerate().for_each(|(i, h)| hours(format!("weekly/{i}/to"), h.from, h.to));
        self.also.iter().enumerate().for_each(|(i, h)| hours(format!("also/{i}/to"), h.from, h.to));
        for (i, also) in self.also.iter().enumerate() {
            if self.except.contains(&also.date) {
                wrong.push(Invalid::new(format!("also/{i}/date"), Why::Contradiction("except, also")));
            }
        }
        for (field, entries, max) in
            [("weekly", self.weekly.len(), ENTRIES_MAX), ("also", self.also.len(), ENTRIES_MAX), ("except", self.except.len(), EXCEPTIONS_MAX)]
        {
            if entries > max {
                wrong.push(Invalid::new(field, Why::TooMany { max }));
            }
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            wrong.push(Invalid::new("to", Why::Reversed));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// Whether no hours are named at all: then every hour will do.
    pub fn any_hour(&self) -> bool {
        self.day_parts.is_empty() && self.weekly.is_empty() && self.also.is_empty()
    }

    /// The same with hours on a date beside what was there. The date is no exception any longer.
    #[must_use]
    pub fn with_date_hours(mut self, date: NaiveDate, from: u16, to: u16) -> Self {
        if self.any_hour() {
            // Hours on a date must not turn "at any hour" into "on that date only".
            self.weekly = DayKind::ALL.iter().map(|&day| WeeklyHours { day, from: 0, to: 1440 }).collect();
        }
        self.except.retain(|d| *d != date);
        self.also.push(DateHours { date, from, to });
        self
    }

    /// The hours of each kind of day, single dates left aside.
    pub fn hours(&self) -> HoursByDay {
        let mut hours: HoursByDay = Default::default();
        if self.any_hour() {
            hours.iter_mut().for_each(|h| h.push((0, 1440)));
            return hours;
        }
        for part in self.day_parts.iter() {
            hours[part.day as usize].push(part.part.minutes());
        }
        for w in &self.weekly {
            hours[w.day as usize].push((w.from, w.to));
        }
        hours.map(merged)
    }
}

/// Sorted, with overlapping and touching stretches made one.
pub(crate) fn merged(mut stretches: Vec<(u16, u16)>) -> Vec<(u16, u16)> {
    stretches.sort_unstable();
    let mut out: Vec<(u16, u16)> = Vec::with_capacity(stretches.len());
    for (from, to) in stretches {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// Minutes that a stretch `[from, to)` shares with sorted stretches.
pub fn overlap(stretches: &[(u16, u16)], from: u16, to: u16) -> u16 {
    stretches.iter().map(|&(a, b)| b.min(to).saturating_sub(a.max(from))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::DayPart;

    #[test]
    fn day_parts_and_weekly_hours_are_one() {
        let availability = Availability {
            day_parts: [DayPart::parse("wed_morning").unwrap(), DayPart::parse("wed_afternoon").unwrap()].into_iter().collect(),
            weekly: vec![WeeklyHours { day: DayKind::Wed, from: 17 * 60, to: 20 * 60 }],
            ..Default::default()
        };
        assert_eq!(availability.hours()[DayKind::Wed as usize], [(360, 1200)]);
        assert!(availability.hours()[DayKind::Thu as usize].is_empty());
    }

    #[test]
    fn who_says_nothing_of_hours_can_come_at_any() {
        assert_eq!(Availability::default().hours()[7], [(0, 1440)]);
    }

    #[test]
    fn hours_on_a_date_alone_mean_that_date_only_and_beside_any_hour_they_take_nothing_away() {
        let christmas = NaiveDate::from_ymd_opt(2026, 12, 25).unwrap();
        let only = Availability { also: vec![DateHours { date: christmas, from: 600, to: 720 }], ..Default::default() };
        assert!(only.hours().iter().all(Vec::is_empty));
        let any = Availability { except: vec![christmas], ..Default::default() }.with_date_hours(christmas, 600, 720);
        assert_eq!(any.hours()[0], [(0, 1440)]);
        assert!(any.except.is_empty() && any.check().is_ok());
    }

    #[test]
    fn hours_on_an_excluded_date_contradict_it() {
        let date = NaiveDate::from_ymd_opt(2026, 12, 25).unwrap();
        let hours = |from, to| DateHours { date, from, to };
        let wrong = Availability { except: vec![date], also: vec![hours(600, 720), hours(720, 600), hours(0, 1441)], ..Default::default() };
        let fields: Vec<_> = wrong.check().unwrap_err().into_iter().map(|i| i.field).collect();
        assert_eq!(fields, ["also/1/to", "also/2/to", "also/0/date", "also/1/date", "also/2/date"]);
        let many = Availability { also: vec![hours(0, 1); ENTRIES_MAX + 1], ..Default::default() };
        assert_eq!(many.check().unwrap_err()[0].field, "also");
    }

    #[test]
    fn overlap_counts_shared_minutes_only() {
        assert_eq!(overlap(&[(360, 720), (1080, 1440)], 600, 1140), 120 + 60);
        assert_eq!(overlap(&[], 600, 1140), 0);
    }

    #[test]
    fn reversed_hours_and_periods_are_named() {
        let wrong = Availability {
            weekly: vec![WeeklyHours { day: DayKind::Mon, from: 600, to: 540 }],
            from: NaiveDate::from_ymd_opt(2027, 1, 2),
            to: NaiveDate::from_ymd_opt(2027, 1, 1),
            ..Default::default()
        };
        let fields: Vec<_> = wrong.check().unwrap_err().into_iter().map(|i| i.field).collect();
        assert_eq!(fields, ["weekly/0/to", "to"]);
    }
}
