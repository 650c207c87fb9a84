//! The results of a comparison, and the JSON file they make.

use super::figures::{Outcome, Part};
use super::policies::{Contestant, POPULARITY, RELEVANCE, parameters};
use super::scenario::Scenario;
use super::summary::{Spread, change, each, rounded};
use super::town::{Division, Town};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

/// Most that the top ten may lose in NDCG against relevance alone.
pub(super) use enmusubi_domain::matching::LOSS_MAX;

/// A figure of an outcome: its name in the JSON file and how it is read.
pub(super) type Figure = (&'static str, fn(&Outcome) -> Option<f64>);

/// Every figure of a contestant.
pub(super) const FIGURES: [Figure; 10] = [
    ("served_per_week", |o| Some(o.part.served)),
    ("connections_per_week", |o| Some(o.part.connections)),
    ("gini", |o| Some(o.gini)),
    ("share_of_need_filled", |o| o.part.filled),
    ("mean_share_filled", |o| o.mean_filled),
    ("never_served", |o| Some(o.never_served)),
    ("joined_per_search", |o| Some(o.joined_per_search)),
    ("small_group_share", |o| o.small_share),
    ("young_group_share", |o| o.young_share),
    ("ndcg_at_10_loss", |o| Some(o.ndcg_loss)),
];

/// Listings with at least one connection per week.
pub(super) const SERVED: fn(&Outcome) -> Option<f64> = FIGURES[0].1;
/// Connections per week.
pub(super) const CONNECTIONS: fn(&Outcome) -> Option<f64> = FIGURES[1].1;

/// What came of a comparison.
pub struct Study {
    pub(super) scenario: Scenario,
    pub(super) contestants: Vec<Contestant>,
    /// By contestant, then seed.
    pub(super) outcomes: Vec<Vec<Outcome>>,
    pub(super) divisions: [Division; 3],
    pub(super) listings: usize,
    /// Free places of a term, over the listings that count any.
    pub(super) places: u64,
    /// Whether a log took the place of made-up visitors.
    pub(super) logged: bool,
}

impl Study {
    pub(super) fn new(scenario: Scenario, town: &Town, contestants: Vec<Contestant>, outcomes: Vec<Vec<Outcome>>, logged: bool) -> Self {
        let places = town.listings.iter().filter_map(|l| l.places).map(u64::from).sum();
        Self { scenario, contestants, outcomes, divisions: town.divisions.clone(), listings: town.listings.len(), places, logged }
    }

    /// A figure of a contestant over its seeds.
    pub(super) fn figure(&self, contestant: usize, figure: impl Fn(&Outcome) -> Option<f64>) -> Option<Spread> {
        each(&self.outcomes[contestant], figure)
    }

    /// Its change against another contestant.
    pub(super) fn change(&self, contestant: usize, against: usize, figure: impl Fn(&Outcome) -> Option<f64>) -> Option<Spread> {
        change(&self.outcomes[contestant], &self.outcomes[against], figure)
    }

    /// Whether a contestant keeps the guard: the top ten lose at most five in a hundred.
    pub(super) fn within_guard(&self, contestant: usize) -> bool {
        self.figure(contestant, |o| Some(o.ndcg_loss)).is_none_or(|loss| loss.mean <= LOSS_MAX)
    }

    /// Everything, for the file. The same seed on the same day gives the same bytes.
    pub fn json(&self, now: DateTime<Utc>) -> Value {
        let midnight = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc().to_rfc3339_opts(SecondsFormat::Secs, true);
        let policies: Vec<Value> = (0..self.contestants.len()).map(|c| self.contestant_json(c, &midnight)).collect();
        json!({
            "scenario": self.scenario,
            "listings": self.listings,
            "places_per_term": self.places,
            "arrivals": if self.logged { "log" } else { "made_up" },
            "guard": { "ndcg_at_10_loss_max": LOSS_MAX },
            "measured_at": midnight,
            "program_version": env!("CARGO_PKG_VERSION"),
            "policies": policies,
        })
    }

    fn contestant_json(&self, c: usize, measured_at: &str) -> Value {
        let contestant = &self.contestants[c];
        let figures: serde_json::Map<_, _> = FIGURES.iter().map(|(name, f)| ((*name).to_owned(), self.figure(c, f).map(Spread::json).into())).collect();
        let against = |other: usize| -> Value {
            FIGURES[..2]
                .iter()
                .map(|(name, f)| (format!("{name}_change"), self.change(c, other, f).map(Spread::json).into()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let by: serde_json::Map<_, _> = self.divisions.iter().enumerate().map(|(d, division)| (division.code.to_owned(), self.division_json(c, d))).collect();
        json!({
            "code": contestant.code,
            "name": contestant.name,
            "on_curve_only": contestant.on_curve,
            "parameters": parameters(&contestant.ranking).map(|table| serde_json::to_value(table).unwrap_or_default()),
            "within_guard": self.within_guard(c),
            "measured_effect": self.measured_effect(c, measured_at),
            "figures": figures,
            "against_relevance": against(RELEVANCE),
            "against_popularity": against(POPULARITY),
            "by": by,
        })
    }

    /// What a city records beside a policy: the body of `PUT /v1/ranking-policies/{id}/measured-effect`.
    fn measured_effect(&self, c: usize, measured_at: &str) -> Value {
        let mean = |spread: Option<Spread>| spread.map(|s| rounded(s.mean));
        json!({
            "scenario": self.scenario.name,
            "seed": self.scenario.seed,
            "weeks": self.scenario.weeks,
            "visitors_per_week": self.scenario.visitors_per_week,
            "against": self.contestants[RELEVANCE].code,
            "served_per_week_change": mean(self.change(c, RELEVANCE, SERVED)),
            "connections_change": mean(self.change(c, RELEVANCE, CONNECTIONS)),
            "ndcg_at_10_loss": mean(self.figure(c, |o| Some(o.ndcg_loss))),
            "gini": mean(self.figure(c, |o| Some(o.gini))),
            "share_of_need_filled": mean(self.figure(c, |o| o.part.filled)),
            "measured_at": measured_at,
            "program_version": env!("CARGO_PKG_VERSION"),
        })
    }

    fn division_json(&self, c: usize, d: usize) -> Value {
        let classes = self.divisions[d].labels.iter().enumerate().map(|(class, label)| {
            let of = |f: fn(&Part) -> Option<f64>| move |o: &Outcome| f(&o.parts[d][class]);
            let spread = |f: fn(&Part) -> Option<f64>| self.figure(c, of(f)).map(Spread::json);
            let change = |f: fn(&Part) -> Option<f64>| self.change(c, RELEVANCE, of(f)).map(Spread::json);
            json!({
                "label": label,
                "listings": self.outcomes[c].first().map(|o| o.parts[d][class].listings),
                "served_per_week": spread(|p| Some(p.served)),
                "connections_per_week": spread(|p| Some(p.connections)),
                "share_of_need_filled": spread(|p| p.filled),
                "served_per_week_change": change(|p| Some(p.served)),
                "connections_per_week_change": change(|p| Some(p.connections)),
            })
        });
        classes.collect()
    }
}
