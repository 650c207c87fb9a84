use crate::group_writing::told;
use crate::participation::{accepted, dated, note};
use crate::people::{PASSWORD, Somebody, Who};
use crate::town::{Town, city, group, now, opportunity};
use crate::wire::Answer;
use chrono::TimeDelta;
use enmusubi_domain::access::Role;
use enmusubi_domain::application::{Application, State};
use enmusubi_domain::certificate::{Certificate, Extent};
use enmusubi_domain::id::{CertificateId, GroupId, ParticipationId};
use enmusubi_domain::participation::{About, Noted, Occasion, Outcome, Participation, Pen};
use serde_json::{Value, json};
use sha2::Digest;

fn make(town: &Town, who: &Somebody, body: &Value) -> Answer {
    town.call(&who.who, "POST", "/v1/me/certificates", &[], Some(body))
}

fn check(town: &Town, body: &Value) -> Value {
    town.call(&Who::Anyone, "POST", "/v1/certificates/check", &[], Some(body)).expect(200).json()
}

fn list(town: &Town, who: &Somebody) -> Vec<Value> {
    town.call(&who.who, "GET", "/v1/me/certificates", &[], None).expect(200).json()["results"].as_array().unwrap().clone()
}

/// A helper, and somebody who was at two sessions of two hours, 24 and 48 hours ago.
fn record(town: &Town) -> (Somebody, Somebody, Application) {
    let (natsu, haru) = (town.somebody("natsu", vec![Role::Helper(group(0).id)]), town.somebody("haru", vec![]));
    let o = dated(town, &[-48, -24]);
    let application = accepted(town, &haru, &o);
    for session in &o.details.schedule.sessions {
        note(town, &natsu, &application, &json!({"session_id": session.id.to_string(), "outcome": "attended"})).expect(201);
    }
    (natsu, haru, application)
}

/// A line of somebody's record, of the first session of an opportunity of the town.
pub fn line_of(application: &Application, n: usize) -> Participation {
    let o = opportunity(n);
    let occasion = Occasion::Session(o.details.schedule.sessions[0].clone());
    let about = About {
        application: &Application { accepted_at: Some(now()), state: State::Accepted, ..application.clone() },
        opportunity: &o,
        group_name: "団体",
        occasion: &occasion,
    };
    let pen = Pen { by: application.volunteer.unwrap(), now: now(), tz: city().calendar.tz, by_code: false };
    Participation::write(ParticipationId::new(), about, Noted { outcome: Outcome::Attended, minutes: 60, notice: false }, pen).unwrap()
}

/// A certificate of one line, whose code nobody knows.
pub fn kept(line: &Participation) -> Certificate {
    let code_hash = sha2::Sha256::digest(line.id.0.as_bytes()).into();
    Certificate {
        id: CertificateId::new(),
        account: line.account,
        code_hash,
        holder: None,
        digest: [0; 32],
        participations: vec![line.id],
        minutes: 60,
        extent: Extent::default(),
        issued_at: now(),
        revoked_at: None,
    }
}

#[test]
fn a_certificate_says_what_was_done_and_others_can_check_it() {
    let town = Town::with_store();
    let (_, haru, _) = record(&town);
    let made = make(&town, &haru, &json!({})).expect(201);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let made = made.json();
    assert_eq!((&made["holder"]["name"], &made["minutes_total"], &made["hours_total"]), (&json!("haruさん"), &json!(240), &json!(4.0)));
    let first = json!({"date": "2026-11-21", "group_name": "北24条ゆきみち隊", "title": "通学路の雪かき0", "minutes": 120});
    assert_eq!((&made["participations"][0], made["participations"].as_array().unwrap().len()), (&first, 2));
    assert_eq!(made["by_theme"][0]["theme"], "snow");
    assert_eq!(made["verification"]["check_url"], "http://town/v1/certificates/check");
    let code = made["verification"]["code"].as_str().unwrap();
    let good = check(&town, &json!({ "code": code }));
    let told = json!({"valid": true, "issued_at": "2026-11-23T09:00:00+09:00", "minutes_total": 240, "participations": 2, "from": null, "to": null, "superseded": false, "name_matches": null});
    assert_eq!(good, told);
    for (name, matches) in [("haruさん", true), ("ＨＡＲＵ さん", true), ("haru", false), ("natsuさん", false)] {
        assert_eq!(check(&town, &json!({"code": code.to_lowercase().replace('-', " "), "name": name}))["name_matches"], matches, "{name}");
    }
    assert!(!good.to_string().contains("haru"), "nothing tells whose it is");
    let shown = list(&town, &haru);
    assert_eq!((shown.len(), &shown[0]["id"], &shown[0]["participations"], &shown[0]["superseded"]), (1, &made["id"], &json!(2), &json!(false)));
    assert!(shown[0].get("code").is_none() && !shown[0].to_string().contains(&code[..9]), "the code was shown once");
    let copy = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    town.copy_store(&copy.path().join("store.db"));
    let kept: Vec<u8> = ["store.db", "store.db-wal"].iter().flat_map(|f| std::fs::read(copy.path().join(f)).unwrap_or_default()).collect();
    let plain = code.replace('-', "");
    for secret in [code, plain.as_str()] {
        assert!(!kept.windows(secret.len()).any(|w| w == secret.as_bytes()), "the code is kept nowhere");
    }
    assert!(kept.windows(9).any(|w| w == b"2026-11-2"), "the comparison sees what is kept");
}

