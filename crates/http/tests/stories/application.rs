use crate::people::{Somebody, Who};
use crate::town::{Town, group, opportunity};
use crate::wire::Answer;
use enmusubi_domain::access::Role;
use enmusubi_domain::application::State;
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

/// The group, and something of it with this many seats at each of two sessions.
struct Place {
    owner: Somebody,
    opportunity: Opportunity,
}

fn place(town: &Town, name: &str, seats: u32) -> Place {
    let owner = town.somebody(name, vec![Role::Owner(group(0).id)]);
    let mut opportunity = Opportunity { id: OpportunityId::new(), ..opportunity(0) };
    opportunity.details.seeks = None;
    for session in &mut opportunity.details.schedule.sessions {
        session.id = enmusubi_domain::id::SessionId::new();
        (session.seats, session.seats_taken) = (Some(seats), 0);
    }
    town.store.write(|tx| tx.put_opportunity(&opportunity)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    Place { owner, opportunity }
}

impl Place {
    fn wish(&self) -> Value {
        json!({"opportunity_id": self.opportunity.id.0, "of_age": true, "message": "よろしくお願いします。"})
    }
}

fn apply(town: &Town, who: &Who, wish: &Value) -> Answer {
    town.call(who, "POST", "/v1/applications", &[], Some(wish))
}

fn step(town: &Town, who: &Who, view: &Value, step: &str, body: &Value) -> Answer {
    town.call(who, "POST", &format!("/v1/applications/{}/{step}", view["id"].as_str().unwrap()), &[], Some(body))
}

fn read(town: &Town, who: &Who, view: &Value) -> Value {
    town.call(who, "GET", &format!("/v1/applications/{}", view["id"].as_str().unwrap()), &[], None).expect(200).json()
}

#[test]
fn a_wish_becomes_a_seat_by_two_yeses() {
    let town = Town::with_store();
    let (place, haru) = (place(&town, "owner", 3), town.somebody("haru", vec![]));
    let made = apply(&town, &haru.who, &place.wish()).expect(201);
    let view = made.json();
    assert_eq!(made.header("location").unwrap(), format!("/v1/applications/{}", view["id"].as_str().unwrap()));
    assert_eq!((view["state"].as_str(), view["turn"].as_str(), &view["steps"]), (Some("applied"), Some("group"), &json!(["withdraw"])));
    assert_eq!((view["sessions"].as_array().unwrap().len(), view["volunteer"].is_null()), (2, true), "what lies ahead; oneself one knows");
    // The group sees what it needs to decide, and no name.
    let seen = read(&town, &place.owner.who, &view);
    assert_eq!((seen["steps"].clone(), seen["message"].as_str()), (json!(["accept", "decline"]), Some("よろしくお願いします。")));
    assert!(seen["volunteer"]["name"].is_null() && !seen.to_string().contains("haru"), "{seen}");
    let accepted = step(&town, &place.owner.who, &view, "accept", &json!({})).expect(200).json();
    assert_eq!((accepted["state"].as_str(), accepted["sessions"][0]["seated"].as_bool()), (Some("accepted"), Some(true)));
    assert_eq!(accepted["volunteer"]["name"], "haruさん");
    let mine = town.call(&haru.who, "GET", "/v1/me/applications?state=accepted", &[], None).expect(200).json();
    assert_eq!(mine["results"][0]["id"], view["id"]);
    let theirs = town.call(&place.owner.who, "GET", &format!("/v1/opportunities/{}/applications", place.opportunity.id), &[], None).expect(200).json();
    assert_eq!(theirs["results"].as_array().unwrap().len(), 1);
    // Whoever looks after the listing sees the seats; the version speaks for them.
    let full = town.call(&place.owner.who, "GET", &format!("/v1/opportunities/{}/full", place.opportunity.id), &[], None).expect(200).json();
    assert_eq!(full["schedule"]["sessions"][1]["seats_taken"], 1);
}

#[test]
fn a_full_session_offers_its_waiting_list_and_what_is_alike() {
    let town = Town::with_store();
    let place = place(&town, "owner", 1);
    let people: Vec<Somebody> = ["haru", "natsu", "aki"].iter().map(|n| town.somebody(n, vec![])).collect();
    let first = apply(&town, &people[0].who, &place.wish()).expect(201).json();
    step(&town, &place.owner.who, &first, "accept", &json!({})).expect(200);
    let refused = apply(&town, &people[1].who, &place.wish()).expect(409).json();
    assert_eq!((refused["code"].as_str(), refused["ways_out"][0]["code"].as_str()), (Some("full"), Some("join_waitlist")));
    let mut waits = place.wish();
    waits["waitlist"] = json!(true);
    let second = apply(&town, &people[1].who, &waits).expect(201).json();
    let second = step(&town, &place.owner.who, &second, "accept", &json!({})).expect(200).json();
    assert_eq!((second["state"].as_str(), second["queue_place"].as_u64()), (Some("waitlisted"), Some(1)));
    let third = apply(&town, &people[2].who, &waits).expect(201).json();
    let third = step(&town, &place.owner.who, &third, "accept", &json!({})).expect(200).json();
    assert_eq!(third["queue_place"], 2);
    // The first has to go: the seat is held for the second, who says so.
    step(&town, &people[0].who, &first, "withdraw", &json!({"reason": "personal"})).expect(200);
    let offered = read(&town, &people[1].who, &second);
    assert_eq!((offered["offered"].as_bool(), &offered["steps"]), (Some(true), &json!(["consent", "withdraw"])));
    assert_eq!(read(&town, &people[2].who, &third)["queue_place"], 1);
    let consent = format!("/v1/applications/{}/consent", second["id"].as_str().unwrap());
    assert_eq!(town.call(&people[1].who, "POST", &consent, &[], None).expect(200).json()["state"], "accepted");
    assert_eq!(
        town.call(&people[2].who, "POST", &format!("/v1/applications/{}/consent", third["id"].as_str().unwrap()), &[], None).expect(409).json()["code"],
        "not_in_this_state"
    );
}

#[test]
fn a_refusal_says_why_and_what_may_help() {
    let town = Town::with_store();
    let (here, haru) = (place(&town, "owner", 3), town.somebody("haru", vec![]));
    let code = |answer: Answer| answer.expect(409).json()["code"].as_str().unwrap().to_owned();
    let mut wish = here.wish();
    wish["of_age"] = json!(false);
    assert_eq!(code(apply(&town, &haru.who, &wish)), "age_unknown");
    let made = apply(&town, &haru.who, &here.wish()).expect(201).json();
    let twice = apply(&town, &haru.who, &here.wish()).expect(409).json();
    assert_eq!((twice["code"].as_str(), &twice["application_id"]), (Some("already_applied"), &made["id"]));
    assert_eq!(code(apply(&town, &here.owner.who, &here.wish())), "own_group");
    step(&town, &here.owner.who, &made, "accept", &json!({})).expect(200);
    // At the same hour elsewhere: the group learns that there is a clash, not with what of whom else.
    let there = place(&town, "other", 3);
    let clashing = apply(&town, &haru.who, &there.wish()).expect(201).json();
    let refused = step(&town, &there.owner.who, &clashing, "accept", &json!({})).expect(409).json();
    // That they cannot come, and nothing of where else they are.
    assert_eq!((refused["code"].as_str(), &refused["clash"], refused["ways_out"][0]["code"].as_str()), (Some("clash"), &Value::Null, Some("other_sessions")));
    assert!(!refused.to_string().contains(made["id"].as_str().unwrap()), "{refused}");
    // A no needs a reason, which the volunteer reads.
    let (status, _, named) = step(&town, &there.owner.who, &clashing, "decline", &json!({})).refusal();
    assert_eq!((status, named), (422, vec!["/reason".to_owned()]));
    step(&town, &there.owner.who, &clashing, "decline", &json!({"reason": "dates", "text": "またの機会にお願いします。"})).expect(200);
    let told = read(&town, &haru.who, &clashing);
    assert_eq!((told["state"].as_str(), told["reason"].as_str(), told["ended_by"].as_str()), (Some("declined"), Some("dates"), Some("group")));
    let english = town.call(&haru.who, "POST", "/v1/applications", &[("Accept-Language", "en")], Some(&here.wish())).expect(409).json();
    assert!(english["detail"].as_str().unwrap().starts_with("There is an application for this opportunity already."));
}

#[test]
fn every_wrong_member_is_named() {
    let town = Town::with_store();
    let (here, haru) = (place(&town, "owner", 3), town.somebody("haru", vec![]));
    let session = here.opportunity.details.schedule.sessions[1].id.0;
    let bad = json!({"opportunity_id": "x", "session_ids": ["y"], "party_size": 0, "message": "\u{0}", "source": "z", "for": "w"});
    let (status, _, named) = apply(&town, &haru.who, &bad).refusal();
    assert_eq!((status, named), (422, ["/opportunity_id", "/session_ids/0", "/party_size", "/message", "/source", "/for"].map(String::from).to_vec()));
    let mut wish = here.wish();
    wish["session_ids"] = json!([session, session, here.opportunity.id.0]);
    assert_eq!(apply(&town, &haru.who, &wish).refusal().2, ["/session_ids/1", "/session_ids/2"]);
    wish["session_ids"] = json!([]);
    assert_eq!(apply(&town, &haru.who, &wish).status, 422);
    let draft = Opportunity { id: OpportunityId::new(), state: enmusubi_domain::opportunity::State::Draft, published_at: None, ..here.opportunity.clone() };
    let mut draft = draft;
    draft.details.schedule.sessions.clear();
    draft.details.schedule.day_parts = enmusubi_domain::day::DayParts(1);
    town.store.write(|tx| tx.put_opportunity(&draft)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let nowhere = apply(&town, &haru.who, &json!({"opportunity_id": uuid::Uuid::now_v7(), "of_age": true}));
    let hidden = apply(&town, &haru.who, &json!({"opportunity_id": draft.id.0, "of_age": true}));
    assert_eq!(nowhere.refusal(), hidden.refusal(), "a draft is nobody's business");
}

#[test]
fn the_same_request_twice_is_one_application_and_a_step_names_its_version() {
    let town = Town::with_store();
    let (here, haru) = (place(&town, "owner", 3), town.somebody("haru", vec![]));
    let key = [("Idempotency-Key", "0d7c5f1e-7a4b-4c8e-9b57")];
    let one = town.call(&haru.who, "POST", "/v1/applications", &key, Some(&here.wish())).expect(201);
    let two = town.call(&haru.who, "POST", "/v1/applications", &key, Some(&here.wish())).expect(201);
    assert_eq!((one.text(), two.header("idempotency-replayed")), (two.text(), Some("true")));
    let view = one.json();
    let accept = |tag: &str| {
        let address = format!("/v1/applications/{}/accept", view["id"].as_str().unwrap());
        town.call(&here.owner.who, "POST", &address, &[("If-Match", tag)], Some(&json!({})))
    };
    assert_eq!(accept("\"v7\"").status, 412);
    accept("\"v1\"").expect(200);
    // What is seen changes the tag.
    let address = format!("/v1/applications/{}", view["id"].as_str().unwrap());
    let tag = town.call(&haru.who, "GET", &address, &[], None).expect(200).header("etag").unwrap().to_owned();
    assert!(tag.starts_with("\"v2."), "{tag}");
    assert_eq!(town.call(&haru.who, "GET", &address, &[("If-None-Match", &tag)], None).status, 304);
}

#[test]
fn a_group_invites_whoever_came_before_within_their_budget() {
    let town = Town::with_store();
    let (here, haru) = (place(&town, "owner", 3), town.somebody("haru", vec![]));
    let earlier = apply(&town, &haru.who, &here.wish()).expect(201).json();
    step(&town, &haru.who, &earlier, "withdraw", &json!({})).expect(200);
    let budget = town.call(&haru.who, "GET", "/v1/me/invitations", &[], None).expect(200).json();
    assert_eq!((budget["budget"]["per_week"].as_u64(), budget["budget"]["left"].as_u64()), (Some(3), Some(3)));
    let limits = town.call(&haru.who, "PUT", "/v1/me/limits", &[], Some(&json!({"invitations_per_week": 1}))).expect(200).json();
    assert_eq!((limits["version"].as_i64(), limits["city_invitations_per_week"].as_u64()), (Some(1), Some(3)));
    let invite = |body: &Value| town.call(&here.owner.who, "POST", &format!("/v1/opportunities/{}/invitations", here.opportunity.id), &[], Some(body));
    let unknown = invite(&json!({"application_id": uuid::Uuid::now_v7()})).refusal();
    assert_eq!((unknown.0, unknown.2[0].as_str()), (422, "/application_id"));
    let invited = invite(&json!({"application_id": earlier["id"]})).expect(201).json();
    assert_eq!((invited["state"].as_str(), invited["origin"].as_str(), invited["turn"].as_str()), (Some("proposed"), Some("invitation"), Some("volunteer")));
    let mine = town.call(&haru.who, "GET", "/v1/me/invitations", &[], None).expect(200).json();
    assert_eq!((mine["results"][0]["id"].clone(), mine["budget"]["left"].as_u64()), (invited["id"].clone(), Some(0)));
    step(&town, &haru.who, &invited, "decline", &json!({"reason": "distance"})).expect(200);
    assert_eq!(invite(&json!({"application_id": earlier["id"]})).expect(409).json()["code"], "asked_often_enough");
}

#[test]
fn limits_of_a_week_are_kept_by_those_who_set_them() {
    let town = Town::with_store();
    let (here, haru) = (place(&town, "owner", 3), town.somebody("haru", vec![]));
    let address = format!("/v1/groups/{}/limits", group(0).id);
    assert_eq!(town.call(&here.owner.who, "GET", &address, &[], None).expect(200).json()["sessions_per_person_week"], Value::Null);
    town.call(&here.owner.who, "PUT", &address, &[], Some(&json!({"sessions_per_person_week": 1}))).expect(200);
    assert_eq!(town.call(&here.owner.who, "PUT", &address, &[], Some(&json!({"sessions_per_person_week": 2}))).status, 428);
    assert_eq!(town.call(&here.owner.who, "PUT", &address, &[("If-Match", "\"v1\"")], Some(&json!({"sessions_per_person_week": 0}))).status, 422);
    let a = apply(&town, &haru.who, &here.wish()).expect(201).json();
    step(&town, &here.owner.who, &a, "accept", &json!({})).expect(200);
    // Another of the group's in the same week, at another hour.
    let mut other = Opportunity { id: OpportunityId::new(), ..here.opportunity.clone() };
    for session in &mut other.details.schedule.sessions {
        session.id = enmusubi_domain::id::SessionId::new();
        session.starts_at += chrono::TimeDelta::hours(5);
        session.ends_at += chrono::TimeDelta::hours(5);
        session.seats_taken = 0;
    }
    town.store.write(|tx| tx.put_opportunity(&other)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let b = apply(&town, &haru.who, &json!({"opportunity_id": other.id.0, "of_age": true})).expect(201).json();
    let refused = step(&town, &here.owner.who, &b, "accept", &json!({})).expect(409).json();
    assert_eq!((refused["code"].as_str(), refused["ways_out"][0]["code"].as_str()), (Some("group_week_full"), Some("other_sessions")));
    let some = step(&town, &here.owner.who, &b, "accept", &json!({"session_ids": [uuid::Uuid::now_v7()]})).expect(409).json();
    assert_eq!(some["code"], "sessions_gone");
}

#[test]
fn what_is_called_off_is_called_off_for_everybody() {
    let town = Town::with_store();
    let (here, haru, natsu) = (place(&town, "owner", 1), town.somebody("haru", vec![]), town.somebody("natsu", vec![]));
    let a = apply(&town, &haru.who, &here.wish()).expect(201).json();
    step(&town, &here.owner.who, &a, "accept", &json!({})).expect(200);
    let b = apply(&town, &natsu.who, &here.wish()).expect(409);
    assert_eq!(b.json()["code"], "full");
    town.call(&here.owner.who, "POST", &format!("/v1/opportunities/{}/cancel", here.opportunity.id), &[], Some(&json!({"reason": "大雪のため"}))).expect(200);
    let told = read(&town, &haru.who, &a);
    assert_eq!(
        (told["state"].as_str(), told["reason"].as_str(), told["ended_by"].as_str()),
        (Some(State::Declined.code()), Some("called_off"), Some("service"))
    );
    assert_eq!(apply(&town, &natsu.who, &here.wish()).expect(409).json()["code"], "not_open");
}

#[test]
fn a_stranger_sees_no_application_and_a_coordinator_says_why() {
    let town = Town::with_store();
    let (here, haru) = (place(&town, "owner", 3), town.somebody("haru", vec![]));
    let a = apply(&town, &haru.who, &here.wish()).expect(201).json();
    let address = format!("/v1/applications/{}", a["id"].as_str().unwrap());
    let (stranger, foreign) = (town.somebody("stranger", vec![]), town.somebody("foreign", vec![Role::Owner(group(1).id)]));
    for who in [&stranger.who, &foreign.who] {
        for (method, path) in [("GET", address.clone()), ("POST", format!("{address}/accept")), ("POST", format!("{address}/withdraw"))] {
            let answer = town.call(who, method, &path, &[], (method == "POST").then(|| json!({})).as_ref());
            assert!([403, 404].contains(&answer.status), "{method} {path}: {answer:?}");
        }
    }
    let coordinator = town.somebody("coordinator", vec![Role::Coordinator { areas: vec!["011002".into()], themes: vec![] }]);
    let seen = town.call(&coordinator.who, "GET", &address, &[], None).expect(200).json();
    assert!(seen["message"].is_null() && seen["volunteer"]["name"].is_null(), "{seen}");
    let (status, _, named) = step(&town, &coordinator.who, &a, "accept", &json!({})).refusal();
    assert_eq!((status, named[0].as_str()), (422, "/reason"));
    step(&town, &coordinator.who, &a, "accept", &json!({"reason": "団体に電話で確認しました。"})).expect(200);
}
