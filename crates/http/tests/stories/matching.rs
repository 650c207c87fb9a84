use crate::town::{LISTED, town};
use serde_json::{Value, json};

fn wish() -> Value {
    json!({
        "themes": [{"code": "snow", "interest": 1.0, "level": "introductory"}],
        "areas": ["011029"],
        "level": "introductory",
        "availability": {"day_parts": ["sat_morning", "sun_morning", "tue_morning", "wed_morning", "thu_morning"], "from": "2026-11-23", "to": "2027-02-28"},
        "responsibility": "help", "age": 34, "party_size": 1, "languages": ["ja"], "limit": 10
    })
}

#[test]
fn the_request_of_the_contract_is_understood() {
    let request = json!({
        "themes": [{"code": "childcare", "interest": 1.0, "level": "introductory"}], "areas": ["011037"],
        "home": {"lat": 43.07, "lon": 141.36}, "reach_km": 5, "level": "introductory",
        "availability": {"day_parts": ["sat_morning", "holiday_afternoon"], "weekly": [{"day": "wed", "from": "18:30", "to": "20:30"}],
            "except": ["2026-12-31"], "from": "2026-11-24", "to": "2027-02-28"},
        "responsibility": "help", "age": 34, "party_size": 1, "accessibility": [], "languages": ["ja"], "limit": 20
    });
    let answer = town().find(request);
    for member in ["results", "near_misses", "engine"] {
        assert!(answer.get(member).is_some(), "{member}");
    }
    assert!(answer["near_misses"].as_array().unwrap().len() <= 5);
}

#[test]
fn results_come_with_reasons_that_add_up_in_the_order_of_score_and_equity() {
    let answer = town().find(wish());
    let results = answer["results"].as_array().unwrap();
    assert!(!results.is_empty());
    let number = |v: &Value| v.as_f64().unwrap();
    let mut last = f64::INFINITY;
    for result in results {
        let order = number(&result["score"]) * number(&result["equity"]["factor"]);
        assert!(order <= last + 1e-6);
        last = order;
        for side in ["person", "group"] {
            let because = result["because"].as_array().unwrap().iter().filter(|b| b["side"] == side);
            let sum: f64 = because.map(|b| number(&b["contribution"])).sum();
            if let Some(fit) = result["fit"][side].as_f64() {
                assert!((sum - fit).abs() < 1e-4, "{side}: {sum} {fit}");
            }
        }
        let ids: Vec<&Value> = result["opportunity"]["schedule"]["sessions"].as_array().unwrap().iter().map(|s| &s["id"]).collect();
        assert!(result["sessions"].as_array().unwrap().iter().all(|id| ids.contains(&id)), "sessions are those of the listing");
        for member in ["factor", "side", "value", "weight", "contribution", "text"] {
            assert!(result["because"][0].get(member).is_some(), "{member}");
        }
    }
    let texts: Vec<&str> = results[0]["because"].as_array().unwrap().iter().map(|b| b["text"].as_str().unwrap()).collect();
    assert!(texts.iter().any(|t| t.contains("関心のあるテーマ「除雪・冬のくらし」")), "{texts:?}");
    assert!(texts.iter().any(|t| t.contains("希望の地域（北区）")), "{texts:?}");
}

#[test]
fn near_misses_name_one_condition_and_the_smallest_change() {
    let answer = town().find(wish());
    let near = answer["near_misses"].as_array().unwrap();
    assert!(!near.is_empty() && near.len() <= 5);
    for miss in near {
        let why_not = miss["why_not"].as_array().unwrap();
        assert_eq!(why_not.len(), 1);
        assert!(why_not[0]["change"]["kind"].is_string() && why_not[0]["text"].is_string() && why_not[0]["gate"].is_string());
        assert!(miss["opportunity"]["title"].is_string());
    }
    let free = town().find(json!({"areas": ["011029"], "availability": {"day_parts": ["sat_evening"]}}));
    let change = &free["near_misses"][0]["why_not"][0]["change"];
    assert!(["free_day_part", "free_hours"].contains(&change["kind"].as_str().unwrap()), "{change}");
}

