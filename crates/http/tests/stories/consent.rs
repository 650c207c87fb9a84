use crate::guardian::Family;
use crate::office::refused;
use crate::people::{Somebody, Who};
use crate::town::{group, opportunity};
use crate::wire::Answer;
use enmusubi_domain::access::Role;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{AccountId, ApplicationId, ConsentId};
use enmusubi_domain::level::Responsibility;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

/// An opportunity of the second group: two sessions ahead, by day.
const READING: usize = 1;
/// An opportunity of the first group, in the snow.
const SNOW: usize = 0;

fn consents(family: &Family) -> String {
    format!("/v1/wards/{}/consents", family.child.account.id)
}

fn agree(family: &Family, who: &Somebody, application: &Value) -> Answer {
    family.call(who, "POST", &consents(family), Some(&json!({"purpose": "guardian_application", "application_id": application["id"]})))
}

fn agree_to_the_year(family: &Family, who: &Somebody) -> Answer {
    family.call(who, "POST", &consents(family), Some(&json!({"purpose": "guardian_year"})))
}

fn withdraw(family: &Family, who: &Somebody, consent: &Value) -> Answer {
    family.call(who, "DELETE", &format!("/v1/consents/{}", consent["id"].as_str().unwrap()), None)
}

/// The group says yes.
fn accept(family: &Family, owner: &Somebody, application: &Value) -> Answer {
    family.call(owner, "POST", &format!("/v1/applications/{}/accept", application["id"].as_str().unwrap()), Some(&json!({})))
}

fn state(family: &Family, application: &Value) -> String {
    let read = family.get(&family.child, &format!("/v1/applications/{}", application["id"].as_str().unwrap()));
    read["state"].as_str().unwrap().to_owned()
}

fn owner(family: &Family, n: usize) -> Somebody {
    family.town.somebody(&format!("owner{n}"), vec![Role::Owner(group(n).id)])
}

/// Seats that are taken at the first session ahead.
fn taken(family: &Family, n: usize) -> u32 {
    let kept = family.town.store.read(|tx| tx.opportunity(opportunity(n).id)).unwrap_or_else(|e: StoreError| panic!("{e}")).unwrap();
    kept.details.schedule.sessions[1].seats_taken
}

#[test]
fn a_fifteen_year_old_takes_part_with_a_guardian_s_yes_and_not_without() {
    let family = Family::open::<8>(15);
    let owner = owner(&family, 1);
    family.tie(&family.mother);
    let application = family.apply(READING).expect(201).json();
    let problem = accept(&family, &owner, &application);
    assert_eq!(refused(&problem), (409, "guardian_consent_needed".into()));
    assert_eq!(problem.json()["ways_out"][0]["code"], "ask_guardian");
    assert_eq!((state(&family, &application), taken(&family, READING)), ("applied".into(), 3));
    let listed = family.get(&family.mother, &format!("/v1/wards/{}/applications?state=applied", family.child.account.id));
    assert_eq!(listed["results"][0]["id"], application["id"]);
    let given = agree(&family, &family.mother, &application).expect(201).json();
    assert_eq!(
        (&given["purpose"], &given["method"], &given["language"], &given["live"]),
        (&json!("guardian_application"), &json!("account"), &json!("ja"), &json!(true))
    );
    assert_eq!((&given["given_by"], &given["recorded_by"], &given["expires_at"]), (&json!(family.mother.account.id.to_string()), &Value::Null, &Value::Null));
    assert_eq!(accept(&family, &owner, &application).expect(200).json()["state"], "accepted");
    assert_eq!(taken(&family, READING), 4);
    for who in [&family.mother, &family.child] {
        assert_eq!(family.get(who, "/v1/me/consents")["results"], json!([given]));
    }
    assert_eq!(family.get(&family.father, "/v1/me/consents")["results"], json!([]));
    let deeds: Vec<_> = family.trail(ObjectKind::Consent, given["id"].as_str().unwrap()).into_iter().map(|line| (line.action, line.fields)).collect();
    assert_eq!(deeds, [("give_ward_consent".to_owned(), ["subject", "purpose", "method"].map(str::to_owned).to_vec())]);
}

