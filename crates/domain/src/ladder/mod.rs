//! The ladder: by which published rules taking part, and learning, raise somebody's level in a theme.
//!
//! Practice and lessons are counted apart: an attended course is a course, once, however many sessions it has; every other attended
//! session is a participation. A level that was earned is never lost by attending more.

use crate::id::OpportunityId;
use crate::invalid::{Invalid, Why};
use crate::level::{Level, Responsibility};
use crate::matching::Wish;
use crate::opportunity::Kind;
use crate::participation::Participation;
use std::collections::{BTreeMap, HashMap};

/// Most ways that lead to one level.
const WAYS_MAX: usize = 10;
/// The greatest number a rule may ask for.
const NUMBER_MAX: u32 = 100_000;

/// The rules of a city, as data: one step for each level above the first, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// The steps, upwards.
    pub steps: Vec<Rung>,
}

/// How one level is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// The level.
    pub to: Level,
    /// Ways to it; one of them is enough.
    pub any_of: Vec<Requirement>,
}

/// One way to a level: everything it asks for, in one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Requirement {
    /// Attended participations.
    pub participations: u32,
    /// Minutes of them together.
    pub minutes: u32,
    /// Attended courses.
    pub courses: u32,
    /// The level those courses have at least; nothing means any.
    pub course_level_at_least: Option<Level>,
    /// At least one participation carried this much responsibility.
    pub responsibility_at_least: Option<Responsibility>,
    /// Only from this level on.
    pub from_level: Option<Level>,
}

/// What somebody has done in one theme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// Attended participations.
    pub participations: u32,
    /// Minutes of them together.
    pub minutes: u64,
    /// Attended courses and the level each was for.
    pub courses: Vec<Level>,
    /// The heaviest responsibility of a participation.
    pub responsibility: Option<Responsibility>,
}

/// What of a way is still missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Missing {
    /// Participations.
    pub participations: u32,
    /// Minutes.
    pub minutes: u64,
    /// Courses.
    pub courses: u32,
    /// The level of those courses, at least.
    pub course_level_at_least: Option<Level>,
    /// A participation with this much responsibility.
    pub responsibility_at_least: Option<Responsibility>,
    /// The level that must come first.
    pub from_level: Option<Level>,
}

impl Default for Ladder {
    /// The rules that are published where a city names no others; `data/ladder.json` of the program says the same.
    fn default() -> Self {
        let asks = Requirement::default();
        Self {
            steps: vec![
                Rung { to: Level::Basic, any_of: vec![Requirement { participations: 3, ..asks }, Requirement { courses: 1, ..asks }] },
                Rung {
                    to: Level::Applied,
                    any_of: vec![
                        Requirement { participations: 10, minutes: 1_200, ..asks },
                        Requirement { participations: 5, courses: 1, course_level_at_least: Some(Level::Basic), ..asks },
                    ],
                },
                Rung {
                    to: Level::Specialist,
                    any_of: vec![Requirement { participations: 30, minutes: 6_000, responsibility_at_least: Some(Responsibility::Own), ..asks }],
                },
            ],
        }
    }
}

impl Done {
    /// What the lines of a record come to, theme by theme. Absences count nothing.
    pub fn by_theme(record: &[Participation]) -> BTreeMap<String, Self> {
        let mut all: BTreeMap<String, Self> = BTreeMap::new();
        let mut courses: HashMap<(OpportunityId, &str), Level> = HashMap::new();
        for line in record.iter().filter(|line| line.attended()) {
            let mut themes: Vec<&str> = line.themes.iter().map(String::as_str).collect();
            themes.sort_unstable();
            themes.dedup();
            for theme in themes {
                let done = all.entry(theme.to_owned()).or_default();
                if line.kind == Kind::Course {
                    let level = line.level.unwrap_or(Level::Introductory);
                    courses.entry((line.opportunity, theme)).and_modify(|known| *known = (*known).max(level)).or_insert(level);
                } else {
                    done.participations = done.participations.saturating_add(1);
                    done.minutes = done.minutes.saturating_add(u64::from(line.noted.minutes));
                    done.responsibility = done.responsibility.max(Some(line.responsibility));
                }
            }
        }
        for ((_, theme), level) in courses {
            all.entry(theme.to_owned()).or_default().courses.push(level);
        }
        all.values_mut().for_each(|done| done.courses.sort_unstable());
        all
    }
}

