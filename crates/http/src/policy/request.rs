use crate::input::Wrong;
use crate::problem::Problem;
use enmusubi_domain::audit;
use enmusubi_domain::id::PolicyId;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::matching::Policy;
use serde::Deserialize;
use utoipa::ToSchema;

/// A policy to be published. What is left out is as in the policy named by `based_on`, or else as in the built-in one. 掲載順ポリシーの内容。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RankingPolicyRequest)]
pub struct PolicyRequest {
    /// Why, in a sentence that everybody can read; it is kept in the audit trail, too. Name no person in it.
    #[schema(min_length = 4, max_length = 400, example = "冬の除雪で空きの多い募集を見つけやすくするため")]
    reason: String,
    /// The policy it differs from; left out, the built-in one.
    #[schema(format = Uuid, max_length = 36)]
    based_on: Option<String>,
    /// Weights of the person's side.
    weights: Option<WeightsRequest>,
    /// How small and waiting listings are helped.
    equity: Option<EquityRequest>,
    /// How the `area` factor falls: never more for what is further away.
    area_steps: Option<AreaStepsRequest>,
    /// Area factor of what one can join from anywhere.
    #[schema(minimum = 0, maximum = 1, example = 0.9)]
    remote_area: Option<f32>,
    /// Time factor of what has no fixed dates.
    #[schema(minimum = 0, maximum = 1, example = 0.9)]
    flexible_time: Option<f32>,
    /// Theme factor of a sibling (a theme of the same legal field).
    #[schema(minimum = 0, maximum = 1, example = 0.5)]
    sibling_theme: Option<f32>,
    /// What each level below the person's, or beyond the stretch above, takes away.
    #[schema(minimum = 0, maximum = 1, example = 0.25)]
    level_step: Option<f32>,
    /// How many levels above the person's still count fully.
    #[schema(maximum = 3, example = 1)]
    stretch: Option<u32>,
    /// Reach in kilometres of a person who names a home and no reach.
    #[schema(minimum = 0.001, maximum = 1000, example = 10.0)]
    assumed_reach_km: Option<f64>,
    /// Attended participations after which a person counts as basic, applied and specialist, each more than the one before.
    #[schema(min_items = 3, max_items = 3, example = json!([3, 10, 30]))]
    ladder: Option<Vec<u32>>,
    /// Under this age a guardian's consent is needed.
    #[schema(maximum = 30, example = 18)]
    guardian_age: Option<u32>,
}

/// Weights of the person's side; each counts for something.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeightsRequest {
    /// Where.
    #[schema(minimum = 0.001, maximum = 1, example = 0.33)]
    area: Option<f32>,
    /// When.
    #[schema(minimum = 0.001, maximum = 1, example = 0.3)]
    time: Option<f32>,
    /// About what.
    #[schema(minimum = 0.001, maximum = 1, example = 0.28)]
    theme: Option<f32>,
    /// How difficult.
    #[schema(minimum = 0.001, maximum = 1, example = 0.09)]
    level: Option<f32>,
}

/// `factor = beta^(recent connections) x (1 + gamma x unfilled share)`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EquityRequest {
    /// What one recent connection leaves of a listing's place.
    #[schema(minimum = 0.001, maximum = 1, example = 0.9)]
    beta: Option<f32>,
    /// How many days a connection counts as recent.
    #[schema(minimum = 1, maximum = 365, example = 7)]
    window_days: Option<u32>,
    /// How much an unfilled listing gains.
    #[schema(minimum = 0, maximum = 1, example = 0.1)]
    gamma: Option<f32>,
}

/// How the `area` factor falls in the tree of areas.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaStepsRequest {
    /// Another district of the same ward.
    #[schema(minimum = 0, maximum = 1, example = 0.8)]
    ward: Option<f32>,
    /// A ward that borders on it.
    #[schema(minimum = 0, maximum = 1, example = 0.5)]
    adjacent: Option<f32>,
    /// Elsewhere in the city.
    #[schema(minimum = 0, maximum = 1, example = 0.3)]
    city: Option<f32>,
}

