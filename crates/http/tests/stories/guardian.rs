use crate::office::refused;
use crate::people::{Somebody, Who};
use crate::town::{Town, now, opportunity, settings};
use crate::wire::Answer;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use enmusubi_domain::access::Role;
use enmusubi_domain::application::{Circumstances, Rules};
use enmusubi_domain::audit::{Entry, ObjectKind};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang};
use enmusubi_domain::guardian::{Guardianship, Proof, Relation};
use enmusubi_domain::id::{ApplicationId, ConsentId, GuardianshipId};
use enmusubi_domain::matching::Wish;
use enmusubi_domain::profile::Profile;
use enmusubi_http::Settings;
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

/// Hours that have passed, by family.
static PASSED: [AtomicI64; 16] = [const { AtomicI64::new(0) }; 16];

fn clock<const N: usize>() -> DateTime<Utc> {
    now() + TimeDelta::hours(PASSED[N].load(Ordering::SeqCst))
}

/// A child of the town's north, two grown-ups, and the desks of the north and of the south. Each story has a number of its own.
pub struct Family {
    pub town: Town,
    number: usize,
    pub child: Somebody,
    pub mother: Somebody,
    pub father: Somebody,
    pub desk: Somebody,
    pub far_desk: Somebody,
    pub admin: Somebody,
    pub stranger: Somebody,
}

impl Family {
    /// A child of an age in years (and half a year).
    pub fn open<const N: usize>(years: i32) -> Self {
        let town = Town::with_store_by(Settings { requests_per_minute: 0, ..settings() }, clock::<N>);
        let coordinator = |area: &str| Role::Coordinator { areas: vec![area.into()], themes: vec![] };
        let family = Self {
            number: N,
            child: town.somebody("child", vec![]),
            mother: town.somebody("mother", vec![]),
            father: town.somebody("father", vec![]),
            desk: town.somebody("desk", vec![coordinator("011029")]),
            far_desk: town.somebody("fardesk", vec![coordinator("011061")]),
            admin: town.somebody("admin", vec![Role::Administrator]),
            stranger: town.somebody("stranger", vec![]),
            town,
        };
        let born = format!("{}-05-15", 2026 - years);
        family.post_profile(&family.child, &json!({"areas": ["011029"], "birth_date": born})).expect(201);
        family
    }

    fn post_profile(&self, who: &Somebody, profile: &Value) -> Answer {
        self.call(who, "PUT", "/v1/me/profile", Some(profile))
    }

    /// Lets hours pass.
    pub fn pass(&self, hours: i64) {
        PASSED[self.number].fetch_add(hours, Ordering::SeqCst);
    }

    /// Calls as somebody, on a device that was signed in this moment: tokens are short-lived, and time passes here.
    pub fn call(&self, who: &Somebody, method: &str, target: &str, body: Option<&Value>) -> Answer {
        self.call_with(who, method, target, &[], body)
    }

    /// The same with headers.
    pub fn call_with(&self, who: &Somebody, method: &str, target: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let me = self.town.sign_in(who.account.clone());
        self.town.call(&me.who, method, target, headers, body)
    }

    pub fn get(&self, who: &Somebody, target: &str) -> Value {
        self.call(who, "GET", target, None).expect(200).json()
    }

    /// A fresh code of the child's.
    pub fn code(&self) -> String {
        self.call(&self.child, "POST", "/v1/me/guardian-codes", None).expect(201).json()["code"].as_str().unwrap().to_owned()
    }

    /// Enters a code.
    pub fn enter(&self, who: &Somebody, code: &str) -> Answer {
        self.call(who, "POST", "/v1/guardianships", Some(&json!({"code": code, "relation": "parent", "of_age": true})))
    }

    /// A tie that waits to be confirmed.
    pub fn claim(&self, who: &Somebody) -> String {
        self.enter(who, &self.code()).expect(201).json()["id"].as_str().unwrap().to_owned()
    }

