use crate::people::{Somebody, email};
use crate::town::{Town, group, now, opportunity, settings};
use crate::wire::Answer;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::access::Role;
use enmusubi_domain::application::{Application, Circumstances, Rules};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::id::ApplicationId;
use enmusubi_http::Settings;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

/// Hours that have passed, by meeting.
static PASSED: [AtomicI64; 32] = [const { AtomicI64::new(0) }; 32];

/// A clock that stands still until its meeting moves it.
fn clock<const N: usize>() -> DateTime<Utc> {
    now() + TimeDelta::hours(PASSED[N].load(Ordering::SeqCst))
}

/// A town in which a volunteer and a group talk about one opportunity: its sessions are 25 and 365 hours ahead, two hours each.
pub struct Meeting {
    pub town: Town,
    number: usize,
    pub volunteer: Somebody,
    pub owner: Somebody,
    pub manager: Somebody,
    pub helper: Somebody,
    pub coordinator: Somebody,
    pub admin: Somebody,
    pub auditor: Somebody,
    /// Owner of another group.
    pub foreign: Somebody,
    /// Another volunteer.
    pub stranger: Somebody,
}

/// How the volunteer can be reached; every text of it stands nowhere else.
pub fn contact() -> Value {
    json!({
        "name_kana": "かなりあ いちばん", "phone": "080-7531-9864", "share_phone": false, "share_email": false, "share_needs": true,
        "emergency": {"name": "緊急の春子", "phone": "011-864-2097", "relation": "叔母のひと"}
    })
}

/// The texts of [`contact`], and the address of the account.
pub const CANARIES: [&str; 6] = ["かなりあ", "080-7531-9864", "緊急の春子", "011-864-2097", "叔母のひと", "canary@example.jp"];

impl Meeting {
    /// Each story has a number of its own.
    pub fn open<const N: usize>() -> Self {
        let town = Town::with_store_by(Settings { requests_per_minute: 0, ..settings() }, clock::<N>);
        let volunteer = town.somebody("canary", vec![]);
        let profile = json!({
            "themes": [{"code": "snow", "interest": 1.0, "level": "basic"}], "areas": ["011029"], "languages": ["ja"],
            "qualifications": ["ひみつの資格"], "accessibility": ["step_free"], "birth_date": "1990-05-05"
        });
        town.call(&volunteer.who, "PUT", "/v1/me/profile", &[], Some(&profile)).expect(201);
        town.call(&volunteer.who, "PUT", "/v1/me/contact", &[], Some(&contact())).expect(201);
        let ours = group(0).id;
        let coordinator = Role::Coordinator { areas: vec!["011002".into()], themes: vec![] };
        Self {
            number: N,
            owner: town.somebody("owner", vec![Role::Owner(ours)]),
            manager: town.somebody("manager", vec![Role::Manager(ours)]),
            helper: town.somebody("helper", vec![Role::Helper(ours)]),
            coordinator: town.somebody("coordinator", vec![coordinator]),
            admin: town.somebody("admin", vec![Role::Administrator]),
            auditor: town.somebody("auditor", vec![Role::Auditor]),
            foreign: town.somebody("foreign", vec![Role::Owner(group(1).id)]),
            stranger: town.somebody("stranger", vec![]),
            volunteer,
            town,
        }
    }

    /// Lets hours pass.
    pub fn pass(&self, hours: i64) {
        PASSED[self.number].fetch_add(hours, Ordering::SeqCst);
    }

    /// Under what steps are taken now.
    pub fn at(&self) -> Circumstances {
        Circumstances { rules: Rules::default(), tz: Calendar::default().tz, now: self.town.now() }
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

    pub fn get(&self, who: &Somebody, target: &str) -> Answer {
        self.call(who, "GET", target, None)
    }

    /// The volunteer applies; answers the application's id.
    pub fn apply(&self) -> String {
        self.apply_as(&self.volunteer, &json!({"opportunity_id": opportunity(0).id.to_string(), "message": "よろしくお願いします。"}))
    }

    /// Somebody applies.
    pub fn apply_as(&self, who: &Somebody, body: &Value) -> String {
        self.call(who, "POST", "/v1/applications", Some(body)).expect(201).json()["id"].as_str().unwrap().to_owned()
    }

    /// The owner says yes.
    pub fn accept(&self, id: &str) {
        let answer = self.call(&self.owner, "POST", &format!("/v1/applications/{id}/accept"), Some(&json!({}))).expect(200);
        assert_eq!(answer.json()["state"], "accepted");
    }

    /// Applied and accepted.
    pub fn agree(&self) -> String {
        let id = self.apply();
        self.accept(&id);
        id
    }

    /// What the group is answered when it asks for the contact.
    pub fn contact_of(&self, id: &str) -> Answer {
        self.get(&self.owner, &format!("/v1/applications/{id}/contact"))
    }

    /// The disclosures of the volunteer.
    pub fn disclosures(&self) -> Vec<Value> {
        self.get(&self.volunteer, "/v1/me/disclosures").expect(200).json()["results"].as_array().unwrap().clone()
    }

    /// The volunteer ends the newest disclosure.
    pub fn end_disclosure(&self) {
        let id = self.disclosures()[0]["id"].as_str().unwrap().to_owned();
        self.call(&self.volunteer, "DELETE", &format!("/v1/me/disclosures/{id}"), None).expect(204);
    }

    /// An application as it stands.
    pub fn application(&self, id: &str) -> Application {
        let id: ApplicationId = id.parse().unwrap();
        self.town.store.read(|tx| tx.application(id)).unwrap_or_else(|e: StoreError| panic!("{e}")).unwrap()
    }

    /// Says yes round what is demanded of minors, which is told elsewhere.
    pub fn accept_at_once(&self, id: &str) {
        let before = self.application(id);
        let after =
            before.accept(true, &enmusubi_domain::application::Rules::default(), &enmusubi_domain::application::Ahead::default(), self.town.now()).unwrap();
        let at = self.at();
        let done = self.town.store.write(|tx| tx.put_application(&after).and_then(|()| tx.disclosures_follow(Some(&before), &after, &at)));
        done.unwrap_or_else(|e: StoreError| panic!("{e}"));
    }

    /// What a group and its coordinator are answered wherever an application may show.
    pub fn shown_to_others(&self, id: &str) -> Vec<(String, String)> {
        let places = [
            format!("/v1/applications/{id}"),
            format!("/v1/applications/{id}/messages"),
            format!("/v1/opportunities/{}/applications", opportunity(0).id),
            format!("/v1/opportunities/{}/full", opportunity(0).id),
        ];
        let everybody = [&self.owner, &self.manager, &self.helper, &self.coordinator, &self.admin, &self.auditor, &self.foreign, &self.stranger];
        let ask = |place: &String| everybody.map(|who| (format!("{place} to {}", who.account.name), self.get(who, place).text()));
        places.iter().flat_map(ask).collect()
    }

    /// Texts of which none stands in any of these answers.
    pub fn none_of(&self, texts: &[&str], answers: &[(String, String)]) {
        for (place, answer) in answers {
            let shows: Vec<_> = texts.iter().filter(|text| answer.contains(**text)).collect();
            assert!(shows.is_empty(), "{place} shows {shows:?}: {answer}");
        }
    }
}

#[test]
fn the_canary_is_the_address_of_the_volunteer() {
    assert_eq!(email("canary").as_str(), CANARIES[5]);
    assert!(CANARIES[..5].iter().all(|text| contact().to_string().contains(text)));
}
