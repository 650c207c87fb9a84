use crate::meeting::contact;
use crate::office::{Office, refused};
use crate::people::{PASSWORD, Somebody};
use crate::town::Town;
use crate::wire::Answer;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

const AT: &str = "/v1/me/contact";

fn put(town: &Town, me: &Somebody, headers: &[(&str, &str)], body: &Value) -> Answer {
    town.call(&me.who, "PUT", AT, headers, Some(body))
}

#[test]
fn a_contact_is_kept_read_replaced_and_deleted() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    assert_eq!(refused(&office.get(&me.who, AT)), (404, "not_found".into()));
    assert_eq!(put(town, me, &[("If-Match", "\"v1\"")], &contact()).status, 412, "nothing stands there yet");
    let made = put(town, me, &[("If-None-Match", "*")], &contact()).expect(201);
    assert_eq!((made.header("etag"), made.header("location"), made.header("cache-control")), (Some("\"v1\""), Some(AT), Some("no-store")));
    let shown = office.get(&me.who, AT).expect(200);
    for (name, value) in contact().as_object().unwrap() {
        assert_eq!(shown.json()[name], *value, "{name}");
    }
    assert_eq!(town.call(&me.who, "GET", AT, &[("If-None-Match", "\"v1\"")], None).status, 304);

    let other = json!({"phone": "011-222-3333", "emergency": {"name": "北野はる", "phone": "0112223333"}});
    assert_eq!(refused(&put(town, me, &[], &other)).0, 428);
    assert_eq!(refused(&put(town, me, &[("If-Match", "\"v7\"")], &other)).0, 412);
    let changed = put(town, me, &[("If-Match", "\"v1\"")], &other).expect(200);
    assert_eq!((changed.header("etag"), &changed.json()["name_kana"], &changed.json()["share_needs"]), (Some("\"v2\""), &Value::Null, &json!(false)));
    assert_eq!(changed.json()["emergency"], json!({"name": "北野はる", "phone": "0112223333", "relation": null}));
    assert_eq!(put(town, me, &[("If-Match", "\"v2\"")], &other).expect(200).header("etag"), Some("\"v2\""), "the same again changes nothing");
    let delete = |headers: &[(&str, &str)]| town.call(&me.who, "DELETE", AT, headers, None);
    assert_eq!(delete(&[("If-Match", "\"v1\"")]).status, 412);
    delete(&[("If-Match", "\"v2\"")]).expect(204);
    assert_eq!(office.get(&me.who, AT).status, 404);
    delete(&[]).expect(204);
    put(town, me, &[], &json!({})).expect(201);
}

#[test]
fn whatever_is_wrong_is_named_in_both_languages() {
    let office = Office::open();
    let emergency = |name: &str, phone: &str| json!({"name": name, "phone": phone});
    for (body, places) in [
        (json!({"address": "札幌市"}), vec!["/address"]),
        (json!({"phone": "12345"}), vec!["/phone"]),
        (json!({"phone": "090-1234-567x", "name_kana": "北野"}), vec!["/name_kana", "/phone"]),
        (json!({"phone": "1".repeat(21), "name_kana": ""}), vec!["/name_kana", "/phone"]),
        (json!({"phone": 9_012_345}), vec!["/phone"]),
        (json!({"share_phone": "yes"}), vec!["/share_phone"]),
        (json!({"emergency": {"name": "はる"}}), vec!["/emergency/phone"]),
        (json!({"emergency": emergency("", "--------")}), vec!["/emergency/name", "/emergency/phone"]),
        (json!({"emergency": {"name": "はる", "phone": "011222333", "relation": " ", "age": 3}}), vec!["/emergency/age"]),
        (json!({"emergency": {"name": "はる\n", "phone": "011222333", "relation": "あ".repeat(41)}}), vec!["/emergency/relation"]),
        (json!([]), vec![""]),
    ] {
        office.names(&office.volunteer.who, "PUT", AT, &[], Some(&body), &places);
    }
    assert_eq!(office.get(&office.volunteer.who, AT).status, 404, "nothing of it was kept");
}

#[test]
fn the_youngest_show_no_more_than_they_must() {
    let office = Office::open();
    let me = &office.volunteer;
    office.town.call(&me.who, "PUT", "/v1/me/profile", &[], Some(&json!({"birth_date": "2011-11-24"}))).expect(201);
    let ticked = json!({"phone": "090-1234-5678", "share_phone": true, "share_needs": true});
    let answer = put(&office.town, me, &[], &ticked);
    assert_eq!(answer.refusal(), (422, "invalid".into(), vec!["/share_phone".into(), "/share_needs".into()]), "15 until tomorrow");
    assert_eq!(answer.json()["errors"][0]["code"], "too_young");
    put(&office.town, me, &[], &json!({"phone": "090-1234-5678"})).expect(201);
    let older = json!({"birth_date": "2010-11-23"});
    office.town.call(&me.who, "PUT", "/v1/me/profile", &[("If-Match", "\"v1\"")], Some(&older)).expect(200);
    put(&office.town, me, &[("If-Match", "\"v1\"")], &ticked).expect(200);
}

#[test]
fn the_trail_tells_that_a_contact_changed_and_not_what_stands_in_it() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    put(town, me, &[], &contact()).expect(201);
    put(town, me, &[("If-Match", "\"v1\"")], &contact()).expect(200);
    town.call(&me.who, "DELETE", AT, &[], None).expect(204);
    town.call(&me.who, "DELETE", AT, &[], None).expect(204);
    let fields = vec!["contact".to_owned()];
    let wanted = [("put_my_contact".to_owned(), fields.clone()), ("delete_my_contact".to_owned(), fields)];
    assert_eq!(office.deeds(ObjectKind::Account, &me.account.id.to_string()), wanted);
    let trail = office.whole_trail();
    for text in ["かなりあ", "080-7531-9864", "緊急の春子", "011-864-2097"] {
        assert!(!trail.contains(text), "{trail}");
    }
}

#[test]
fn a_contact_goes_with_its_account() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    put(town, me, &[], &contact()).expect(201);
    town.call(&me.who, "DELETE", "/v1/me", &[], Some(&json!({"password": PASSWORD}))).expect(204);
    assert_eq!(town.store.read(|tx| tx.contact(me.account.id)).unwrap_or_else(|e: StoreError| panic!("{e}")), None);
}

#[test]
fn two_who_write_the_same_contact_at_once_do_not_overwrite_each_other() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    put(town, me, &[], &contact()).expect(201);
    let statuses: Vec<u16> = std::thread::scope(|s| {
        let write = |n: usize| s.spawn(move || put(town, me, &[("If-Match", "\"v1\"")], &json!({"phone": format!("011-222-333{n}")})).status);
        let threads: Vec<_> = (0..4).map(write).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let done = statuses.iter().filter(|s| **s == 200).count();
    assert_eq!((done, statuses.iter().filter(|s| **s == 412).count()), (1, 3), "{statuses:?}");
}