    /// Confirms a tie.
    pub fn confirm(&self, by: &Somebody, id: &str) -> Answer {
        let body = json!({"proof": "in_person", "reason": "窓口で確認した"});
        self.call(by, "POST", &format!("/v1/guardianships/{id}/confirm"), Some(&body))
    }

    /// A tie that counts.
    pub fn tie(&self, who: &Somebody) -> String {
        let id = self.claim(who);
        assert_eq!(self.confirm(&self.desk, &id).expect(200).json()["state"], "live");
        id
    }

    /// The child applies.
    pub fn apply(&self, n: usize) -> Answer {
        self.call(&self.child, "POST", "/v1/applications", Some(&json!({"opportunity_id": opportunity(n).id.to_string()})))
    }

    /// What the trail says of a thing, oldest first.
    pub fn trail(&self, kind: ObjectKind, id: &str) -> Vec<Entry> {
        let filter = AuditFilter { object_kind: Some(kind), object_id: Some(id.parse().unwrap()), ..AuditFilter::default() };
        let mut lines = self.town.store.read(|tx| tx.audit_page(None, &filter, 1_000)).unwrap_or_else(|e: StoreError| panic!("{e}"));
        lines.reverse();
        lines
    }
}

/// A tie that counts and a word that was given, straight into the store: for stories about rights.
pub fn kept(town: &Town, ward: &Somebody, guardian: &Somebody, areas: &[String]) -> (GuardianshipId, ConsentId) {
    let (born, at) = (NaiveDate::from_ymd_opt(2011, 5, 15), Circumstances { rules: Rules::default(), tz: Calendar::default().tz, now: town.now() });
    let profile = Profile { wish: Wish { areas: areas.to_vec(), party: 1, ..Wish::default() }, birth_date: born, ..Profile::default() };
    let claimed = Guardianship::claim(GuardianshipId::new(), ward.account.id, guardian.account.id, Relation::Parent, at.now).unwrap();
    let by = town.somebody(&format!("confirms{}", &claimed.id.to_string()[24..]), vec![]);
    let live = claimed.confirm(Proof::InPerson, by.account.id, born, &at).unwrap();
    let given =
        Given { purpose: Purpose::GuardianApplication, application: Some(ApplicationId::new()), text_version: 1, lang: TextLang::Ja, method: Method::Account };
    let consent = Consent::give(ConsentId::new(), ward.account.id, Some(guardian.account.id), None, given, at.now, at.tz);
    let done = town.store.write(|tx| {
        tx.put_profile(ward.account.id, &profile, at.now)?;
        tx.insert_guardianship(&live)?;
        tx.insert_consent(&consent)
    });
    done.unwrap_or_else(|e: StoreError| panic!("{e}"));
    (live.id, consent.id)
}

