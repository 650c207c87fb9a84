use crate::people::Somebody;
use crate::town::{Town, group, now};
use crate::wire::Answer;
use enmusubi_domain::access::Role;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::GroupId;
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::{Value, json};

pub fn whole() -> Value {
    json!({
        "name": "北24条ゆきみち隊", "name_en": "Winter Path Team", "kind": "volunteer_group", "summary": "歩道の雪を片づけます。",
        "description": "一行目\n二行目", "themes": ["snow"], "areas": ["011029"],
        "place": {"name": "地区会館", "address": "札幌市北区", "lat": 43.0907, "lon": 141.3408, "nearest_station": "北24条"},
        "members": 8, "founded": 2021, "accessibility": ["step_free"], "url": "https://example.jp/yukimichi"
    })
}

/// Founds a group and answers its id.
pub fn found(town: &Town, owner: &Somebody, group: &Value) -> GroupId {
    let made = town.call(&owner.who, "POST", "/v1/groups", &[], Some(group)).expect(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

pub fn stored(town: &Town, id: GroupId) -> Group {
    town.store.read(|tx| tx.group(id)).unwrap_or_else(|e: StoreError| panic!("{e}")).unwrap()
}

/// All of an answer but for the trace id and the time. Headers come in no particular order, nor do the names in a list of headers.
pub fn told(answer: &Answer) -> String {
    let sorted = |list: Vec<String>| {
        let mut list = list;
        list.sort();
        list
    };
    let words = |value: &str| sorted(value.split(", ").map(str::to_owned).collect()).join(", ");
    let headers = answer.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("date")).map(|(name, value)| format!("{name}: {}", words(value)));
    let whole = format!("{}\n{}\n{}", answer.status, sorted(headers.collect()).join("\n"), answer.text());
    whole.replace(answer.header("trace-id").unwrap(), "TRACE")
}

pub fn owner_of(town: &Town, name: &str, n: usize) -> Somebody {
    town.somebody(name, vec![Role::Owner(group(n).id)])
}

fn change(town: &Town, somebody: &Somebody, id: GroupId, version: &str, patch: &Value) -> Answer {
    town.call(&somebody.who, "PATCH", &format!("/v1/groups/{id}"), &[("If-Match", version)], Some(patch))
}

#[test]
fn whoever_founds_a_group_owns_it_and_it_waits_for_review() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let answer = town.call(&yuki.who, "POST", "/v1/groups", &[], Some(&whole())).expect(201);
    let made = answer.json();
    let id = made["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), Some(format!("/v1/groups/{id}/full").as_str()), "where its own people see it already");
    assert_eq!((answer.header("etag"), answer.header("cache-control")), (Some("\"v1\""), Some("no-store")));
    assert_eq!((&made["standing"], &made["people"], &made["version"]), (&json!("pending"), &json!(1), &json!(1)));
    for (member, value) in whole().as_object().unwrap() {
        assert_eq!(&made[member], value, "{member}");
    }
    assert_eq!(town.get(&format!("/v1/groups/{id}")).status, 404, "nobody has let it in yet");
    let full = town.call(&yuki.who, "GET", &format!("/v1/groups/{id}/full"), &[], None).expect(200);
    assert_eq!(full.json(), made);
    let again = town.call(&yuki.who, "GET", &format!("/v1/groups/{id}/full"), &[("If-None-Match", full.header("etag").unwrap())], None);
    assert_eq!(again.status, 304);
    assert_eq!(town.call(&town.somebody("haru", vec![]).who, "GET", &format!("/v1/groups/{id}/full"), &[], None).status, 403, "belongs to no group at all");

    let trail = town.store.read(|tx| tx.audit_page(None, &AuditFilter::default(), 10)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!((trail[0].action.as_str(), trail[0].object), ("create_group", (ObjectKind::Group, id.parse().unwrap())));
    assert!(town.call(&crate::people::Who::Anyone, "POST", "/v1/groups", &[], Some(&whole())).status == 401);
}

#[test]
fn where_the_city_does_not_review_a_new_group_is_active_at_once() {
    let settings = enmusubi_http::Settings { review_new_groups: false, requests_per_minute: 0, ..crate::town::settings() };
    let town = Town::with_store_by(settings, now);
    let yuki = town.somebody("yuki", vec![]);
    let id = found(&town, &yuki, &json!({"name": "  小さな会  "}));
    let kept = stored(&town, id);
    assert_eq!((kept.standing, kept.details.name.as_str(), kept.details.kind.code()), (Standing::Active, "小さな会", "other"));
}

#[test]
fn every_wrong_member_is_named_in_both_languages() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let wrong = json!({
        "name": " ", "name_en": "a\u{0}b", "kind": "circus", "summary": "あ".repeat(401), "themes": ["snow", "magic"], "areas": ["999999"],
        "place": {"name": "\u{7}", "lat": 43.0}, "founded": 20210, "accessibility": ["step_free", "lift"], "url": "javascript:alert(1)"
    });
    let answer = town.call(&yuki.who, "POST", "/v1/groups", &[], Some(&wrong));
    let (status, code, mut named) = answer.refusal();
    named.sort();
    assert_eq!((status, code.as_str()), (422, "invalid"));
    let expected = ["/accessibility/1", "/areas/0", "/founded", "/kind", "/name", "/name_en", "/place/lon", "/place/name", "/summary", "/themes/1", "/url"];
    assert_eq!(named, expected);
    for (lang, sentence) in [("ja", "値が必要です。"), ("en", "A value is required.")] {
        let answer = town.call(&yuki.who, "POST", "/v1/groups", &[("Accept-Language", lang)], Some(&wrong));
        assert!(answer.text().contains(sentence), "{lang}");
        assert_eq!(answer.header("content-language"), Some(lang));
    }
    for (body, at, code) in [
        (json!({}), "/name", "required"),
        (json!({"name": "会", "colour": 1}), "/colour", "unknown_member"),
        (json!({"name": "会", "place": {"floor": 1}}), "/place/floor", "unknown_member"),
        (json!({"name": 5}), "/name", "wrong_type"),
        (json!({"name": "会", "members": -1}), "/members", "wrong_type"),
    ] {
        let answer = town.call(&yuki.who, "POST", "/v1/groups", &[], Some(&body)).expect(422).json();
        assert_eq!((&answer["errors"][0]["pointer"], &answer["errors"][0]["code"]), (&json!(at), &json!(code)), "{body}");
    }
    assert_eq!(town.store.read(|tx| tx.groups_after(None, 100)).unwrap_or_else(|e: StoreError| panic!("{e}")).len(), 6, "nothing was kept");
}

#[test]
fn the_same_key_founds_one_group() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let key = [("Idempotency-Key", "found-once-1")];
    let first = town.call(&yuki.who, "POST", "/v1/groups", &key, Some(&whole())).expect(201);
    let again = town.call(&yuki.who, "POST", "/v1/groups", &key, Some(&whole())).expect(201);
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), (None, Some("true")));
    assert_eq!(first.body, again.body);
    for name in ["etag", "location", "content-type", "cache-control"] {
        assert_eq!(first.header(name), again.header(name), "{name}");
    }
    let other = town.call(&yuki.who, "POST", "/v1/groups", &key, Some(&json!({"name": "別の会"})));
    assert_eq!(other.refusal(), (422, "idempotency_key_reused".into(), vec![]));
    let haru = town.somebody("haru", vec![]);
    let hers = town.call(&haru.who, "POST", "/v1/groups", &key, Some(&whole())).expect(201);
    assert_ne!(hers.json()["id"], first.json()["id"], "keys belong to their caller");
    assert_eq!(town.call(&yuki.who, "POST", "/v1/groups", &[("Idempotency-Key", "short")], Some(&whole())).status, 400);
}

