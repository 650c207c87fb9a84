use crate::office::{Office, refused};
use crate::people::{PASSWORD, Somebody};
use crate::town::{Town, city, group, opportunity, settings, shared_shelf, shelf_of};
use crate::wire::Answer;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use enmusubi_domain::access::Role;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};
use std::sync::Arc;

const AT: &str = "/v1/me/profile";

/// Everything one can say of oneself.
fn full() -> Value {
    json!({
        "themes": [{"code": "snow", "interest": 1.0, "level": "applied"}, {"code": "childcare", "interest": 0.3, "level": "introductory"},
            {"code": "culture", "interest": 0.7, "level": null}],
        "areas": ["011029", "011037"], "home": {"lat": 43.071234, "lon": 141.345678}, "reach_km": 4.5, "level": "basic",
        "availability": {"day_parts": ["sat_morning", "holiday_afternoon"], "weekly": [{"day": "wed", "from": "18:30", "to": "24:00"}],
            "also": [{"date": "2026-12-27", "from": "10:00", "to": "12:00"}], "except": ["2026-12-31"], "from": "2026-11-24", "to": "2028-02-29"},
        "responsibility": "help", "party_size": 2, "accessibility": ["step_free"], "languages": ["ja", "en"], "qualifications": ["ひみつの免許"],
        "skills": ["ひみつの技"], "commitment": "standing", "birth_date": "2004-02-29", "open_to_introductions": true
    })
}

fn put(town: &Town, me: &Somebody, headers: &[(&str, &str)], body: &Value) -> Answer {
    town.call(&me.who, "PUT", AT, headers, Some(body))
}

fn read(town: &Town, me: &Somebody) -> Answer {
    town.call(&me.who, "GET", AT, &[], None)
}

#[test]
fn a_profile_is_kept_read_replaced_and_deleted() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    assert_eq!(refused(&read(town, me)), (404, "not_found".into()));
    assert_eq!(put(town, me, &[("If-Match", "\"v1\"")], &full()).status, 412, "nothing stands there yet");

    let made = put(town, me, &[("If-None-Match", "*")], &full()).expect(201);
    assert_eq!((made.header("etag"), made.header("location"), made.header("cache-control")), (Some("\"v1\""), Some(AT), Some("no-store")));
    let shown = read(town, me).expect(200);
    assert_eq!((shown.json(), shown.header("etag")), (made.json(), Some("\"v1\"")));
    for (name, value) in full().as_object().unwrap() {
        assert_eq!(shown.json()[name], *value, "{name} comes back as it was sent, levels of each theme included");
    }
    assert_eq!((&shown.json()["version"], &shown.json()["updated_at"]), (&json!(1), &json!("2026-11-23T09:00:00+09:00")));
    assert_eq!(town.call(&me.who, "GET", AT, &[("If-None-Match", "\"v1\"")], None).status, 304);

    let other = json!({"level": "applied"});
    assert_eq!(refused(&put(town, me, &[], &other)).0, 428);
    assert_eq!(refused(&put(town, me, &[("If-Match", "\"v7\"")], &other)).0, 412);
    assert_eq!(put(town, me, &[("If-None-Match", "*")], &other).status, 412, "one stands there already");
    let changed = put(town, me, &[("If-Match", "\"v1\"")], &other).expect(200);
    assert_eq!((changed.header("etag"), &changed.json()["level"], &changed.json()["themes"]), (Some("\"v2\""), &json!("applied"), &json!([])));
    assert_eq!(changed.json()["birth_date"], Value::Null, "what is left out is taken away");
    assert_eq!(put(town, me, &[("If-Match", "\"v2\"")], &other).expect(200).header("etag"), Some("\"v2\""), "the same again changes nothing");

    let delete = |headers: &[(&str, &str)]| town.call(&me.who, "DELETE", AT, headers, None);
    assert_eq!(delete(&[("If-Match", "\"v1\"")]).status, 412);
    delete(&[("If-Match", "\"v2\"")]).expect(204);
    assert_eq!(read(town, me).status, 404);
    delete(&[]).expect(204);
    assert_eq!(put(town, me, &[], &full()).expect(201).header("etag"), Some("\"v1\""));
}

#[test]
fn the_trail_tells_that_a_profile_changed_and_not_even_in_what() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    put(town, me, &[], &json!({"level": "basic", "birth_date": "1990-01-31", "accessibility": ["wheelchair"]})).expect(201);
    put(town, me, &[("If-Match", "\"v1\"")], &json!({"level": "applied", "home": {"lat": 43.071234, "lon": 141.3}})).expect(200);
    put(town, me, &[("If-Match", "\"v2\"")], &json!({"level": "applied", "home": {"lat": 43.071234, "lon": 141.3}})).expect(200);
    town.call(&me.who, "DELETE", AT, &[], None).expect(204);
    let deeds = office.deeds(ObjectKind::Account, &me.account.id.to_string());
    let wanted = [("put_my_profile".to_owned(), vec![]), ("put_my_profile".to_owned(), vec![]), ("delete_my_profile".to_owned(), vec![])];
    assert_eq!(deeds, wanted);
    let trail = office.whole_trail();
    for said in ["1990", "43.07", "birth_date", "accessibility", "wheelchair"] {
        assert!(!trail.contains(said), "{said}: {trail}");
    }
}

