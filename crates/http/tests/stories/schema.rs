use crate::town::{group, opportunity, town};
use serde_json::{Value, json};

/// What of a value does not fit its schema. Members that no schema names are faults as well.
fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return misfits(document, document.pointer(&reference[1..]).unwrap(), value, at);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[key].as_array() {
            let tried: Vec<Vec<String>> = choices.iter().map(|choice| misfits(document, choice, value, at)).collect();
            return if tried.iter().any(Vec::is_empty) { vec![] } else { vec![format!("{at}: none of {}: {tried:?}", choices.len())] };
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return misfits(document, &together(document, parts), value, at);
    }
    let mut wrong = vec![];
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => return vec![],
    };
    let fits = allowed.contains(&kind) || (kind == "integer" && allowed.contains(&"number"));
    if !fits {
        return vec![format!("{at}: {kind} is none of {allowed:?}")];
    }
    if let Some(list) = schema["enum"].as_array().filter(|list| !list.contains(value)) {
        wrong.push(format!("{at}: {value} is none of {list:?}"));
    }
    let number = value.as_f64();
    if number.zip(schema["minimum"].as_f64()).is_some_and(|(n, min)| n < min) || number.zip(schema["maximum"].as_f64()).is_some_and(|(n, max)| n > max) {
        wrong.push(format!("{at}: {value} is out of range"));
    }
    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
        wrong.extend(misfits(document, &schema["items"], item, &format!("{at}/{i}")));
    }
    if let (Some(members), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
        for (name, member) in members {
            match properties.get(name) {
                Some(property) => wrong.extend(misfits(document, property, member, &format!("{at}/{name}"))),
                None => wrong.push(format!("{at}/{name}: not in the document")),
            }
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        wrong.extend(required.filter(|name| !members.contains_key(*name)).map(|name| format!("{at}/{name}: missing")));
    }
    wrong
}

/// Objects that are one: all their members.
fn together(document: &Value, parts: &[Value]) -> Value {
    let (mut properties, mut required) = (serde_json::Map::new(), vec![]);
    for part in parts {
        let part = part["$ref"].as_str().map_or(part, |reference| document.pointer(&reference[1..]).unwrap());
        properties.extend(part["properties"].as_object().unwrap().clone());
        required.extend(part["required"].as_array().into_iter().flatten().cloned());
    }
    json!({"type": "object", "properties": properties, "required": required})
}

fn described(document: &Value, template: &str, method: &str, status: &str) -> Value {
    let content = &document["paths"][template][method]["responses"][status]["content"];
    content["application/json"].get("schema").or(content["application/problem+json"].get("schema")).cloned().unwrap_or_else(|| panic!("{template} {status}"))
}

#[test]
fn what_is_answered_is_what_the_document_describes() {
    let document = serde_json::to_value(enmusubi_http::openapi()).unwrap();
    let (o, g) = (opportunity(0).id, group(0).id);
    for (template, target) in [
        ("/v1/themes", "/v1/themes".to_owned()),
        ("/v1/areas", "/v1/areas".into()),
        ("/v1/opportunities", "/v1/opportunities?limit=100&facets=theme,kind".into()),
        ("/v1/opportunities/{id}", format!("/v1/opportunities/{o}")),
        ("/v1/opportunities/{id}/similar", format!("/v1/opportunities/{o}/similar")),
        ("/v1/groups", "/v1/groups".into()),
        ("/v1/groups/{id}", format!("/v1/groups/{g}")),
        ("/v1/search", "/v1/search?q=snow&limit=100".into()),
        ("/v1/suggest", "/v1/suggest?q=%E9%9B%AA".into()),
        ("/v1/ranking-policies/current", "/v1/ranking-policies/current".into()),
        ("/v1/ranking-policies", "/v1/ranking-policies".into()),
        ("/v1/ranking-policies/{id}", crate::town::address("/v1/ranking-policies/{id}")),
        ("/readyz", "/readyz".into()),
    ] {
        let answer = town().get(&target).expect(200).json();
        assert_eq!(misfits(&document, &described(&document, template, "get", "200"), &answer, ""), Vec::<String>::new(), "{target}");
    }
    let schema = described(&document, "/v1/matches", "post", "200");
    for wish in [
        json!({}),
        json!({"areas": ["011029"], "level": "introductory", "availability": {"day_parts": ["sat_morning"]}, "limit": 50}),
        json!({"age": 5, "home": {"lat": 43.0, "lon": 141.3}, "reach_km": 2}),
        json!({"q": "雪かき", "opens_more": true, "availability": {"day_parts": ["sat_evening"]}}),
    ] {
        assert_eq!(misfits(&document, &schema, &town().find(wish), ""), Vec::<String>::new());
    }
    let profile = json!({"areas": ["011029"], "level": "introductory", "availability": {"day_parts": ["sat_morning"]}, "birth_date": "1990-01-31"});
    let me = town().volunteer("schema", &profile);
    for (template, target) in [
        ("/v1/me/profile", "/v1/me/profile".to_owned()),
        ("/v1/me/matches", "/v1/me/matches?limit=50&q=%E9%9B%AA".into()),
        ("/v1/me/matches", "/v1/me/matches".into()),
        ("/v1/me/matches/{id}", format!("/v1/me/matches/{o}")),
        ("/v1/opportunities", "/v1/opportunities?for=me".into()),
    ] {
        let answer = town().call(&me.who, "GET", &target, &[], None).expect(200).json();
        assert_eq!(misfits(&document, &described(&document, template, "get", "200"), &answer, ""), Vec::<String>::new(), "{target}");
    }
    for (target, status) in [("/v1/opportunities?limit=0", "422"), ("/v1/opportunities?x=1", "400")] {
        let answer = town().get(target).json();
        assert_eq!(misfits(&document, &described(&document, "/v1/opportunities", "get", status), &answer, ""), Vec::<String>::new());
    }
}

#[test]
fn the_comparison_sees_what_it_should() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}, "b": {"type": ["string", "null"], "enum": ["x", null]}}});
    for (value, faults) in [(json!({"a": 1, "b": "x"}), 0), (json!({"a": 1.5}), 1), (json!({"b": "y"}), 2), (json!({"a": 1, "c": 2}), 1), (json!([]), 1)] {
        assert_eq!(misfits(&json!({}), &schema, &value, "").len(), faults, "{value}");
    }
}

#[test]
fn examples_of_the_document_fit_its_schemas() {
    let document = serde_json::to_value(enmusubi_http::openapi()).unwrap();
    let mut looked_at = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let responses = operation["responses"].as_object().unwrap().iter().map(|(status, response)| (status.as_str(), &response["content"]));
            for (status, content) in responses.chain([("request", &operation["requestBody"]["content"])]) {
                for (media, described) in content.as_object().into_iter().flatten().filter(|(media, _)| media.contains("json")) {
                    let wrong = misfits(&document, &described["schema"], &described["example"], "");
                    assert_eq!(wrong, Vec::<String>::new(), "{method} {path} {status} {media}");
                    looked_at += 1;
                }
            }
        }
    }
    assert!(looked_at > 100);
}
