use crate::group_writing::{owner_of, stored, told};
use crate::people::{Somebody, email};
use crate::town::{Town, group, now};
use crate::wire::Answer;
use chrono::TimeDelta;
use enmusubi_domain::access::{Role, RoleKind};
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{GroupId, InvitationId};
use enmusubi_http::secret::{Kind, Opaque};
use enmusubi_persistence::{JobKind, Letter, Purpose, StoreError};
use serde_json::{Value, json};
use std::time::Duration;

fn invite(town: &Town, by: &Somebody, group: GroupId, to: &str, role: &str) -> Answer {
    town.call(&by.who, "POST", &format!("/v1/groups/{group}/invitations"), &[], Some(&json!({"email": format!("{to}@example.jp"), "role": role})))
}

fn open(town: &Town, by: &Somebody, group: GroupId) -> Vec<Value> {
    let answer = town.call(&by.who, "GET", &format!("/v1/groups/{group}/invitations"), &[], None).expect(200);
    answer.json()["results"].as_array().unwrap().clone()
}

/// What the worker does: takes the job and writes the letter. Answers what the letter carries.
fn post(town: &Town) -> String {
    let token = Opaque::new(Kind::Letter).unwrap();
    let done = town.store.write(|tx| {
        let job = tx.lease_job(&[JobKind::Mail], Duration::from_secs(60))?.unwrap();
        assert_eq!(job.payload["letter"], "invitation");
        assert!(!job.payload.to_string().contains('@'), "a job names ids");
        let invitation: InvitationId = job.payload["invitation"].as_str().unwrap().parse().unwrap();
        let invitation = tx.invitation(invitation)?.unwrap();
        let letter = Letter {
            hash: token.hash(),
            purpose: Purpose::Invitation,
            account: None,
            registration: None,
            invitation: Some(invitation.id),
            email: None,
            created_at: now(),
            expires_at: now() + TimeDelta::days(7),
            used_at: None,
        };
        tx.finish_job(job.id)?;
        tx.insert_letter(&letter)
    });
    done.unwrap_or_else(|e: StoreError| panic!("{e}"));
    token.reveal().to_owned()
}

fn accept(town: &Town, who: &Somebody, token: &str) -> Answer {
    town.call(&who.who, "POST", "/v1/invitations/accept", &[], Some(&json!({ "token": token })))
}

fn role_of(town: &Town, who: &Somebody, group: GroupId) -> Option<RoleKind> {
    town.store.read(|tx| tx.member(group, who.account.id)).unwrap_or_else(|e: StoreError| panic!("{e}")).map(|grant| grant.role.kind())
}

#[test]
fn an_invitation_gives_the_role_to_whom_it_was_sent() {
    let town = Town::with_store();
    let (owner, haru) = (owner_of(&town, "yuki", 0), town.somebody("haru", vec![]));
    let id = group(0).id;
    let sent = invite(&town, &owner, id, "haru", "manager").expect(202).json();
    assert_eq!((&sent["email"], &sent["role"], &sent["expires_at"]), (&json!("haru@example.jp"), &json!("manager"), &json!("2026-11-30T09:00:00+09:00")));
    assert_eq!(open(&town, &owner, id), [sent]);
    let token = post(&town);
    let answer = accept(&town, &haru, &token).expect(200).json();
    assert_eq!(answer, json!({"group_id": id.to_string(), "group_name": "北24条ゆきみち隊", "role": "manager"}));
    assert_eq!(role_of(&town, &haru, id), Some(RoleKind::Manager));
    assert!(open(&town, &owner, id).is_empty());
    let again = accept(&town, &haru, &token);
    assert_eq!(again.refusal(), (422, "invalid".into(), vec!["/token".into()]), "it works once");
    town.call(&haru.who, "GET", &format!("/v1/groups/{id}/full"), &[], None).expect(200);
}

#[test]
fn nobody_learns_from_the_answer_who_has_an_account() {
    let town = Town::with_store();
    let owner = owner_of(&town, "yuki", 0);
    town.somebody("known", vec![]);
    town.somebody("inside", vec![Role::Helper(group(0).id)]);
    let plain = |to: &str| {
        let answer = invite(&town, &owner, group(0).id, to, "helper").expect(202);
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        told(&answer).replace(&id, "ID").replace(to, "TO")
    };
    let (known, unknown, inside) = (plain("known"), plain("new00"), plain("inside"));
    let length = |text: &str| text.lines().filter(|l| !l.starts_with("content-length")).collect::<Vec<_>>().join("\n");
    assert_eq!(length(&known), length(&unknown));
    assert_eq!(length(&known), length(&inside));
}