#[test]
fn whatever_is_wrong_is_named_in_both_languages() {
    let office = Office::open();
    let me = &office.volunteer.who;
    for (body, places) in [
        (json!({"name": "花子"}), vec!["/name"]),
        (json!({"age": 34}), vec!["/age"]),
        (json!({"themes": [{"code": "snowy"}, {"code": "snow", "colour": 1}]}), vec!["/themes/1/colour"]),
        (
            json!({"themes": [{"code": "snowy"}, {"code": "snow", "interest": 1.5}, {"code": "snow"}]}),
            vec!["/themes/0/code", "/themes/1/interest", "/themes/2/code"],
        ),
        (json!({"themes": [{"code": "snow", "level": "expert"}], "level": "novice"}), vec!["/themes/0/level", "/level"]),
        (json!({"areas": ["011029", "999999"]}), vec!["/areas/1"]),
        (json!({"reach_km": 5}), vec!["/home"]),
        (json!({"home": {"lat": 43, "lon": 141}, "reach_km": 0}), vec!["/reach_km"]),
        (json!({"home": {"lat": 43, "lon": 181}}), vec!["/home/lon"]),
        (json!({"availability": {"day_parts": ["sat_night"], "except": ["2026-02-30"]}}), vec!["/availability/day_parts/0", "/availability/except/0"]),
        (json!({"availability": {"from": "2027-01-02", "to": "2027-01-01"}}), vec!["/availability/to"]),
        (
            json!({"availability": {"except": ["2026-12-25"], "also": [{"date": "2026-12-25", "from": "10:00", "to": "12:00"}]}}),
            vec!["/availability/also/0/date"],
        ),
        (json!({"responsibility": "boss", "commitment": "for ever"}), vec!["/responsibility", "/commitment"]),
        (json!({"party_size": 0}), vec!["/party_size"]),
        (json!({"party_size": 1001}), vec!["/party_size"]),
        (json!({"accessibility": ["ramp"], "languages": ["Japanese"]}), vec!["/accessibility/0"]),
        (json!({"languages": ["Japanese"]}), vec!["/languages/0"]),
        (json!({"skills": ["\u{0}"], "qualifications": [""]}), vec!["/qualifications/0", "/skills/0"]),
        (json!({"birth_date": "1990-02-29"}), vec!["/birth_date"]),
        (json!({"birth_date": "1900-01-01"}), vec!["/birth_date"]),
        (json!({"birth_date": "2100-01-01"}), vec!["/birth_date"]),
        (json!({"open_to_introductions": "yes"}), vec!["/open_to_introductions"]),
        (json!([]), vec![""]),
    ] {
        office.names(me, "PUT", AT, &[], Some(&body), &places);
    }
    assert_eq!(read(&office.town, &office.volunteer).status, 404, "nothing of it was kept");
    let unreadable = [("Content-Type", "application/json"), ("Authorization", &me.headers()[0].1.clone())];
    assert_eq!(office.town.send("PUT", AT, &unreadable, b"{\"level\": ").status, 400);
    assert_eq!(office.get(me, "/v1/me/profile?full=true").refusal(), (400, "unreadable".into(), vec!["full".into()]));
}

/// 28 February 2026, a minute before midnight in Sapporo.
fn last_of_february() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 28, 14, 59, 0).unwrap()
}

/// A minute later.
fn first_of_march() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 28, 15, 0, 0).unwrap()
}

#[test]
fn who_was_born_on_29_february_is_older_on_1_march_of_a_common_year() {
    let mut grown = opportunity(0);
    grown.details.audience.age_min = Some(18);
    for session in &mut grown.details.schedule.sessions {
        session.starts_at = first_of_march() + TimeDelta::days(7);
        session.ends_at = session.starts_at + TimeDelta::hours(2);
    }
    let shelf = Arc::new(shelf_of(std::slice::from_ref(&grown), city()));
    let admitted = |clock: fn() -> DateTime<Utc>, born: &str| {
        let town = Town::by_the_clock(settings(), Some(shelf.clone()), clock);
        let me = town.volunteer("leap", &json!({"birth_date": born}));
        let told = town.call(&me.who, "GET", &format!("/v1/me/matches/{}", grown.id), &[], None).expect(200).json();
        if told["fits"] == false {
            assert_eq!(told["why_not"][0]["change"], json!({"kind": "age_from", "age": 18}));
        }
        told["fits"].as_bool().unwrap()
    };
    for (born, before, after) in [("2008-02-28", true, true), ("2008-02-29", false, true), ("2008-03-01", false, true), ("2008-03-02", false, false)] {
        assert_eq!((admitted(last_of_february, born), admitted(first_of_march, born)), (before, after), "{born}");
    }
}