#[test]
fn a_word_that_is_taken_back_takes_the_place_along_and_stays_in_the_ledger() {
    let family = Family::open::<9>(15);
    let owner = owner(&family, 1);
    family.tie(&family.mother);
    family.tie(&family.father);
    let application = family.apply(READING).expect(201).json();
    let given = agree(&family, &family.mother, &application).expect(201).json();
    accept(&family, &owner, &application).expect(200);
    assert_eq!(withdraw(&family, &family.stranger, &given).status, 404);
    assert_eq!(withdraw(&family, &family.far_desk, &given).status, 404);
    assert_eq!(refused(&withdraw(&family, &family.child, &given)), (409, "ward_alone".into()));
    assert_eq!(state(&family, &application), "accepted");
    withdraw(&family, &family.father, &given).expect(204);
    assert_eq!((state(&family, &application), taken(&family, READING)), ("withdrawn".into(), 3), "either guardian's no is enough, and the seat is free again");
    let kept = family.get(&family.child, "/v1/me/consents")["results"][0].clone();
    assert_eq!((&kept["withdrawn_at"], &kept["live"]), (&json!("2026-11-23T09:00:00+09:00"), &json!(false)));
    withdraw(&family, &family.father, &given).expect(204);
    let deeds: Vec<_> = family.trail(ObjectKind::Consent, given["id"].as_str().unwrap()).into_iter().map(|line| line.action).collect();
    assert_eq!(deeds, ["give_ward_consent", "withdraw_consent"], "once");
    let lapsed = family.trail(ObjectKind::Application, application["id"].as_str().unwrap());
    assert_eq!(lapsed.last().map(|line| (line.action.as_str(), line.fields.clone())), Some(("withdraw_consent", vec!["state".to_owned()])));
    assert_eq!(refused(&agree(&family, &family.mother, &application)), (409, "application_over".into()));
}

#[test]
fn a_guardian_who_goes_leaves_no_word_behind() {
    let family = Family::open::<10>(15);
    let (owner, tie) = (owner(&family, 1), family.tie(&family.mother));
    let application = family.apply(READING).expect(201).json();
    agree(&family, &family.mother, &application).expect(201);
    accept(&family, &owner, &application).expect(200);
    family.call(&family.mother, "DELETE", &format!("/v1/guardianships/{tie}"), None).expect(204);
    assert_eq!(state(&family, &application), "withdrawn");
    assert_eq!(agree_to_the_year(&family, &family.mother).status, 404, "no guardian any more");
}

#[test]
fn a_word_for_the_year_is_enough_at_sixteen_but_not_for_snow_the_night_or_beyond_the_year() {
    let family = Family::open::<11>(16);
    family.tie(&family.mother);
    let given = agree_to_the_year(&family, &family.mother).expect(201).json();
    assert_eq!((&given["expires_at"], &given["application_id"]), (&json!("2027-04-01T00:00:00+09:00"), &Value::Null));
    assert_eq!(refused(&agree_to_the_year(&family, &family.mother)), (409, "already_agreed".into()));
    let reading = family.apply(READING).expect(201).json();
    accept(&family, &owner(&family, 1), &reading).expect(200);
    let snow_owner = owner(&family, 0);
    let snow = family.apply(SNOW).expect(201).json();
    assert_eq!(refused(&accept(&family, &snow_owner, &snow)), (409, "guardian_consent_needed".into()));
    agree(&family, &family.mother, &snow).expect(201);
    accept(&family, &snow_owner, &snow).expect(200);
    let (cleaning, cleaner) = (family.apply(2).expect(201).json(), owner(&family, 2));
    let mut listing = opportunity(2);
    listing.details.responsibility = Responsibility::Lead;
    keep(&family, &listing);
    assert_eq!(refused(&accept(&family, &cleaner, &cleaning)), (409, "guardian_consent_needed".into()), "to lead");
    listing.details.responsibility = Responsibility::Help;
    let night = listing.details.schedule.sessions[1].clone();
    listing.details.schedule.sessions[1].ends_at = night.starts_at + chrono::TimeDelta::hours(12);
    keep(&family, &listing);
    assert_eq!(refused(&accept(&family, &cleaner, &cleaning)), (409, "guardian_consent_needed".into()), "until ten in the evening");
    listing.details.schedule.sessions[1] = night;
    listing.details.schedule.sessions[2].starts_at += chrono::TimeDelta::days(130);
    listing.details.schedule.sessions[2].ends_at += chrono::TimeDelta::days(130);
    keep(&family, &listing);
    assert_eq!(refused(&accept(&family, &cleaner, &cleaning)), (409, "guardian_consent_needed".into()), "in April the year is over");
    keep(&family, &opportunity(2));
    accept(&family, &cleaner, &cleaning).expect(200);
    withdraw(&family, &family.mother, &given).expect(204);
    assert_eq!([&reading, &snow, &cleaning].map(|a| state(&family, a)), ["withdrawn", "accepted", "withdrawn"], "what has a word of its own stands");
}

