use crate::my_matches::changed;
use crate::town::{LISTED, encode, town};
use enmusubi_domain::matching::worlds::Dice;
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

/// Ids of the listings in a list of results or near misses.
fn listings(answer: &Value, list: &str) -> Vec<String> {
    answer[list].as_array().unwrap().iter().map(|r| r["opportunity"]["id"].as_str().unwrap().to_owned()).collect()
}

/// Wishes of all sorts, from a seed.
fn random_wish(dice: &mut Dice) -> Value {
    let mut wish = json!({"limit": 100});
    let parts = ["tue_morning", "wed_morning", "thu_afternoon", "sat_morning", "sun_morning", "wed_evening", "holiday_afternoon"];
    if dice.once_in(2) {
        wish["themes"] = json!([{"code": dice.pick(&["snow", "childcare", "culture", "elderly"]), "interest": dice.pick(&[1.0, 0.5]), "level": "basic"}]);
    }
    if !dice.once_in(4) {
        let days: Vec<&str> = (0..1 + dice.below(3)).map(|_| dice.pick(&parts)).collect();
        wish["availability"] = json!({"day_parts": days});
        if dice.once_in(3) {
            wish["availability"]["weekly"] = json!([{"day": dice.pick(&["fri", "sun", "mon"]), "from": "10:30", "to": "11:30"}]);
        }
        if dice.once_in(3) {
            wish["availability"]["except"] = json!(["2026-11-28", "2026-12-02"]);
        }
        if dice.once_in(3) {
            wish["availability"]["to"] = json!(dice.pick(&["2026-11-30", "2026-12-06"]));
        }
    }
    match dice.below(3) {
        0 => wish["areas"] = json!([dice.pick(&["011029", "011061", "011002"])]),
        1 => (wish["home"], wish["reach_km"]) = (json!({"lat": 43.08, "lon": 141.35}), json!(dice.pick(&[1.5, 3.0, 8.0]))),
        _ => {}
    }
    for (member, values) in [
        ("level", vec![json!("introductory"), json!("basic"), json!("specialist")]),
        ("responsibility", vec![json!("observe"), json!("help"), json!("own")]),
        ("party_size", vec![json!(1), json!(8), json!(12)]),
        ("languages", vec![json!(["en"]), json!(["zh"]), json!(["ja"])]),
        ("age", vec![json!(9), json!(34), json!(90)]),
        ("commitment", vec![json!("standing"), json!("one_off")]),
    ] {
        if dice.once_in(3) {
            wish[member] = values[dice.below(values.len() as u64) as usize].clone();
        }
    }
    wish
}

#[test]
fn whoever_makes_exactly_the_change_of_a_near_miss_is_let_in() {
    let (mut dice, mut made) = (Dice::new(4), std::collections::BTreeMap::<String, u32>::new());
    for _ in 0..120 {
        let wish = random_wish(&mut dice);
        let answer = town().find(wish.clone());
        for miss in answer["near_misses"].as_array().unwrap() {
            let change = &miss["why_not"][0]["change"];
            let kind = change["kind"].as_str().unwrap();
            if ["nothing", "next_session", "waiting_list", "age_from", "age_to", "guardian_consent", "unmet_accessibility"].contains(&kind) {
                continue;
            }
            let after = town().find(changed(&wish, change));
            let id = miss["opportunity"]["id"].as_str().unwrap();
            assert!(listings(&after, "results").iter().any(|there| there == id), "{change} does not open {id} to {wish}");
            *made.entry(kind.to_owned()).or_default() += 1;
        }
    }
    println!("{made:?}");
    for kind in ["free_day_part", "further_by", "add_area", "accept_responsibility", "party_at_most", "reach_level", "speak_language"] {
        assert!(made.contains_key(kind), "{kind} was never made: {made:?}");
    }
}

