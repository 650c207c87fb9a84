use crate::town::{LISTED, encode, opportunity, town};
use serde_json::{Value, json};

#[test]
fn every_open_opportunity_is_listed_and_a_cancelled_one_is_not() {
    let answer = town().get("/v1/opportunities?limit=100").expect(200);
    let json = answer.json();
    assert_eq!(json["metadata"]["resultset"], serde_json::json!({"count": LISTED, "limit": 100, "total": LISTED, "total_is_exact": true}));
    assert!(json["metadata"]["next_cursor"].is_null());
    assert!(!answer.ids().contains(&opportunity(LISTED).id.to_string()));
    let cancelled = town().get(&format!("/v1/opportunities/{}", opportunity(LISTED).id)).expect(200).json();
    assert_eq!(cancelled["state"], "cancelled");
}

#[test]
fn an_opportunity_shows_the_members_of_the_contract() {
    let json = town().get(&format!("/v1/opportunities/{}", opportunity(0).id)).expect(200).json();
    for member in [
        "id",
        "version",
        "kind",
        "title",
        "summary",
        "description",
        "group",
        "themes",
        "areas",
        "place",
        "remote",
        "level",
        "responsibility",
        "schedule",
        "capacity",
        "party_size",
        "audience",
        "requirements",
        "accessibility",
        "languages",
        "insurance",
        "cost",
        "rewards",
        "apply_by",
        "company_ok",
        "published_at",
        "updated_at",
        "title_en",
        "summary_en",
        "state",
        "url",
        "qualifications",
        "seeks",
        "themes_suggested",
        "source",
    ] {
        assert!(json.get(member).is_some(), "{member}");
    }
    assert_eq!(json["title"], "通学路の雪かき0");
    assert_eq!(json["group"]["name"], "北24条ゆきみち隊");
    assert_eq!(json["level"], serde_json::json!({"required": "introductory", "beginner_friendly": true}));
    assert_eq!(json["schedule"]["sessions"][0]["starts_at"], "2026-11-24T10:00:00+09:00");
    assert_eq!(json["schedule"]["sessions"][0]["seats_left"], 7);
}

#[test]
fn sessions_that_are_over_are_left_out_and_places_count_those_ahead() {
    let json = town().get(&format!("/v1/opportunities/{}", opportunity(0).id)).expect(200).json();
    assert_eq!(json["schedule"]["sessions"].as_array().unwrap().len(), 2, "the one of last week is over");
    assert_eq!(json["capacity"], serde_json::json!({"seats": 20, "seats_left": 17}));
    let uncounted = town().get(&format!("/v1/opportunities/{}", opportunity(3).id)).expect(200).json();
    assert_eq!(uncounted["capacity"], serde_json::json!({"seats": null, "seats_left": null}));
    let flexible = town().get(&format!("/v1/opportunities/{}", opportunity(9).id)).expect(200).json();
    assert_eq!(flexible["capacity"], serde_json::json!({"seats": 4, "seats_left": 4}));
    assert_eq!(flexible["schedule"]["day_parts"], serde_json::json!(["wed_evening", "sat_morning"]));
}

