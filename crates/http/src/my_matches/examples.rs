use crate::openapi::examples;
use serde_json::{Map, Value, json};

/// A page of one's matches: what a wish is answered, as a list.
pub fn matches() -> Value {
    let Value::Object(mut answer) = examples::matches() else { return Value::Null };
    let resultset = json!({"count": 1, "limit": 20, "total": 1, "total_is_exact": true});
    for result in answer.get_mut("results").and_then(Value::as_array_mut).into_iter().flatten() {
        result["seen_at"] = Value::Null;
    }
    answer.insert("metadata".into(), json!({"resultset": resultset, "next_cursor": null}));
    answer.insert("dropped".into(), json!([]));
    Value::Object(answer)
}

/// Why one opportunity fits.
pub fn explained() -> Value {
    let answer = examples::matches();
    let mut explained: Map<String, Value> = answer["results"][0].as_object().cloned().unwrap_or_default();
    explained.insert("fits".into(), json!(true));
    explained.insert("why_not".into(), json!([]));
    explained.insert("seen_at".into(), Value::Null);
    explained.insert("dropped".into(), json!([]));
    explained.insert("engine".into(), answer["engine"].clone());
    Value::Object(explained)
}

/// What one has seen.
pub fn seen() -> Value {
    json!({"opportunity_ids": [examples::domain_opportunity().id.0]})
}
