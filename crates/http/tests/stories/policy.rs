use crate::office::{Office, refused, text};
use crate::people::Who;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::matching::Policy;
use serde_json::{Value, json};

const LIST: &str = "/v1/ranking-policies";
const CURRENT: &str = "/v1/ranking-policies/current";

fn built_in() -> String {
    Policy::default().id.to_string()
}

/// What the lab says of a policy.
fn effect(loss: Value) -> Value {
    json!({
        "scenario": "demo-town", "seed": 9_007_199_254_740_991u64, "weeks": 52, "visitors_per_week": 300, "against": "relevance",
        "served_per_week_change": 0.058, "connections_change": -0.028, "ndcg_at_10_loss": loss, "gini": 0.351, "share_of_need_filled": null,
        "measured_at": "2026-11-29T00:00:00Z", "program_version": "0.1.0"
    })
}

impl Office {
    fn publish(&self, body: &Value) -> String {
        text(&self.post(&self.admin.who, LIST, body).expect(201).json(), "/id")
    }

    fn switch(&self, who: &Who, version: &str, body: &Value) -> crate::wire::Answer {
        self.town.call(who, "PUT", CURRENT, &[("If-Match", version)], Some(body))
    }

    fn measure(&self, id: &str, body: &Value) -> crate::wire::Answer {
        self.town.call(&self.admin.who, "PUT", &format!("{LIST}/{id}/measured-effect"), &[], Some(body))
    }
}

#[test]
fn anybody_may_read_what_ranks_and_what_ever_could() {
    let office = Office::open();
    let current = office.get(&Who::Anyone, CURRENT).expect(200);
    assert!(current.header("etag").unwrap().starts_with("\"v1."), "{:?}", current.header("etag"));
    let current = current.json();
    assert_eq!((text(&current, "/id"), current["version"].as_u64(), current["stretch"].as_u64()), (built_in(), Some(1), Some(1)));
    assert_eq!(current["equity"], json!({"beta": 0.9, "window_days": 7, "gamma": 0.1}));
    assert_eq!((text(&current, "/in_force_since").as_str(), current["in_force_reason"] == current["reason"]), ("2025-11-25T01:00:00+09:00", true));
    assert_eq!(office.get(&Who::Anyone, &format!("{LIST}/{}", built_in())).expect(200).json(), current);
    assert_eq!(office.get(&Who::Anyone, LIST).expect(200).json()["results"], json!([current]));
    for id in ["019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f", "CURRENT", "1"] {
        assert_eq!(refused(&office.get(&Who::Anyone, &format!("{LIST}/{id}"))), (404, "not_found".into()), "{id}");
    }
    for (method, target) in [("DELETE", CURRENT), ("PATCH", CURRENT), ("DELETE", LIST)] {
        assert_eq!(office.town.call(&office.admin.who, method, target, &[], None).status, 405, "{method} {target}");
    }
}

#[test]
fn nobody_but_an_administrator_publishes_switches_or_records() {
    let office = Office::open();
    let switch = json!({"policy_id": built_in(), "reason": "会議で決めたため"});
    for (who, status) in [(&Who::Anyone, 401), (&office.volunteer.who, 403), (&office.auditor.who, 403)] {
        assert_eq!(office.post(who, LIST, &json!({"reason": "試すため"})).status, status);
        assert_eq!(office.switch(who, "\"v1\"", &switch).status, status);
        let target = format!("{LIST}/{}/measured-effect", built_in());
        assert_eq!(office.town.call(who, "PUT", &target, &[], Some(&effect(json!(0.0)))).status, status);
    }
}