#[test]
fn every_filter_narrows_the_list_as_it_says() {
    for (query, holds) in [
        ("theme=snow", (|o| o["themes"][0] == "snow") as fn(&serde_json::Value) -> bool),
        ("theme=snow,culture", |o| o["themes"][0] == "snow" || o["themes"][0] == "culture"),
        ("kind=event", |o| o["kind"] == "event"),
        ("area=011029", |o| o["areas"][0] == "011029"),
        ("trial=true", |o| o["kind"] == "trial"),
        ("beginner_friendly=true", |o| o["level"]["beginner_friendly"] == true),
        ("remote=true", |o| o["remote"] == true),
        ("responsibility=observe", |o| o["responsibility"] == "observe"),
        ("language=en", |o| o["languages"].as_array().unwrap().iter().any(|l| l == "en")),
        ("accessibility=wheelchair,step_free", |o| o["accessibility"].as_array().unwrap().len() == 2),
        ("company_ok=true", |o| o["company_ok"] == true),
        ("level=introductory", |o| o["level"]["beginner_friendly"] == true || o["level"]["required"] == "introductory"),
        ("near=43.0907,141.3408&radius_km=1", |o| (o["place"]["lat"].as_f64().unwrap() - 43.0907).abs() < 0.01),
        ("day_part=wed_evening", |o| !o["schedule"]["day_parts"].as_array().unwrap().is_empty()),
        ("q=%E9%9B%AA%E3%81%8B%E3%81%8D&theme=snow", |o| o["themes"][0] == "snow"),
        ("from=2026-12-25", |o| {
            let flexible = !o["schedule"]["day_parts"].as_array().unwrap().is_empty();
            flexible || o["schedule"]["sessions"].as_array().unwrap().iter().any(|s| s["starts_at"].as_str().unwrap() >= "2026-12-25")
        }),
    ] {
        let json = town().get(&format!("/v1/opportunities?limit=100&{query}")).expect(200).json();
        let results = json["results"].as_array().unwrap();
        assert!(!results.is_empty() && results.len() < LISTED, "{query}: {}", results.len());
        assert!(results.iter().all(holds), "{query}");
        assert_eq!(json["metadata"]["resultset"]["total"], results.len());
    }
    let whole_city = town().get("/v1/opportunities?area=011002").expect(200).json();
    assert_eq!(whole_city["metadata"]["resultset"]["total"], LISTED, "descendants are included");
    let of_a_group = town().get(&format!("/v1/opportunities?group_id={}", opportunity(0).group)).expect(200).json();
    assert_eq!(of_a_group["metadata"]["resultset"]["total"], 10);
}

#[test]
fn facets_count_over_all_pages() {
    let json = town().get("/v1/opportunities?limit=1&facets=theme,area,level,day_part,kind").expect(200).json();
    assert_eq!(json["results"].as_array().unwrap().len(), 1);
    let themes = json["facets"]["theme"].as_array().unwrap();
    assert_eq!(themes.iter().map(|t| t["count"].as_u64().unwrap()).sum::<u64>(), LISTED as u64);
    let city = json["facets"]["area"].as_array().unwrap().iter().find(|a| a["code"] == "011002").unwrap().clone();
    assert_eq!(city["count"], LISTED, "ancestors are counted as well");
    assert!(town().get("/v1/opportunities").json().get("facets").is_none());
}

#[test]
fn orders_are_what_they_say() {
    let soonest = town().get("/v1/opportunities?sort=soonest&limit=100").expect(200).json();
    let starts: Vec<String> =
        soonest["results"].as_array().unwrap().iter().filter_map(|o| o["schedule"]["sessions"][0]["starts_at"].as_str().map(Into::into)).collect();
    assert!(starts.is_sorted(), "{starts:?}");
    let newest = town().get("/v1/opportunities?sort=newest&limit=100").expect(200).json();
    let published: Vec<String> = newest["results"].as_array().unwrap().iter().map(|o| o["published_at"].as_str().unwrap().into()).collect();
    assert!(published.is_sorted_by(|a, b| a >= b), "{published:?}");
    let nearest = town().get("/v1/opportunities?sort=nearest&near=43.0907,141.3408&limit=5").expect(200).json();
    assert!(nearest["results"].as_array().unwrap().iter().all(|o| o["areas"][0] == "011029"));
}

#[test]
fn similar_ones_are_about_the_same() {
    let json = town().get(&format!("/v1/opportunities/{}/similar?limit=5", opportunity(0).id)).expect(200).json();
    let results = json["results"].as_array().unwrap();
    assert!(!results.is_empty() && results.len() <= 5);
    assert_eq!(results[0]["themes"][0], "snow");
    assert!(results.iter().all(|o| o["id"] != opportunity(0).id.to_string()));
}

