use crate::town::{address, encode, town};
use serde_json::Value;
use std::path::PathBuf;

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../api-spec/openapi.json")
}

fn document() -> Value {
    serde_json::to_value(enmusubi_http::openapi()).unwrap()
}

/// Every operation: where it stands, and what it says.
fn operations() -> Vec<(String, Value)> {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let methods =
        |item: &Value| item.as_object().unwrap().clone().into_iter().filter(|(m, _)| matches!(m.as_str(), "get" | "post" | "put" | "patch" | "delete"));
    paths.iter().flat_map(|(path, item)| methods(item).map(move |(m, op)| (format!("{m} {path}"), op)).collect::<Vec<_>>()).collect()
}

/// `ENMUSUBI_WRITE_OPENAPI=1` writes the file anew; look at the difference before committing it.
#[test]
fn the_document_is_the_file() {
    let made = enmusubi_http::openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("ENMUSUBI_WRITE_OPENAPI").is_some() {
        std::fs::write(file(), &made).unwrap();
    }
    let kept = std::fs::read_to_string(file()).unwrap();
    assert!(made == kept, "api-spec/openapi.json is not what the code says: run this test with ENMUSUBI_WRITE_OPENAPI=1 and review the difference");
}

#[test]
fn every_operation_explains_itself_in_both_languages_and_shows_an_example() {
    let japanese = |text: &str| text.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
    for (name, op) in operations() {
        assert!(op["summary"].as_str().is_some_and(|s| s.len() > 5), "{name}: summary");
        assert!(op["description"].as_str().is_some_and(|s| s.len() > 20 && japanese(s)), "{name}: description");
        assert!(op["operationId"].is_string() && op["tags"].as_array().is_some_and(|t| t.len() == 1), "{name}");
        for parameter in op["parameters"].as_array().into_iter().flatten() {
            let (p, schema) = (&parameter["name"], &parameter["schema"]);
            assert!(parameter["description"].as_str().is_some_and(japanese), "{name} {p}: description");
            assert!(parameter.get("example").is_some(), "{name} {p}: example");
            let bounded = ["maxLength", "enum", "maximum", "maxItems", "format"].iter().any(|k| schema.get(k).is_some()) || schema["type"] == "boolean";
            assert!(bounded, "{name} {p}: bounds");
        }
        let responses = op["responses"].as_object().unwrap();
        for (status, response) in responses {
            assert!(response["description"].as_str().is_some_and(japanese), "{name} {status}");
            if !matches!(status.as_str(), "204" | "304") {
                let content = response["content"].as_object().unwrap_or_else(|| panic!("{name} {status}: content"));
                assert!(content.values().all(|c| c.get("example").is_some()), "{name} {status}: example");
            }
        }
        for refusal in ["400", "406", "414", "429", "431", "500", "503"] {
            assert!(responses.contains_key(refusal), "{name}: {refusal}");
        }
        if op["requestBody"].is_object() {
            let content = op["requestBody"]["content"].as_object().unwrap();
            assert!(!content.is_empty() && content.values().all(|c| c.get("example").is_some()), "{name}: example of a request");
            // A form is refused in the words of RFC 6749.
            let refusals: &[&str] = if content.contains_key("application/x-www-form-urlencoded") { &["408", "413"] } else { &["408", "413", "415", "422"] };
            assert!(refusals.iter().all(|s| responses.contains_key(*s)), "{name}");
        }
    }
}

/// Whether an operation needs no account.
fn is_open_to_anyone(op: &Value) -> bool {
    op["security"].as_array().is_none_or(|all| all.iter().any(|one| one.as_object().is_some_and(serde_json::Map::is_empty)))
}

#[test]
fn ids_of_operations_are_unique() {
    let mut ids: Vec<String> = operations().iter().map(|(_, op)| op["operationId"].as_str().unwrap().to_owned()).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut stack = vec![&document];
    let mut seen = 0;
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(map) => {
                if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{reference}");
                    seen += 1;
                }
                stack.extend(map.values());
            }
            Value::Array(list) => stack.extend(list),
            _ => {}
        }
    }
    assert!(seen > 50);
}

#[test]
fn the_contract_is_in_the_document() {
    let names: Vec<String> = operations().into_iter().map(|(name, _)| name).collect();
    for name in [
        "get /v1/themes",
        "get /v1/areas",
        "get /v1/opportunities",
        "get /v1/opportunities/{id}",
        "get /v1/opportunities/{id}/similar",
        "get /v1/groups",
        "get /v1/groups/{id}",
        "get /v1/search",
        "get /v1/suggest",
        "post /v1/matches",
        "get /v1/ranking-policies/current",
        "get /v1/ranking-policies/{id}",
        "get /v1/ranking-policies",
        "get /v1/me/profile",
        "put /v1/me/profile",
        "get /v1/me/matches",
        "get /livez",
        "get /readyz",
        "get /metrics",
        "get /openapi.json",
        "get /",
    ] {
        assert!(names.iter().any(|n| n == name), "{name}");
    }
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(document["info"]["license"]["identifier"], "Apache-2.0");
    assert_eq!(document["servers"][0]["url"], "/");
    assert!(document["components"]["schemas"]["Change"]["oneOf"].as_array().unwrap().len() >= 20, "every change is described");
    let list = &document["paths"]["/v1/opportunities"]["get"]["parameters"];
    let parameters: Vec<&str> = list.as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    for name in [
        "q",
        "kind",
        "theme",
        "area",
        "near",
        "radius_km",
        "level",
        "day_part",
        "from",
        "to",
        "responsibility",
        "max_minutes",
        "remote",
        "trial",
        "beginner_friendly",
        "seats",
        "age",
        "audience",
        "accessibility",
        "language",
        "group_id",
        "company_ok",
        "sort",
        "facets",
        "for",
        "limit",
        "cursor",
    ] {
        assert!(parameters.contains(&name), "{name}");
    }
}

/// What the document shows as an example of a request is accepted, and examples of parameters select.
#[test]
fn examples_work() {
    for (name, op) in operations() {
        let (method, path) = name.split_once(' ').unwrap();
        if method != "get" || !is_open_to_anyone(&op) {
            continue;
        }
        for parameter in op["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "query" && p["name"] != "cursor") {
            let example = match &parameter["example"] {
                Value::String(text) => text.clone(),
                Value::Array(list) => list.iter().map(|v| v.as_str().unwrap()).collect::<Vec<_>>().join(","),
                other => other.to_string(),
            };
            let point = if parameter["name"] == "radius_km" { "&near=43.06,141.35" } else { "" };
            let target = format!("{}?{}={}{point}", address(path), parameter["name"].as_str().unwrap(), encode(&example));
            // A list for somebody is for somebody who is signed in and keeps a profile.
            let mine: Vec<_> = if parameter["name"] == "for" { town().volunteer("examples", &serde_json::json!({})).who.headers() } else { vec![] };
            let headers: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (*name, value.as_str())).collect();
            town().get_with(&target, &headers).expect(200);
        }
    }
}