impl Requirement {
    /// What of it is missing for whoever has done this and is at a level by now; nothing if nothing is.
    pub fn missing(&self, done: &Done, level: Level) -> Option<Missing> {
        let courses = done.courses.iter().filter(|c| self.course_level_at_least.is_none_or(|least| **c >= least)).count();
        let courses = self.courses.saturating_sub(u32::try_from(courses).unwrap_or(u32::MAX));
        let missing = Missing {
            participations: self.participations.saturating_sub(done.participations),
            minutes: u64::from(self.minutes).saturating_sub(done.minutes),
            courses,
            course_level_at_least: self.course_level_at_least.filter(|_| courses > 0),
            responsibility_at_least: self.responsibility_at_least.filter(|least| done.responsibility.is_none_or(|carried| carried < *least)),
            from_level: self.from_level.filter(|from| level < *from),
        };
        (missing != Missing::default()).then_some(missing)
    }
}

impl Ladder {
    /// Looks whether anybody can climb it; every wrong member is named.
    pub fn check(&self) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        let mut below = Level::Introductory;
        for (i, step) in self.steps.iter().enumerate() {
            if step.to <= below {
                wrong.push(Invalid::new(format!("steps/{i}/to"), Why::Malformed("each step leads higher than the one before: basic, applied, specialist")));
            }
            below = below.max(step.to);
            if step.any_of.is_empty() {
                wrong.push(Invalid::new(format!("steps/{i}/any_of"), Why::Required));
            }
            if step.any_of.len() > WAYS_MAX {
                wrong.push(Invalid::new(format!("steps/{i}/any_of"), Why::TooMany { max: WAYS_MAX }));
            }
            for (k, way) in step.any_of.iter().enumerate() {
                wrong.extend(way.check(step.to).into_iter().map(|invalid| invalid.below(&format!("steps/{i}/any_of/{k}"))));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// The level somebody has earned who has done this.
    pub fn level(&self, done: &Done) -> Level {
        self.steps
            .iter()
            .fold(Level::Introductory, |level, step| if step.any_of.iter().any(|way| way.missing(done, level).is_none()) { step.to } else { level })
    }

    /// Whether whoever has done nothing else reaches a level by one course, whatever its level.
    pub fn one_course_reaches(&self, level: Level) -> bool {
        let done = Done { courses: vec![Level::Introductory], ..Done::default() };
        self.level(&done) >= level
    }

    /// The next step from a level, if there is a higher one.
    pub fn next(&self, level: Level) -> Option<&Rung> {
        self.steps.iter().find(|step| step.to > level)
    }

    /// The levels somebody has earned by their record, theme by theme: those above the first.
    pub fn earned(&self, record: &[Participation]) -> BTreeMap<String, Level> {
        let levels = Done::by_theme(record).into_iter().map(|(theme, done)| (theme, self.level(&done)));
        levels.filter(|(_, level)| *level > Level::Introductory).collect()
    }
}

/// A wish with what was earned: in each theme it names, the higher of what it says and what was earned there. No theme is added.
pub fn raised(mut wish: Wish, earned: &BTreeMap<String, Level>) -> Wish {
    let elsewhere = wish.level;
    for theme in &mut wish.themes {
        if let Some(level) = earned.get(&theme.code) {
            theme.level = theme.level.or(elsewhere).max(Some(*level));
        }
    }
    wish
}

impl Requirement {
    fn check(&self, to: Level) -> Vec<Invalid> {
        let mut wrong = vec![];
        let numbers = [("participations", self.participations), ("minutes", self.minutes), ("courses", self.courses)];
        for (field, number) in numbers {
            if number > NUMBER_MAX {
                wrong.push(Invalid::new(field, Why::OutOfRange { min: 0.0, max: f64::from(NUMBER_MAX) }));
            }
        }
        if numbers.iter().all(|(_, number)| *number == 0) && self.responsibility_at_least.is_none() {
            wrong.push(Invalid::new("", Why::Required));
        }
        if self.course_level_at_least.is_some() && self.courses == 0 {
            wrong.push(Invalid::new("courses", Why::Required));
        }
        if self.from_level.is_some_and(|from| from >= to) {
            wrong.push(Invalid::new("from_level", Why::Malformed("a level below the one the step leads to")));
        }
        wrong
    }
}

#[cfg(test)]
mod tests;
