use crate::meeting::{CANARIES, Meeting};
use crate::people::{PASSWORD, Who};
use crate::town::{Town, opportunity, settings};
use enmusubi_domain::application::{Retention, Rules};
use enmusubi_http::Settings;
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::{Value, json};

fn say(meeting: &Meeting, who: &crate::people::Somebody, id: &str, text: &str) {
    meeting.call(who, "POST", &format!("/v1/applications/{id}/messages"), Some(&json!({"text": text}))).expect(201);
}

#[test]
fn everything_comes_along_and_nothing_of_others() {
    let meeting = Meeting::open::<26>();
    let id = meeting.agree();
    let wish = json!({"opportunity_id": opportunity(0).id.to_string(), "of_age": true, "message": "別人のことば"});
    let other = meeting.apply_as(&meeting.stranger, &wish);
    say(&meeting, &meeting.volunteer, &id, "わたしの質問です");
    say(&meeting, &meeting.owner, &id, "団体の返事です");
    say(&meeting, &meeting.owner, &other, "別人への返事です");
    meeting.contact_of(&id).expect(200);
    meeting.call(&meeting.volunteer, "PUT", "/v1/me/limits", Some(&json!({"sessions_per_week": 2}))).expect(200);

    let answer = meeting.get(&meeting.volunteer, "/v1/me/export").expect(200);
    assert_eq!(answer.header("content-disposition").unwrap(), "attachment; filename=\"enmusubi-export.json\"");
    assert_eq!(answer.header("cache-control").unwrap(), "no-store");
    let text = answer.text();
    for own in CANARIES.iter().chain(&["ひみつの資格", "1990-05-05", "よろしくお願いします。", "わたしの質問です", "団体の返事です"])
    {
        assert!(text.contains(own), "{own} is missing: {text}");
    }
    for foreign in ["別人", "stranger"] {
        assert!(!text.contains(foreign), "{foreign} is somebody else's: {text}");
    }
    let export = answer.json();
    assert_eq!((&export["format"], &export["account"]["id"]), (&json!("enmusubi-export/1"), &json!(meeting.volunteer.account.id.0)));
    assert_eq!((&export["limits"]["sessions_per_week"], &export["applications"][0]["id"]), (&json!(2), &json!(id)));
    let talk: Vec<(bool, &str)> =
        export["applications"][0]["messages"].as_array().unwrap().iter().map(|m| (m["own"].as_bool().unwrap(), m["text"].as_str().unwrap())).collect();
    assert_eq!(talk, [(true, "わたしの質問です"), (false, "団体の返事です")]);
    let look = &export["disclosures"][0]["views"][0];
    assert_eq!((&look["viewer"], look["fields"].as_array().unwrap().contains(&json!("name"))), (&json!("ownerさん"), true));
    // That it was asked for is in it already.
    assert_eq!((&export["acts"][0]["action"], &export["acts"][0]["own"]), (&json!("export_my_data"), &json!(true)));
    assert!(!text.contains("argon2") && !text.contains("password\""), "nothing that opens a door");

    // Whoever speaks for a group takes along what they wrote, and not to whom.
    let theirs = meeting.get(&meeting.owner, "/v1/me/export").expect(200).text();
    assert!(theirs.contains("団体の返事です") && theirs.contains("別人への返事です"));
    meeting.none_of(&[&CANARIES[..], &["わたしの質問です", "よろしくお願いします。", "canaryさん"]].concat(), &[("the owner's export".into(), theirs)]);
}

#[test]
fn an_export_is_noted_and_is_of_whoever_asks() {
    let meeting = Meeting::open::<27>();
    meeting.get(&meeting.volunteer, "/v1/me/export").expect(200);
    let filter = AuditFilter { action: Some("export_my_data".into()), ..AuditFilter::default() };
    let lines = meeting.town.store.read(|tx| tx.audit_page(None, &filter, 10)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!((lines.len(), lines[0].object.1, lines[0].fields.len()), (1, meeting.volunteer.account.id.0, 0));
    assert_eq!(meeting.town.call(&Who::Anyone, "GET", "/v1/me/export", &[], None).refusal().0, 401);
    assert_eq!(meeting.get(&meeting.volunteer, "/v1/me/export?account_id=1").refusal().0, 400);
    let admin = meeting.get(&meeting.admin, "/v1/me/export").expect(200).text();
    meeting.none_of(&CANARIES, &[("an administrator's export".into(), admin)]);
}

#[test]
fn every_way_that_is_named_is_one() {
    let document = serde_json::to_value(enmusubi_http::openapi()).unwrap();
    let town = Town::with_store();
    let export = town.call(&town.somebody("ways", vec![]).who, "GET", "/v1/me/export", &[], None).expect(200).json();
    let ways = export["ways"].as_array().unwrap();
    assert!(ways.len() > 15, "{ways:?}");
    for way in ways {
        let (method, path) = way["call"].as_str().unwrap().split_once(' ').unwrap();
        assert!(document["paths"][path][method.to_lowercase()]["operationId"].is_string(), "{way}");
        assert!(export.get(way["part"].as_str().unwrap()).is_some(), "{way}");
    }
    assert_eq!(ways.iter().filter(|way| way["call"] == "GET /v1/me/participations").count(), 1, "the record as a table");
}

#[test]
fn whoever_leaves_gives_the_seat_back_and_is_seen_by_nobody() {
    let meeting = Meeting::open::<28>();
    let taken = || {
        meeting.get(&meeting.owner, &format!("/v1/opportunities/{}/full", opportunity(0).id)).expect(200).json()["schedule"]["sessions"][1]["seats_taken"]
            .clone()
    };
    let before = taken();
    let id = meeting.agree();
    say(&meeting, &meeting.volunteer, &id, "わたしの質問です");
    assert_ne!(taken(), before);
    meeting.call(&meeting.volunteer, "DELETE", "/v1/me", Some(&json!({"password": PASSWORD}))).expect(204);
    assert_eq!(taken(), before);
    let seen = meeting.get(&meeting.owner, &format!("/v1/applications/{id}")).expect(200).json();
    assert_eq!((&seen["state"], &seen["message"], &seen["ended_by"]), (&json!("withdrawn"), &Value::Null, &json!("volunteer")));
    assert!(matches!(meeting.contact_of(&id).status, 404 | 409), "there is nobody left to reach");
    let everywhere = meeting.shown_to_others(&id);
    meeting.none_of(&[&CANARIES[..], &["わたしの質問です", "よろしくお願いします。", "canaryさん", "ひみつの資格"]].concat(), &everywhere);
}

#[test]
fn the_rules_in_force_are_there_for_everybody_to_read() {
    let retention = Retention { messages: 1, applications: 40, ended_applications: 41, participations: 42, consents: 43, notices: 44 };
    let rules = Rules { answer_days: 2, consent_age: 20, invitations_per_week: 9, retention, ..Rules::default() };
    let town = Town::with(Settings { rules, ..settings() }, Some(crate::town::shared_shelf()));
    let answer = town.get("/v1/rules").expect(200);
    let shown = answer.json();
    assert_eq!((&shown["answer_days"], &shown["consent_age"], &shown["invitations_per_week"]), (&json!(2), &json!(20), &json!(9)));
    let keep = json!({
        "messages_days": 1, "applications_days": 40, "ended_applications_days": 41, "participations_days": 42, "consents_days": 43, "notices_days": 44
    });
    assert_eq!(shown["keep"], keep);
    let tag = answer.header("etag").unwrap();
    assert_eq!(town.get_with("/v1/rules", &[("If-None-Match", tag)]).status, 304);
}
