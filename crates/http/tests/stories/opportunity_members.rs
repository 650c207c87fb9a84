use crate::opportunity_writing::listing;
use crate::people::Who;
use crate::town::{Town, group};
use enmusubi_domain::access::Role;
use serde_json::{Value, json};

/// What is changed about a good request, and which members are named for it.
fn cases() -> Vec<(Value, Vec<&'static str>)> {
    let session = |change: Value| {
        let mut session = json!({"starts_at": "2026-12-05T09:30:00+09:00", "ends_at": "2026-12-05T12:00:00+09:00"});
        change.as_object().unwrap().iter().for_each(|(name, value)| session[name] = value.clone());
        json!({"schedule": {"sessions": [session]}})
    };
    let rule = |change: Value| {
        let mut rule = json!({"rule": "FREQ=DAILY", "from": "09:30", "to": "12:00"});
        change.as_object().unwrap().iter().for_each(|(name, value)| rule[name] = value.clone());
        json!({"schedule": {"recurrence": rule}})
    };
    vec![
        (json!({"title": "  "}), vec!["/title"]),
        (json!({"title": "x".repeat(121)}), vec!["/title"]),
        (json!({"title": null}), vec!["/title"]),
        (json!({"title": 5}), vec!["/title"]),
        (json!({"colour": "red"}), vec!["/colour"]),
        (json!({"kind": "party", "responsibility": "all", "insurance": "maybe"}), vec!["/kind", "/responsibility", "/insurance"]),
        (json!({"themes": ["snow", "snowy", "snow"]}), vec!["/themes/1", "/themes/2"]),
        (json!({"areas": []}), vec!["/areas"]),
        (json!({"areas": ["999999"]}), vec!["/areas/0"]),
        (json!({"place": {"lat": 43.0}}), vec!["/place/lon"]),
        (json!({"place": {"lat": 91, "lon": 0}}), vec!["/place/lat"]),
        (json!({"place": {"colour": 1}}), vec!["/place/colour"]),
        (
            json!({"level": {"required": "guru"}, "languages": ["jpn"], "accessibility": ["wheelchair", "lift"]}),
            vec!["/level/required", "/accessibility/1", "/languages/0"],
        ),
        (json!({"party_size": {"min": 0}}), vec!["/party_size/min"]),
        (json!({"party_size": {"min": 3, "max": 2}}), vec!["/party_size/max"]),
        (json!({"audience": {"age_min": 200}}), vec!["/audience/age_min"]),
        (json!({"audience": {"age_min": 20, "age_max": 10}}), vec!["/audience/age_max"]),
        (json!({"apply_by": "tomorrow", "url": "ftp://x"}), vec!["/apply_by", "/url"]),
        (json!({"schedule": {}}), vec!["/schedule/sessions"]),
        (json!({"schedule": null}), vec!["/schedule"]),
        (json!({"schedule": {"day_parts": ["sat_night"]}}), vec!["/schedule/day_parts/0"]),
        (session(json!({"ends_at": "2026-12-05T09:30:00+09:00"})), vec!["/schedule/sessions/0/ends_at"]),
        (session(json!({"starts_at": "2026-12-05T09:30"})), vec!["/schedule/sessions/0/starts_at"]),
        (session(json!({"starts_at": "9999-12-05T09:30:00Z", "seats": 100_001})), vec!["/schedule/sessions/0/starts_at"]),
        (session(json!({"seats": 100_001})), vec!["/schedule/sessions/0/seats"]),
        (session(json!({"seats": -1})), vec!["/schedule/sessions/0/seats"]),
        (session(json!({"id": "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"})), vec!["/schedule/sessions/0/id"]),
        (session(json!({"id": "x"})), vec!["/schedule/sessions/0/id"]),
        (rule(json!({"rule": "FREQ=SECONDLY"})), vec!["/schedule/recurrence/rule"]),
        (rule(json!({"rule": "FREQ=DAILY\nFREQ=WEEKLY"})), vec!["/schedule/recurrence/rule"]),
        (rule(json!({"rule": "FREQ=DAILY;\u{0}"})), vec!["/schedule/recurrence/rule"]),
        (rule(json!({"from": "9:30", "to": "25:00"})), vec!["/schedule/recurrence/from", "/schedule/recurrence/to"]),
        (rule(json!({"to": "09:30"})), vec!["/schedule/recurrence/to"]),
        (rule(json!({"until": "2026-02-30", "starts_on": "1200-01-01"})), vec!["/schedule/recurrence/starts_on", "/schedule/recurrence/until"]),
        (rule(json!({"except": ["2026-12-05", "5 Dec"]})), vec!["/schedule/recurrence/except/1"]),
        (json!({"capacity": {"seats": 5}}), vec!["/capacity/seats"]),
        (
            json!({"seeks": {"level": "guru", "commitment": "always", "newcomer_seats": 100_001}}),
            vec!["/seeks/level", "/seeks/commitment", "/seeks/newcomer_seats"],
        ),
        (json!({"requirements": ["ok", "\u{7}"]}), vec!["/requirements/1"]),
    ]
}

