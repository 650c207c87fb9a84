use crate::people::{Somebody, Who};
use crate::town::{Town, group, now, opportunity};
use crate::wire::Answer;
use enmusubi_domain::access::Role;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::OpportunityId;
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::{Value, json};

/// A listing of two sessions.
pub fn listing(title: &str) -> Value {
    json!({
        "title": title, "areas": ["011029"], "themes": ["snow"], "languages": ["ja"],
        "place": {"name": "地区会館", "lat": 43.2, "lon": 141.5}, "level": {"required": "introductory"},
        "schedule": {"sessions": [
            {"starts_at": "2026-12-05T09:30:00+09:00", "ends_at": "2026-12-05T12:00:00+09:00", "seats": 10},
            {"starts_at": "2026-12-12T09:30:00+09:00", "ends_at": "2026-12-12T12:00:00+09:00"},
        ]},
    })
}

fn owner(town: &Town) -> Somebody {
    town.somebody("owner", vec![Role::Owner(group(0).id)])
}

fn offered() -> String {
    format!("/v1/groups/{}/opportunities", group(0).id)
}

fn draft(town: &Town, who: &Who, listing: &Value) -> Value {
    town.call(who, "POST", &offered(), &[], Some(listing)).expect(201).json()
}

fn address(view: &Value) -> String {
    format!("/v1/opportunities/{}", view["id"].as_str().unwrap())
}

fn change(town: &Town, who: &Who, view: &Value, patch: &Value) -> Answer {
    let tag = format!("\"v{}\"", view["version"]);
    town.call(who, "PATCH", &address(view), &[("If-Match", &tag)], Some(patch))
}

fn step(town: &Town, who: &Who, view: &Value, step: &str, body: Option<Value>) -> Answer {
    town.call(who, "POST", &format!("{}/{step}", address(view)), &[], body.as_ref())
}

