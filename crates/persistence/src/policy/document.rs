//! The documents in the row of a policy. Their names are part of the schema, and the same that everybody reads and writes: a change needs a
//! migration.

use crate::columns::{Json, Reading, text};
use crate::error::StoreError;
use chrono::{DateTime, SecondsFormat, Utc};
use enmusubi_domain::id::PolicyId;
use enmusubi_domain::matching::{AreaSteps, MeasuredEffect, Policy, Weights};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct PolicyDoc {
    weights: WeightsDoc,
    equity: EquityDoc,
    area_steps: StepsDoc,
    remote_area: f32,
    flexible_time: f32,
    sibling_theme: f32,
    level_step: f32,
    stretch: u8,
    assumed_reach_km: f64,
    ladder: [u32; 3],
    guardian_age: u8,
}

#[derive(Serialize, Deserialize)]
struct WeightsDoc {
    area: f32,
    time: f32,
    theme: f32,
    level: f32,
}

#[derive(Serialize, Deserialize)]
struct EquityDoc {
    beta: f32,
    window_days: u32,
    gamma: f32,
}

#[derive(Serialize, Deserialize)]
struct StepsDoc {
    ward: f32,
    adjacent: f32,
    city: f32,
}

#[derive(Serialize, Deserialize)]
struct EffectDoc {
    scenario: String,
    seed: u64,
    weeks: u32,
    visitors_per_week: u32,
    against: String,
    served_per_week_change: Option<f64>,
    connections_change: Option<f64>,
    ndcg_at_10_loss: Option<f64>,
    gini: Option<f64>,
    share_of_need_filled: Option<f64>,
    measured_at: String,
    program_version: String,
}

/// Writes the parameters of a policy.
pub fn write(p: &Policy) -> Result<Json, StoreError> {
    Json::of(&PolicyDoc {
        weights: WeightsDoc { area: p.weights.area, time: p.weights.time, theme: p.weights.theme, level: p.weights.level },
        equity: EquityDoc { beta: p.beta, window_days: p.window_days, gamma: p.gamma },
        area_steps: StepsDoc { ward: p.area_steps.ward, adjacent: p.area_steps.adjacent, city: p.area_steps.city },
        remote_area: p.remote_area,
        flexible_time: p.flexible_time,
        sibling_theme: p.sibling_theme,
        level_step: p.level_step,
        stretch: p.stretch,
        assumed_reach_km: f64::from(p.assumed_reach) / 1000.0,
        ladder: p.ladder,
        guardian_age: p.guardian_age,
    })
}

/// Reads the parameters of a policy. What nobody could have published is damaged.
pub fn read(r: &Reading, id: PolicyId, version: u32, raw: &Json) -> Result<Policy, StoreError> {
    let doc: PolicyDoc = r.doc("body", raw)?;
    let policy = Policy {
        id,
        version,
        weights: Weights { area: doc.weights.area, time: doc.weights.time, theme: doc.weights.theme, level: doc.weights.level },
        beta: doc.equity.beta,
        window_days: doc.equity.window_days,
        gamma: doc.equity.gamma,
        area_steps: AreaSteps { ward: doc.area_steps.ward, adjacent: doc.area_steps.adjacent, city: doc.area_steps.city },
        remote_area: doc.remote_area,
        flexible_time: doc.flexible_time,
        sibling_theme: doc.sibling_theme,
        level_step: doc.level_step,
        stretch: doc.stretch,
        // A number that is too great, or none, ends at a bound and is found below.
        assumed_reach: (doc.assumed_reach_km * 1000.0).round() as u32,
        ladder: doc.ladder,
        guardian_age: doc.guardian_age,
    };
    let all = |wrong: Vec<_>| wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    policy.check().map(|()| policy).map_err(|wrong| r.damaged(format!("body: {}", all(wrong))))
}

/// Writes what was measured.
pub fn write_effect(effect: &MeasuredEffect) -> Result<Json, StoreError> {
    Json::of(&EffectDoc {
        scenario: text(&effect.scenario)?,
        seed: effect.seed,
        weeks: effect.weeks,
        visitors_per_week: effect.visitors_per_week,
        against: text(&effect.against)?,
        served_per_week_change: effect.served_per_week_change,
        connections_change: effect.connections_change,
        ndcg_at_10_loss: effect.ndcg_at_10_loss,
        gini: effect.gini,
        share_of_need_filled: effect.share_of_need_filled,
        measured_at: effect.measured_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        program_version: text(&effect.program_version)?,
    })
}

/// Reads what was measured.
pub fn read_effect(r: &Reading, raw: &Json) -> Result<MeasuredEffect, StoreError> {
    let doc: EffectDoc = r.doc("measured_effect", raw)?;
    let measured_at = DateTime::parse_from_rfc3339(&doc.measured_at).map_err(|_| r.damaged("measured_effect holds a moment that cannot be read"))?;
    Ok(MeasuredEffect {
        scenario: doc.scenario,
        seed: doc.seed,
        weeks: doc.weeks,
        visitors_per_week: doc.visitors_per_week,
        against: doc.against,
        served_per_week_change: doc.served_per_week_change,
        connections_change: doc.connections_change,
        ndcg_at_10_loss: doc.ndcg_at_10_loss,
        gini: doc.gini,
        share_of_need_filled: doc.share_of_need_filled,
        measured_at: measured_at.with_timezone(&Utc),
        program_version: doc.program_version,
    })
}