#[test]
fn a_question_in_everyday_words_finds_the_listing() {
    for q in ["雪かき", "ゆきかき", "小学生の宿題を見てあげたい", "picture book"] {
        let json = town().get(&format!("/v1/opportunities?q={}&limit=3", encode(q))).expect(200).json();
        assert!(json["metadata"]["resultset"]["total"].as_u64().unwrap() > 0, "{q}");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    for target in [
        "/v1/opportunities/019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f",
        "/v1/opportunities/nonsense",
        "/v1/opportunities/%00",
        "/v1/opportunities/019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f/similar",
        "/v1/opportunities/",
        "/v1/nothing",
        "/v2/opportunities",
    ] {
        assert_eq!(town().get(target).refusal(), (404, "not_found".into(), vec![]), "{target}");
    }
    let upper = opportunity(0).id.to_string().to_uppercase();
    assert_eq!(town().get(&format!("/v1/opportunities/{upper}")).status, 404, "one thing has one address");
}

#[test]
fn for_me_lists_only_what_fits_best_fit_first() {
    let profile =
        json!({"areas": ["011029", "011037"], "responsibility": "help", "availability": {"day_parts": ["tue_morning", "sat_morning", "sun_morning"]}});
    let me = town().volunteer("for-me", &profile);
    let get = |query: &str| town().call(&me.who, "GET", &format!("/v1/opportunities?limit=100&{query}"), &[], None);
    let matches = town().call(&me.who, "GET", "/v1/me/matches?limit=100", &[], None).expect(200).json();
    let fitting: Vec<String> = matches["results"].as_array().unwrap().iter().map(|r| r["opportunity"]["id"].as_str().unwrap().to_owned()).collect();
    let mine = get("for=me&facets=theme,area").expect(200);
    assert!(!fitting.is_empty() && fitting.len() < LISTED);
    assert_eq!((mine.ids(), mine.header("cache-control"), mine.header("etag")), (fitting.clone(), Some("no-store"), None));
    let json = mine.json();
    assert_eq!(json["metadata"]["resultset"]["total"], fitting.len());
    let counted: u64 = json["facets"]["theme"].as_array().unwrap().iter().map(|t| t["count"].as_u64().unwrap()).sum();
    assert_eq!(counted, fitting.len() as u64, "facets count what fits");

    // Filters, words and other orders go with it; pages are complete.
    for query in ["theme=snow", "day_part=sat_morning", &format!("q={}", encode("雪かき"))] {
        let public = town().get(&format!("/v1/opportunities?limit=100&{query}")).expect(200).ids();
        let wanted: Vec<String> = fitting.iter().filter(|id| public.contains(id)).cloned().collect();
        assert_eq!(get(&format!("for=me&{query}")).expect(200).ids(), wanted, "{query}");
    }
    let soonest = town().get("/v1/opportunities?limit=100&sort=soonest").expect(200).ids();
    let wanted: Vec<String> = soonest.into_iter().filter(|id| fitting.contains(id)).collect();
    assert_eq!(get("for=me&sort=soonest").expect(200).ids(), wanted);
    let (mut walked, mut next) = (vec![], Some("/v1/opportunities?for=me&limit=4".to_owned()));
    while let Some(target) = next {
        let page = town().call(&me.who, "GET", &target, &[], None).expect(200);
        walked.extend(page.ids());
        next = page.header("link").map(|link| link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned());
    }
    assert_eq!(walked, fitting);
    // Without it the same person sees the list that everybody sees.
    assert_eq!(get("").expect(200).json(), town().get("/v1/opportunities?limit=100").expect(200).json());
}

#[test]
fn for_whom_is_a_word_of_its_own() {
    let me = town().volunteer("for-whom", &json!({}));
    for (value, status) in [("you", 422), ("", 422), ("me,me", 422), ("ME", 422)] {
        let answer = town().call(&me.who, "GET", &format!("/v1/opportunities?for={value}"), &[], None);
        let (got, _, named) = answer.refusal();
        assert_eq!((got, named), (status, vec!["for".to_owned()]), "{value}");
    }
    assert_eq!(town().get("/v1/opportunities?for=me").refusal(), (401, "unauthenticated".into(), vec![]));
    assert_eq!(town().call(&me.who, "GET", "/v1/opportunities?for=me&for=me", &[], None).refusal().0, 400);
    assert_eq!(town().get("/v1/groups?for=me").refusal().2, ["for"], "lists of other things are for everybody");
    assert_eq!(town().get("/v1/search?for=me").refusal().2, ["for"]);
    let nothing: Value = town().call(&me.who, "GET", "/v1/opportunities?for=me&q=zzzzzzzz", &[], None).expect(200).json();
    assert_eq!(nothing["metadata"]["resultset"]["total"], 0);
}
