use enmusubi_domain::matching::Policy;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where the default weights come from.
const SOURCE: &str = "What volunteers look at when they choose: place 74 %, date and time 68 %, field 64 %, whether beginners are welcome 19 % \
    (ちばボランティアナビ survey, 2025, n = 102), normalised to add up to 1.";

/// The ranking policy in force. 掲載順ポリシー。
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
    /// What each level below the person's, or beyond one above, takes away.
    #[schema(example = 0.25)]
    pub level_step: f32,
    /// Reach in kilometres of a person who names a home and no reach: for the score only.
    #[schema(example = 10.0)]
    pub assumed_reach_km: f64,
    /// Attended participations in a theme after which a person counts as basic, applied and specialist.
    #[schema(example = json!([3, 10, 30]))]
    pub ladder: [u32; 3],
    /// Under this age a guardian's consent is needed.
    #[schema(example = 18)]
    pub guardian_age: u8,
    /// What the policy does to who is found, measured by the lab; null until a run is recorded.
    #[schema(value_type = Option<Object>)]
    pub measured_effect: Option<serde_json::Value>,
}

/// Weights of the person's side.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Weights)]
pub struct WeightsView {
    /// Where.
    #[schema(example = 0.33)]
    pub area: f32,
    /// When.
    #[schema(example = 0.3)]
    pub time: f32,
    /// About what.
    #[schema(example = 0.28)]
    pub theme: f32,
    /// How difficult.
    #[schema(example = 0.09)]
    pub level: f32,
}

/// `factor = beta^(recent connections) x (1 + gamma x unfilled share)`.
#[derive(Debug, Serialize, ToSchema)]
pub struct EquityPolicy {
    /// What one recent connection leaves of a listing's place.
    #[schema(example = 0.9)]
    pub beta: f32,
    /// How many days a connection counts as recent.
    #[schema(example = 7)]
    pub window_days: u32,
    /// How much an unfilled listing gains.
    #[schema(example = 0.1)]
    pub gamma: f32,
}

/// How the `area` factor falls in the tree of areas.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AreaSteps)]
pub struct AreaStepsView {
    /// Another district of the same ward.
    #[schema(example = 0.8)]
    pub ward: f32,
    /// A ward that borders on it.
    #[schema(example = 0.5)]
    pub adjacent: f32,
    /// Elsewhere in the city.
    #[schema(example = 0.3)]
    pub city: f32,
}

impl PolicyView {
    /// Shows a policy.
    pub fn of(policy: &Policy) -> Self {
        let (w, steps) = (policy.weights, policy.area_steps);
        Self {
            id: policy.id.0,
            version: policy.version,
            weights: WeightsView { area: w.area, time: w.time, theme: w.theme, level: w.level },
            weights_source: SOURCE,
            equity: EquityPolicy { beta: policy.beta, window_days: policy.window_days, gamma: policy.gamma },
            area_steps: AreaStepsView { ward: steps.ward, adjacent: steps.adjacent, city: steps.city },
            remote_area: policy.remote_area,
            flexible_time: policy.flexible_time,
            sibling_theme: policy.sibling_theme,
            level_step: policy.level_step,
            assumed_reach_km: f64::from(policy.assumed_reach) / 1000.0,
            ladder: policy.ladder,
            guardian_age: policy.guardian_age,
            measured_effect: None,
        }
    }
}