#[test]
fn a_policy_is_published_as_the_built_in_one_or_another_with_what_is_given() {
    let office = Office::open();
    let first = office.post(&office.admin.who, LIST, &json!({"reason": "冬の募集を見つけやすくするため", "equity": {"beta": 0.85}, "weights": {"theme": 0.5}}));
    let first = first.expect(201);
    let (id, shown) = (text(&first.json(), "/id"), first.json());
    assert_eq!(first.header("location"), Some(format!("{LIST}/{id}").as_str()));
    assert_eq!(shown["equity"], json!({"beta": 0.85, "window_days": 7, "gamma": 0.1}));
    assert_eq!(shown["weights"], json!({"area": 0.33, "time": 0.3, "theme": 0.5, "level": 0.09}));
    assert_eq!((shown["version"].as_u64(), shown["in_force_since"].is_null(), shown["measured_effect"].is_null()), (Some(2), true, true));
    assert_eq!(office.get(&Who::Anyone, &format!("{LIST}/{id}")).status, 404, "reading is from memory, which hears of it a moment later");
    office.town.take_up_policies();
    assert_eq!(office.get(&Who::Anyone, &format!("{LIST}/{id}")).expect(200).json(), shown);
    assert_eq!(text(&office.get(&Who::Anyone, CURRENT).json(), "/id"), built_in());
    assert_eq!(office.deeds(ObjectKind::RankingPolicy, &id), [("create_ranking_policy".into(), vec!["weights".to_owned(), "equity".into()])]);
    assert_eq!(office.trail(ObjectKind::RankingPolicy, &id)[0].reason.as_deref(), Some("冬の募集を見つけやすくするため"));

    let all = json!({
        "reason": "全部を決めるため", "based_on": id, "weights": {"area": 0.1, "time": 0.2, "level": 0.4}, "equity": {"gamma": 0.0},
        "area_steps": {"ward": 0.7, "adjacent": 0.6, "city": 0.0}, "remote_area": 0.8, "flexible_time": 0.7, "sibling_theme": 0.6,
        "level_step": 0.5, "stretch": 2, "assumed_reach_km": 12.345, "ladder": [1, 2, 3], "guardian_age": 20
    });
    let shown = office.post(&office.admin.who, LIST, &all).expect(201).json();
    for (member, value) in all.as_object().unwrap().iter().filter(|(member, _)| !["based_on", "weights", "equity"].contains(&member.as_str())) {
        assert_eq!(&shown[member], value, "{member}");
    }
    assert_eq!(shown["weights"], json!({"area": 0.1, "time": 0.2, "theme": 0.5, "level": 0.4}));
    assert_eq!(shown["equity"], json!({"beta": 0.85, "window_days": 7, "gamma": 0.0}));
}

#[test]
fn what_is_wrong_in_a_policy_is_named_in_both_languages() {
    let office = Office::open();
    let steps = office.publish(&json!({"reason": "ゆるやかにするため", "area_steps": {"adjacent": 0.2, "city": 0.1}}));
    let why = "試すため、です";
    for (body, places) in [
        (
            json!({"weights": {"area": 0, "time": -0.3, "theme": 1.5, "level": 1e39}}),
            vec!["/weights/area", "/weights/time", "/weights/theme", "/weights/level"],
        ),
        (json!({"weights": {"theme": 0}}), vec!["/weights/theme"]),
        (json!({"weights": {"theme": 1e-60}}), vec!["/weights/theme"]),
        (json!({"equity": {"beta": 0, "window_days": 0, "gamma": -0.1}}), vec!["/equity/beta", "/equity/window_days", "/equity/gamma"]),
        (json!({"equity": {"beta": 1.1, "window_days": 366, "gamma": 1.1}}), vec!["/equity/beta", "/equity/window_days", "/equity/gamma"]),
        (json!({"stretch": 4, "guardian_age": 300, "assumed_reach_km": 0}), vec!["/stretch", "/assumed_reach_km", "/guardian_age"]),
        (json!({"assumed_reach_km": -1}), vec!["/assumed_reach_km"]),
        (json!({"ladder": [3, 2, 1]}), vec!["/ladder"]),
        (json!({"ladder": [3, 10]}), vec!["/ladder"]),
        (json!({"area_steps": {"ward": 0.4}}), vec!["/area_steps"]),
        (json!({"based_on": "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"}), vec!["/based_on"]),
        (json!({"based_on": "first"}), vec!["/based_on"]),
        (
            json!({"reason": "短い", "remote_area": 2, "flexible_time": 2, "sibling_theme": 2, "level_step": 2}),
            vec!["/reason", "/remote_area", "/flexible_time", "/sibling_theme", "/level_step"],
        ),
        (json!({"colour": 1}), vec!["/colour"]),
        (json!({"weights": {"theme": "much"}}), vec!["/weights/theme"]),
        (json!({"reason": null}), vec!["/reason"]),
    ] {
        let mut whole = json!({"reason": why});
        whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        office.names(&office.admin.who, "POST", LIST, &[], Some(&whole), &places);
    }
    // What is given is judged together with what it is based on.
    office.publish(&json!({"reason": why, "based_on": steps, "area_steps": {"ward": 0.4}}));
    assert_eq!(office.town.store.read(|tx| tx.policies()).unwrap().0.newest_first().len(), 3, "nothing wrong was published");
    let nan = office.town.send(
        "POST",
        LIST,
        &[("Authorization", &office.admin.who.headers()[0].1), ("Content-Type", "application/json")],
        b"{\"reason\":\"NaN desu\",\"equity\":{\"beta\":NaN}}",
    );
    assert_eq!(nan.status, 400, "{}", nan.text());
}

