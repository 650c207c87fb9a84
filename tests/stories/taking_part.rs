//! A newcomer's way: from an anonymous match to a certificate, with a waiting list and a declined application on it.

use crate::accounts::{Accounts, Caller, code};
use crate::backends::Database;
use crate::service::{Service, wait_until};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn a_newcomers_way_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let town = Service::start(dir.path(), &["--demo"]);
    a_newcomers_way(&town, dir.path());
    assert_eq!(town.end(), Some(0));
}

#[test]
fn a_newcomers_way_on_postgresql() {
    let Some(database) = Database::fresh() else { return };
    let dir = tempfile::tempdir().unwrap();
    let town = Service::start(dir.path(), &["--demo", "--database-url", &database.url]);
    a_newcomers_way(&town, dir.path());
    assert_eq!(town.end(), Some(0));
}

fn a_newcomers_way(town: &Service, data: &Path) {
    let accounts = Accounts::of(data);
    let group = accounts.person(town, "owner");
    // Somebody looks around, without an account.
    let listing = offered(town, &group, &json!([soon(12, 1), soon(3 * 24 * 60, 1)]));
    let found = matched(town, &listing);
    assert_eq!(found["opportunity"]["schedule"]["sessions"][0]["seats_left"], 1);
    assert!(found["because"].as_array().is_some_and(|b| !b.is_empty()), "{found}");
    // It is full before they have an account: others were quicker.
    let (quick, quick_id) = (newcomer(town, data, "hayai"), &listing["schedule"]["sessions"][0]["id"]);
    let first = applied(town, &quick, json!({"opportunity_id": listing["id"], "session_ids": [quick_id], "of_age": true, "source": "search"}));
    step(town, &group, &first, "accept", json!({}), "accepted");
    let haru = newcomer(town, data, "haru");
    let wish = json!({"opportunity_id": listing["id"], "session_ids": [quick_id], "of_age": true, "source": "match"});
    let full = haru.send(town, "POST", "/v1/applications", &wish).expect(409).json();
    assert_eq!((full["code"].as_str(), full["ways_out"][0]["code"].as_str()), (Some("full"), Some("join_waitlist")));
    let mut patient = wish;
    patient["waitlist"] = json!(true);
    let waits = applied(town, &haru, patient);
    let waits = step(town, &group, &waits, "accept", json!({}), "waitlisted");
    assert_eq!(waits["queue_place"], 1);
    // Meanwhile they try something else, which does not work out, and are told why.
    let other = offered(town, &group, &json!([soon(5 * 24 * 60, 5)]));
    let no = applied(town, &haru, json!({"opportunity_id": other["id"], "of_age": true}));
    step(town, &group, &no, "decline", json!({"reason": "experience", "text": "今回は経験のある方にお願いすることになりました。"}), "declined");
    let told = haru.get(town, &address(&no)).expect(200).json();
    assert_eq!((told["reason"].as_str(), told["reason_text"].as_str().map(|t| t.contains("経験"))), (Some("experience"), Some(true)));
    // The first cannot come: the seat is theirs, if they say so.
    step(town, &quick, &first, "withdraw", json!({"reason": "personal"}), "withdrawn");
    let offered = haru.get(town, &address(&waits)).expect(200).json();
    assert_eq!(offered["offered"], true, "{offered}");
    let certain = town.send("POST", &format!("{}/consent", address(&waits)), &haru.headers(), None).expect(200).json();
    assert_eq!(certain["state"], "accepted");
    // The public sees that the seat is gone, on the way the index takes.
    wait_until(|| town.get(&format!("/v1/opportunities/{}", listing["id"].as_str().unwrap())).json()["schedule"]["sessions"][0]["seats_left"] == 0);
    // The group may see who comes, and the newcomer sees that it looked.
    let contact = group.get(town, &format!("{}/contact", address(&waits))).expect(200).json();
    assert!(contact.to_string().contains("春野 haru"), "{contact}");
    let disclosures = haru.get(town, "/v1/me/disclosures").expect(200).json();
    assert_eq!(disclosures["results"][0]["views"].as_array().map(Vec::len), Some(1), "{disclosures}");
    // They come. The group notes it as soon as it has begun.
    let noted = json!({"session_id": quick_id, "outcome": "attended"});
    wait_until(|| match group.send(town, "POST", &format!("{}/attendance", address(&waits)), &noted) {
        answer if answer.status == 409 && answer.json()["code"] == "not_begun_yet" => false,
        answer => {
            assert!([200, 201].contains(&answer.status), "{answer:?}");
            true
        }
    });
    assert_eq!(haru.get(town, &address(&waits)).expect(200).json()["state"], "completed");
    let record = haru.get(town, "/v1/me/participations").expect(200).json();
    assert_eq!(record["results"][0]["outcome"], "attended", "{record}");
    let ladder = haru.get(town, "/v1/me/ladder").expect(200).json();
    assert!(ladder.to_string().contains("snow"), "{ladder}");
    // A certificate, which anybody who is given its code can check.
    let certificate = haru.send(town, "POST", "/v1/me/certificates", &json!({})).expect(201).json();
    let code = certificate["verification"]["code"].as_str().unwrap();
    let checked = town.post("/v1/certificates/check", &json!({"code": code, "name": "春野 haru"})).expect(200).json();
    assert_eq!((checked["valid"].as_bool(), checked["name_matches"].as_bool()), (Some(true), Some(true)), "{checked}");
    assert!(checked["minutes_total"].as_u64().is_some_and(|m| m > 0), "{checked}");
    assert_eq!(town.post("/v1/certificates/check", &json!({"code": format!("{code}x")})).json()["valid"], false);
}