impl PolicyRequest {
    /// The policy it differs from, if that can be an id.
    pub fn based_on(&self) -> Option<PolicyId> {
        match &self.based_on {
            None => Some(Policy::default().id),
            Some(id) => Wrong::default().id("based_on", id),
        }
    }

    /// The policy on top of the one it is based on, under an id of its own, and why it is published; or every member that is wrong.
    pub fn read(&self, base: Option<&Policy>, id: PolicyId) -> Result<(Policy, String), Problem> {
        let mut wrong = Wrong::default();
        let reason = wrong.take(audit::reason("reason", &self.reason));
        let named = self.based_on.as_deref().map_or_else(|| Some(Policy::default().id), |text| wrong.id("based_on", text));
        if let (None, Some(named)) = (base, named) {
            wrong.add(Invalid::new("based_on", Why::UnknownCode(named.to_string())));
        }
        // Without a base nothing can be said of what depends on it.
        let policy = base.map(|base| self.on(Policy { id, version: 0, ..base.clone() })).transpose();
        let checked = policy.as_ref().map_err(Clone::clone).and_then(|policy| policy.as_ref().map_or(Ok(()), Policy::check));
        wrong.with(checked).finish()?;
        policy.ok().flatten().zip(reason).ok_or(Problem::Internal)
    }

    /// The members that are given, for the audit trail.
    pub fn fields(&self) -> Vec<&'static str> {
        let named = [
            ("based_on", self.based_on.is_some()),
            ("weights", self.weights.is_some()),
            ("equity", self.equity.is_some()),
            ("area_steps", self.area_steps.is_some()),
            ("remote_area", self.remote_area.is_some()),
            ("flexible_time", self.flexible_time.is_some()),
            ("sibling_theme", self.sibling_theme.is_some()),
            ("level_step", self.level_step.is_some()),
            ("stretch", self.stretch.is_some()),
            ("assumed_reach_km", self.assumed_reach_km.is_some()),
            ("ladder", self.ladder.is_some()),
            ("guardian_age", self.guardian_age.is_some()),
        ];
        named.into_iter().filter_map(|(name, is_there)| is_there.then_some(name)).collect()
    }

    /// The base with what is given in it.
    fn on(&self, mut policy: Policy) -> Result<Policy, Vec<Invalid>> {
        fn set<T: Copy>(to: &mut T, given: Option<T>) {
            *to = given.unwrap_or(*to);
        }
        if let Some(w) = &self.weights {
            set(&mut policy.weights.area, w.area);
            set(&mut policy.weights.time, w.time);
            set(&mut policy.weights.theme, w.theme);
            set(&mut policy.weights.level, w.level);
        }
        if let Some(e) = &self.equity {
            set(&mut policy.beta, e.beta);
            set(&mut policy.window_days, e.window_days);
            set(&mut policy.gamma, e.gamma);
        }
        if let Some(s) = &self.area_steps {
            set(&mut policy.area_steps.ward, s.ward);
            set(&mut policy.area_steps.adjacent, s.adjacent);
            set(&mut policy.area_steps.city, s.city);
        }
        set(&mut policy.remote_area, self.remote_area);
        set(&mut policy.flexible_time, self.flexible_time);
        set(&mut policy.sibling_theme, self.sibling_theme);
        set(&mut policy.level_step, self.level_step);
        // What is too great for the byte is too great in any case.
        set(&mut policy.stretch, self.stretch.map(|n| u8::try_from(n).unwrap_or(u8::MAX)));
        set(&mut policy.guardian_age, self.guardian_age.map(|n| u8::try_from(n).unwrap_or(u8::MAX)));
        // What is no reach ends at a bound and is refused.
        set(&mut policy.assumed_reach, self.assumed_reach_km.map(|km| (km * 1000.0).round() as u32));
        if let Some(ladder) = &self.ladder {
            policy.ladder =
                <[u32; 3]>::try_from(ladder.as_slice()).map_err(|_| vec![Invalid::new("ladder", Why::Malformed("basic < applied < specialist"))])?;
        }
        Ok(policy)
    }
}
