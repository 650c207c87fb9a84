use crate::group_writing::{found, stored, told, whole};
use crate::people::Somebody;
use crate::town::{Town, group};
use crate::wire::Answer;
use enmusubi_domain::access::Role;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::group::Standing;
use enmusubi_domain::id::GroupId;
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::{Value, json};

fn coordinator(town: &Town, name: &str, areas: &[&str], themes: &[&str]) -> Somebody {
    let all = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    town.somebody(name, vec![Role::Coordinator { areas: all(areas), themes: all(themes) }])
}

fn step(town: &Town, who: &Somebody, id: GroupId, step: &str, reason: Option<&str>) -> Answer {
    let body = reason.map(|reason| json!({ "reason": reason }));
    town.call(&who.who, "POST", &format!("/v1/groups/{id}/{step}"), &[], body.as_ref())
}

fn waiting(town: &Town, who: &Somebody) -> Vec<String> {
    let answer = town.call(&who.who, "GET", "/v1/reviews", &[], None).expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()["results"].as_array().unwrap().iter().map(|r| r["group"]["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_group_waits_until_a_coordinator_of_its_area_lets_it_in() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let id = found(&town, &yuki, &whole());
    let here = coordinator(&town, "aki", &["011002"], &[]);
    assert_eq!(waiting(&town, &here), [id.to_string()]);
    let answer = step(&town, &here, id, "approve", None).expect(200);
    assert_eq!((&answer.json()["standing"], answer.header("etag")), (&json!("active"), Some("\"v2\"")));
    assert_eq!(stored(&town, id).standing, Standing::Active);
    assert!(waiting(&town, &here).is_empty());
    assert_eq!(step(&town, &here, id, "approve", None).refusal(), (409, "not_pending".into(), vec![]));
    let trail = town.store.read(|tx| tx.audit_page(None, &AuditFilter::default(), 1)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!((trail[0].action.as_str(), trail[0].object, trail[0].fields.clone()), ("approve_group", (ObjectKind::Group, id.0), vec!["standing".to_owned()]));
}

#[test]
fn a_coordinator_of_another_area_or_theme_sees_nothing_of_it() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let id = found(&town, &yuki, &whole());
    let absent = GroupId::new();
    for (who, areas, themes) in [("aki", ["011037"], vec![]), ("fuyu", ["011029"], vec!["culture"])] {
        let who = coordinator(&town, who, &areas, &themes);
        assert!(waiting(&town, &who).is_empty());
        for (verb, reason) in [("approve", None), ("refuse", Some("理由です。")), ("suspend", Some("理由です。")), ("reinstate", None)] {
            let (foreign, nothing) = (step(&town, &who, id, verb, reason), step(&town, &who, absent, verb, reason));
            assert_eq!(told(&foreign), told(&nothing), "{verb}");
            assert_eq!(foreign.status, 404);
        }
    }
    assert_eq!(stored(&town, id).standing, Standing::Pending);
}

#[test]
fn nobody_reviews_a_group_they_belong_to() {
    let town = Town::with_store();
    let both = coordinator(&town, "yuki", &["011002"], &[]);
    let id = found(&town, &both, &whole());
    assert!(waiting(&town, &both).is_empty());
    assert_eq!(step(&town, &both, id, "approve", None).status, 404);
    let owner = town.somebody("haru", vec![Role::Owner(group(0).id), Role::Helper(group(1).id)]);
    assert_eq!(step(&town, &owner, group(0).id, "suspend", Some("休みたいので")).refusal(), (403, "forbidden".into(), vec![]));
    assert_eq!(town.call(&owner.who, "GET", "/v1/reviews", &[], None).status, 403);
}

#[test]
fn refusing_and_suspending_need_a_reason_and_can_be_taken_back() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let id = found(&town, &yuki, &whole());
    let admin = town.somebody("admin", vec![Role::Administrator]);
    for (body, code) in [
        (json!({}), "required"),
        (json!({"reason": " "}), "required"),
        (json!({"reason": "だめ"}), "too_short"),
        (json!({"reason": "a\u{0}bcd"}), "control_character"),
    ] {
        let answer = town.call(&admin.who, "POST", &format!("/v1/groups/{id}/refuse"), &[], Some(&body)).expect(422).json();
        assert_eq!((&answer["errors"][0]["pointer"], &answer["errors"][0]["code"]), (&json!("/reason"), &json!(code)), "{body}");
    }
    let reason = "連絡先が確認できないため";
    assert_eq!(step(&town, &admin, id, "suspend", Some(reason)).refusal().1, "not_active");
    assert_eq!(step(&town, &admin, id, "refuse", Some(reason)).expect(200).json()["standing"], "refused");
    assert_eq!(step(&town, &admin, id, "refuse", Some(reason)).refusal().1, "not_pending");
    assert_eq!(step(&town, &admin, id, "reinstate", None).expect(200).json()["standing"], "active");
    assert_eq!(step(&town, &admin, id, "reinstate", None).refusal().1, "not_suspended");
    assert_eq!(step(&town, &admin, id, "suspend", Some(reason)).expect(200).json()["standing"], "suspended");
    assert_eq!(step(&town, &admin, id, "reinstate", None).expect(200).json()["standing"], "active");
    assert_eq!(stored(&town, id).version, 5);
    let trail = town.store.read(|tx| tx.audit_page(None, &AuditFilter::default(), 10)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let told: Vec<_> = trail.iter().map(|line| (line.action.as_str(), line.reason.as_deref())).collect();
    let expected =
        [("reinstate_group", None), ("suspend_group", Some(reason)), ("reinstate_group", None), ("refuse_group", Some(reason)), ("create_group", None)];
    assert_eq!(told, expected);
}

#[test]
fn the_same_key_lets_a_group_in_once() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let (first, second) = (found(&town, &yuki, &whole()), found(&town, &yuki, &whole()));
    let here = coordinator(&town, "aki", &["011029"], &["snow"]);
    let key = [("Idempotency-Key", "approve-once")];
    let ask = |id: GroupId| town.call(&here.who, "POST", &format!("/v1/groups/{id}/approve"), &key, None);
    let (once, again) = (ask(first).expect(200), ask(first).expect(200));
    assert_eq!((&once.body, again.header("idempotency-replayed")), (&again.body, Some("true")));
    assert_eq!(ask(second).refusal().1, "idempotency_key_reused");
    assert_eq!((stored(&town, first).version, stored(&town, second).standing), (2, Standing::Pending));
}

#[test]
fn what_waits_is_paged_and_each_group_comes_once() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let all: Vec<String> = (0..7).map(|n| found(&town, &yuki, &json!({"name": format!("会{n}"), "areas": ["011029"]})).to_string()).collect();
    found(&town, &yuki, &json!({"name": "よその会", "areas": ["011037"]}));
    let here = coordinator(&town, "aki", &["011029"], &[]);
    let (mut seen, mut target) = (vec![], "/v1/reviews?limit=3".to_owned());
    loop {
        let answer = town.call(&here.who, "GET", &target, &[], None).expect(200);
        let page = answer.json();
        assert!(page["metadata"]["resultset"]["total"].as_u64().unwrap() <= 7);
        seen.extend(page["results"].as_array().unwrap().iter().map(|r| r["group"]["id"].as_str().unwrap().to_owned()));
        let Value::String(cursor) = &page["metadata"]["next_cursor"] else { break };
        assert!(answer.header("link").unwrap().contains(cursor.as_str()));
        target = format!("/v1/reviews?limit=3&cursor={cursor}");
    }
    assert_eq!(seen, all, "the longest wait first");
    assert_eq!(town.call(&here.who, "GET", "/v1/reviews?cursor=AAAA", &[], None).status, 400);
    assert_eq!(town.call(&here.who, "GET", "/v1/reviews?limit=101", &[], None).status, 422);
    assert_eq!(town.call(&here.who, "GET", "/v1/reviews?state=all", &[], None).status, 400);
}
