use super::policy::{BORN_MS, Policy};
use crate::id::PolicyId;
use crate::invalid::{Invalid, Why};
use crate::text;
use chrono::{DateTime, Utc};

/// What the best ten results may lose against relevance alone (NDCG@10), as a share.
pub const LOSS_MAX: f64 = 0.05;

/// Why there is a policy before anybody has published one.
pub const BUILT_IN: &str = "最初から入っている方針です。Built in.";

/// What a policy does to who is found, as the lab measured it. Shares: 0.06 is six in a hundred.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredEffect {
    /// Which scenario was played.
    pub scenario: String,
    /// Its first seed.
    pub seed: u64,
    /// Weeks that were counted.
    pub weeks: u32,
    /// Visitors a week.
    pub visitors_per_week: u32,
    /// What it was compared with.
    pub against: String,
    /// Change of the listings served a week.
    pub served_per_week_change: Option<f64>,
    /// Change of connections.
    pub connections_change: Option<f64>,
    /// What the best ten results lose.
    pub ndcg_at_10_loss: Option<f64>,
    /// How unequally connections are spread, 0 to 1.
    pub gini: Option<f64>,
    /// Share of the need that is filled, 0 to 1.
    pub share_of_need_filled: Option<f64>,
    /// When it was measured.
    pub measured_at: DateTime<Utc>,
    /// By which version of the program.
    pub program_version: String,
}

/// A policy as it was published.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// Its parameters.
    pub policy: Policy,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Why, for everybody to read.
    pub reason: String,
    /// What it does, if somebody measured it.
    pub measured_effect: Option<MeasuredEffect>,
}

/// Which policy is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Which.
    pub policy: PolicyId,
    /// Counts the switches.
    pub version: i64,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Why, for everybody to read.
    pub reason: String,
}

/// Every policy that was ever published, and which of them is in force: one of them, always.
#[derive(Debug, Clone, PartialEq)]
pub struct Policies {
    current: Published,
    others: Vec<Published>,
    in_force: InForce,
}

impl MeasuredEffect {
    /// Looks for what no measurement can answer.
    pub fn check(&self) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        for (name, line) in [("scenario", &self.scenario), ("against", &self.against), ("program_version", &self.program_version)] {
            wrong.extend(text::line(name, line, text::TITLE_MAX).err());
        }
        let mut within = |name: &str, value: f64, min: f64, max: f64| {
            if !(min..=max).contains(&value) {
                wrong.push(Invalid::new(name, Why::OutOfRange { min, max }));
            }
        };
        // What every reader of JSON can hold without rounding.
        within("seed", self.seed as f64, 0.0, 9_007_199_254_740_991.0);
        within("weeks", f64::from(self.weeks), 1.0, 520.0);
        within("visitors_per_week", f64::from(self.visitors_per_week), 1.0, 1_000_000.0);
        let figures = [
            ("served_per_week_change", self.served_per_week_change, -1.0, 1_000.0),
            ("connections_change", self.connections_change, -1.0, 1_000.0),
            ("ndcg_at_10_loss", self.ndcg_at_10_loss, -1.0, 1.0),
            ("gini", self.gini, 0.0, 1.0),
            ("share_of_need_filled", self.share_of_need_filled, 0.0, 1.0),
        ];
        for (name, figure, min, max) in figures {
            if let Some(figure) = figure {
                within(name, figure, min, max);
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// Whether the best results lose more than they may. What was not measured is not held against a policy.
    pub fn is_beyond_guard(&self) -> bool {
        self.ndcg_at_10_loss.is_some_and(|loss| loss > LOSS_MAX)
    }
}

impl Policies {
    /// Puts them together; nothing where the one in force is not among them.
    pub fn new(all: Vec<Published>, in_force: InForce) -> Option<Self> {
        let (mut current, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|p| p.policy.id == in_force.policy);
        Some(Self { current: current.pop()?, others, in_force })
    }

    /// The one in force.
    pub fn current(&self) -> &Published {
        &self.current
    }

    /// Since when it is in force, and why.
    pub fn in_force(&self) -> &InForce {
        &self.in_force
    }

    /// One of them.
    pub fn get(&self, id: PolicyId) -> Option<&Published> {
        self.newest_first().into_iter().find(|p| p.policy.id == id)
    }

    /// All of them, the newest first.
    pub fn newest_first(&self) -> Vec<&Published> {
        let mut all: Vec<&Published> = std::iter::once(&self.current).chain(&self.others).collect();
        all.sort_by_key(|p| std::cmp::Reverse(p.policy.version));
        all
    }
}

impl Default for Policies {
    /// The built-in policy, in force since it was made. A new installation has no other.
    fn default() -> Self {
        let since = DateTime::from_timestamp_millis(BORN_MS as i64).unwrap_or_default();
        let (policy, reason) = (Policy::default(), BUILT_IN.to_owned());
        let in_force = InForce { policy: policy.id, version: 1, since, reason: reason.clone() };
        Self { current: Published { policy, created_at: since, reason, measured_effect: None }, others: vec![], in_force }
    }
}