/// What the audit trail tells of an opportunity, oldest first: action, fields, reason.
fn trail(town: &Town, view: &Value) -> Vec<(String, Vec<String>, Option<String>)> {
    let filter = AuditFilter { object_id: Some(view["id"].as_str().unwrap().parse().unwrap()), ..AuditFilter::default() };
    let entries = town.store.read(|tx| tx.audit_page(None, &filter, 50)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    entries.into_iter().rev().map(|e| (e.action, e.fields, e.reason)).collect()
}

#[test]
fn a_life_from_draft_to_its_end() {
    let town = Town::with_store();
    let me = owner(&town).who;
    let made = town.call(&me, "POST", &offered(), &[], Some(&listing("朝の雪かき"))).expect(201);
    let view = made.json();
    assert_eq!(made.header("location"), Some(format!("{}/full", address(&view)).as_str()));
    assert_eq!((made.header("etag"), made.header("cache-control")), (Some("\"v1\""), Some("no-store")));
    assert_eq!((view["state"].as_str(), view["published_at"].is_null(), view["group"]["standing"].as_str()), (Some("draft"), true, Some("active")));
    let full = town.call(&me, "GET", made.header("location").unwrap(), &[], None).expect(200);
    assert_eq!(full.json()["schedule"], view["schedule"]);
    assert_eq!(town.call(&me, "GET", &format!("{}/full", address(&view)), &[("If-None-Match", "\"v1\"")], None).status, 304);

    let changed = change(&town, &me, &view, &json!({"summary": "みんなで雪かき。", "level": {"beginner_friendly": true}, "cost": "無料"})).expect(200).json();
    assert_eq!((changed["version"].as_i64(), &changed["level"]), (Some(2), &json!({"required": "introductory", "beginner_friendly": true})));
    assert_eq!(changed["schedule"], view["schedule"], "sessions keep their ids");
    assert_eq!(change(&town, &me, &changed, &json!({"cost": "無料"})).expect(200).json()["version"], 2, "nothing new is no change");

    let open = step(&town, &me, &view, "publish", None).expect(200).json();
    assert_eq!((open["state"].as_str(), open["published_at"].is_string()), (Some("published"), true));
    assert_eq!(step(&town, &me, &view, "publish", None).refusal().1, "not_a_draft");
    change(&town, &me, &open, &json!({"cost": null, "themes": []})).expect(200);
    let cancelled = step(&town, &me, &view, "cancel", Some(json!({"reason": "大雪のため"}))).expect(200).json();
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(change(&town, &me, &cancelled, &json!({"cost": "1円"})).refusal(), (409, "ended".into(), vec![]));
    assert_eq!(step(&town, &me, &view, "close", Some(json!({}))).refusal().1, "not_published");

    let line =
        |action: &str, fields: &[&str], reason: Option<&str>| (action.to_owned(), fields.iter().map(|f| (*f).to_owned()).collect(), reason.map(str::to_owned));
    let expected: Vec<(String, Vec<String>, Option<String>)> = vec![
        line("create_opportunity", &[], None),
        line("update_opportunity", &["summary", "level", "cost"], None),
        line("publish_opportunity", &["state"], None),
        line("update_opportunity", &["themes", "cost"], None),
        line("cancel_opportunity", &["state"], Some("大雪のため")),
    ];
    assert_eq!(trail(&town, &view), expected);
}

#[test]
fn what_is_foreign_looks_like_what_is_not_there() {
    let town = Town::with_store();
    let stranger = town.somebody("stranger", vec![Role::Owner(group(1).id)]).who;
    let nothing = OpportunityId::new().to_string();
    let theirs = opportunity(0).id.to_string();
    let reason = json!({"reason": "理由はあります"});
    let mut cases: Vec<(&str, String, Option<&Value>)> = vec![("GET", "/v1/opportunities/ID/full".into(), None)];
    cases.push(("PATCH", "/v1/opportunities/ID".into(), Some(&reason)));
    cases.extend(["publish", "close", "cancel"].map(|step| ("POST", format!("/v1/opportunities/ID/{step}"), Some(&reason).filter(|_| step != "publish"))));
    let listing = listing("x");
    let in_groups = [("GET", "/v1/groups/ID/opportunities".to_owned(), None), ("POST", "/v1/groups/ID/opportunities".into(), Some(&listing))];
    let seen = |method, target: String, body| {
        let answer = town.call(&stranger, method, &target, &[("If-Match", "\"v1\"")], body);
        assert_eq!(answer.refusal(), (404, "not_found".into(), vec![]), "{method} {target}");
        let mut headers = answer.headers.clone();
        headers.retain(|(name, _)| !matches!(name.as_str(), "trace-id" | "date" | "ratelimit" | "access-control-expose-headers"));
        headers.sort();
        let mut body = answer.json();
        body.as_object_mut().unwrap().remove("trace_id");
        (headers, body.to_string())
    };
    for (method, template, body) in cases {
        assert_eq!(seen(method, template.replace("ID", &theirs), body), seen(method, template.replace("ID", &nothing), body), "{method} {template}");
    }
    for (method, template, body) in in_groups {
        let foreign = seen(method, template.replace("ID", &group(0).id.to_string()), body);
        assert_eq!(foreign, seen(method, template.replace("ID", &nothing), body), "{method} {template}");
    }
}

#[test]
fn each_role_does_its_part_and_overseers_say_why() {
    let town = Town::with_store();
    let (id, me) = (group(0).id, owner(&town).who);
    let view = draft(&town, &me, &listing("見まわり"));
    let full = format!("{}/full", address(&view));
    let helper = town.somebody("helper", vec![Role::Helper(id)]).who;
    let auditor = town.somebody("auditor", vec![Role::Auditor]).who;
    let here = town.somebody("here", vec![Role::Coordinator { areas: vec!["011002".into()], themes: vec![] }]).who;
    let elsewhere = town.somebody("elsewhere", vec![Role::Coordinator { areas: vec!["011061".into()], themes: vec![] }]).who;
    for who in [&helper, &auditor, &here] {
        town.call(who, "GET", &full, &[], None).expect(200);
        assert!(town.call(who, "GET", &offered(), &[], None).expect(200).ids().contains(&view["id"].as_str().unwrap().to_owned()));
    }
    assert_eq!(town.call(&elsewhere, "GET", &full, &[], None).status, 404);
    assert_eq!(town.call(&Who::Anyone, "GET", &full, &[], None).refusal().0, 401);
    for who in [&helper, &auditor] {
        assert_eq!(change(&town, who, &view, &json!({"cost": "1円"})).refusal().0, 403);
        assert_eq!(step(&town, who, &view, "publish", None).refusal().0, 403);
    }
    assert_eq!(step(&town, &here, &view, "publish", None).refusal().0, 403, "only the group itself opens what it offers");
    step(&town, &me, &view, "publish", None).expect(200);
    for body in [json!({}), json!({"reason": "長"}), json!({"reason": null})] {
        assert_eq!(step(&town, &here, &view, "close", Some(body)).refusal(), (422, "invalid".into(), vec!["/reason".into()]));
    }
    step(&town, &here, &view, "close", Some(json!({"reason": "会場が閉まるため"}))).expect(200);
    assert_eq!(trail(&town, &view).pop().unwrap(), ("close_opportunity".into(), vec!["state".into()], Some("会場が閉まるため".into())));
    let own = draft(&town, &me, &listing("もうひとつ"));
    step(&town, &me, &own, "publish", None).expect(200);
    step(&town, &me, &own, "close", Some(json!({}))).expect(200);
}

#[test]
fn nobody_overwrites_what_they_have_not_seen() {
    let town = Town::with_store();
    let (me, other) = (owner(&town).who, town.somebody("other", vec![Role::Manager(group(0).id)]).who);
    let view = draft(&town, &me, &listing("ふたりで編集"));
    let patch = json!({"title": "わたしの題"});
    assert_eq!(town.call(&me, "PATCH", &address(&view), &[], Some(&patch)).refusal().0, 428);
    assert_eq!(change(&town, &me, &view, &patch).expect(200).json()["title"], "わたしの題");
    assert_eq!(change(&town, &other, &view, &json!({"title": "あなたの題"})).refusal(), (412, "precondition_failed".into(), vec![]));
    let stale = town.call(&other, "POST", &format!("{}/publish", address(&view)), &[("If-Match", "\"v1\"")], None);
    assert_eq!(stale.refusal().0, 412, "a step may name its version");
    step(&town, &other, &view, "publish", None).expect(200);
}

#[test]
fn the_same_request_twice_has_one_effect() {
    let town = Town::with_store();
    let me = owner(&town).who;
    let key = [("Idempotency-Key", "0d7c5f1e-7a4b-4c8e")];
    let first = town.call(&me, "POST", &offered(), &key, Some(&listing("一度だけ"))).expect(201);
    let again = town.call(&me, "POST", &offered(), &key, Some(&listing("一度だけ"))).expect(201);
    assert_eq!((&first.body, first.header("etag"), first.header("location")), (&again.body, again.header("etag"), again.header("location")));
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), (None, Some("true")));
    assert_eq!(town.call(&me, "POST", &offered(), &key, Some(&listing("別のもの"))).refusal(), (422, "idempotency_key_reused".into(), vec![]));
    let publish = format!("{}/publish", address(&first.json()));
    town.call(&me, "POST", &publish, &key, None).expect(200);
    assert_eq!(town.call(&me, "POST", &publish, &key, None).expect(200).header("idempotency-replayed"), Some("true"));
    assert_eq!(trail(&town, &first.json()).len(), 2);
}