#[test]
fn whatever_is_wrong_is_named_in_both_languages() {
    let town = Town::with_store();
    let me = town.somebody("owner", vec![Role::Owner(group(0).id)]).who;
    let offered = format!("/v1/groups/{}/opportunities", group(0).id);
    let stands = town.call(&me, "POST", &offered, &[], Some(&listing("もと"))).expect(201).json();
    let target = format!("/v1/opportunities/{}", stands["id"].as_str().unwrap());
    for (wrong, names) in cases() {
        let mut whole = listing("雪かき");
        wrong.as_object().unwrap().iter().for_each(|(name, value)| whole[name] = value.clone());
        let made = town.call(&me, "POST", &offered, &[], Some(&whole));
        let (status, code, named) = made.refusal();
        assert_eq!((status, code.as_str(), named.iter().map(String::as_str).collect::<Vec<_>>()), (422, "invalid", names), "{wrong}");
        let english = town.call(&me, "POST", &offered, &[("Accept-Language", "en")], Some(&whole));
        for (ja, en) in made.json()["errors"].as_array().unwrap().iter().zip(english.json()["errors"].as_array().unwrap()) {
            let japanese = |fault: &Value| fault["detail"].as_str().unwrap().chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
            assert!(japanese(ja) && !japanese(en), "{ja} {en}");
        }
        // Half a point is whole together with the half that stands; sessions stand beside what is sent.
        if wrong.get("schedule").is_none() && named != ["/place/lon"] {
            let patched = town.call(&me, "PATCH", &target, &[("If-Match", "\"v1\"")], Some(&wrong));
            assert_eq!(patched.refusal(), (status, code, named), "the same is named of a change: {wrong}");
        }
    }
    assert_eq!(town.call(&me, "PATCH", &target, &[("If-Match", "\"v1\"")], Some(&json!([]))).refusal().0, 422);
    let foreign = town.call(&Who::Anyone, "POST", &offered, &[], Some(&listing("x")));
    assert_eq!(foreign.refusal().0, 401);
}

#[test]
fn a_round_trip_says_the_same() {
    let town = Town::with_store();
    let me = town.somebody("owner", vec![Role::Owner(group(0).id)]).who;
    let offered = format!("/v1/groups/{}/opportunities", group(0).id);
    let sent = json!({
        "kind": "trial", "title": "朝の雪かき", "title_en": "Snow", "summary": "要約", "summary_en": "In short", "description": "一行目\n二行目",
        "themes": ["snow", "elderly"], "areas": ["011029"], "remote": false, "level": {"required": "basic", "beginner_friendly": true},
        "place": {"name": "会館", "address": "北24条", "lat": 43.0906, "lon": 141.3437, "nearest_station": "北24条"}, "responsibility": "own",
        "schedule": {"day_parts": ["sat_morning", "wed_evening"], "partial_attendance": true, "minimum_minutes": 45}, "capacity": {"seats": 7},
        "party_size": {"min": 1, "max": 4}, "audience": {"age_min": 15, "age_max": 80, "families": true, "students": false, "seniors": true},
        "requirements": ["手袋"], "qualifications": ["普通自動車免許"], "accessibility": ["step_free"], "languages": ["ja", "en"], "insurance": "provided",
        "cost": "無料", "rewards": "豚汁", "apply_by": "2026-12-04T18:00:00+09:00", "company_ok": true, "url": "https://example.jp/",
        "seeks": {"level": "introductory", "commitment": "standing", "skills": ["運転"], "languages": ["ja"], "newcomer_seats": 2},
    });
    let view = town.call(&me, "POST", &offered, &[], Some(&sent)).expect(201).json();
    for (name, value) in sent.as_object().unwrap() {
        match name.as_str() {
            "schedule" => value.as_object().unwrap().iter().for_each(|(part, value)| {
                let sorted = if part == "day_parts" { json!(["wed_evening", "sat_morning"]) } else { value.clone() };
                assert_eq!(view["schedule"][part], sorted, "{part}");
            }),
            "capacity" => assert_eq!(view["capacity"], json!({"seats": 7, "seats_left": 7, "seats_taken": 0})),
            _ => assert_eq!(&view[name], value, "{name}"),
        }
    }
    let target = format!("/v1/opportunities/{}", view["id"].as_str().unwrap());
    let again = town.call(&me, "PATCH", &target, &[("If-Match", "\"v1\""), ("Content-Type", "application/merge-patch+json")], Some(&sent)).expect(200).json();
    assert_eq!(again["version"], 1, "the same again is no change");
}