#[test]
fn the_same_request_with_a_key_publishes_once() {
    let office = Office::open();
    let publish = || office.town.call(&office.admin.who, "POST", LIST, &[("Idempotency-Key", "policy-0001")], Some(&json!({"reason": "一度だけ"}))).expect(201);
    let (first, again) = (publish(), publish());
    assert_eq!((first.json(), again.header("idempotency-replayed")), (again.json(), Some("true")));
}

#[test]
fn another_policy_ranks_without_a_restart_and_every_answer_names_it() {
    let office = Office::open();
    let wish = json!({
        "themes": [{"code": "snow"}], "areas": ["011029"], "availability": {"day_parts": ["sat_morning", "sun_morning", "wed_morning", "tue_afternoon"]},
        "level": "introductory", "limit": 50
    });
    let order = |answer: &Value| -> Vec<String> { answer["results"].as_array().unwrap().iter().map(|r| text(r, "/opportunity/id")).collect() };
    let before = office.town.find(wish.clone());
    assert_eq!(text(&before, "/engine/policy_id"), built_in());
    let id = office.publish(
        &json!({"reason": "時間をほぼ問わないため", "weights": {"area": 1.0, "time": 0.001, "theme": 0.001, "level": 0.001}, "equity": {"gamma": 1.0}}),
    );
    let switched = office.switch(&office.admin.who, "\"v1\"", &json!({"policy_id": id, "reason": "会議で決めたため"})).expect(200);
    assert_eq!((switched.header("etag"), text(&switched.json(), "/in_force_reason").as_str()), (Some("\"v2\""), "会議で決めたため"));
    assert_eq!(office.town.find(wish.clone()), before, "until the node has heard of it");
    office.town.take_up_policies();
    let after = office.town.find(wish.clone());
    assert_eq!(text(&after, "/engine/policy_id"), id);
    assert_ne!(order(&after), order(&before));
    for result in after["results"].as_array().unwrap() {
        let (factor, unfilled) = (result["equity"]["factor"].as_f64().unwrap(), result["equity"]["unfilled"].as_f64().unwrap());
        assert!((factor - (1.0 + unfilled)).abs() < 1e-4, "{result}");
    }
    let current = office.get(&Who::Anyone, CURRENT).expect(200);
    assert!(current.header("etag").unwrap().starts_with("\"v2."));
    assert_eq!((text(&current.json(), "/id"), text(&current.json(), "/in_force_reason").as_str()), (id.clone(), "会議で決めたため"));
    assert!(office.get(&Who::Anyone, &format!("{LIST}/{}", built_in())).expect(200).json()["in_force_since"].is_null());
    let deeds = office.trail(ObjectKind::RankingPolicy, &id);
    assert_eq!((deeds[1].action.as_str(), deeds[1].reason.as_deref()), ("switch_ranking_policy", Some("会議で決めたため")));
    office.switch(&office.other.who, "\"v2\"", &json!({"policy_id": built_in(), "reason": "元に戻すため"})).expect(200);
    office.town.take_up_policies();
    assert_eq!(office.town.find(wish), before);
}