#[test]
fn both_sides_add_up_and_a_group_that_seeks_has_its_say() {
    let (mut dice, mut sides) = (Dice::new(11), 0);
    let number = |v: &Value| v.as_f64().unwrap();
    for _ in 0..150 {
        let wish = random_wish(&mut dice);
        for result in town().find(wish.clone())["results"].as_array().unwrap() {
            let because = result["because"].as_array().unwrap();
            let of = |side: &str| because.iter().filter(|b| b["side"] == side).map(|b| number(&b["contribution"])).sum::<f64>();
            let (person, group) = (number(&result["fit"]["person"]), result["fit"]["group"].as_f64());
            assert!((of("person") - person).abs() < 1e-4, "{wish} {result}");
            let score = match group {
                None => person,
                Some(group) => 2.0 / (1.0 / person + 1.0 / group),
            };
            assert!((number(&result["score"]) - score).abs() < 1e-4, "{wish} {result}");
            assert_eq!(group.is_some(), because.iter().any(|b| b["side"] == "group"));
            let Some(group) = group else { continue };
            assert!((of("group") - group).abs() < 1e-4 && result["opportunity"]["seeks"].is_object(), "{wish} {result}");
            sides += 1;
        }
    }
    assert!(sides > 50, "{sides}");
    let told = town().find(json!({"level": "introductory", "limit": 100}));
    let sought = told["results"].as_array().unwrap().iter().find(|r| r["fit"]["group"].is_number()).unwrap();
    let texts: Vec<&str> = sought["because"].as_array().unwrap().iter().filter(|b| b["side"] == "group").map(|b| b["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["団体は「入門」の段階の方を求めています", "団体は初めての方のために2席を用意しています"]);
}

#[test]
fn equity_says_in_words_what_it_did_to_each_result() {
    for (lang, words) in [("ja", "席の"), ("en", "of its places are still free")] {
        let headers = [("Content-Type", "application/json"), ("Accept-Language", lang)];
        let answer = town().send("POST", "/v1/matches", &headers, b"{}").expect(200).json();
        let texts: Vec<&str> = answer["results"].as_array().unwrap().iter().map(|r| r["equity"]["text"].as_str().unwrap()).collect();
        assert!(texts.iter().all(|t| t.len() > 20) && texts.iter().any(|t| t.contains(words)), "{texts:?}");
    }
}

#[test]
fn words_and_wishes_go_together() {
    let mut asked = wish();
    asked["limit"] = json!(100);
    let whole = town().find(asked.clone());
    assert_eq!((&whole["among"], &whole["opens_more"]), (&Value::Null, &Value::Null), "neither was asked for");
    for q in ["雪かき", "ゆきかきを手伝いたい", "snow", "北区 除雪"] {
        let found = town().get(&format!("/v1/opportunities?limit=100&q={}", encode(q))).expect(200).ids();
        asked["q"] = json!(q);
        let among = town().find(asked.clone());
        let wanted: Vec<String> = listings(&whole, "results").into_iter().filter(|id| found.contains(id)).collect();
        assert!(!wanted.is_empty(), "{q}");
        assert_eq!(listings(&among, "results"), wanted, "{q}: the order is that of fit");
        assert_eq!(among["among"], json!({"found": found.len(), "considered": found.len()}), "{q}");
        assert!(listings(&among, "near_misses").iter().all(|id| found.contains(id)), "{q}");
    }
    for q in ["", "  ", "\u{3000}"] {
        asked["q"] = json!(q);
        assert_eq!(town().find(asked.clone()), whole, "blanks ask for nothing");
    }
    asked["q"] = json!("zzzzzzzz");
    let nothing = town().find(asked.clone());
    assert_eq!((&nothing["results"], &nothing["near_misses"], &nothing["among"]), (&json!([]), &json!([]), &json!({"found": 0, "considered": 0})));
    for (q, named) in [(json!("あ".repeat(201)), "/q"), (json!("\u{7}"), "/q"), (json!(1), "/q")] {
        asked["q"] = q;
        let (status, _, places) = town().post("/v1/matches", &asked).refusal();
        assert_eq!((status, places), (422, vec![named.to_owned()]));
    }
}

#[test]
fn what_would_open_more_is_told_where_it_is_asked_for() {
    let narrow = json!({"areas": ["011029", "011037"], "availability": {"day_parts": ["sun_morning"]}, "opens_more": true});
    let answer = town().find(narrow);
    let best = &answer["opens_more"][0];
    assert!(best["seats"].as_u64() > Some(0) && best["change"]["kind"].is_string(), "{answer}");
    assert!(best["text"].as_str().unwrap().ends_with("に参加できます"), "{best}");
    assert_eq!(town().find(json!({"opens_more": true}))["opens_more"].as_array().map(Vec::len), Some(0), "whoever asks for nothing has nothing to change");
}
