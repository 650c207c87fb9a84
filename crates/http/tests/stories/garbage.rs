use crate::people::Who;
use crate::town::{Town, encode, group, town};
use enmusubi_domain::access::Role;
use proptest::prelude::*;
use std::sync::LazyLock;

/// A town, and somebody who may ask for every list there is, and who keeps a profile and a contact.
static STAFF: LazyLock<(Town, String)> = LazyLock::new(|| {
    let town = Town::with_store();
    let admin = town.somebody("admin", vec![Role::Administrator, Role::Auditor, Role::Owner(group(0).id)]);
    town.call(&admin.who, "PUT", "/v1/me/profile", &[], Some(&serde_json::json!({"level": "basic"}))).expect(201);
    town.call(&admin.who, "PUT", "/v1/me/contact", &[], Some(&serde_json::json!({}))).expect(201);
    let Who::Bearer(token) = admin.who else { panic!("a person has a token") };
    (town, format!("Bearer {token}"))
});

/// Every operation with parameters that needs no account or that staff may ask for, and their names, as the document says.
fn parameters() -> Vec<(String, Vec<String>)> {
    let document = serde_json::to_value(enmusubi_http::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let is_known = |path: &str| !path.contains('{') || path.starts_with("/v1/groups/{id}") || path.starts_with("/v1/opportunities/{id}");
    let gets = paths.iter().filter(|(path, item)| item["get"].is_object() && is_known(path) && !path.starts_with("/v1/partner/"));
    gets.map(|(path, item)| {
        let list = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let names = list.iter().filter(|p| p["in"] == "query").map(|p| p["name"].as_str().unwrap().to_owned()).collect();
        (crate::town::address(path), names)
    })
    .collect()
}

/// Text of every kind: words, numbers, control characters, half-forms, emoji, code.
fn garbage() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[\\x00-\\x1f]{1,5}",
        "-?[0-9]{1,25}(\\.[0-9]{1,25})?",
        "[a-z_,]{0,30}",
        "(雪|かき|\\u{3099}|\\u{200f}|🎿|\\+|\"|\\*|:|\\(|\\)|\\^|~|\\[|AND|OR|NOT| ){0,12}",
        Just("NaN,NaN".to_owned()),
        Just("1e400".to_owned()),
        Just("' OR 1=1 --".to_owned()),
        Just("2026-02-30".to_owned()),
        Just("9999-12-31".to_owned()),
        Just("true,false".to_owned()),
        Just(",".repeat(200)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_parameter_breaks_anything_and_a_refusal_names_it(which in any::<prop::sample::Index>(), first in any::<prop::sample::Index>(), second in any::<prop::sample::Index>(), one in garbage(), two in garbage()) {
        static PARAMETERS: std::sync::LazyLock<Vec<(String, Vec<String>)>> = std::sync::LazyLock::new(parameters);
        let (path, names) = which.get(&PARAMETERS);
        let mut asked: Vec<(&String, &String)> = vec![];
        if !names.is_empty() {
            asked.push((first.get(names), &one));
            if second.get(names) != first.get(names) {
                asked.push((second.get(names), &two));
            }
        }
        let query: Vec<String> = asked.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let (staffed, token) = &*STAFF;
        let answer = staffed.get_with(&format!("{path}?{}", query.join("&")), &[("Authorization", token)]);
        prop_assert!(matches!(answer.status, 200 | 400 | 422), "{path} {query:?} {}", answer.status);
        if answer.status != 200 {
            let (_, _, named) = answer.refusal();
            // `near` may be asked for by others.
            prop_assert!(!named.is_empty() && named.iter().all(|n| n == "near" || asked.iter().any(|(name, _)| *name == n)), "{query:?} {named:?}");
        }
    }

    #[test]
    fn no_body_breaks_anything(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let answer = town().send("POST", "/v1/matches", &[("Content-Type", "application/json")], &bytes);
        prop_assert!(matches!(answer.status, 200 | 400 | 422), "{}", answer.status);
    }

    #[test]
    fn no_wish_breaks_anything(wish in wishes()) {
        let answer = town().post("/v1/matches", &wish);
        prop_assert!(matches!(answer.status, 200 | 400 | 422), "{} {wish}", answer.status);
        if answer.status != 200 {
            prop_assert!(!answer.refusal().2.is_empty());
        }
    }

    #[test]
    fn no_profile_breaks_anything(profile in wishes()) {
        static KEEPERS: LazyLock<(Town, Who)> = LazyLock::new(|| {
            let town = Town::with_store();
            let who = town.somebody("keeper", vec![]).who;
            (town, who)
        });
        let (town, me) = &*KEEPERS;
        let answer = town.call(me, "PUT", "/v1/me/profile", &[], Some(&profile));
        prop_assert!(matches!(answer.status, 201 | 400 | 422), "{} {profile}", answer.status);
        if answer.status == 201 {
            // What is kept can be read, and asked with.
            for target in ["/v1/me/profile", "/v1/me/matches?limit=1", "/v1/opportunities?for=me&limit=1"] {
                let answer = town.call(me, "GET", target, &[], None);
                prop_assert!(answer.status == 200, "{target} {} {profile}", answer.status);
            }
            prop_assert_eq!(town.call(me, "DELETE", "/v1/me/profile", &[], None).status, 204);
        } else {
            prop_assert!(!answer.refusal().2.is_empty());
        }
    }

    #[test]
    fn no_path_and_no_header_breaks_anything(path in "/[!-~]{0,40}", value in "[ -~]{0,60}") {
        let path = path.replace(['#', ' '], "");
        let headers = [("Accept", value.as_str()), ("Accept-Language", value.as_str()), ("If-None-Match", value.as_str()), ("traceparent", value.as_str())];
        let answer = town().get_with(&path, &headers);
        prop_assert!(answer.status < 500, "{path} {value} {}", answer.status);
    }
}

/// Wishes that are nearly right: known members, values from few choices, some of them wrong.
fn wishes() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::{Value, json};
    let any_value = prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!(-1)),
        Just(json!(0)),
        Just(json!(1)),
        Just(json!(5.5)),
        Just(json!(1e300)),
        Just(json!("")),
        Just(json!("sat_morning")),
        Just(json!("snow")),
        Just(json!("introductory")),
        Just(json!("2026-12-31")),
        Just(json!("18:30")),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["snow", 5])),
        Just(json!(["011029"])),
        Just(json!([{"code": "snow"}])),
        Just(json!({"lat": 43, "lon": 141})),
        Just(json!({"day_parts": ["sat_morning"]})),
        Just(json!({"weekly": [{"day": "sat", "from": "00:00", "to": "24:00"}]})),
        Just(json!({"from": "2026-12-01", "to": "9999-12-31"})),
        Just(json!({"from": "0001-01-01"})),
    ];
    let names = prop::sample::select(vec![
        "themes",
        "areas",
        "home",
        "reach_km",
        "level",
        "availability",
        "responsibility",
        "age",
        "party_size",
        "accessibility",
        "languages",
        "qualifications",
        "skills",
        "commitment",
        "limit",
        "q",
        "opens_more",
        "birth_date",
        "open_to_introductions",
        "colour",
    ]);
    prop::collection::btree_map(names, any_value, 0..6).prop_map(|map| Value::Object(map.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()))
}