#[test]
fn an_empty_wish_is_answered_and_says_that_nothing_was_asked() {
    let answer = town().find(json!({}));
    assert_eq!(answer["results"].as_array().unwrap().len(), 20);
    assert_eq!(answer["results"][0]["because"][0]["factor"], "nothing_asked");
    let all = town().find(json!({"limit": 100}));
    assert!(all["results"].as_array().unwrap().len() <= LISTED);
}

#[test]
fn reasons_come_in_english_where_english_is_wanted() {
    let answer =
        town().send("POST", "/v1/matches", &[("Content-Type", "application/json"), ("Accept-Language", "en-GB,en;q=0.9")], wish().to_string().as_bytes());
    assert_eq!(answer.header("content-language"), Some("en"));
    let text = answer.json()["results"][0]["because"].to_string();
    assert!(text.contains("which interests you"), "{text}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "a wish is nobody else's");
    assert!(answer.header("etag").is_none());
}

#[test]
fn each_member_that_is_wrong_is_pointed_at() {
    for (body, status, pointers) in [
        (json!({"themes": [{"code": "snowy"}]}), 422, vec!["/themes/0/code"]),
        (json!({"themes": [{"code": "snow", "interest": 0}]}), 422, vec!["/themes/0/interest"]),
        (json!({"themes": [{"code": "snow"}, {"code": "snow"}]}), 422, vec!["/themes/1/code"]),
        (json!({"themes": [{"code": "snow", "level": "expert"}]}), 422, vec!["/themes/0/level"]),
        (json!({"themes": [{"code": "snow", "colour": 1}]}), 422, vec!["/themes/0/colour"]),
        (json!({"areas": ["999999"]}), 422, vec!["/areas/0"]),
        (json!({"home": {"lat": 91, "lon": 0}}), 422, vec!["/home/lat"]),
        (json!({"home": {"lat": 43}}), 422, vec!["/home/lon"]),
        (json!({"reach_km": 5}), 422, vec!["/home"]),
        (json!({"home": {"lat": 43, "lon": 141}, "reach_km": -1}), 422, vec!["/reach_km"]),
        (json!({"level": "novice", "responsibility": "boss"}), 422, vec!["/level", "/responsibility"]),
        (json!({"availability": {"day_parts": ["sat_night"]}}), 422, vec!["/availability/day_parts/0"]),
        (json!({"availability": {"weekly": [{"day": "wed", "from": "20:30", "to": "18:30"}]}}), 422, vec!["/availability/weekly/0/to"]),
        (
            json!({"availability": {"weekly": [{"day": "wed", "from": "25:00", "to": "26:00"}]}}),
            422,
            vec!["/availability/weekly/0/from", "/availability/weekly/0/to"],
        ),
        (json!({"availability": {"except": ["2026-02-30"]}}), 422, vec!["/availability/except/0"]),
        (json!({"availability": {"from": "2027-01-02", "to": "2027-01-01"}}), 422, vec!["/availability/to"]),
        (json!({"age": 200}), 422, vec!["/age"]),
        (json!({"age": -1}), 422, vec!["/age"]),
        (json!({"party_size": 0}), 422, vec!["/party_size"]),
        (json!({"limit": 0}), 422, vec!["/limit"]),
        (json!({"limit": 101}), 422, vec!["/limit"]),
        (json!({"languages": ["Japanese"]}), 422, vec!["/languages/0"]),
        (json!({"accessibility": ["ramp"]}), 422, vec!["/accessibility/0"]),
        (json!({"skills": ["\u{0}"]}), 422, vec!["/skills/0"]),
        (json!({"name": "花子"}), 422, vec!["/name"]),
        (json!([]), 422, vec![""]),
        (json!(null), 422, vec![""]),
    ] {
        let (got, _, named) = town().post("/v1/matches", &body).refusal();
        assert_eq!((got, named.iter().map(String::as_str).collect::<Vec<_>>()), (status, pointers), "{body}");
    }
}

#[test]
fn the_examples_beside_the_document_are_understood() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api-spec/examples");
    let mut sent = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "json") {
            town().find(serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap());
            sent += 1;
        }
    }
    assert!(sent >= 5);
}
