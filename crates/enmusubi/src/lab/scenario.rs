//! What is played through: a town, its visitors and how they choose, as a small TOML file.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The scenarios inside the program: name and file.
pub const BUILT_IN: [(&str, &str); 2] =
    [("demo-town", include_str!("../../data/lab/demo-town.toml")), ("new-york", include_str!("../../data/lab/new-york.toml"))];

/// Where the listings come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TownName {
    /// The fictional town inside the program.
    DemoTown,
    /// 665 real listings of 2011.
    NewYork,
    /// What is published in the installation of `--data-dir` or `--database-url`.
    Installation,
}

/// A scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name in results.
    pub name: String,
    /// Where the listings come from.
    pub town: TownName,
    /// The day the town is looked at; an installation is looked at today if none is given.
    pub date: Option<NaiveDate>,
    /// Weeks that are counted.
    pub weeks: u32,
    /// Weeks before those, in which the policies find their pace.
    pub warm_up: u32,
    /// The first seed.
    pub seed: u64,
    /// How many seeds: each is another set of visitors with other luck.
    pub seeds: u32,
    /// Visitors a week, those included who come by a group's own link.
    pub visitors_per_week: u32,
    /// Share of visitors who come by a group's own link, 0 to 1.
    pub external: f64,
    /// Chance that a visitor stops looking after each listing, 0.05 to 1.
    pub leave: f64,
    /// How a visitor and a listing come together.
    pub joining: Joining,
    /// How listings fill.
    pub places: Places,
    /// What made-up visitors ask for.
    pub visitors: Visitors,
    /// Betas of the curve, besides that of the policy in force.
    pub betas: Vec<f64>,
}

/// The chance of joining: quality of the listing × score^relevance × hidden personal fit, at most 0.95.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    /// Mean quality: the chance at full score and average fit.
    pub quality: f64,
    /// How much listings differ in it (spread of its logarithm). Unknown to every policy.
    pub quality_spread: f64,
    /// How much the score says of the chance: its power, 0 for nothing.
    pub relevance: f64,
    /// How much people differ in what suits them (spread of its logarithm). Unknown to every policy.
    pub hidden_fit: f64,
    /// Chance that somebody joins who came by the group's own link.
    pub external: f64,
    /// How unevenly groups are known already (spread of the logarithm); without meaning where attention is known.
    pub following_spread: f64,
}

/// How listings fill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// After so many weeks a listing begins anew with all its free places; each begins in a week of its own.
    pub term_weeks: u32,
}

/// What made-up visitors ask for: shares of visitors, 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visitors {
    /// Who name a theme.
    pub with_theme: f64,
    /// Who name an area.
    pub with_area: f64,
    /// Who say when they can come.
    pub with_time: f64,
    /// Who say their level.
    pub with_level: f64,
    /// How far demand for themes and areas is from what is offered (spread of the logarithm).
    pub demand_spread: f64,
}

impl Scenario {
    /// One of the built-in scenarios by name, or a file. Answers a sentence that names what is wrong.
    pub fn read(name: &str) -> Result<Self, String> {
        match BUILT_IN.iter().find(|(n, _)| *n == name) {
            Some((_, toml)) => Self::parse(toml).map_err(|e| format!("{name}: {e}")),
            None => {
                let known = || BUILT_IN.map(|(n, _)| n).join(", ");
                let text = std::fs::read_to_string(Path::new(name)).map_err(|e| format!("--scenario {name}: {e} (built in: {})", known()))?;
                Self::parse(&text).map_err(|e| format!("{name}: {e}"))
            }
        }
    }

    /// Reads a scenario. Unknown members and impossible values are refused by name.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let scenario: Self = toml::from_str(toml).map_err(|e| e.to_string())?;
        scenario.check()?;
        Ok(scenario)
    }

    /// Looks at every value.
    pub fn check(&self) -> Result<(), String> {
        let within = |name: &str, value: f64, min: f64, max: f64| {
            if (min..=max).contains(&value) { Ok(()) } else { Err(format!("{name}: {value} is not from {min} to {max}")) }
        };
        within("weeks", f64::from(self.weeks), 1.0, 520.0)?;
        within("warm_up", f64::from(self.warm_up), 0.0, 520.0)?;
        within("seeds", f64::from(self.seeds), 1.0, 1000.0)?;
        within("visitors_per_week", f64::from(self.visitors_per_week), 1.0, 1_000_000.0)?;
        within("external", self.external, 0.0, 1.0)?;
        within("leave", self.leave, 0.05, 1.0)?;
        within("joining.quality", self.joining.quality, 0.0, 1.0)?;
        within("joining.quality_spread", self.joining.quality_spread, 0.0, 3.0)?;
        within("joining.relevance", self.joining.relevance, 0.0, 10.0)?;
        within("joining.hidden_fit", self.joining.hidden_fit, 0.0, 3.0)?;
        within("joining.external", self.joining.external, 0.0, 1.0)?;
        within("joining.following_spread", self.joining.following_spread, 0.0, 3.0)?;
        within("places.term_weeks", f64::from(self.places.term_weeks), 1.0, 520.0)?;
        within("visitors.with_theme", self.visitors.with_theme, 0.0, 1.0)?;
        within("visitors.with_area", self.visitors.with_area, 0.0, 1.0)?;
        within("visitors.with_time", self.visitors.with_time, 0.0, 1.0)?;
        within("visitors.with_level", self.visitors.with_level, 0.0, 1.0)?;
        within("visitors.demand_spread", self.visitors.demand_spread, 0.0, 3.0)?;
        self.betas.iter().try_for_each(|beta| within("betas", *beta, 0.01, 1.0))
    }
}
