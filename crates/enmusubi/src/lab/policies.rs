//! What is compared: ways to put the listings that fit into an order.

use super::dice::{Dice, Purpose};
use super::policy_file;
use enmusubi_domain::matching::{Policy, order_of};

/// A way to order what fits.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ranking {
    /// `score × equity`, by the domain's own expressions. With beta 1 and gamma 0 it is relevance alone.
    Published(Policy),
    /// What many have joined stands higher: `score × (1 + connections so far)`, whichever way they came.
    ///
    /// With a policy, its equity on top: the nearest to the field tests, whose control ranked by expected connections and whose
    /// treatment took a penalty off that.
    Popularity(Option<Policy>),
    /// As the dice fall.
    Random,
    /// First what nobody joined within the window, then the rest; each by score.
    TwoTier,
    /// What has more of its need open stands higher: `score × (1 - e^-(open share))`.
    NeedFill,
}

/// One that takes part in a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contestant {
    /// Its name in results.
    pub code: String,
    /// Its name for people.
    pub name: String,
    pub ranking: Ranking,
    /// The weights and gates it scores with; equity left out.
    pub scoring: Policy,
    /// Whether it is a point of the curve only.
    pub on_curve: bool,
}

/// What is known of a listing at the moment it is ranked.
pub(super) struct Signals {
    /// Connections within the window that count against it.
    pub recent: u32,
    /// Connections so far, all of them.
    pub total: u32,
    /// Share of its places that are free; 0 where nobody counts them.
    pub unfilled: f32,
    /// Whether anybody counts its places.
    pub counted: bool,
}

impl Ranking {
    /// The window in which connections count as recent, in days.
    pub fn window_days(&self) -> u32 {
        if let Self::Published(policy) | Self::Popularity(Some(policy)) = self { policy.window_days } else { Policy::default().window_days }
    }

    /// What one connection leaves of a listing's place, where that is how it ranks.
    pub fn beta(&self) -> Option<f32> {
        if let Self::Published(policy) = self { Some(policy.beta) } else { None }
    }

    /// What a listing is ordered by.
    pub fn order(&self, score: f32, s: &Signals, dice: Dice, visit: u64, listing: usize) -> f32 {
        match self {
            Self::Published(policy) => order_of(score, policy.equity(s.recent, s.unfilled).factor),
            Self::Popularity(giving_way) => {
                let factor = giving_way.as_ref().map_or(1.0, |policy| policy.equity(s.recent, s.unfilled).factor);
                order_of(score, (1.0 + s.total as f32) * factor)
            }
            Self::Random => dice.unit(Purpose::Shuffle, visit, listing as u64) as f32,
            // Scores end at 1: any listing of the first tier comes before any of the second.
            Self::TwoTier => score + if s.recent == 0 { 2.0 } else { 0.0 },
            Self::NeedFill => order_of(score, 1.0 - (-if s.counted { s.unfilled } else { 0.5 }).exp()),
        }
    }
}

/// A policy with its equity left out: relevance alone.
pub(super) fn without_equity(policy: &Policy) -> Policy {
    Policy { beta: 1.0, gamma: 0.0, ..policy.clone() }
}

/// Position of relevance alone among the contestants.
pub(super) const RELEVANCE: usize = 0;
/// Position of popularity.
pub(super) const POPULARITY: usize = 1;
/// Position of the policy in force.
pub(super) const IN_FORCE: usize = 3;

/// The ways that are always compared, then given policies, then the points of the curve.
pub(super) fn contestants(in_force: &Policy, given: &[(String, Policy)], betas: &[f64]) -> Vec<Contestant> {
    let scoring = without_equity(in_force);
    let one =
        |code: &str, name: &str, ranking: Ranking| Contestant { code: code.into(), name: name.into(), ranking, scoring: scoring.clone(), on_curve: false };
    let mut all = vec![
        one("relevance", "適合度のみ relevance only", Ranking::Published(scoring.clone())),
        one("popularity", "人気順 popularity", Ranking::Popularity(None)),
        one("random", "無作為 random", Ranking::Random),
        one("in-force", &format!("現行の方針 policy in force (β={})", in_force.beta), Ranking::Published(in_force.clone())),
        one("two-tier", "未つながり優先 two-tier", Ranking::TwoTier),
        one("need-fill", "不足優先 need-fill", Ranking::NeedFill),
        one("popularity-giving-way", "人気順＋ゆずり popularity, giving way", Ranking::Popularity(Some(in_force.clone()))),
    ];
    all.extend(given.iter().map(|(code, policy)| Contestant {
        scoring: without_equity(policy),
        ..one(code, &format!("{code} (β={})", policy.beta), Ranking::Published(policy.clone()))
    }));
    all.extend(betas.iter().map(|beta| *beta as f32).filter(|beta| *beta != in_force.beta).map(|beta| {
        let policy = Policy { beta, ..in_force.clone() };
        Contestant { on_curve: true, ..one(&format!("beta-{beta}"), &format!("β={beta}"), Ranking::Published(policy)) }
    }));
    all
}

/// The parameters of a contestant, where it has any, as a policy file would hold them.
pub(super) fn parameters(ranking: &Ranking) -> Option<toml::Table> {
    let Ranking::Published(policy) = ranking else { return None };
    policy_file::text(policy).parse().ok()
}
