//! The lab: what a ranking policy does to a city, measured without touching one.
//!
//! ```text
//!   scenario ──> town (offers) ──┐
//!           └──> visitors ───────┼─> judged once by the domain ─> each policy ranks by its own state ─> figures ─> table, picture, JSON
//!   policies ────────────────────┘                                (seats, window, connections)
//! ```
//!
//! docs/equity.md explains the model, what it assumes, and how a city repeats it.

/// Who comes, and what they ask for.
mod arrivals;
/// Draws that do not depend on who asks first.
mod dice;
/// What one contestant did, in numbers.
mod figures;
/// Cases that must come out as a person would expect.
pub mod golden;
/// A log of searches instead of made-up visitors.
mod log;
/// Real listings.
mod newyork;
/// The picture.
mod picture;
/// All contestants through the same weeks.
mod play;
/// What is compared.
mod policies;
/// A policy as a file.
pub mod policy_file;
/// One contestant through one seed's weeks.
mod replay;
/// What is played through.
pub mod scenario;
/// Results.
mod study;
/// Several seeds in one number.
mod summary;
/// The results for a terminal.
mod table;
/// A town as the lab sees it.
mod town;

pub use scenario::{Scenario, TownName};
pub use study::Study;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use enmusubi_domain::city::{Calendar, City};
use enmusubi_domain::group::Group;
use enmusubi_domain::matching::Policy;
use enmusubi_domain::opportunity::Opportunity;
use std::io::BufRead;

/// What an installation has published, for scenarios that look at it.
pub struct Published {
    /// Its city.
    pub city: City,
    /// Its groups.
    pub groups: Vec<Group>,
    /// Their opportunities.
    pub opportunities: Vec<Opportunity>,
}

/// A comparison, ready to be run.
pub struct Lab {
    scenario: Scenario,
    town: town::Town,
    contestants: Vec<policies::Contestant>,
    log: Option<Vec<Vec<arrivals::Arrival>>>,
}

impl Lab {
    /// Puts town and contestants together. `published` is asked only where the scenario looks at an installation, `today` where it names no date.
    pub fn new(
        scenario: Scenario,
        in_force: &Policy,
        given: &[(String, Policy)],
        today: NaiveDate,
        published: impl FnOnce() -> Result<Published, String>,
    ) -> Result<Self, String> {
        scenario.check()?;
        let date = scenario.date.unwrap_or(today);
        let term = scenario.places.term_weeks;
        let town = match scenario.town {
            TownName::DemoTown => {
                let calendar = Calendar::default();
                let (areas, themes, groups, opportunities) = crate::town::load(date, &calendar);
                let city = crate::taxonomy::city(areas, themes, calendar)?;
                town::Town::of(city.clone(), midnight(&city, date), &groups, &opportunities, term)?
            }
            TownName::NewYork => newyork::town(date)?,
            TownName::Installation => {
                let Published { city, groups, opportunities } = published()?;
                town::Town::of(city.clone(), midnight(&city, date), &groups, &opportunities, term)?
            }
        };
        let contestants = policies::contestants(in_force, given, &scenario.betas);
        Ok(Self { scenario, town, contestants, log: None })
    }

    /// Takes a log of searches instead of made-up visitors. Its weeks, the warm-up taken off, are the weeks that are counted.
    pub fn with_log(mut self, lines: impl BufRead) -> Result<Self, String> {
        let weeks = log::read(lines, &self.town)?;
        let whole = weeks.len() as u32;
        if whole <= self.scenario.warm_up {
            return Err(format!("it spans {whole} weeks, and the scenario's warm-up takes {} of them: warm_up must be less", self.scenario.warm_up));
        }
        let visits: usize = weeks.iter().map(Vec::len).sum();
        let links = weeks.iter().flatten().filter(|a| a.way != arrivals::Way::Search).count();
        self.scenario.weeks = whole - self.scenario.warm_up;
        self.scenario.visitors_per_week = (visits as f64 / f64::from(whole)).round() as u32;
        self.scenario.external = links as f64 / visits as f64;
        self.log = Some(weeks);
        Ok(self)
    }

    /// How many weeks there are to play, every seed counted.
    pub fn steps(&self) -> u64 {
        self.plan().steps()
    }

    /// Plays them; `seen` hears how many are done.
    pub fn run(self, seen: impl FnMut(u64)) -> Result<Study, String> {
        let outcomes = self.plan().play(seen)?;
        Ok(Study::new(self.scenario, &self.town, self.contestants, outcomes, self.log.is_some()))
    }

    fn plan(&self) -> play::Plan<'_> {
        play::Plan { scenario: &self.scenario, town: &self.town, contestants: &self.contestants, log: self.log.as_deref() }
    }
}

impl Study {
    /// The results for a terminal.
    pub fn text(&self) -> String {
        table::text(self)
    }

    /// The picture as SVG.
    pub fn svg(&self) -> Result<String, String> {
        picture::svg(self)
    }
}

fn midnight(city: &City, date: NaiveDate) -> DateTime<Utc> {
    city.calendar.instant(date.and_time(NaiveTime::MIN)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
