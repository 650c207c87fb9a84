use crate::participation::{accepted, dated, get, helper, note};
use crate::people::Somebody;
use crate::town::{Town, group, opportunity};
use chrono::TimeDelta;
use enmusubi_domain::access::Role;
use enmusubi_domain::application::{Application, State};
use enmusubi_domain::id::SessionId;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

#[test]
fn a_volunteer_shows_a_code_at_the_door() {
    let town = Town::with_store();
    let (natsu, haru, ren) = (helper(&town), town.somebody("haru", vec![]), town.somebody("ren", vec![]));
    // It begins in half an hour; the second session is tomorrow.
    let mut o = dated(&town, &[0, 24]);
    o.details.schedule.sessions[0].starts_at += TimeDelta::minutes(30);
    town.store.write(|tx| tx.put_opportunity(&o)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let (application, other) = (accepted(&town, &haru, &o), accepted(&town, &ren, &o));
    let code_of = |who: &Somebody, a: &Application| get(&town, who, &format!("/v1/applications/{}/check-in-code", a.id));
    let shown = code_of(&haru, &application);
    let code = shown["code"].as_str().unwrap();
    assert_eq!((code.len(), &shown["valid_until"]), (8, &json!("2026-11-24T00:00:00+09:00")));
    assert_eq!(shown["session_id"], o.details.schedule.sessions[0].id.to_string());
    assert_ne!(code_of(&ren, &other)["code"], shown["code"]);
    let target = format!("/v1/opportunities/{}/check-ins", o.id);
    let send = |body: Value| town.call(&natsu.who, "POST", &target, &[], Some(&body));
    let typed = format!("{} {}", code[..4].to_lowercase(), &code[4..]);
    let noted = send(json!({"code": typed})).expect(201).json();
    assert_eq!((&noted["application_id"], &noted["minutes"], &noted["outcome"]), (&json!(application.id.to_string()), &json!(90), &json!("attended")));
    assert_eq!(send(json!({"code": code})).expect(200).json()["participation_id"], noted["participation_id"], "shown twice");
    let tomorrow = o.details.schedule.sessions[1].id;
    assert_eq!(send(json!({"code": code, "session_id": tomorrow.to_string()})).refusal().1, "no_session_today");
    assert_eq!(send(json!({"code": code, "session_id": SessionId::new().to_string()})).refusal().2, ["/session_id"]);
    // Whoever was noted as absent needs somebody's word, not a code.
    note(&town, &natsu, &application, &json!({"session_id": noted["session_id"], "outcome": "absent", "reason": "すぐに帰られました"})).expect(200);
    assert_eq!(send(json!({"code": code})).refusal().1, "noted_absent");
}

#[test]
fn codes_cannot_be_found_by_trying() {
    let town = Town::with_store();
    let (natsu, haru) = (helper(&town), town.somebody("haru", vec![]));
    let o = dated(&town, &[-1]);
    let application = accepted(&town, &haru, &o);
    let code = get(&town, &haru, &format!("/v1/applications/{}/check-in-code", application.id))["code"].as_str().unwrap().to_owned();
    let target = format!("/v1/opportunities/{}/check-ins", o.id);
    let send = |who: &Somebody, code: &str| town.call(&who.who, "POST", &target, &[], Some(&json!({ "code": code })));
    for lang in ["ja", "en"] {
        let answer = town.call(&natsu.who, "POST", &target, &[("Accept-Language", lang)], Some(&json!({"code": "00000000"})));
        assert_eq!(answer.refusal(), (422, "invalid".into(), vec!["/code".into()]));
        assert_eq!(answer.json()["errors"][0]["code"], "wrong_code");
    }
    for wrong in ["", "雪かき", "0000000", "000000000", &"0".repeat(40), "UUUUUUUU", "11111111"] {
        assert_eq!(send(&natsu, wrong).refusal().2, ["/code"], "{wrong}");
    }
    assert_eq!(send(&natsu, &"0".repeat(41)).refusal().2, ["/code"], "too long to be looked at");
    assert_eq!(send(&natsu, "22222222").status, 422, "the tenth");
    let refused = send(&natsu, &code);
    assert_eq!((refused.status, refused.header("retry-after").is_some()), (429, true), "not even the right one");
    let fuyu = town.somebody("fuyu", vec![Role::Manager(group(0).id)]);
    for _ in 0..15 {
        // Right ones take nothing.
        assert!([200, 201].contains(&send(&fuyu, &code).status));
    }
}

#[test]
fn there_is_a_code_on_the_day_of_a_session_only() {
    let town = Town::with_store();
    let haru = town.somebody("haru", vec![]);
    let code = |a: &Application| town.call(&haru.who, "GET", &format!("/v1/applications/{}/check-in-code", a.id), &[], None);
    let tomorrow = accepted(&town, &haru, &dated(&town, &[24]));
    assert_eq!(code(&tomorrow).refusal().1, "no_session_today");
    let flexible = accepted(&town, &haru, &opportunity(9));
    assert_eq!(code(&flexible).refusal().1, "no_session_today");
    let today = accepted(&town, &haru, &dated(&town, &[3]));
    code(&today).expect(200);
    town.store.write(|tx| tx.put_application(&Application { state: State::Withdrawn, ..today.clone() })).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(code(&today).refusal().1, "not_in_this_state");
    let mut off = dated(&town, &[2]);
    off.details.schedule.sessions[0].cancelled = true;
    town.store.write(|tx| tx.put_opportunity(&off)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(code(&accepted(&town, &haru, &off)).refusal().1, "no_session_today", "called off");
}
