use super::view::{BroughtOpportunityView, PushView, RowErrorView, RowOutcomeView};
use crate::group;
use crate::opportunity::examples::{duplicate, full, request};
use enmusubi_domain::opportunity::State;
use enmusubi_persistence::Written;
use serde_json::{Value, json, to_value};

/// An opportunity as a partner sends it.
pub fn opportunity_request() -> Value {
    let mut sent = json!({"group_ref": "group-17", "state": "published"});
    if let (Value::Object(all), Value::Object(members)) = (&mut sent, request()) {
        all.extend(members);
    }
    sent
}

/// A line as a partner sends it.
pub fn row_request() -> Value {
    json!({
        "client_ref": "event-2031", "group_ref": "group-17", "title": "通学路の朝の雪かき", "themes": ["snow"], "areas": ["011029"],
        "schedule": {"sessions": [{"starts_at": "2026-12-05T09:30:00+09:00", "ends_at": "2026-12-05T12:00:00+09:00", "seats": 10}]},
    })
}

/// What becomes of an opportunity.
pub fn opportunity(outcome: &'static str) -> Value {
    let view =
        BroughtOpportunityView { outcome, possible_duplicates: vec![duplicate()], ..BroughtOpportunityView::of(Written::Created, full(State::Published)) };
    to_value(view).unwrap_or_default()
}

/// What becomes of a group.
pub fn group(outcome: &'static str) -> Value {
    json!({"outcome": outcome, "group": group::examples::pending()})
}

/// What becomes of many.
pub fn push() -> Value {
    let wrong =
        RowErrorView { pointer: Some("/group_ref".into()), code: "unknown_code", detail: "「group-99」というコードはありません。".into() };
    let mut view = PushView::default();
    view.add(RowOutcomeView { line: 1, client_ref: Some("event-2031".into()), outcome: "created", errors: vec![] });
    view.add(RowOutcomeView { line: 2, client_ref: Some("event-2032".into()), outcome: "refused", errors: vec![wrong] });
    to_value(view).unwrap_or_default()
}
