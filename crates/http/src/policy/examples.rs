use super::view::PolicyView;
use crate::page::Listing;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use enmusubi_domain::id::PolicyId;
use enmusubi_domain::matching::{MeasuredEffect, Policies, Policy, Published};
use serde_json::{Value, json, to_value};

const TZ: Tz = Tz::Asia__Tokyo;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_764_000_000_000).unwrap_or_default()
}

fn published() -> Published {
    let policy = Policy { id: PolicyId::derived(1_764_000_000_000, "policy 2"), version: 2, beta: 0.85, ..Policy::default() };
    Published { policy, created_at: now(), reason: "冬の除雪で空きの多い募集を見つけやすくするため".into(), measured_effect: None }
}

fn view(published: &Published) -> PolicyView {
    PolicyView::of(published, Policies::default().in_force(), TZ)
}

/// The policy in force.
pub fn current() -> Value {
    to_value(PolicyView::current(&Policies::default(), TZ)).unwrap_or_default()
}

/// One that is published and not in force.
pub fn other() -> Value {
    to_value(view(&published())).unwrap_or_default()
}

/// One with what was measured of it.
pub fn measured() -> Value {
    let measured_effect = Some(MeasuredEffect {
        scenario: "demo-town".into(),
        seed: 1,
        weeks: 52,
        visitors_per_week: 300,
        against: "relevance".into(),
        served_per_week_change: Some(0.058),
        connections_change: Some(-0.028),
        ndcg_at_10_loss: Some(0.006),
        gini: Some(0.351),
        share_of_need_filled: Some(0.11),
        measured_at: now(),
        program_version: env!("CARGO_PKG_VERSION").into(),
    });
    to_value(view(&Published { measured_effect, ..published() })).unwrap_or_default()
}

/// What was measured.
pub fn effect() -> Value {
    measured()["measured_effect"].clone()
}

/// A page of policies.
pub fn list() -> Value {
    let policies = Policies::default();
    to_value(Listing::whole(vec![view(&published()), PolicyView::current(&policies, TZ)], 20)).unwrap_or_default()
}

/// A policy to be published.
pub fn request() -> Value {
    json!({"reason": "冬の除雪で空きの多い募集を見つけやすくするため", "equity": {"beta": 0.85}})
}

/// A switch.
pub fn switch() -> Value {
    json!({"policy_id": Policy::default().id.0, "reason": "試算の結果をふまえ、運営会議で決めたため"})
}
