use crate::meeting::{CANARIES, Meeting, contact};
use crate::people::PASSWORD;
use crate::town::{group, now, opportunity};
use enmusubi_domain::application::{Application, Rules};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::disclosure::Disclosure;
use enmusubi_domain::guardian::{Guardianship, Proof, Relation};
use enmusubi_domain::id::{DisclosureId, GuardianshipId};
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::{Value, json};

/// To whom the contact of the volunteer of an application was opened.
pub fn opened(a: &Application) -> Disclosure {
    Disclosure::open(DisclosureId::new(), a.id, a.volunteer.unwrap(), a.group, None, &Rules::default(), now())
}

fn refused(answer: &crate::wire::Answer) -> (u16, String) {
    let (status, code, _) = answer.refusal();
    (status, code)
}

fn not_disclosed() -> (u16, String) {
    (409, "not_disclosed".into())
}

/// What the group sees of the volunteer in the application itself.
fn volunteer_in(meeting: &Meeting, id: &str) -> Value {
    meeting.get(&meeting.owner, &format!("/v1/applications/{id}")).expect(200).json()["volunteer"].clone()
}

#[test]
fn a_group_sees_no_contact_before_both_have_said_yes() {
    let m = Meeting::open::<0>();
    let id = m.apply();
    let answer = m.contact_of(&id);
    assert_eq!(refused(&answer), not_disclosed());
    assert!(answer.json()["detail"].as_str().unwrap().contains("参加が決まると"), "it is said when it opens");
    assert_eq!(m.disclosures(), [] as [Value; 0]);
    let shown = m.shown_to_others(&id);
    m.none_of(&CANARIES, &shown);
    m.none_of(&[&m.volunteer.account.name, "ひみつの資格"], &shown);
    let seen = volunteer_in(&m, &id);
    assert!(seen["handle"].as_str().unwrap().starts_with("応募者 "), "{seen}");
    let wanted = json!({"stage": "applied", "name": null, "age_band": "30s", "ward": "011029", "level": "basic", "qualifications": [],
        "languages": ["ja"], "accessibility": ["step_free"], "minutes_in_group": 0});
    for (name, value) in wanted.as_object().unwrap() {
        assert_eq!(seen[name], *value, "{name}");
    }
    assert_eq!(volunteer_in(&m, &id)["handle"], seen["handle"], "the same each time");
}