#[test]
fn people_are_not_lost() {
    let town = Town::with_store();
    let me = owner(&town).who;
    let view = draft(&town, &me, &listing("参加者のいる回"));
    let id: OpportunityId = view["id"].as_str().unwrap().parse().unwrap();
    let fill = |tx: &mut enmusubi_persistence::Tx<'_>| {
        let mut o = tx.opportunity(id)?.unwrap();
        o.details.schedule.sessions[0].seats_taken = 4;
        tx.put_opportunity(&o)
    };
    town.store.write(fill).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let view = town.call(&me, "GET", &format!("{}/full", address(&view)), &[], None).expect(200).json();
    assert_eq!((view["version"].as_i64(), &view["capacity"]), (Some(2), &json!({"seats": null, "seats_left": null, "seats_taken": 4})));
    let [first, second] = [0, 1].map(|i| {
        let s = &view["schedule"]["sessions"][i];
        json!({"id": s["id"], "starts_at": s["starts_at"], "ends_at": s["ends_at"], "seats": s["seats"]})
    });
    let with = |mut session: Value, member: &str, value: Value| {
        session[member] = value;
        session
    };
    for sessions in [json!([second]), json!([]), json!([with(first.clone(), "seats", json!(3)), second])] {
        let mut patch = json!({"schedule": {"sessions": sessions}});
        if patch["schedule"]["sessions"] == json!([]) {
            patch["schedule"]["day_parts"] = json!(["sat_morning"]);
        }
        assert_eq!(change(&town, &me, &view, &patch).refusal(), (409, "seats_taken".into(), vec![]), "{patch}");
    }
    let off = change(&town, &me, &view, &json!({"schedule": {"sessions": [with(first, "cancelled", json!(true))]}})).expect(200).json();
    let sessions = off["schedule"]["sessions"].as_array().unwrap();
    assert_eq!(sessions.iter().map(|s| (s["cancelled"].as_bool(), s["seats_taken"].as_u64())).collect::<Vec<_>>(), [(Some(true), Some(4))]);
}

#[test]
fn what_nobody_could_see_or_reach_is_not_published() {
    let town = Town::with_store();
    let me = owner(&town).who;
    let mut past = listing("きのう");
    past["schedule"]["sessions"] = json!([{"starts_at": "2026-11-22T09:00:00+09:00", "ends_at": "2026-11-22T10:00:00+09:00"}]);
    let view = draft(&town, &me, &past);
    assert_eq!(step(&town, &me, &view, "publish", None).refusal(), (409, "nothing_ahead".into(), vec![]));
    let view = draft(&town, &me, &listing("あした"));
    let stand = |standing| town.store.write(|tx| tx.put_group(&Group { standing, ..group(0) })).unwrap_or_else(|e: StoreError| panic!("{e}"));
    stand(Standing::Suspended);
    assert_eq!(step(&town, &me, &view, "publish", None).refusal(), (409, "group_not_active".into(), vec![]));
    draft(&town, &me, &listing("下書きはいつでも"));
    stand(Standing::Active);
    step(&town, &me, &view, "publish", None).expect(200);
}