#[test]
fn a_code_from_the_child_and_a_desk_that_has_seen_both_make_a_guardian() {
    let family = Family::open::<0>(15);
    let made = family.call(&family.child, "POST", "/v1/me/guardian-codes", None).expect(201);
    assert_eq!((made.json()["expires_at"].as_str(), made.header("cache-control")), (Some("2026-11-30T09:00:00+09:00"), Some("no-store")));
    let code = made.json()["code"].as_str().unwrap().to_owned();
    let claimed = family.enter(&family.mother, &code.to_lowercase().replace('-', " ")).expect(201);
    let tie = claimed.json();
    assert_eq!((&tie["state"], &tie["relation"], &tie["until"]), (&json!("pending"), &json!("parent"), &Value::Null));
    assert_eq!((&tie["ward"]["name"], &tie["guardian"]["account_id"]), (&json!("childさん"), &json!(family.mother.account.id.to_string())));
    let applications = format!("/v1/wards/{}/applications", family.child.account.id);
    assert_eq!(refused(&family.call(&family.mother, "GET", &applications, None)), (404, "not_found".into()), "nothing follows from a claim");
    let waiting = family.get(&family.desk, "/v1/guardianships?state=pending");
    assert_eq!(waiting["results"], json!([tie]));
    let id = tie["id"].as_str().unwrap();
    let stale = family.call_with(
        &family.desk,
        "POST",
        &format!("/v1/guardianships/{id}/confirm"),
        &[("If-Match", "\"v7\"")],
        Some(&json!({"proof": "in_person", "reason": "窓口で確認した"})),
    );
    assert_eq!(stale.status, 412);
    let live = family.confirm(&family.desk, id).expect(200);
    assert_eq!((live.header("etag"), &live.json()["state"], &live.json()["proof"]), (Some("\"v2\""), &json!("live"), &json!("in_person")));
    assert_eq!(live.json()["until"], "2029-05-15T00:00:00+09:00", "the eighteenth birthday");
    assert_eq!(refused(&family.confirm(&family.desk, id)), (409, "guardianship_not_pending".into()));
    assert_eq!(family.get(&family.desk, "/v1/guardianships")["results"], json!([]));
    for (who, list) in [(&family.mother, "/v1/me/wards"), (&family.child, "/v1/me/guardians")] {
        assert_eq!(family.get(who, list)["results"], json!([live.json()]), "{list}");
    }
    assert_eq!(family.get(&family.child, "/v1/me/wards")["results"], json!([]));
    assert_eq!(family.get(&family.mother, &applications)["results"], json!([]));
    let deeds: Vec<_> = family.trail(ObjectKind::Guardianship, id).into_iter().map(|line| (line.action, line.fields, line.reason)).collect();
    let fields = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let looked = ("list_guardianships".to_owned(), fields(&["ward", "guardian"]), None);
    let expected = [
        ("claim_guardianship".to_owned(), fields(&["ward", "guardian", "relation"]), None),
        looked,
        ("confirm_guardianship".to_owned(), fields(&["state", "proof"]), Some("窓口で確認した".to_owned())),
    ];
    assert_eq!(deeds, expected);
}

#[test]
fn a_code_cannot_be_guessed_or_used_twice_and_an_old_one_is_none() {
    let family = Family::open::<1>(15);
    let (old, code) = (family.code(), family.code());
    let invalid = |code: &str| {
        let answer = family.enter(&family.mother, code);
        let said = answer.json()["errors"][0]["code"].as_str().unwrap_or_default().to_owned();
        (answer.status, said)
    };
    let none = (422, "invalid_or_expired".to_owned());
    assert_eq!((invalid("0000-0000-0000-0000"), invalid(&old)), (none.clone(), none.clone()), "a made up one and one that was replaced are told alike");
    assert_eq!(invalid("0000-0000-0000"), (422, "malformed".into()));
    // Whoever is refused for another reason uses nothing up.
    assert_eq!(refused(&family.enter(&family.child, &code)).0, 409, "the child's own");
    family.enter(&family.mother, &code).expect(201);
    assert_eq!((invalid(&code), refused(&family.enter(&family.father, &code))), (none.clone(), (422, "invalid".into())));
    let late = family.code();
    family.pass(7 * 24);
    assert_eq!(invalid(&late), none);
    let body = json!({"code": "x", "relation": "boss", "of_age": true});
    let named = family.call(&family.mother, "POST", "/v1/guardianships", Some(&body)).refusal().2;
    assert_eq!(named, ["/relation", "/code"], "everything that is wrong is named at once");
}