#[test]
fn of_two_administrators_at_once_one_is_told_to_look_again() {
    let office = Office::open();
    let (one, other) = (office.publish(&json!({"reason": "一つ目です"})), office.publish(&json!({"reason": "二つ目です"})));
    let to = |id: &str| json!({"policy_id": id, "reason": "会議で決めたため"});
    let answers = std::thread::scope(|s| {
        let tries = [(&office.admin, &one), (&office.other, &other)].map(|(who, id)| s.spawn(|| office.switch(&who.who, "\"v1\"", &to(id))));
        tries.map(|t| t.join().unwrap())
    });
    let mut statuses = answers.each_ref().map(|a| a.status);
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412], "{answers:?}");
    let lost = answers.iter().find(|a| a.status == 412).unwrap();
    assert_eq!(refused(lost), (412, "precondition_failed".into()));
    assert_eq!(office.town.store.read(|tx| tx.policy_in_force()).unwrap().version, 2);
    // The tag that everybody reads is the one that is needed.
    office.town.take_up_policies();
    let tag = office.get(&Who::Anyone, CURRENT).header("etag").unwrap().to_owned();
    office.switch(&office.admin.who, &tag, &to(&built_in())).expect(200);
    let without = office.town.call(&office.admin.who, "PUT", CURRENT, &[], Some(&to(&one)));
    assert_eq!(refused(&without), (428, "precondition_required".into()));
    // It is so already.
    assert_eq!(office.switch(&office.admin.who, "\"v3\"", &to(&built_in())).expect(200).header("etag"), Some("\"v3\""));
    assert_eq!(office.deeds(ObjectKind::RankingPolicy, &built_in()).len(), 1);
    let version = [("If-Match", "\"v3\"")];
    for (body, places) in [
        (to("019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), vec!["/policy_id"]),
        (json!({"policy_id": "first", "reason": "短い"}), vec!["/policy_id", "/reason"]),
        (json!({"policy_id": one, "reason": "会議で決めたため", "force": true}), vec!["/force"]),
    ] {
        office.names(&office.admin.who, "PUT", CURRENT, &version, Some(&body), &places);
    }
}

#[test]
fn what_the_lab_measured_stands_beside_a_policy_and_guards_the_switch() {
    let office = Office::open();
    let id = office.publish(&json!({"reason": "強く譲るため", "equity": {"beta": 0.3}}));
    let measured = office.measure(&id, &effect(json!(0.0501))).expect(200).json();
    let shown = &measured["measured_effect"];
    assert_eq!(
        (shown["seed"].as_u64(), shown["ndcg_at_10_loss"].as_f64(), shown["share_of_need_filled"].is_null()),
        (Some(9_007_199_254_740_991), Some(0.0501), true)
    );
    assert_eq!(text(shown, "/measured_at"), "2026-11-29T09:00:00+09:00");
    office.measure(&id, &effect(json!(0.0501))).expect(200);
    assert_eq!(office.deeds(ObjectKind::RankingPolicy, &id)[1..], [("record_measured_effect".into(), vec!["measured_effect".to_owned()])], "once");
    office.town.take_up_policies();
    assert_eq!(&office.get(&Who::Anyone, &format!("{LIST}/{id}")).expect(200).json()["measured_effect"], shown);

    let to = |despite: Option<bool>| json!({"policy_id": id, "reason": "会議で決めたため", "despite_guard": despite});
    for despite in [None, Some(false)] {
        assert_eq!(refused(&office.switch(&office.admin.who, "\"v1\"", &to(despite))), (409, "beyond_guard".into()));
    }
    office.switch(&office.admin.who, "\"v1\"", &to(Some(true))).expect(200);
    office.switch(&office.admin.who, "\"v2\"", &json!({"policy_id": built_in(), "reason": "元に戻すため"})).expect(200);
    office.measure(&id, &effect(json!(0.05))).expect(200);
    office.switch(&office.admin.who, "\"v3\"", &to(None)).expect(200);

    let unknown = office.measure("019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f", &effect(json!(0.0)));
    assert_eq!(refused(&unknown), (404, "not_found".into()));
    let target = format!("{LIST}/{id}/measured-effect");
    for (member, value) in [
        ("colour", json!(1)),
        ("weeks", json!(0)),
        ("weeks", json!("52")),
        ("visitors_per_week", json!(-1)),
        ("scenario", json!("")),
        ("scenario", json!(null)),
        ("gini", json!(1.5)),
        ("connections_change", json!(-2)),
        ("measured_at", json!("yesterday")),
    ] {
        let mut body = effect(json!(0.0));
        body[member] = value;
        office.names(&office.admin.who, "PUT", &target, &[], Some(&body), &[&format!("/{member}")]);
    }
}

#[test]
fn the_list_comes_in_pages_the_newest_first() {
    let office = Office::open();
    for n in 2..=7 {
        office.publish(&json!({"reason": format!("{n}つ目です")}));
    }
    office.town.take_up_policies();
    let versions = |page: &Value| -> Vec<u64> { page["results"].as_array().unwrap().iter().map(|p| p["version"].as_u64().unwrap()).collect() };
    let first = office.get(&Who::Anyone, &format!("{LIST}?limit=3")).expect(200).json();
    assert_eq!((versions(&first), first["metadata"]["resultset"]["total"].as_u64()), (vec![7, 6, 5], Some(7)));
    // One more is published while somebody reads: nothing is seen twice.
    office.publish(&json!({"reason": "8つ目です"}));
    office.town.take_up_policies();
    let next = |page: &Value| office.get(&Who::Anyone, &format!("{LIST}?limit=3&cursor={}", text(page, "/metadata/next_cursor"))).expect(200).json();
    let second = next(&first);
    let third = next(&second);
    assert_eq!((versions(&second), versions(&third), third["metadata"]["next_cursor"].is_null()), (vec![4, 3, 2], vec![1], true));
    assert_eq!(versions(&office.get(&Who::Anyone, LIST).json()), (1..=8).rev().collect::<Vec<_>>());
}