#[test]
fn an_invitation_is_for_one_address_and_waits_for_it() {
    let town = Town::with_store();
    let (owner, haru) = (owner_of(&town, "yuki", 0), town.somebody("haru", vec![]));
    invite(&town, &owner, group(0).id, "haru", "owner").expect(202);
    let token = post(&town);
    let thief = town.somebody("thief", vec![]);
    for (lang, sentence) in [("ja", "別のメールアドレス"), ("en", "another address")] {
        let answer = town.call(&thief.who, "POST", "/v1/invitations/accept", &[("Accept-Language", lang)], Some(&json!({ "token": token })));
        assert_eq!(answer.refusal(), (409, "other_address".into(), vec![]));
        assert!(answer.text().contains(sentence) && !answer.text().contains("haru"));
    }
    assert_eq!(role_of(&town, &thief, group(0).id), None);
    accept(&town, &haru, &token).expect(200);
    assert_eq!(town.call(&crate::people::Who::Anyone, "POST", "/v1/invitations/accept", &[], Some(&json!({ "token": token }))).status, 401);
}

#[test]
fn who_belongs_to_the_group_already_is_told_so() {
    let town = Town::with_store();
    let owner = owner_of(&town, "yuki", 0);
    let natsu = town.somebody("natsu", vec![Role::Helper(group(0).id)]);
    invite(&town, &owner, group(0).id, "natsu", "owner").expect(202);
    let token = post(&town);
    assert_eq!(accept(&town, &natsu, &token).refusal(), (409, "already_member".into(), vec![]));
    assert_eq!(role_of(&town, &natsu, group(0).id), Some(RoleKind::Helper));
}

#[test]
fn one_address_has_one_open_invitation_and_it_can_be_taken_back() {
    let town = Town::with_store();
    let (owner, haru) = (owner_of(&town, "yuki", 0), town.somebody("haru", vec![]));
    let id = group(0).id;
    let sent = invite(&town, &owner, id, "haru", "helper").expect(202).json();
    assert_eq!(invite(&town, &owner, id, "HARU", "owner").refusal(), (409, "already_invited".into(), vec![]));
    let token = post(&town);
    let target = format!("/v1/groups/{id}/invitations/{}", sent["id"].as_str().unwrap());
    let absent = town.call(&owner.who, "DELETE", &format!("/v1/groups/{id}/invitations/{}", InvitationId::new()), &[], None);
    let elsewhere = format!("/v1/groups/{}/invitations/{}", group(1).id, sent["id"].as_str().unwrap());
    let foreign = owner_of(&town, "sora", 1);
    assert_eq!(told(&town.call(&foreign.who, "DELETE", &elsewhere, &[], None)), told(&absent), "an invitation of another group");
    assert_eq!(told(&town.call(&foreign.who, "DELETE", &target, &[], None)), told(&absent));
    town.call(&owner.who, "DELETE", &target, &[], None).expect(204);
    assert_eq!(town.call(&owner.who, "DELETE", &target, &[], None).status, 404);
    assert_eq!(accept(&town, &haru, &token).refusal().2, ["/token"], "the letter does not count any more");
    invite(&town, &owner, id, "haru", "owner").expect(202);
    assert_eq!(open(&town, &owner, id).len(), 1);
}

#[test]
fn an_invitation_does_not_outlive_its_senders_rights() {
    let town = Town::with_store();
    let (owner, second, haru) = (owner_of(&town, "yuki", 0), owner_of(&town, "aki", 0), town.somebody("haru", vec![]));
    invite(&town, &second, group(0).id, "haru", "owner").expect(202);
    let token = post(&town);
    town.call(&owner.who, "DELETE", &format!("/v1/groups/{}/members/{}", group(0).id, second.account.id), &[], None).expect(204);
    assert_eq!(accept(&town, &haru, &token).refusal().2, ["/token"]);
    assert_eq!(role_of(&town, &haru, group(0).id), None);
}