#[test]
fn what_counts_for_matching_flows_to_every_node() {
    let Some(database) = Database::fresh() else { return };
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // Two nodes of one service: what one signs the other believes.
    let together = ["--database-url", &database.url, "--public-url", "http://town.example.jp"];
    let one = Service::start(here.path(), &[&together[..], &["--demo"]].concat());
    let group = Accounts::of(here.path()).person(&one, "owner");
    let listing = offered(&one, &group, &json!([soon(24 * 60, 5)]));
    let path = format!("/v1/opportunities/{}", listing["id"].as_str().unwrap());
    // Their letters lie in the outbox of the node that is there to send them.
    let people = ["haru", "natsu", "aki"].map(|name| newcomer(&one, here.path(), name));
    let two = Service::start(there.path(), &together);
    for person in &people {
        let a = applied(&one, person, json!({"opportunity_id": listing["id"], "of_age": true, "source": "match"}));
        step(&two, &group, &a, "accept", json!({}), "accepted");
    }
    for town in [&one, &two] {
        wait_until(|| {
            let seen = town.get(&path).json();
            seen["schedule"]["sessions"][0]["seats_left"] == 2
        });
        let group = format!("/v1/groups/{}", listing["group"]["id"].as_str().unwrap());
        wait_until(|| town.get(&group).json()["response_days"] == 0.0);
        // Three found it by matching: its place gives way a little, on both.
        wait_until(|| matched(town, &listing)["equity"]["connections"] == 3);
    }
    assert_eq!((one.end(), two.end()), (Some(0), Some(0)));
}

fn address(application: &Value) -> String {
    format!("/v1/applications/{}", application["id"].as_str().unwrap())
}

/// A session that begins so many minutes from now, with so many seats; seconds where it must begin before a story gives up.
fn soon(minutes: i64, seats: u32) -> Value {
    let wait = if minutes < 60 { chrono::TimeDelta::seconds(minutes * 5) } else { chrono::TimeDelta::minutes(minutes) };
    let from = chrono::Utc::now() + wait;
    json!({"starts_at": from.to_rfc3339(), "ends_at": (from + chrono::TimeDelta::hours(2)).to_rfc3339(), "seats": seats})
}

/// Something the owner's group offers to the public.
fn offered(town: &Service, owner: &Caller, sessions: &Value) -> Value {
    let groups = owner.get(town, "/v1/me/groups").expect(200).json();
    let group = groups["results"].as_array().unwrap().iter().find(|g| g["role"] == "owner").unwrap()["id"].as_str().unwrap().to_owned();
    let listing = json!({
        "title": format!("はじめての雪かき体験 {}", sessions.as_array().unwrap().len()), "kind": "trial", "themes": ["snow"], "areas": ["011029"],
        "languages": ["ja"], "remote": true, "level": {"required": "introductory", "beginner_friendly": true},
        "summary": "手ぶらで参加できます。", "description": "道具はこちらで用意します。", "schedule": {"sessions": sessions}
    });
    let draft = owner.send(town, "POST", &format!("/v1/groups/{group}/opportunities"), &listing).expect(201).json();
    owner.send(town, "POST", &format!("/v1/opportunities/{}/publish", draft["id"].as_str().unwrap()), &json!({})).expect(200).json()
}

/// What an anonymous match tells of a listing, once the index knows it.
fn matched(town: &Service, listing: &Value) -> Value {
    let mut found = Value::Null;
    wait_until(|| {
        let wish = json!({"q": "はじめての雪かき体験", "themes": [{"code": "snow", "interest": 1.0}], "level": "introductory", "limit": 50});
        let results = town.post("/v1/matches", &wish).expect(200).json();
        found = results["results"].as_array().unwrap().iter().find(|r| r["opportunity"]["id"] == listing["id"]).cloned().unwrap_or_default();
        !found.is_null()
    });
    found
}

/// Somebody who registers, proves their address and logs in.
fn newcomer(town: &Service, data: &Path, name: &str) -> Caller {
    let (email, password) = (format!("{name}@example.jp"), "春になったら花を植えよう");
    town.post("/v1/accounts", &json!({"email": email, "password": password, "name": format!("春野 {name}")})).expect(202);
    town.post("/v1/accounts/verify", &json!({"token": code(data, &email, &[]), "password": password})).expect(201);
    let login = town.post("/v1/logins", &json!({"email": email, "password": password})).expect(200).json();
    Caller::bearer(login["access_token"].as_str().unwrap())
}

fn applied(town: &Service, who: &Caller, wish: Value) -> Value {
    who.send(town, "POST", "/v1/applications", &wish).expect(201).json()
}

fn step(town: &Service, who: &Caller, application: &Value, step: &str, body: Value, state: &str) -> Value {
    let after = who.send(town, "POST", &format!("{}/{step}", address(application)), &body).expect(200).json();
    assert_eq!(after["state"], state, "{after}");
    after
}
