//! When a person can come.

use crate::day::{DayKind, DayParts};
use crate::invalid::{Invalid, Why};
use chrono::NaiveDate;

/// Most weekly hours and most exceptions one availability may list.
pub const ENTRIES_MAX: usize = 100;

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

/// When a person can come: day parts and exact weekly hours together, minus exceptions, within a period.
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
}

/// Minutes of each kind of day on which a person can come: sorted, apart from one another.
pub type HoursByDay = [Vec<(u16, u16)>; 8];

impl Availability {
    /// Looks for contradictions.
    pub fn check(&self) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        for (i, hours) in self.weekly.iter().enumerate() {
            if hours.from >= hours.to {
                wrong.push(Invalid::new(format!("weekly/{i}/to"), Why::Reversed));
            } else if hours.to > 1440 {
                wrong.push(Invalid::new(format!("weekly/{i}/to"), Why::Malformed("HH:MM")));
            }
        }
        if self.weekly.len() > ENTRIES_MAX {
            wrong.push(Invalid::new("weekly", Why::TooMany { max: ENTRIES_MAX }));
        }
        if self.except.len() > 400 {
            wrong.push(Invalid::new("except", Why::TooMany { max: 400 }));
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            wrong.push(Invalid::new("to", Why::Reversed));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// The hours of each kind of day. Who names neither day parts nor hours can come at any hour.
    pub fn hours(&self) -> HoursByDay {
        let mut hours: HoursByDay = Default::default();
        if self.day_parts.is_empty() && self.weekly.is_empty() {
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
fn merged(mut stretches: Vec<(u16, u16)>) -> Vec<(u16, u16)> {
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