#[test]
fn helpers_and_managers_invite_nobody() {
    let town = Town::with_store();
    for (name, role) in [("natsu", Role::Helper(group(0).id)), ("fuyu", Role::Manager(group(0).id))] {
        let who = town.somebody(name, vec![role]);
        assert_eq!(invite(&town, &who, group(0).id, "haru", "helper").refusal(), (403, "forbidden".into(), vec![]));
    }
    let elsewhere = town.somebody("sora", vec![Role::Coordinator { areas: vec!["011037".into()], themes: vec![] }]);
    assert_eq!(told(&invite(&town, &elsewhere, group(0).id, "haru", "owner")), told(&invite(&town, &elsewhere, GroupId::new(), "haru", "owner")));
    assert!(town.store.write(|tx| tx.lease_job(&[JobKind::Mail], Duration::from_secs(1))).unwrap_or_else(|e: StoreError| panic!("{e}")).is_none());
}

#[test]
fn a_group_that_was_only_named_is_claimed_by_invitation() {
    let town = Town::with_store();
    let named = Group { id: GroupId::new(), imported: true, ..group(0) };
    town.store.write(|tx| tx.put_group(&named)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let coordinator = town.somebody("aki", vec![Role::Coordinator { areas: vec!["011029".into()], themes: vec![] }]);
    let haru = town.somebody("haru", vec![]);
    invite(&town, &coordinator, named.id, "haru", "owner").expect(202);
    let token = post(&town);
    accept(&town, &haru, &token).expect(200);
    assert!(!stored(&town, named.id).imported, "somebody of its own speaks for it");
}

#[test]
fn wrong_members_are_named_and_letters_to_one_address_are_few() {
    let town = Town::with_store();
    let owner = owner_of(&town, "yuki", 0);
    let target = format!("/v1/groups/{}/invitations", group(0).id);
    for (body, named) in [
        (json!({"email": "haru", "role": "admin"}), vec!["/email", "/role"]),
        (json!({"email": "haru@example.jp"}), vec!["/role"]),
        (json!({"email": "haru@example.jp", "role": "helper", "message": "hi"}), vec!["/message"]),
    ] {
        for lang in ["ja", "en"] {
            let answer = town.call(&owner.who, "POST", &target, &[("Accept-Language", lang)], Some(&body));
            assert_eq!(answer.refusal(), (422, "invalid".into(), named.iter().map(|n| (*n).to_owned()).collect()), "{body}");
            assert_eq!(answer.header("content-language"), Some(lang));
        }
    }
    for bad in ["", "enl_", "enr_0000000000000000000000000000000000000000000000000", Opaque::new(Kind::Letter).unwrap().reveal()] {
        assert_eq!(accept(&town, &owner, bad).refusal().2, ["/token"], "{bad}");
    }
    let again = || {
        let answer = invite(&town, &owner, group(0).id, "haru", "helper");
        if answer.status == 202 {
            town.call(&owner.who, "DELETE", &format!("{target}/{}", answer.json()["id"].as_str().unwrap()), &[], None).expect(204);
        }
        answer
    };
    assert!((0..5).all(|_| again().status == 202));
    let refused = again();
    assert_eq!(refused.refusal().0, 429);
    assert_eq!(refused.header("retry-after"), Some("3600"));
    assert_eq!(invite(&town, &owner, group(0).id, "natsu", "helper").status, 202, "others can be written to");
    assert!(email("haru").as_str().starts_with("haru"));
}

#[test]
fn the_same_key_sends_one_letter() {
    let town = Town::with_store();
    let owner = owner_of(&town, "yuki", 0);
    let body = json!({"email": "haru@example.jp", "role": "helper"});
    let ask =
        |body: &Value| town.call(&owner.who, "POST", &format!("/v1/groups/{}/invitations", group(0).id), &[("Idempotency-Key", "invite-once")], Some(body));
    let (first, again) = (ask(&body).expect(202), ask(&body).expect(202));
    assert_eq!((&first.body, again.header("idempotency-replayed")), (&again.body, Some("true")));
    assert_eq!(ask(&json!({"email": "haru@example.jp", "role": "owner"})).refusal().1, "idempotency_key_reused");
    assert_eq!(open(&town, &owner, group(0).id).len(), 1);
    post(&town);
    assert!(town.store.write(|tx| tx.lease_job(&[JobKind::Mail], Duration::from_secs(1))).unwrap_or_else(|e: StoreError| panic!("{e}")).is_none());
}