#[test]
fn a_rule_yields_its_sessions_at_once() {
    let town = Town::with_store();
    let me = owner(&town).who;
    let mut weekly = listing("毎週土曜");
    weekly["schedule"] = json!({"recurrence": {"rule": "RRULE:FREQ=WEEKLY;BYDAY=SA", "from": "09:30", "to": "12:00", "seats": 5}});
    let view = draft(&town, &me, &weekly);
    let sessions = view["schedule"]["sessions"].as_array().unwrap();
    assert!(sessions.len() >= 25 && sessions.iter().all(|s| s["seats"] == 5));
    assert_eq!((&sessions[0]["starts_at"], &view["schedule"]["recurrence"]["starts_on"]), (&json!("2026-11-28T09:30:00+09:00"), &json!("2026-11-23")));
    let except = change(&town, &me, &view, &json!({"schedule": {"recurrence": {"except": ["2026-11-28"]}}})).expect(200).json();
    assert_eq!(except["schedule"]["sessions"][0]["id"], sessions[1]["id"], "the others stay");
    let sundays = change(&town, &me, &except, &json!({"schedule": {"recurrence": {"rule": "FREQ=WEEKLY;BYDAY=SU"}}})).expect(200).json();
    assert_eq!(sundays["schedule"]["sessions"][0]["starts_at"], "2026-11-29T09:30:00+09:00");
    assert!(sundays["schedule"]["sessions"].as_array().unwrap().len() <= 27, "no Saturday is left");
    let row = town.call(&me, "GET", &format!("{}?state=draft", offered()), &[], None).expect(200).json()["results"][0].clone();
    assert_eq!((&row["id"], &row["next_starts_at"]), (&view["id"], &json!("2026-11-29T09:30:00+09:00")));
    let none = change(&town, &me, &sundays, &json!({"schedule": {"recurrence": null, "day_parts": ["sat_morning"]}})).expect(200).json();
    assert_eq!(none["schedule"]["sessions"], json!([]));
}

#[test]
fn possible_duplicates_and_themes_are_named() {
    let town = Town::with_store();
    let me = owner(&town).who;
    let same = opportunity(0);
    let first = &same.details.schedule.sessions[1];
    let mut twin = listing(&same.details.title);
    twin["schedule"]["sessions"] = json!([{"starts_at": first.starts_at.to_rfc3339(), "ends_at": first.ends_at.to_rfc3339()}]);
    twin["themes"] = json!([]);
    let point = same.details.place.point.unwrap().degrees();
    (twin["place"]["lat"], twin["place"]["lon"]) = (json!(point.0), json!(point.1));
    let english = [("Accept-Language", "en")];
    let made = town.call(&me, "POST", &offered(), &english, Some(&twin)).expect(201);
    let view = made.json();
    let found = &view["possible_duplicates"][0];
    assert_eq!((found["id"].as_str(), made.header("content-language")), (Some(same.id.to_string().as_str()), Some("en")));
    let reasons: Vec<&str> = found["reasons"].as_array().unwrap().iter().map(|r| r["code"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["same_title", "same_group", "same_start", "same_place"]);
    assert_eq!(found["reasons"][0]["text"], "the same title");
    assert_eq!((&view["suggested_themes"], &view["themes"]), (&json!(["snow"]), &json!([])));
    let other = draft(&town, &me, &listing("将棋を教えてください"));
    assert_eq!((&other["possible_duplicates"], other.get("suggested_themes")), (&json!([]), None));
}

#[test]
fn lists_come_in_pages_and_by_state() {
    let town = Town::with_store();
    let me = owner(&town).who;
    let all: Vec<String> = (0..5).map(|i| draft(&town, &me, &listing(&format!("募集{i}")))["id"].as_str().unwrap().to_owned()).collect();
    let mut seen = vec![];
    let mut target = format!("{}?state=draft&limit=2", offered());
    loop {
        let page = town.call(&me, "GET", &target, &[], None).expect(200);
        seen.extend(page.ids());
        let Some(cursor) = page.json()["metadata"]["next_cursor"].as_str().map(str::to_owned) else { break };
        target = format!("{}?state=draft&limit=2&cursor={cursor}", offered());
    }
    assert_eq!(seen, all);
    let published = town.call(&me, "GET", &format!("{}?state=published", offered()), &[], None).expect(200);
    assert_eq!(published.ids(), [0, 6].map(|n| opportunity(n).id.to_string()));
    assert_eq!(town.call(&me, "GET", &format!("{}?state=lost", offered()), &[], None).refusal(), (422, "invalid".into(), vec!["state".into()]));
    assert!(now() > published.json()["results"][0]["created_at"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap());
}
