use enmusubi_domain::matching::{AreaSteps, Policy, Weights};
use serde::Serialize;
use utoipa::ToSchema;

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

impl WeightsView {
    /// Shows weights.
    pub fn of(w: Weights) -> Self {
        Self { area: w.area, time: w.time, theme: w.theme, level: w.level }
    }
}

impl EquityPolicy {
    /// Shows what a policy does for equity.
    pub fn of(policy: &Policy) -> Self {
        Self { beta: policy.beta, window_days: policy.window_days, gamma: policy.gamma }
    }
}

impl AreaStepsView {
    /// Shows steps.
    pub fn of(steps: AreaSteps) -> Self {
        Self { ward: steps.ward, adjacent: steps.adjacent, city: steps.city }
    }
}
