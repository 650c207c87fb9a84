use super::measured::MeasuredEffectView;
use super::parameters::{AreaStepsView, EquityPolicy, WeightsView};
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::matching::{InForce, Policies, Published};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where the default weights come from.
const SOURCE: &str = "What volunteers look at when they choose: place 74 %, date and time 68 %, field 64 %, whether beginners are welcome 19 % \
    (ちばボランティアナビ survey, 2025, n = 102), normalised to add up to 1.";

/// A ranking policy: every parameter that decides the order of matches. 掲載順ポリシー。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RankingPolicy)]
pub struct PolicyView {
    /// Its id; every matching answer names it.
    pub id: Uuid,
    /// Counts the policies.
    #[schema(example = 1)]
    pub version: u32,
    /// Weights of the person's side.
    pub weights: WeightsView,
    /// Where the default weights come from.
    pub weights_source: &'static str,
    /// How small and waiting listings are helped.
    pub equity: EquityPolicy,
    /// How the `area` factor falls in the tree of areas.
    pub area_steps: AreaStepsView,
    /// Area factor of what one can join from anywhere.
    #[schema(example = 0.9)]
    pub remote_area: f32,
    /// Time factor of what has no fixed dates.
    #[schema(example = 0.9)]
    pub flexible_time: f32,
    /// Theme factor of a sibling (a theme of the same legal field).
    #[schema(example = 0.5)]
    pub sibling_theme: f32,
    /// What each level below the person's, or beyond the stretch above, takes away.
    #[schema(example = 0.25)]
    pub level_step: f32,
    /// How many levels above the person's still count fully: a stretch worth making.
    #[schema(example = 1)]
    pub stretch: u8,
    /// Reach in kilometres of a person who names a home and no reach: for the score only.
    #[schema(example = 10.0)]
    pub assumed_reach_km: f64,
    /// Attended participations in a theme after which a person counts as basic, applied and specialist.
    #[schema(example = json!([3, 10, 30]))]
    pub ladder: [u32; 3],
    /// Under this age a guardian's consent is needed.
    #[schema(example = 18)]
    pub guardian_age: u8,
    /// Why it was published.
    #[schema(example = "最初から入っている方針です。Built in.")]
    pub reason: String,
    /// When it was published.
    pub created_at: DateTime<FixedOffset>,
    /// Since when it ranks; null if it is not the one in force.
    pub in_force_since: Option<DateTime<FixedOffset>>,
    /// Why it was put in force; null if it is not.
    #[schema(example = "最初から入っている方針です。Built in.")]
    pub in_force_reason: Option<String>,
    /// What the policy does to who is found, measured by the lab; null until a run is recorded.
    pub measured_effect: Option<MeasuredEffectView>,
}

impl PolicyView {
    /// Shows a policy; `in_force` says which one is.
    pub fn of(published: &Published, in_force: &InForce, tz: Tz) -> Self {
        let policy = &published.policy;
        let in_force = (in_force.policy == policy.id).then_some(in_force);
        Self {
            id: policy.id.0,
            version: policy.version,
            weights: WeightsView::of(policy.weights),
            weights_source: SOURCE,
            equity: EquityPolicy::of(policy),
            area_steps: AreaStepsView::of(policy.area_steps),
            remote_area: policy.remote_area,
            flexible_time: policy.flexible_time,
            sibling_theme: policy.sibling_theme,
            level_step: policy.level_step,
            stretch: policy.stretch,
            assumed_reach_km: f64::from(policy.assumed_reach) / 1000.0,
            ladder: policy.ladder,
            guardian_age: policy.guardian_age,
            reason: published.reason.clone(),
            created_at: local(published.created_at, tz),
            in_force_since: in_force.map(|f| local(f.since, tz)),
            in_force_reason: in_force.map(|f| f.reason.clone()),
            measured_effect: published.measured_effect.as_ref().map(|effect| MeasuredEffectView::of(effect, tz)),
        }
    }

    /// Shows the one in force.
    pub fn current(policies: &Policies, tz: Tz) -> Self {
        Self::of(policies.current(), policies.in_force(), tz)
    }
}