#[test]
fn a_child_cannot_be_their_own_guardian_nor_another_child_s() {
    let family = Family::open::<2>(15);
    let adult = json!({"birth_date": "1980-01-31"});
    assert_eq!(refused(&family.enter(&family.child, &family.code())), (409, "guardian_too_young".into()), "whatever they say of their age");
    // Even somebody whose profile says nothing is not their own guardian.
    let code = family.code();
    family.post_profile_again(&family.child, &json!({"areas": ["011029"]}));
    assert_eq!(refused(&family.enter(&family.child, &code)), (409, "own_guardian".into()));
    family.post_profile_again(&family.child, &json!({"areas": ["011029"], "birth_date": "2011-05-15"}));
    let unsure = family.call(&family.mother, "POST", "/v1/guardianships", Some(&json!({"code": code, "relation": "parent"})));
    assert_eq!(refused(&unsure), (409, "guardian_age_unknown".into()));
    family.post_profile(&family.stranger, &json!({"birth_date": "2012-01-31"})).expect(201);
    assert_eq!(refused(&family.enter(&family.stranger, &code)), (409, "guardian_too_young".into()));
    family.post_profile(&family.mother, &adult).expect(201);
    family.call(&family.mother, "POST", "/v1/guardianships", Some(&json!({"code": code, "relation": "parent"}))).expect(201);
    assert_eq!(refused(&family.enter(&family.mother, &family.code())), (409, "already_guardian".into()));
    family.enter(&family.father, &family.code()).expect(201);
    assert_eq!(refused(&family.enter(&family.admin, &family.code())), (409, "guardians_full".into()));
    assert_eq!(refused(&family.call(&family.mother, "POST", "/v1/me/guardian-codes", None)), (409, "ward_of_age".into()));
    assert_eq!(refused(&family.call(&family.father, "POST", "/v1/me/guardian-codes", None)), (409, "ward_age_unknown".into()));
}

impl Family {
    /// Keeps another profile where one stands.
    fn post_profile_again(&self, who: &Somebody, profile: &Value) {
        let tag = self.call(who, "GET", "/v1/me/profile", None).expect(200).header("etag").unwrap().to_owned();
        self.call_with(who, "PUT", "/v1/me/profile", &[("If-Match", &tag)], Some(profile)).expect(200);
    }
}

#[test]
fn only_a_desk_of_the_child_s_area_confirms_and_nobody_a_tie_of_their_own() {
    let family = Family::open::<3>(15);
    let id = family.claim(&family.mother);
    let absent = family.confirm(&family.far_desk, &GuardianshipId::new().to_string());
    let foreign = family.confirm(&family.far_desk, &id);
    let bare = |answer: &Answer| (answer.status, answer.json()["code"].clone(), answer.json()["detail"].clone());
    assert_eq!((bare(&foreign), foreign.status), (bare(&absent), 404));
    assert_eq!(family.get(&family.far_desk, "/v1/guardianships")["results"], json!([]));
    for who in [&family.mother, &family.child, &family.stranger] {
        assert_eq!(refused(&family.confirm(who, &id)), (403, "forbidden".into()));
        assert_eq!(refused(&family.call(who, "GET", "/v1/guardianships", None)), (403, "forbidden".into()));
    }
    let own = family.claim(&family.desk);
    assert_eq!(refused(&family.confirm(&family.desk, &own)), (409, "own_guardianship".into()));
    family.confirm(&family.admin, &own).expect(200);
    // A child of nowhere is the administrators' to look at.
    family.post_profile_again(&family.child, &json!({"birth_date": "2011-05-15"}));
    assert_eq!(refused(&family.confirm(&family.desk, &id)), (404, "not_found".into()));
    assert_eq!(family.get(&family.admin, "/v1/guardianships")["results"].as_array().unwrap().len(), 1);
    family.confirm(&family.admin, &id).expect(200);
    let wrong = family.call(&family.admin, "POST", &format!("/v1/guardianships/{id}/confirm"), Some(&json!({"proof": "email", "reason": "x"})));
    assert_eq!(wrong.refusal(), (422, "invalid".into(), vec!["/proof".into(), "/reason".into()]));
}