#[test]
fn nobody_else_is_shown_a_profile() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    put(town, me, &[], &full()).expect(201);
    let mine = [me.account.id.to_string(), group(0).id.to_string(), opportunity(0).id.to_string()];
    let said = ["ひみつの", "43.071234", "141.345678", "2004-02-29", "open_to_introductions\":true"];
    let coordinator = town.somebody("coordinator", vec![Role::Coordinator { areas: vec!["011002".into()], themes: vec![] }]);
    let owner = town.somebody("owner", vec![Role::Owner(group(0).id)]);
    let document = serde_json::to_value(enmusubi_http::openapi()).unwrap();
    let (mut asked, mut answered) = (0, 0);
    for path in document["paths"].as_object().unwrap().iter().filter(|(_, item)| item["get"].is_object()).map(|(path, _)| path) {
        for id in &mine {
            let target = path.replace("{id}", id).replace("{client_ref}", "demo").replace("{account_id}", &mine[0]);
            for who in [&office.admin, &office.auditor, &coordinator, &owner] {
                let answer = office.get(&who.who, &target);
                let text = String::from_utf8_lossy(&answer.body).into_owned();
                let shows: Vec<_> = said.iter().filter(|word| text.contains(**word)).collect();
                // The document shows examples: no words of anybody's.
                assert!(shows.is_empty(), "{target} shows {shows:?} to {}", who.account.name);
                (asked, answered) = (asked + 1, answered + u32::from(answer.status == 200));
            }
        }
    }
    assert!(asked > 300 && answered > 100, "{asked} {answered}");
    let own = read(town, me).expect(200).text();
    assert!(said.iter().all(|word| own.contains(word)), "what was looked for is what is kept: {own}");
    let metrics = town.get("/metrics").expect(200).text();
    assert!(metrics.contains("/v1/me/profile") && said.iter().all(|word| !metrics.contains(word)), "the metrics count, and tell nothing");
}

#[test]
fn a_profile_and_what_was_seen_go_with_the_account() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    put(town, me, &[], &full()).expect(201);
    office.post(&me.who, "/v1/me/matches/seen", &json!({"opportunity_ids": [opportunity(0).id.to_string()]})).expect(204);
    let kept = |town: &Town| {
        let read = town.store.read(|tx| Ok((tx.profile(me.account.id)?.is_some(), tx.seen_by(me.account.id)?.len())));
        read.unwrap_or_else(|e: StoreError| panic!("{e}"))
    };
    assert_eq!(kept(town), (true, 1));
    town.call(&me.who, "DELETE", "/v1/me", &[], Some(&json!({"password": PASSWORD}))).expect(204);
    assert_eq!(kept(town), (false, 0));
}

#[test]
fn codes_that_the_city_gave_up_are_left_out_and_named() {
    let town = Town::by_the_clock(settings(), Some(shared_shelf()), crate::town::now);
    let me = town.volunteer("old", &json!({"themes": [{"code": "snow"}], "areas": ["011029"]}));
    // As it was kept before a theme and an area went.
    let change = town.store.write(|tx| {
        let mut profile = tx.profile(me.account.id)?.unwrap().profile;
        profile.wish.themes[0].code = "curling".into();
        profile.wish.areas.push("011999".into());
        tx.put_profile(me.account.id, &profile, town.now()).map(drop)
    });
    change.unwrap_or_else(|e: StoreError| panic!("{e}"));
    let gone = json!([{"member": "themes", "code": "curling"}, {"member": "areas", "code": "011999"}]);
    let shown = read(&town, &me).expect(200);
    assert_eq!((&shown.json()["themes"], &shown.json()["areas"], &shown.json()["dropped"]), (&json!([]), &json!(["011029"]), &gone));
    let tag = shown.header("etag").unwrap();
    assert!(tag.starts_with("\"v2."), "the tag tells them apart: {tag}");
    let matches = town.call(&me.who, "GET", "/v1/me/matches", &[], None).expect(200).json();
    assert_eq!(matches["dropped"], gone);
    assert!(matches["metadata"]["resultset"]["total"].as_u64().unwrap() > 0, "and nobody is kept from being matched");
    put(&town, &me, &[("If-Match", tag)], &json!({})).expect(200);
    assert_eq!(read(&town, &me).expect(200).json()["dropped"], json!([]));
}