#[test]
fn a_merge_patch_changes_what_it_names() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let id = found(&town, &yuki, &whole());
    let patch = json!({"summary": "雪の朝に集まります。", "members": null, "url": null, "themes": ["snow", "elderly"], "place": {"name": null, "lat": 43.1}});
    let answer = change(&town, &yuki, id, "\"v1\"", &patch).expect(200);
    let view = answer.json();
    assert_eq!(answer.header("etag"), Some("\"v2\""));
    assert_eq!((&view["summary"], &view["members"], &view["url"]), (&json!("雪の朝に集まります。"), &Value::Null, &Value::Null));
    assert_eq!(view["themes"], json!(["snow", "elderly"]));
    assert_eq!(view["place"], json!({"name": null, "address": "札幌市北区", "lat": 43.1, "lon": 141.3408, "nearest_station": "北24条"}));
    assert_eq!((&view["name"], &view["founded"], &view["standing"]), (&json!("北24条ゆきみち隊"), &json!(2021), &json!("pending")));

    let headers = [("If-Match", "\"v2\""), ("Content-Type", "application/merge-patch+json")];
    let answer =
        town.call(&yuki.who, "PATCH", &format!("/v1/groups/{id}"), &headers, Some(&json!({"place": null, "kind": null, "accessibility": []}))).expect(200);
    assert_eq!((&answer.json()["kind"], &answer.json()["place"]["name"]), (&json!("other"), &Value::Null));
    assert_eq!(answer.json()["accessibility"], json!([]));

    let nothing = change(&town, &yuki, id, "\"v3\"", &json!({"kind": "other"})).expect(200);
    assert_eq!(nothing.header("etag"), Some("\"v3\""), "what changes nothing makes no version");
    let trail = town.store.read(|tx| tx.audit_page(None, &AuditFilter::default(), 10)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(trail[0].fields, ["kind", "place", "accessibility"]);
    assert_eq!(trail[1].fields, ["summary", "themes", "place", "members", "url"]);
    assert_eq!(trail.len(), 3);
}