#[test]
fn either_grown_up_ends_it_and_a_child_does_not_alone() {
    let family = Family::open::<4>(15);
    let end = |who: &Somebody, id: &str| family.call(who, "DELETE", &format!("/v1/guardianships/{id}"), None);
    let pending = family.claim(&family.mother);
    assert_eq!(end(&family.stranger, &pending).status, 404);
    assert_eq!(end(&family.far_desk, &pending).status, 404);
    end(&family.child, &pending).expect(204);
    assert_eq!(refused(&end(&family.mother, &pending)), (409, "guardianship_over".into()));
    let (hers, his) = (family.tie(&family.mother), family.tie(&family.father));
    assert_eq!(refused(&end(&family.child, &hers)), (409, "ward_alone".into()));
    assert_eq!(end(&family.father, &hers).status, 404, "each guardian speaks for themselves");
    end(&family.mother, &hers).expect(204);
    end(&family.desk, &his).expect(204);
    let states: Vec<_> = family.get(&family.child, "/v1/me/guardians")["results"].as_array().unwrap().iter().map(|tie| tie["state"].clone()).collect();
    assert_eq!(states, ["ended", "ended", "ended"]);
    family.tie(&family.mother);
}

#[test]
fn on_the_eighteenth_birthday_a_guardian_sees_no_more_by_itself() {
    let family = Family::open::<5>(15);
    family.post_profile_again(&family.child, &json!({"areas": ["011029"], "birth_date": "2008-12-24"}));
    let id = family.tie(&family.mother);
    family.apply(2).expect(201);
    let applications = format!("/v1/wards/{}/applications", family.child.account.id);
    let application = family.get(&family.mother, &applications)["results"][0].clone();
    let read = format!("/v1/applications/{}", application["id"].as_str().unwrap());
    // 23 December 2026, 23 o'clock in Sapporo.
    family.pass(30 * 24 + 14);
    family.get(&family.mother, &read);
    assert_eq!(family.get(&family.mother, "/v1/me/wards")["results"][0]["state"], "live");
    family.pass(1);
    for target in [&applications, &read] {
        assert_eq!(refused(&family.call(&family.mother, "GET", target, None)), (404, "not_found".into()), "{target}");
    }
    assert_eq!(family.get(&family.mother, "/v1/me/wards")["results"][0]["state"], "ended");
    family.get(&family.child, &read);
    family.call(&family.child, "DELETE", &format!("/v1/guardianships/{id}"), None).expect(204);
}

#[test]
fn while_a_guardian_stands_in_nobody_makes_themselves_older() {
    let family = Family::open::<6>(15);
    let id = family.tie(&family.mother);
    let put = |profile: &Value| {
        let tag = family.call(&family.child, "GET", "/v1/me/profile", None).expect(200).header("etag").unwrap().to_owned();
        family.call_with(&family.child, "PUT", "/v1/me/profile", &[("If-Match", &tag)], Some(profile))
    };
    for profile in [json!({"birth_date": "2000-05-15"}), json!({"birth_date": "2012-05-15"}), json!({})] {
        assert_eq!(refused(&put(&profile)), (409, "birth_date_vouched".into()), "{profile}");
    }
    assert_eq!(refused(&family.call(&family.child, "DELETE", "/v1/me/profile", None)), (409, "birth_date_vouched".into()));
    put(&json!({"areas": ["011029"], "birth_date": "2011-05-15", "languages": ["ja"]})).expect(200);
    family.call(&family.mother, "DELETE", &format!("/v1/guardianships/{id}"), None).expect(204);
    put(&json!({"areas": ["011029"], "birth_date": "2011-06-15"})).expect(200);
    family.call(&family.child, "DELETE", "/v1/me/profile", None).expect(204);
}

#[test]
fn the_same_key_claims_once_and_nobody_claims_without_an_account() {
    let family = Family::open::<7>(15);
    let body = json!({"code": family.code(), "relation": "grandparent", "of_age": true});
    let ask = || family.call_with(&family.mother, "POST", "/v1/guardianships", &[("Idempotency-Key", "claim-once")], Some(&body));
    let (first, again) = (ask().expect(201), ask().expect(201));
    assert_eq!((first.json(), again.header("idempotency-replayed")), (again.json(), Some("true")));
    assert_eq!(family.get(&family.mother, "/v1/me/wards")["results"].as_array().unwrap().len(), 1);
    for target in ["/v1/guardianships", "/v1/me/guardian-codes"] {
        assert_eq!(family.town.call(&Who::Anyone, "POST", target, &[], Some(&body)).status, 401);
    }
}