fn keep(family: &Family, listing: &Opportunity) {
    family.town.store.write(|tx| tx.put_opportunity(listing)).unwrap_or_else(|e: StoreError| panic!("{e}"));
}

#[test]
fn a_desk_writes_down_what_a_guardian_without_an_account_signed() {
    let family = Family::open::<12>(15);
    let owner = owner(&family, 1);
    let application = family.apply(READING).expect(201).json();
    let paper = |who: &Somebody, more: Value| {
        let mut body = json!({"purpose": "guardian_application", "application_id": application["id"]});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        family.call(who, "POST", &consents(&family), Some(&body))
    };
    let whole = json!({"method": "paper", "reason": "同意書を受け取った", "language": "easy"});
    assert_eq!(paper(&family.desk, json!({})).refusal().2, ["/reason", "/method"]);
    assert_eq!(paper(&family.desk, json!({"method": "account", "reason": "同意書を受け取った"})).refusal().2, ["/method"]);
    assert_eq!(paper(&family.far_desk, whole.clone()).status, 404);
    assert_eq!(paper(&family.stranger, whole.clone()).status, 404);
    assert_eq!(paper(&family.child, whole.clone()).status, 404, "a child agrees to nothing in a guardian's place");
    let given = paper(&family.desk, whole.clone()).expect(201).json();
    assert_eq!((&given["given_by"], &given["method"], &given["language"]), (&Value::Null, &json!("paper"), &json!("easy")));
    assert_eq!(given["recorded_by"], json!(family.desk.account.id.to_string()));
    assert_eq!(refused(&paper(&family.desk, whole)), (409, "already_agreed".into()));
    assert_eq!(family.trail(ObjectKind::Consent, given["id"].as_str().unwrap())[0].reason.as_deref(), Some("同意書を受け取った"));
    accept(&family, &owner, &application).expect(200);
    family.tie(&family.mother);
    assert_eq!(paper(&family.mother, json!({"method": "paper"})).refusal().2, ["/method"], "a guardian agrees with their account");
    withdraw(&family, &family.desk, &given).expect(204);
    assert_eq!(state(&family, &application), "withdrawn");
}

#[test]
fn what_is_not_to_be_agreed_to_is_refused_with_the_reason() {
    let family = Family::open::<13>(15);
    family.tie(&family.mother);
    let ask = |who: &Somebody, body: Value| family.call(who, "POST", &consents(&family), Some(&body));
    let application = family.apply(READING).expect(201).json();
    assert_eq!(refused(&ask(&family.mother, json!({"purpose": "guardian_year"}))), (409, "needed_each_time".into()));
    for (body, named) in [
        (json!({"purpose": "share_contact"}), vec!["/purpose"]),
        (json!({"purpose": "guardian_application"}), vec!["/application_id"]),
        (json!({"purpose": "guardian_year", "application_id": application["id"]}), vec!["/application_id"]),
        (json!({"purpose": "guardian_application", "application_id": ApplicationId::new().to_string()}), vec!["/application_id"]),
        (json!({"purpose": "guardian_application", "application_id": application["id"], "text_version": 0}), vec!["/text_version"]),
        (
            json!({"purpose": "x", "language": "fr", "method": "mail", "reason": "x", "text_version": 70_000}),
            vec!["/purpose", "/text_version", "/language", "/method", "/reason"],
        ),
        (json!({"purpose": "guardian_year", "giver": "me"}), vec!["/giver"]),
    ] {
        let named: Vec<String> = named.into_iter().map(str::to_owned).collect();
        assert_eq!(ask(&family.mother, body.clone()).refusal(), (422, "invalid".into(), named), "{body}");
    }
    let other = json!({"purpose": "guardian_application", "application_id": application["id"], "text_version": 2});
    assert_eq!(refused(&ask(&family.mother, other)), (409, "other_text".into()));
    let theirs = family
        .call(&family.stranger, "POST", "/v1/applications", Some(&json!({"opportunity_id": opportunity(READING).id.to_string(), "of_age": true})))
        .expect(201)
        .json();
    assert_eq!(agree(&family, &family.mother, &theirs).refusal().2, ["/application_id"], "somebody else's application is not there");
    let grown = format!("/v1/wards/{}/consents", family.stranger.account.id);
    let paper = json!({"purpose": "guardian_year", "method": "paper", "reason": "同意書を受け取った"});
    assert_eq!(refused(&family.call(&family.admin, "POST", &grown, Some(&paper))), (409, "ward_age_unknown".into()));
    family.call(&family.stranger, "PUT", "/v1/me/profile", Some(&json!({"birth_date": "1990-01-31"}))).expect(201);
    assert_eq!(refused(&family.call(&family.admin, "POST", &grown, Some(&paper))), (409, "ward_of_age".into()));
    let nobody = format!("/v1/wards/{}/consents", AccountId::new());
    assert_eq!(family.call(&family.admin, "POST", &nobody, Some(&paper)).status, 404);
    assert_eq!(family.call(&family.admin, "DELETE", &format!("/v1/consents/{}", ConsentId::new()), None).status, 404);
}

