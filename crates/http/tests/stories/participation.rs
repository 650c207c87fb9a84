use crate::group_writing::{owner_of, told};
use crate::people::{Somebody, Who};
use crate::town::{Town, group, now, opportunity};
use crate::wire::Answer;
use chrono::TimeDelta;
use enmusubi_domain::access::Role;
use enmusubi_domain::application::{Application, Origin, State};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::{ApplicationId, OpportunityId, SessionId};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::{Value, json};

/// An opportunity of the first group with sessions of two hours, at so many hours from now.
pub fn dated(town: &Town, hours: &[i64]) -> Opportunity {
    let mut o = Opportunity { id: OpportunityId::new(), version: 1, ..opportunity(0) };
    let session = |h: &i64| {
        let starts_at = now() + TimeDelta::hours(*h);
        Session { id: SessionId::new(), starts_at, ends_at: starts_at + TimeDelta::hours(2), seats: Some(10), seats_taken: 1, cancelled: false }
    };
    o.details.schedule = Schedule { sessions: hours.iter().map(session).collect(), ..Schedule::default() };
    town.store.write(|tx| tx.put_opportunity(&o)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    o
}

/// Somebody's application for all of an opportunity, accepted ten days ago.
pub fn accepted(town: &Town, who: &Somebody, o: &Opportunity) -> Application {
    let then = now() - TimeDelta::days(10);
    let application = Application {
        id: ApplicationId::new(),
        version: 1,
        opportunity: o.id,
        group: o.group,
        volunteer: Some(who.account.id),
        origin: Origin::Volunteer,
        begun_by: None,
        source: ConnectionSource::Match,
        sessions: o.details.schedule.sessions.iter().map(|s| s.id).collect(),
        party: 1,
        message: None,
        newcomer: true,
        said_of_age: true,
        state: State::Accepted,
        seated: true,
        answer_by: None,
        ended_by: None,
        reason: None,
        reason_text: None,
        created_at: then,
        updated_at: then,
        applied_at: Some(then),
        answered_at: Some(then),
        waiting_since: None,
        accepted_at: Some(then),
        ended_at: None,
    };
    town.store.write(|tx| tx.insert_application(&application)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    application
}

pub fn note(town: &Town, by: &Somebody, application: &Application, body: &Value) -> Answer {
    town.call(&by.who, "POST", &format!("/v1/applications/{}/attendance", application.id), &[], Some(body))
}

pub fn helper(town: &Town) -> Somebody {
    town.somebody("natsu", vec![Role::Helper(group(0).id)])
}

pub fn get(town: &Town, who: &Somebody, target: &str) -> Value {
    town.call(&who.who, "GET", target, &[], None).expect(200).json()
}

pub fn mine(town: &Town, who: &Somebody) -> Vec<Value> {
    get(town, who, "/v1/me/participations")["results"].as_array().unwrap().clone()
}

pub fn lines(town: &Town, who: &Somebody, o: &Opportunity) -> Vec<Value> {
    get(town, who, &format!("/v1/opportunities/{}/participations", o.id))["results"].as_array().unwrap().clone()
}

fn state(town: &Town, application: &Application) -> State {
    town.store.read(|tx| tx.application(application.id)).unwrap_or_else(|e: StoreError| panic!("{e}")).unwrap().state
}

#[test]
fn a_group_notes_who_was_there_and_the_record_grows() {
    let town = Town::with_store();
    let (natsu, haru) = (helper(&town), town.somebody("haru", vec![]));
    let o = dated(&town, &[-48, -24]);
    let application = accepted(&town, &haru, &o);
    let (first, second) = (o.details.schedule.sessions[0].id, o.details.schedule.sessions[1].id);
    assert_eq!(note(&town, &natsu, &application, &json!({"outcome": "attended"})).refusal(), (422, "invalid".into(), vec!["/session_id".into()]), "which?");
    let made = note(&town, &natsu, &application, &json!({"session_id": first.to_string(), "outcome": "attended"})).expect(201).json();
    assert_eq!((&made["minutes"], &made["application_state"], &made["date"]), (&json!(120), &json!("accepted"), &json!("2026-11-21")));
    let made = note(&town, &natsu, &application, &json!({"session_id": second.to_string(), "outcome": "absent", "notice": true})).expect(201).json();
    assert_eq!((&made["minutes"], &made["notice"], &made["application_state"]), (&json!(0), &json!(true), &json!("completed")));
    assert_eq!((made["application_version"].as_i64(), state(&town, &application)), (Some(2), State::Completed));
    let again = note(&town, &natsu, &application, &json!({"session_id": first.to_string(), "outcome": "attended", "minutes": 120})).expect(200).json();
    assert_eq!(again["version"], 1, "the same once more changes nothing");
    let record = mine(&town, &haru);
    assert_eq!(record.iter().map(|p| p["date"].as_str().unwrap()).collect::<Vec<_>>(), ["2026-11-22", "2026-11-21"], "the latest first");
    assert_eq!(
        (&record[1]["title"], &record[1]["group_name"], &record[1]["themes"]),
        (&json!("通学路の雪かき0"), &json!("北24条ゆきみち隊"), &json!(["snow"]))
    );
    assert_eq!(
        (&record[1]["starts_at"], &record[1]["level"], &record[1]["corrections"]),
        (&json!("2026-11-21T09:00:00+09:00"), &json!("introductory"), &json!([]))
    );
    let sums = get(&town, &haru, "/v1/me/record");
    assert_eq!((&sums["participations"], &sums["minutes"], &sums["hours"]), (&json!(1), &json!(120), &json!(2.0)));
    assert_eq!((&sums["absent"], &sums["absent_with_notice"], &sums["attendance_rate"]), (&json!(0), &json!(1), &json!(1.0)));
    assert_eq!(sums["by_theme"], json!([{"theme": "snow", "name": "除雪・冬のくらし", "participations": 1, "minutes": 120, "hours": 2.0}]));
    assert_eq!((&sums["by_year"][0]["year"], &sums["by_group"][0]["group_id"]), (&json!(2026), &json!(group(0).id.to_string())));
    let about = AuditFilter { object_kind: Some(ObjectKind::Participation), ..AuditFilter::default() };
    let noted = town.store.read(|tx| tx.audit_page(None, &about, 9)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(noted.len(), 2);
}

#[test]
fn a_correction_needs_a_reason_and_both_sides_see_what_stood_there() {
    let town = Town::with_store();
    let (natsu, owner, haru) = (helper(&town), owner_of(&town, "yuki", 0), town.somebody("haru", vec![]));
    let o = dated(&town, &[-24]);
    let application = accepted(&town, &haru, &o);
    note(&town, &natsu, &application, &json!({"outcome": "attended"})).expect(201);
    let other = json!({"outcome": "absent"});
    assert_eq!(note(&town, &owner, &application, &other).refusal(), (422, "invalid".into(), vec!["/reason".into()]));
    assert_eq!(note(&town, &owner, &application, &json!({"outcome": "absent", "reason": "誤記"})).refusal().2, ["/reason"]);
    let corrected = note(&town, &owner, &application, &json!({"outcome": "absent", "reason": "別の方でした"})).expect(200).json();
    assert_eq!((&corrected["version"], &corrected["application_state"]), (&json!(2), &json!("absent")));
    note(&town, &natsu, &application, &json!({"outcome": "attended", "minutes": 60, "reason": "途中から来ていました"})).expect(200);
    assert_eq!(state(&town, &application), State::Completed);
    let seen = &lines(&town, &natsu, &o)[0];
    let history = seen["corrections"].as_array().unwrap();
    assert_eq!(history.iter().map(|c| c["reason"].as_str().unwrap()).collect::<Vec<_>>(), ["別の方でした", "途中から来ていました"]);
    assert_eq!(
        (&history[0]["before"]["minutes"], &history[0]["after"]["outcome"], &history[1]["after"]["minutes"]),
        (&json!(120), &json!("absent"), &json!(60))
    );
    assert_eq!((&history[0]["by"], &seen["recorded_by"]), (&json!(owner.account.id.to_string()), &json!(natsu.account.id.to_string())));
    assert!(!seen.to_string().contains("haru") && seen.get("account_id").is_none(), "no name, no account");
    let own = &mine(&town, &haru)[0];
    assert_eq!((own["corrections"].as_array().unwrap().len(), &own["corrections"][0]["reason"], &own["minutes"]), (2, &json!("別の方でした"), &json!(60)));
    assert!(own["corrections"][0].get("by").is_none(), "who of the group it was is the group's affair");
}

#[test]
fn what_is_noted_can_be_corrected_whatever_became_of_the_session() {
    let town = Town::with_store();
    let (natsu, haru) = (helper(&town), town.somebody("haru", vec![]));
    let mut o = dated(&town, &[-24]);
    let application = accepted(&town, &haru, &o);
    note(&town, &natsu, &application, &json!({"outcome": "attended"})).expect(201);
    o.details.schedule.sessions[0].cancelled = true;
    town.store.write(|tx| tx.put_opportunity(&o)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    note(&town, &natsu, &application, &json!({"outcome": "absent", "reason": "中止になった回でした"})).expect(200);
    assert_eq!(state(&town, &application), State::Absent);
    let other = town.somebody("ren", vec![]);
    let body = json!({"session_id": o.details.schedule.sessions[0].id.to_string(), "outcome": "attended"});
    assert_eq!(note(&town, &natsu, &accepted(&town, &other, &o), &body).refusal().2, ["/session_id"], "nothing new is noted of it");
}

#[test]
fn nothing_is_noted_before_it_began_or_of_who_was_never_accepted() {
    let town = Town::with_store();
    let (natsu, haru, ren) = (helper(&town), town.somebody("haru", vec![]), town.somebody("ren", vec![]));
    let o = dated(&town, &[1]);
    let application = accepted(&town, &haru, &o);
    for lang in ["ja", "en"] {
        let target = format!("/v1/applications/{}/attendance", application.id);
        let answer = town.call(&natsu.who, "POST", &target, &[("Accept-Language", lang)], Some(&json!({"outcome": "absent"})));
        assert_eq!(answer.refusal(), (409, "not_begun_yet".into(), vec![]));
        assert_eq!(answer.header("content-language"), Some(lang));
    }
    let past = dated(&town, &[-24]);
    let declined = Application { state: State::Declined, accepted_at: None, ..accepted(&town, &ren, &past) };
    town.store.write(|tx| tx.put_application(&declined)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(note(&town, &natsu, &declined, &json!({"outcome": "attended"})).refusal().1, "not_in_this_state");
    assert_eq!((mine(&town, &haru).len(), mine(&town, &ren).len()), (0, 0));
    let withdrawn = Application { state: State::Withdrawn, accepted_at: Some(now() - TimeDelta::days(9)), ..declined };
    town.store.write(|tx| tx.put_application(&withdrawn)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let made = note(&town, &natsu, &withdrawn, &json!({"outcome": "attended"})).expect(201).json();
    assert_eq!(made["application_state"], "withdrawn", "who was there before taking back the rest has been there");
}

#[test]
fn wrong_members_are_named() {
    let town = Town::with_store();
    let (natsu, haru) = (helper(&town), town.somebody("haru", vec![]));
    let o = dated(&town, &[-24]);
    let application = accepted(&town, &haru, &o);
    let foreign = SessionId::new();
    for (body, named) in [
        (json!({}), vec!["/outcome"]),
        (json!({"outcome": "late"}), vec!["/outcome"]),
        (json!({"outcome": "attended", "minutes": 0}), vec!["/minutes"]),
        (json!({"outcome": "attended", "minutes": 121}), vec!["/minutes"]),
        (json!({"outcome": "attended", "minutes": -1}), vec!["/minutes"]),
        (json!({"outcome": "attended", "minutes": 1_441}), vec!["/minutes"]),
        (json!({"outcome": "attended", "minutes": 1.5}), vec!["/minutes"]),
        (json!({"outcome": "absent", "minutes": 1}), vec!["/minutes"]),
        (json!({"outcome": "attended", "notice": true}), vec!["/notice"]),
        (json!({"outcome": "attended", "session_id": foreign.to_string()}), vec!["/session_id"]),
        (json!({"outcome": "attended", "session_id": "x"}), vec!["/session_id"]),
        (json!({"outcome": "attended", "date": "2026-11-22"}), vec!["/date"]),
        (json!({"outcome": "here", "minutes": 9_999, "reason": "x", "date": "2026-13-01"}), vec!["/date", "/outcome", "/minutes", "/reason"]),
        (json!({"outcome": "attended", "name": "haru"}), vec!["/name"]),
    ] {
        let answer = note(&town, &natsu, &application, &body);
        let (status, code, mut named_there) = answer.refusal();
        let mut named: Vec<String> = named.into_iter().map(str::to_owned).collect();
        named.sort();
        named_there.sort();
        assert_eq!((status, code.as_str(), named_there), (422, "invalid", named), "{body}");
    }
    assert_eq!(mine(&town, &haru), Vec::<Value>::new());
}

#[test]
fn an_offer_without_dates_is_noted_day_by_day() {
    let town = Town::with_store();
    let natsu = town.somebody("natsu", vec![Role::Helper(group(3).id)]);
    let haru = town.somebody("haru", vec![]);
    let mut offer = opportunity(9);
    offer.details.seats_taken = 1;
    town.store.write(|tx| tx.put_opportunity(&offer)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let application = accepted(&town, &haru, &offer);
    let note = |body: Value| note(&town, &natsu, &application, &body);
    assert_eq!(note(json!({"outcome": "attended", "minutes": 60})).refusal().2, ["/date"]);
    assert_eq!(note(json!({"outcome": "attended", "date": "2026-11-20"})).refusal().2, ["/minutes"]);
    assert_eq!(note(json!({"outcome": "attended", "date": "2026-11-12", "minutes": 60})).refusal().2, ["/date"], "before both had said yes");
    assert_eq!(note(json!({"outcome": "attended", "date": "2026-11-24", "minutes": 60})).refusal().1, "not_begun_yet");
    assert_eq!(note(json!({"outcome": "attended", "date": "2026-11-20", "minutes": 60, "session_id": SessionId::new().to_string()})).refusal().2, ["/date"]);
    let made = note(json!({"outcome": "attended", "date": "2026-11-20", "minutes": 60})).expect(201).json();
    assert_eq!((&made["application_state"], &made["session_id"]), (&json!("completed"), &Value::Null));
    note(json!({"outcome": "attended", "date": "2026-11-23", "minutes": 1440})).expect(201);
    assert_eq!(note(json!({"outcome": "attended", "date": "2026-11-20", "minutes": 61})).refusal().2, ["/reason"], "one line a date");
    assert_eq!(get(&town, &haru, "/v1/me/record")["minutes"], 1500);
}

#[test]
fn a_list_is_noted_whole_or_not_at_all() {
    let town = Town::with_store();
    let natsu = helper(&town);
    let o = dated(&town, &[-24]);
    let session = o.details.schedule.sessions[0].id;
    let people: Vec<Somebody> = (0..3).map(|n| town.somebody(&format!("haru{n}"), vec![])).collect();
    let of: Vec<Application> = people.iter().map(|who| accepted(&town, who, &o)).collect();
    let foreign = accepted(&town, &people[0], &dated(&town, &[-24]));
    let target = format!("/v1/opportunities/{}/attendance", o.id);
    let send = |body: Value| town.call(&natsu.who, "POST", &target, &[], Some(&body));
    let entry = |a: &Application, outcome: &str| json!({"application_id": a.id.to_string(), "outcome": outcome});
    let wrong = send(json!({"session_id": session.to_string(), "entries": [
        entry(&of[0], "attended"),
        {"application_id": of[1].id.to_string(), "outcome": "attended", "minutes": 500},
        entry(&foreign, "attended"),
        {"application_id": of[2].id.to_string(), "outcome": "attended", "notice": true},
    ]}));
    assert_eq!(wrong.refusal(), (422, "invalid".into(), vec!["/entries/1/minutes".into(), "/entries/2/application_id".into(), "/entries/3/notice".into()]));
    assert_eq!(lines(&town, &natsu, &o), Vec::<Value>::new(), "nothing of it is kept");
    assert_eq!(state(&town, &of[0]), State::Accepted);
    let noted = send(json!({"session_id": session.to_string(), "entries": [entry(&of[0], "attended"), entry(&of[1], "absent")]})).expect(200).json();
    let told: Vec<(&str, &str)> =
        noted["results"].as_array().unwrap().iter().map(|r| (r["outcome"].as_str().unwrap(), r["application_state"].as_str().unwrap())).collect();
    assert_eq!(told, [("attended", "completed"), ("absent", "absent")]);
    let other = send(json!({"session_id": session.to_string(), "entries": [entry(&of[2], "attended"), entry(&of[0], "absent")]}));
    assert_eq!(other.refusal().2, ["/entries/1/reason"], "what differs needs a reason, and nothing was kept");
    assert_eq!(lines(&town, &natsu, &o).len(), 2);
    for (body, named) in [
        (json!({"entries": [entry(&of[2], "attended")]}), vec!["/session_id"]),
        (json!({"session_id": session.to_string(), "entries": []}), vec!["/entries"]),
        (json!({"session_id": session.to_string(), "entries": vec![entry(&of[2], "attended"); 201]}), vec!["/entries"]),
        (json!({"session_id": session.to_string(), "entries": [entry(&of[2], "attended"), entry(&of[2], "absent")]}), vec!["/entries/1/application_id"]),
        (
            json!({"session_id": session.to_string(), "entries": [{"application_id": "x", "outcome": "y"}]}),
            vec!["/entries/0/application_id", "/entries/0/outcome"],
        ),
        (json!({"session_id": SessionId::new().to_string(), "entries": [entry(&of[2], "attended")]}), vec!["/entries/0/application_id"]),
    ] {
        assert_eq!(send(body.clone()).refusal().2, named, "{body}");
    }
    let ahead = dated(&town, &[1]);
    let early = accepted(&town, &people[0], &ahead);
    let body = json!({"session_id": ahead.details.schedule.sessions[0].id.to_string(), "entries": [entry(&early, "attended")]});
    let answer = town.call(&natsu.who, "POST", &format!("/v1/opportunities/{}/attendance", ahead.id), &[], Some(&body));
    assert_eq!(answer.refusal().1, "not_begun_yet");
}

#[test]
fn whoever_is_foreign_learns_nothing() {
    let town = Town::with_store();
    let (natsu, haru) = (helper(&town), town.somebody("haru", vec![]));
    let o = dated(&town, &[-1]);
    let application = accepted(&town, &haru, &o);
    let sora = owner_of(&town, "sora", 1);
    let coordinator = town.somebody("aki", vec![Role::Coordinator { areas: vec!["011002".into()], themes: vec![] }]);
    let body = json!({"outcome": "attended"});
    let list = json!({"session_id": o.details.schedule.sessions[0].id.to_string(), "entries": [{"application_id": application.id.to_string(), "outcome": "attended"}]});
    let of = |id: ApplicationId, rest: &str| format!("/v1/applications/{id}/{rest}");
    let at = |id: OpportunityId, rest: &str| format!("/v1/opportunities/{id}/{rest}");
    let same = |who: &Somebody, method: &str, real: String, absent: String, body: Option<&Value>| {
        let (real, absent) = (town.call(&who.who, method, &real, &[], body), town.call(&who.who, method, &absent, &[], body));
        assert_eq!(real.status, 404, "{real:?}");
        assert_eq!(told(&real), told(&absent));
    };
    for who in [&sora, &natsu] {
        same(who, "GET", of(application.id, "check-in-code"), of(ApplicationId::new(), "check-in-code"), None);
    }
    same(&sora, "POST", of(application.id, "attendance"), of(ApplicationId::new(), "attendance"), Some(&body));
    same(&sora, "POST", at(o.id, "attendance"), at(OpportunityId::new(), "attendance"), Some(&list));
    same(&sora, "POST", at(o.id, "check-ins"), at(OpportunityId::new(), "check-ins"), Some(&json!({"code": "00000000"})));
    same(&sora, "GET", at(o.id, "participations"), at(OpportunityId::new(), "participations"), None);
    // Who oversees a group reads what it noted, and notes nothing in its place.
    town.call(&coordinator.who, "GET", &at(o.id, "participations"), &[], None).expect(200);
    assert_eq!(town.call(&coordinator.who, "POST", &of(application.id, "attendance"), &[], Some(&body)).refusal().0, 403);
    // Nobody notes for themselves that they were there.
    assert_eq!(town.call(&haru.who, "POST", &of(application.id, "attendance"), &[], Some(&body)).refusal().0, 403);
    for target in ["/v1/me/participations", "/v1/me/record", "/v1/me/ladder", "/v1/me/certificates"] {
        assert_eq!(town.call(&Who::Anyone, "GET", target, &[], None).status, 401);
    }
}

#[test]
fn the_same_key_and_two_at_once_have_one_effect() {
    let town = Town::with_store();
    let (natsu, haru) = (helper(&town), town.somebody("haru", vec![]));
    let o = dated(&town, &[-24]);
    let application = accepted(&town, &haru, &o);
    let target = format!("/v1/applications/{}/attendance", application.id);
    let statuses: Vec<u16> = std::thread::scope(|s| {
        let threads: Vec<_> = (0..8)
            .map(|n| {
                let (town, natsu, target) = (&town, &natsu, &target);
                s.spawn(move || town.call(&natsu.who, "POST", target, &[], Some(&json!({"outcome": "attended", "minutes": 100 + n}))).status)
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!((statuses.iter().filter(|s| **s == 201).count(), statuses.iter().filter(|s| **s == 422).count()), (1, 7), "{statuses:?}");
    assert_eq!(lines(&town, &natsu, &o).len(), 1);
    let correct = json!({"outcome": "attended", "minutes": 30, "reason": "時間の訂正です"});
    let keyed = || town.call(&natsu.who, "POST", &target, &[("Idempotency-Key", "correct-once")], Some(&correct)).expect(200);
    let (first, again) = (keyed(), keyed());
    assert_eq!((&first.body, again.header("idempotency-replayed")), (&again.body, Some("true")));
    assert_eq!(lines(&town, &natsu, &o)[0]["corrections"].as_array().unwrap().len(), 1);
}