#[test]
fn a_wrong_patch_changes_nothing_and_is_pointed_at() {
    let town = Town::with_store();
    let yuki = town.somebody("yuki", vec![]);
    let id = found(&town, &yuki, &whole());
    for (patch, at, code) in [
        (json!({"colour": "red"}), "/colour", "unknown_member"),
        (json!({"colour": null}), "/colour", "unknown_member"),
        (json!({"version": 7}), "/version", "unknown_member"),
        (json!({"standing": "active"}), "/standing", "unknown_member"),
        (json!({"name": null}), "/name", "required"),
        (json!({"name": ""}), "/name", "required"),
        (json!({"themes": ["magic"]}), "/themes/0", "unknown_code"),
        (json!({"place": {"lat": null}}), "/place/lat", "required"),
        (json!({"place": {"lat": 91}}), "/place/lat", "out_of_range"),
        (json!(["name"]), "", "wrong_type"),
    ] {
        let answer = change(&town, &yuki, id, "\"v1\"", &patch).expect(422).json();
        assert_eq!((&answer["errors"][0]["pointer"], &answer["errors"][0]["code"]), (&json!(at), &json!(code)), "{patch}");
    }
    assert_eq!(stored(&town, id).version, 1);
    let target = format!("/v1/groups/{id}");
    let twice = town.send(
        "PATCH",
        &target,
        &[("If-Match", "\"v1\""), ("Content-Type", "application/json"), ("Authorization", &yuki.who.headers()[0].1)],
        b"{\"name\":\"a\",\"name\":\"b\"}",
    );
    assert_eq!(twice.refusal(), (400, "unreadable".into(), vec!["/name".into()]));
    let plain = town.call(&yuki.who, "PATCH", &target, &[("If-Match", "\"v1\""), ("Content-Type", "text/plain")], Some(&json!({})));
    assert_eq!(plain.status, 415);
}

#[test]
fn nobody_overwrites_what_they_have_not_seen() {
    let town = Town::with_store();
    let (yuki, haru) = (owner_of(&town, "yuki", 0), owner_of(&town, "haru", 0));
    let id = group(0).id;
    let target = format!("/v1/groups/{id}");
    let without = town.call(&yuki.who, "PATCH", &target, &[], Some(&json!({"members": 9})));
    assert_eq!(without.refusal().0, 428);
    assert_eq!(change(&town, &yuki, id, "*", &json!({"members": 9})).refusal(), (400, "unreadable".into(), vec!["If-Match".into()]));
    assert_eq!(change(&town, &yuki, id, "\"v7\"", &json!({"members": 9})).refusal().0, 412);
    let full = town.call(&yuki.who, "GET", &format!("{target}/full"), &[], None).expect(200);
    let tag = full.header("etag").unwrap().to_owned();
    let answers = std::thread::scope(|scope| {
        let both: Vec<_> = [(&yuki, 21), (&haru, 22)]
            .map(|(who, n)| {
                scope.spawn({
                    let (town, tag) = (&town, &tag);
                    move || change(town, who, id, tag, &json!({"members": n}))
                })
            })
            .into_iter()
            .collect();
        both.into_iter().map(|handle| handle.join().unwrap().status).collect::<Vec<_>>()
    });
    assert!(answers.contains(&200) && answers.contains(&412), "{answers:?}");
    assert_eq!(stored(&town, id).version, 2);
}

#[test]
fn a_foreign_group_is_answered_as_one_that_is_not_there() {
    let town = Town::with_store();
    let yuki = owner_of(&town, "yuki", 0);
    let helper = town.somebody("natsu", vec![Role::Helper(group(0).id)]);
    let elsewhere = town.somebody("aki", vec![Role::Coordinator { areas: vec!["011037".into()], themes: vec![] }]);
    let other_theme = town.somebody("fuyu", vec![Role::Coordinator { areas: vec!["011029".into()], themes: vec!["culture".into()] }]);
    let (foreign, absent) = (group(1).id, GroupId::new());
    for (who, theirs) in [(&yuki, foreign), (&elsewhere, group(0).id), (&other_theme, group(0).id)] {
        for (method, tail, body) in
            [("GET", "/full", None), ("PATCH", "", Some(json!({"members": 9}))), ("GET", "/members", None), ("GET", "/invitations", None)]
        {
            let ask = |id: GroupId| told(&town.call(&who.who, method, &format!("/v1/groups/{id}{tail}"), &[("If-Match", "\"v1\"")], body.as_ref()));
            assert_eq!(ask(theirs), ask(absent), "{method} {tail}");
            assert!(ask(theirs).starts_with("404"));
        }
    }
    assert_eq!(change(&town, &helper, group(0).id, "\"v1\"", &json!({"members": 9})).refusal(), (403, "forbidden".into(), vec![]));
    let city_wide = town.somebody("rin", vec![Role::Coordinator { areas: vec!["011002".into()], themes: vec![] }]);
    change(&town, &city_wide, group(0).id, "\"v1\"", &json!({"members": 9})).expect(200);
    assert_eq!(town.call(&yuki.who, "GET", "/v1/groups/not-an-id/full", &[], None).status, 404);
}
