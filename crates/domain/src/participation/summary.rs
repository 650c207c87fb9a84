use super::{Outcome, Participation};
use crate::id::GroupId;
use chrono::Datelike;
use std::collections::BTreeMap;

/// How often, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Times somebody was there.
    pub participations: u32,
    /// Minutes together.
    pub minutes: u64,
}

impl Sum {
    fn add(&mut self, line: &Participation) {
        self.participations = self.participations.saturating_add(1);
        self.minutes = self.minutes.saturating_add(u64::from(line.noted.minutes));
    }
}

/// A record, added up. A line with two themes counts in both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// In all.
    pub total: Sum,
    /// By theme, in the order of codes.
    pub by_theme: BTreeMap<String, Sum>,
    /// By group, with the name it was last noted under.
    pub by_group: BTreeMap<GroupId, (String, Sum)>,
    /// By year of the civil date.
    pub by_year: BTreeMap<i32, Sum>,
    /// Absences without notice.
    pub absent: u32,
    /// Absences with notice.
    pub absent_with_notice: u32,
}

impl Summary {
    /// Adds up lines, in whatever order.
    pub fn of(lines: &[Participation]) -> Self {
        let mut all = Self::default();
        let mut named: BTreeMap<GroupId, chrono::NaiveDate> = BTreeMap::new();
        for line in lines {
            match (line.noted.outcome, line.noted.notice) {
                (Outcome::Absent, true) => all.absent_with_notice += 1,
                (Outcome::Absent, false) => all.absent += 1,
                (Outcome::Attended, _) => {
                    all.total.add(line);
                    let mut themes: Vec<&String> = line.themes.iter().collect();
                    themes.sort_unstable();
                    themes.dedup();
                    themes.into_iter().for_each(|theme| all.by_theme.entry(theme.clone()).or_default().add(line));
                    all.by_year.entry(line.held_on.year()).or_default().add(line);
                    let (name, sum) = all.by_group.entry(line.group).or_insert_with(|| (line.group_name.clone(), Sum::default()));
                    sum.add(line);
                    let last = named.entry(line.group).or_insert(line.held_on);
                    if *last <= line.held_on {
                        (*last, *name) = (line.held_on, line.group_name.clone());
                    }
                }
            }
        }
        all
    }

    /// The share of those times somebody was expected at which they came: what was announced beforehand does not count. Nothing while there is
    /// nothing to go by.
    pub fn attendance_rate(&self) -> Option<f64> {
        let expected = self.total.participations.saturating_add(self.absent);
        (expected > 0).then(|| f64::from(self.total.participations) / f64::from(expected))
    }
}