#[test]
fn contact_opens_stage_by_stage_and_closes_by_itself() {
    let m = Meeting::open::<1>();
    let id = m.agree();
    let shown = |tap: &str| m.get(&m.owner, &format!("/v1/applications/{id}/contact{tap}"));
    let fields = |tap: &str| shown(tap).expect(200).json()["fields"].clone();
    let accepted = shown("").expect(200);
    assert_eq!(accepted.header("cache-control"), Some("no-store"));
    let seen = accepted.json();
    assert_eq!((&seen["name"], &seen["name_kana"]), (&json!(m.volunteer.account.name), &json!("かなりあ いちばん")));
    assert_eq!((&seen["phone"], &seen["email"], &seen["emergency"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(seen["fields"], json!(["name", "name_kana"]));
    assert_eq!(refused(&shown("?emergency=true")), (409, "not_the_day".into()));
    assert_eq!(volunteer_in(&m, &id)["name"], json!(m.volunteer.account.name));

    let mut ticked = contact();
    (ticked["share_phone"], ticked["share_email"]) = (json!(true), json!(true));
    m.call_with(&m.volunteer, "PUT", "/v1/me/contact", &[("If-Match", "\"v1\"")], Some(&ticked)).expect(200);
    assert_eq!(fields(""), json!(["name", "name_kana", "email", "phone"]), "a tick widens it at once");
    m.call_with(&m.volunteer, "PUT", "/v1/me/contact", &[("If-Match", "\"v2\"")], Some(&contact())).expect(200);
    assert_eq!(fields(""), json!(["name", "name_kana"]), "and narrows it at once");

    m.pass(1);
    let day = shown("").expect(200).json();
    assert_eq!((&day["stage"], &day["phone"], &day["emergency"]), (&json!("day"), &json!("080-7531-9864"), &Value::Null));
    let tapped = shown("?emergency=true").expect(200).json();
    assert_eq!(tapped["emergency"], json!({"name": "緊急の春子", "phone": "011-864-2097", "relation": "叔母のひと"}));
    assert_eq!(tapped["fields"], json!(["name", "name_kana", "phone", "emergency"]));
    m.pass(60);
    assert_eq!(shown("").expect(200).json()["stage"], "accepted", "between two sessions");
    m.pass(280);
    assert_eq!(shown("").expect(200).json()["stage"], "day");
    m.pass(50);
    let finished = shown("").expect(200).json();
    assert_eq!((&finished["stage"], &finished["fields"]), (&json!("finished"), &json!(["name", "name_kana"])));
    assert_eq!(refused(&shown("?emergency=true")), (409, "not_the_day".into()));
    m.pass(365 + 2 + 30 * 24 - 391);
    assert_eq!(refused(&shown("")), not_disclosed(), "a month after the last session");
    assert_eq!(volunteer_in(&m, &id)["name"], Value::Null);
    assert_eq!(m.disclosures()[0]["group"]["people"], json!([]), "nobody can look any more");
}

#[test]
fn the_volunteer_sees_to_whom_it_is_open_and_every_look() {
    let m = Meeting::open::<2>();
    let id = m.agree();
    let open = &m.disclosures()[0];
    assert_eq!(
        (&open["application_id"], &open["group"]["id"], &open["group"]["name"]),
        (&json!(id), &json!(group(0).id.to_string()), &json!(group(0).details.name))
    );
    let people = json!([{"name": m.owner.account.name, "role": "owner"}, {"name": m.manager.account.name, "role": "manager"}]);
    assert_eq!(open["group"]["people"], people, "and no helper");
    assert_eq!((&open["purpose"], &open["opportunity"]), (&json!("participation"), &json!(opportunity(0).details.title)));
    assert_eq!((&open["opened_at"], &open["ended_at"], &open["ended_by"]), (&json!("2026-11-23T09:00:00+09:00"), &Value::Null, &Value::Null));
    assert_eq!(open["ends_at"], "2027-01-07T16:00:00+09:00", "30 days after the end of the last session");
    assert_eq!((&open["open_now"], &open["views"], &open["views_in_all"]), (&json!(["name", "name_kana"]), &json!([]), &json!(0)));

    m.contact_of(&id).expect(200);
    m.pass(2);
    m.get(&m.manager, &format!("/v1/applications/{id}/contact?emergency=true")).expect(200);
    let open = &m.disclosures()[0];
    assert_eq!(open["open_now"], json!(["name", "name_kana", "phone", "emergency"]));
    let looks = json!([
        {"at": "2026-11-23T11:00:00+09:00", "by": m.manager.account.name, "fields": ["name", "name_kana", "phone", "emergency"]},
        {"at": "2026-11-23T09:00:00+09:00", "by": m.owner.account.name, "fields": ["name", "name_kana"]},
    ]);
    assert_eq!((&open["views"], &open["views_in_all"]), (&looks, &json!(2)));

    let filter = AuditFilter { object_kind: Some(ObjectKind::Application), object_id: Some(id.parse().unwrap()), ..AuditFilter::default() };
    let trail = m.town.store.read(|tx| tx.audit_page(None, &filter, 100)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let mut looked: Vec<_> = trail.iter().filter(|line| line.action == "read_application_contact").map(|line| line.fields.clone()).collect();
    looked.sort_by_key(Vec::len);
    assert_eq!(looked, [vec!["name", "name_kana"], vec!["name", "name_kana", "phone", "emergency"]], "each look is a line of the trail");
}

#[test]
fn whoever_ends_a_disclosure_is_seen_no_more_and_stays_accepted() {
    let m = Meeting::open::<3>();
    let id = m.agree();
    m.contact_of(&id).expect(200);
    m.end_disclosure();
    assert_eq!(refused(&m.contact_of(&id)), not_disclosed());
    m.none_of(&CANARIES, &m.shown_to_others(&id));
    m.none_of(&[&m.volunteer.account.name], &m.shown_to_others(&id));
    let seen = volunteer_in(&m, &id);
    assert_eq!((&seen["stage"], &seen["name"], &seen["age_band"], &seen["ward"]), (&json!("closed"), &Value::Null, &Value::Null, &Value::Null));
    assert_eq!(m.get(&m.volunteer, &format!("/v1/applications/{id}")).expect(200).json()["state"], "accepted", "the application stays");
    let ended = &m.disclosures()[0];
    assert_eq!((&ended["ended_by"], &ended["ended_at"]), (&json!("volunteer"), &json!("2026-11-23T09:00:00+09:00")));
    assert_eq!((&ended["open_now"], &ended["group"]["people"], &ended["views_in_all"]), (&json!([]), &json!([]), &json!(1)));
    m.end_disclosure();
    m.pass(2);
    assert_eq!(refused(&m.contact_of(&id)), not_disclosed(), "not even on the day");
}

#[test]
fn a_withdrawal_and_a_refusal_close_it() {
    let m = Meeting::open::<4>();
    for (step, who) in [("withdraw", &m.volunteer), ("decline", &m.owner)] {
        let id = m.agree();
        m.contact_of(&id).expect(200);
        m.call(who, "POST", &format!("/v1/applications/{id}/{step}"), Some(&json!({"reason": "dates"}))).expect(200);
        assert_eq!(refused(&m.contact_of(&id)), not_disclosed(), "{step}");
        m.none_of(&CANARIES, &m.shown_to_others(&id));
        m.none_of(&[&m.volunteer.account.name], &m.shown_to_others(&id));
        assert_eq!((&m.disclosures()[0]["ended_by"], &m.disclosures()[0]["stage"]), (&json!("service"), &json!("closed")));
    }
    assert_eq!(m.disclosures().len(), 2, "each acceptance opened one");
}

#[test]
fn nobody_else_reaches_a_contact_or_a_disclosure() {
    let m = Meeting::open::<5>();
    let id = m.agree();
    let contact = format!("/v1/applications/{id}/contact");
    for (who, status) in
        [(&m.helper, 403), (&m.coordinator, 403), (&m.admin, 403), (&m.auditor, 403), (&m.stranger, 403), (&m.volunteer, 403), (&m.foreign, 404)]
    {
        assert_eq!(m.get(who, &contact).status, status, "{}", who.account.name);
    }
    let nothing = format!("/v1/applications/{}/contact", uuid::Uuid::now_v7());
    let (foreign, absent) = (m.get(&m.foreign, &contact).without_trace(), m.get(&m.foreign, &nothing).without_trace());
    assert_eq!((foreign.status, foreign.body), (absent.status, absent.body), "what is foreign is as if it were not there");
    let disclosure = format!("/v1/me/disclosures/{}", m.disclosures()[0]["id"].as_str().unwrap());
    for who in [&m.owner, &m.stranger, &m.admin] {
        assert_eq!(m.call(who, "DELETE", &disclosure, None).status, 404, "{}", who.account.name);
        assert_eq!(m.get(who, "/v1/me/disclosures").expect(200).json()["results"], json!([]), "{}", who.account.name);
    }
    assert_eq!(m.town.get(&contact).status, 401);
    m.contact_of(&id).expect(200);
    assert_eq!(m.get(&m.owner, &format!("{contact}?emergency=maybe")).refusal().0, 422);
    assert_eq!(m.get(&m.owner, &format!("{contact}?phone=true")).refusal(), (400, "unreadable".into(), vec!["phone".into()]));
}

#[test]
fn a_role_that_is_taken_is_gone_at_once_and_a_look_stays() {
    let m = Meeting::open::<6>();
    let id = m.agree();
    let contact = format!("/v1/applications/{id}/contact");
    m.get(&m.manager, &contact).expect(200);
    let grant = m.town.store.read(|tx| tx.grants_of(m.manager.account.id)).unwrap_or_else(|e: StoreError| panic!("{e}"))[0].id;
    m.town.store.write(|tx| tx.take_role(grant, None)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(m.get(&m.manager, &contact).status, 403);
    let open = &m.disclosures()[0];
    assert_eq!(open["group"]["people"].as_array().unwrap().len(), 1);
    assert_eq!(open["views"][0]["by"], json!(m.manager.account.name));
}

#[test]
fn once_the_volunteer_has_left_there_is_only_a_handle() {
    let m = Meeting::open::<7>();
    let id = m.agree();
    m.contact_of(&id).expect(200);
    m.call(&m.volunteer, "POST", &format!("/v1/applications/{id}/withdraw"), Some(&json!({}))).expect(200);
    m.call(&m.volunteer, "DELETE", "/v1/me", Some(&json!({"password": PASSWORD}))).expect(204);
    assert_eq!(refused(&m.contact_of(&id)), not_disclosed());
    m.none_of(&CANARIES, &m.shown_to_others(&id));
    m.none_of(&[&m.volunteer.account.name], &m.shown_to_others(&id));
}

#[test]
fn what_somebody_keeps_as_contact_stands_nowhere_else() {
    let m = Meeting::open::<8>();
    let id = m.agree();
    m.contact_of(&id).expect(200);
    let document = serde_json::to_value(enmusubi_http::openapi()).unwrap();
    let ids = [id.clone(), m.volunteer.account.id.to_string(), opportunity(0).id.to_string(), group(0).id.to_string()];
    // The address of an account is administrators' to see, and was before.
    let said = &CANARIES[..5];
    let (mut asked, mut answered) = (0, 0);
    for path in document["paths"].as_object().unwrap().iter().filter(|(_, item)| item["get"].is_object()).map(|(path, _)| path) {
        if path.ends_with("/contact") {
            continue;
        }
        for it in &ids {
            let target = path.replace("{id}", it).replace("{account_id}", &ids[1]).replace("{client_ref}", "demo");
            for who in [&m.owner, &m.helper, &m.coordinator, &m.admin, &m.auditor, &m.foreign] {
                let answer = m.get(who, &target);
                let text = String::from_utf8_lossy(&answer.body).into_owned();
                let shows: Vec<_> = said.iter().filter(|word| text.contains(**word)).collect();
                assert!(shows.is_empty(), "{target} shows {shows:?} to {}", who.account.name);
                (asked, answered) = (asked + 1, answered + u32::from(answer.status == 200));
            }
        }
    }
    assert!(asked > 500 && answered > 100, "{asked} {answered}");
    let own = m.get(&m.volunteer, "/v1/me/contact").expect(200).text();
    assert!(said.iter().all(|word| own.contains(word)), "what was looked for is what is kept");
    let trail = m.town.store.read(|tx| tx.audit_page(None, &AuditFilter::default(), 1_000)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let (trail, metrics) = (format!("{trail:?}"), m.town.get("/metrics").expect(200).text());
    assert!(CANARIES.iter().all(|word| !trail.contains(word) && !metrics.contains(word)));
}

#[test]
fn a_minors_name_is_in_no_list_and_guardians_are_for_emergencies() {
    let m = Meeting::open::<9>();
    let child = m.town.volunteer("kodomo", &json!({"birth_date": "2009-11-23", "areas": ["011029"]}));
    let mother = m.town.somebody("haha", vec![]);
    m.call(&mother, "PUT", "/v1/me/contact", Some(&json!({"phone": "011-555-6666"}))).expect(201);
    let at = m.at();
    let tie = Guardianship::claim(GuardianshipId::new(), child.account.id, mother.account.id, Relation::Parent, at.now).unwrap();
    let live = tie.confirm(Proof::InPerson, m.coordinator.account.id, "2009-11-23".parse().ok(), &at).unwrap();
    m.town.store.write(|tx| tx.insert_guardianship(&tie).and_then(|()| tx.put_guardianship(&live))).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let id = m.apply_as(&child, &json!({"opportunity_id": opportunity(0).id.to_string()}));
    assert_eq!(volunteer_in(&m, &id)["age_band"], "under_18");
    m.accept_at_once(&id);
    let name = &child.account.name;
    let listed =
        || m.get(&m.owner, &format!("/v1/opportunities/{}/applications", opportunity(0).id)).expect(200).json()["results"][0]["volunteer"]["name"].clone();
    assert_eq!(volunteer_in(&m, &id)["name"], json!(name), "alone it is shown");
    assert_eq!(listed(), Value::Null, "no list holds a name");
    let contact = format!("/v1/applications/{id}/contact");
    assert_eq!(m.get(&m.owner, &contact).expect(200).json()["guardians"], json!([]));
    m.pass(2);
    assert_eq!(listed(), Value::Null, "not even on the day");
    assert_eq!(m.get(&m.owner, &contact).expect(200).json()["guardians"], json!([]), "only to whoever asks for it by name");
    let tapped = m.get(&m.owner, &format!("{contact}?emergency=true")).expect(200).json();
    assert_eq!(tapped["guardians"], json!([{"name": mother.account.name, "phone": "011-555-6666"}]));
}

#[test]
fn who_ends_a_disclosure_while_others_look_has_the_last_word() {
    let m = Meeting::open::<10>();
    let id = m.agree();
    let end = format!("/v1/me/disclosures/{}", m.disclosures()[0]["id"].as_str().unwrap());
    let (owner, me) = (m.town.sign_in(m.owner.account.clone()), m.town.sign_in(m.volunteer.account.clone()));
    let seen: usize = std::thread::scope(|s| {
        let look = || (0..20).filter(|_| m.town.call(&owner.who, "GET", &format!("/v1/applications/{id}/contact"), &[], None).status == 200).count();
        let lookers: Vec<_> = (0..3).map(|_| s.spawn(look)).collect();
        let enders: Vec<_> = (0..3).map(|_| s.spawn(|| m.town.call(&me.who, "DELETE", &end, &[], None).expect(204))).collect();
        enders.into_iter().for_each(|t| drop(t.join().unwrap()));
        assert_eq!(refused(&m.contact_of(&id)), not_disclosed());
        lookers.into_iter().map(|t| t.join().unwrap()).sum()
    });
    let ended = &m.disclosures()[0];
    assert_eq!((&ended["ended_by"], &ended["views_in_all"]), (&json!("volunteer"), &json!(seen)), "whoever saw something is noted, and nobody else");
    let filter = AuditFilter { object_kind: Some(ObjectKind::Disclosure), ..AuditFilter::default() };
    let trail = m.town.store.read(|tx| tx.audit_page(None, &filter, 1_000)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(trail.iter().filter(|line| line.action == "end_my_disclosure").count(), 1, "it ended once");
    assert_eq!(trail.iter().filter(|line| line.action == "read_application_contact").count(), seen);
}