#[test]
fn a_birth_date_that_says_more_takes_the_place_away_and_one_that_goes_does_not() {
    let family = Family::open::<14>(30);
    let owner = owner(&family, 1);
    let application = family.apply(READING).expect(201).json();
    accept(&family, &owner, &application).expect(200);
    let put = |profile: &Value| {
        let tag = family.call(&family.child, "GET", "/v1/me/profile", None).expect(200).header("etag").unwrap().to_owned();
        family.call_with(&family.child, "PUT", "/v1/me/profile", &[("If-Match", &tag)], Some(profile)).expect(200);
    };
    put(&json!({"areas": ["011029"]}));
    assert_eq!(state(&family, &application), "accepted", "of age when it was known, and so they stay");
    family.call(&family.child, "DELETE", "/v1/me/profile", None).expect(204);
    assert_eq!(state(&family, &application), "accepted");
    family.call(&family.child, "PUT", "/v1/me/profile", Some(&json!({"birth_date": "2011-05-15"}))).expect(201);
    assert_eq!(state(&family, &application), "withdrawn", "fifteen after all");
}

#[test]
fn a_match_knows_that_a_guardian_has_agreed() {
    let family = Family::open::<15>(16);
    family.tie(&family.mother);
    let wish = |consent: &str| {
        family.town.find(json!({"age": 16, "areas": ["011029"], "guardian_consent": consent, "limit": 50}))["results"].as_array().unwrap().len()
    };
    assert!(wish("can_be_asked") > 3 && wish("on_file") == wish("can_be_asked"));
    assert_eq!(wish("refused"), 0, "a minor whose guardian said no is matched with nothing");
    let wrong = family.town.post("/v1/matches", &json!({"guardian_consent": "yes"}));
    assert_eq!(wrong.refusal(), (422, "invalid".into(), vec!["/guardian_consent".into()]));
    let mine = |family: &Family| family.get(&family.child, "/v1/me/matches?limit=50")["results"].as_array().unwrap().len();
    let before = mine(&family);
    agree_to_the_year(&family, &family.mother).expect(201);
    assert_eq!((mine(&family), before > 3), (before, true));
}

#[test]
fn what_people_agree_to_can_be_read_by_anybody() {
    let texts = crate::town::town().get("/v1/consent-texts").expect(200);
    let all = texts.json()["results"].as_array().unwrap().clone();
    let purposes: Vec<_> = all.iter().map(|t| t["purpose"].as_str().unwrap().to_owned()).collect();
    assert_eq!(purposes, ["guardian_year", "guardian_application", "share_contact", "open_to_introductions"]);
    assert!(all.iter().all(|t| t["in_force"] == true && t["version"] == 1 && t["sha256"].as_str().unwrap().len() == 64));
    assert!(
        all[0]["ja"].as_str().unwrap().contains("3月31日")
            && all[0]["easy"].as_str().unwrap().contains("（ほごしゃ）")
            && all[0]["en"].as_str().unwrap().contains("31 March")
    );
    let tag = texts.header("etag").unwrap().to_owned();
    assert_eq!(crate::town::town().get_with("/v1/consent-texts", &[("If-None-Match", &tag)]).status, 304);
    assert_eq!(crate::town::town().call(&Who::Anyone, "GET", "/v1/me/consents", &[], None).status, 401);
}