#[test]
fn what_was_corrected_since_shows_and_what_was_taken_back_does_not_count() {
    let town = Town::with_store();
    let (natsu, haru, application) = record(&town);
    let first = make(&town, &haru, &json!({})).expect(201).json();
    let code = first["verification"]["code"].as_str().unwrap();
    let correct = json!({"session_id": application.sessions[1].to_string(), "outcome": "attended", "minutes": 60, "reason": "途中で帰られました"});
    note(&town, &natsu, &application, &correct).expect(200);
    let stale = check(&town, &json!({ "code": code }));
    assert_eq!((&stale["valid"], &stale["superseded"], &stale["minutes_total"]), (&json!(true), &json!(true), &json!(240)));
    assert_eq!(list(&town, &haru)[0]["superseded"], true);
    let second = make(&town, &haru, &json!({})).expect(201).json();
    assert_eq!(second["minutes_total"], 180);
    assert_eq!(check(&town, &json!({"code": second["verification"]["code"]}))["superseded"], false);
    let target = format!("/v1/me/certificates/{}", first["id"].as_str().unwrap());
    town.call(&haru.who, "DELETE", &target, &[], None).expect(204);
    town.call(&haru.who, "DELETE", &target, &[], None).expect(204);
    let body = |code: &str| town.call(&Who::Anyone, "POST", "/v1/certificates/check", &[], Some(&json!({"code": code, "name": "haruさん"}))).expect(200);
    let nothing = json!({"valid": false, "issued_at": null, "minutes_total": null, "participations": null, "from": null, "to": null, "superseded": null, "name_matches": null});
    assert_eq!(body(code).json(), nothing);
    assert_eq!(told(&body(code)), told(&body("7K3M-0QXZ-9B2D-HT5W-4C8R-J6VN-1GFP")), "like one that never was");
    assert_eq!(told(&body(code)), told(&body("雪かき")), "like what can be none");
    let shown = list(&town, &haru);
    assert_eq!((shown.len(), shown[1]["revoked_at"].is_string(), &shown[0]["revoked_at"]), (2, true, &Value::Null));
}

#[test]
fn a_certificate_shows_the_part_that_was_asked_for() {
    let town = Town::with_store();
    let (_, haru, _) = record(&town);
    let minutes = |body: Value| make(&town, &haru, &body).expect(201).json()["minutes_total"].clone();
    assert_eq!(minutes(json!({"from": "2026-11-22"})), 120);
    assert_eq!(minutes(json!({"to": "2026-11-21"})), 120);
    assert_eq!(minutes(json!({"from": "2026-11-21", "to": "2026-11-22", "group_id": group(0).id.to_string()})), 240);
    for empty in [json!({"from": "2026-11-23"}), json!({"to": "2026-11-20"}), json!({"group_id": GroupId::new().to_string()})] {
        assert_eq!(make(&town, &haru, &empty).refusal(), (409, "nothing_to_certify".into(), vec![]), "{empty}");
    }
    for (body, named) in [
        (json!({"from": "2026-11-22", "to": "2026-11-21"}), vec!["/to"]),
        (json!({"from": "22.11.2026", "to": "2026-02-30", "group_id": "x"}), vec!["/from", "/to", "/group_id"]),
        (json!({"name": "別の名前"}), vec!["/name"]),
    ] {
        assert_eq!(make(&town, &haru, &body).refusal(), (422, "invalid".into(), named.iter().map(|n| (*n).to_owned()).collect()), "{body}");
    }
    for (body, named) in
        [(json!({}), "/code"), (json!({"code": "x".repeat(101)}), "/code"), (json!({"code": "x", "name": ""}), "/name"), (json!({"code": "x", "y": 1}), "/y")]
    {
        assert_eq!(town.post("/v1/certificates/check", &body).refusal().2, [named], "{body}");
    }
}

#[test]
fn nobody_takes_back_another_persons_certificate() {
    let town = Town::with_store();
    let (natsu, haru, _) = record(&town);
    let made = make(&town, &haru, &json!({})).expect(201).json();
    let delete = |who: &Somebody, id: &str| town.call(&who.who, "DELETE", &format!("/v1/me/certificates/{id}"), &[], None);
    let absent = told(&delete(&natsu, &CertificateId::new().to_string()));
    assert_eq!(told(&delete(&natsu, made["id"].as_str().unwrap())), absent);
    assert!(list(&town, &natsu).is_empty());
    assert_eq!(check(&town, &json!({"code": made["verification"]["code"]}))["valid"], true);
}

#[test]
fn a_certificate_outlives_the_account_without_the_name() {
    let town = Town::with_store();
    let (_, haru, _) = record(&town);
    let code = make(&town, &haru, &json!({})).expect(201).json()["verification"]["code"].clone();
    town.call(&haru.who, "DELETE", "/v1/me", &[], Some(&json!({"password": PASSWORD}))).expect(204);
    let after = check(&town, &json!({"code": code, "name": "haruさん"}));
    assert_eq!((&after["valid"], &after["minutes_total"], &after["superseded"]), (&json!(true), &json!(240), &json!(false)));
    assert_eq!(after["name_matches"], Value::Null, "whose it was is known no more");
}

#[test]
fn certificates_are_not_made_without_end() {
    let town = Town::with_store();
    let (_, haru, _) = record(&town);
    assert!((0..20).all(|_| make(&town, &haru, &json!({})).status == 201));
    let refused = make(&town, &haru, &json!({}));
    assert_eq!((refused.refusal().0, refused.header("retry-after").is_some()), (429, true));
    assert!(TimeDelta::seconds(refused.header("retry-after").unwrap().parse().unwrap()) <= TimeDelta::minutes(10));
}
