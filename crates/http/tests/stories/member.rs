use crate::group_writing::{owner_of, told};
use crate::people::Somebody;
use crate::town::{Town, group};
use crate::wire::Answer;
use enmusubi_domain::access::{Role, RoleKind};
use enmusubi_domain::account::Account;
use enmusubi_domain::id::AccountId;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

fn target(who: AccountId) -> String {
    format!("/v1/groups/{}/members/{who}", group(0).id)
}

fn give(town: &Town, by: &Somebody, who: &Somebody, role: &str) -> Answer {
    town.call(&by.who, "PUT", &target(who.account.id), &[], Some(&json!({ "role": role })))
}

fn remove(town: &Town, by: &Somebody, who: &Somebody) -> Answer {
    town.call(&by.who, "DELETE", &target(who.account.id), &[], None)
}

fn role_of(town: &Town, who: &Somebody) -> Option<RoleKind> {
    let grant = town.store.read(|tx| tx.member(group(0).id, who.account.id)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    grant.map(|grant| grant.role.kind())
}

fn people(town: &Town, by: &Somebody) -> Vec<Value> {
    let answer = town.call(&by.who, "GET", &format!("/v1/groups/{}/members", group(0).id), &[], None).expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()["results"].as_array().unwrap().clone()
}

#[test]
fn addresses_are_for_owners_and_administrators_only() {
    let town = Town::with_store();
    let owner = owner_of(&town, "yuki", 0);
    let helper = town.somebody("natsu", vec![Role::Helper(group(0).id)]);
    let coordinator = town.somebody("aki", vec![Role::Coordinator { areas: vec!["011029".into()], themes: vec![] }]);
    let auditor = town.somebody("kei", vec![Role::Auditor]);
    let admin = town.somebody("admin", vec![Role::Administrator]);
    for (who, reachable) in [(&owner, true), (&admin, true), (&helper, false), (&coordinator, false), (&auditor, false)] {
        let people = people(&town, who);
        let names: Vec<_> = people.iter().map(|p| (p["name"].as_str().unwrap(), p["role"].as_str().unwrap())).collect();
        assert_eq!(names, [("yukiさん", "owner"), ("natsuさん", "helper")]);
        assert!(people.iter().all(|p| p.get("email").is_some() == reachable), "{people:?}");
    }
    let stranger = town.somebody("sora", vec![Role::Owner(group(1).id)]);
    assert_eq!(town.call(&stranger.who, "GET", &format!("/v1/groups/{}/members", group(0).id), &[], None).status, 404);
    let mut seen = vec![];
    let mut at = format!("/v1/groups/{}/members?limit=1", group(0).id);
    loop {
        let page = town.call(&owner.who, "GET", &at, &[], None).expect(200).json();
        seen.push(page["results"][0]["account_id"].as_str().unwrap().to_owned());
        let Value::String(cursor) = &page["metadata"]["next_cursor"] else { break };
        at = format!("/v1/groups/{}/members?limit=1&cursor={cursor}", group(0).id);
    }
    assert_eq!(seen, [owner.account.id.to_string(), helper.account.id.to_string()]);
}

#[test]
fn an_owner_says_what_the_others_may_do() {
    let town = Town::with_store();
    let owner = owner_of(&town, "yuki", 0);
    let natsu = town.somebody("natsu", vec![Role::Helper(group(0).id)]);
    let answer = give(&town, &owner, &natsu, "manager").expect(200).json();
    assert_eq!((&answer["role"], &answer["email"]), (&json!("manager"), &json!("natsu@example.jp")));
    assert_eq!(role_of(&town, &natsu), Some(RoleKind::Manager));
    give(&town, &owner, &natsu, "manager").expect(200);
    assert_eq!(give(&town, &natsu, &natsu, "owner").refusal(), (403, "forbidden".into(), vec![]), "a manager makes no owners");
    for (body, code) in [(json!({"role": "admin"}), "not_one_of"), (json!({"role": null}), "wrong_type"), (json!({}), "required")] {
        let answer = town.call(&owner.who, "PUT", &target(natsu.account.id), &[("Accept-Language", "en")], Some(&body)).expect(422).json();
        assert_eq!((&answer["errors"][0]["pointer"], &answer["errors"][0]["code"]), (&json!("/role"), &json!(code)), "{body}");
    }
    let stranger = town.somebody("sora", vec![]);
    let (outside, nobody) =
        (give(&town, &owner, &stranger, "helper"), town.call(&owner.who, "PUT", &target(AccountId::new()), &[], Some(&json!({"role": "helper"}))));
    assert_eq!(told(&outside), told(&nobody), "people come by invitation, and nobody learns who has an account");
    assert_eq!(outside.status, 404);
    let foreign = owner_of(&town, "haru", 1);
    assert_eq!(told(&give(&town, &foreign, &natsu, "helper")), told(&nobody));
    assert_eq!(town.call(&owner.who, "PUT", &format!("/v1/groups/{}/members/me", group(0).id), &[], Some(&json!({"role": "helper"}))).status, 404);
}

#[test]
fn a_group_keeps_an_owner() {
    let town = Town::with_store();
    let (yuki, haru) = (owner_of(&town, "yuki", 0), town.somebody("haru", vec![Role::Manager(group(0).id)]));
    for lang in ["ja", "en"] {
        let answer = town.call(&yuki.who, "PUT", &target(yuki.account.id), &[("Accept-Language", lang)], Some(&json!({"role": "helper"})));
        assert_eq!(answer.refusal(), (409, "last_owner".into(), vec![]));
    }
    assert_eq!(remove(&town, &yuki, &yuki).refusal(), (409, "last_owner".into(), vec![]));
    let admin = town.somebody("admin", vec![Role::Administrator]);
    assert_eq!(remove(&town, &admin, &yuki).refusal().1, "last_owner", "not even an administrator leaves it without one");
    give(&town, &yuki, &haru, "owner").expect(200);
    remove(&town, &yuki, &yuki).expect(204);
    assert_eq!((role_of(&town, &yuki), role_of(&town, &haru)), (None, Some(RoleKind::Owner)));
    assert_eq!(give(&town, &yuki, &haru, "helper").status, 403, "who has left has no say");

    let closed = Account { disabled_at: Some(town.now()), ..haru.account.clone() };
    let natsu = owner_of(&town, "natsu", 0);
    town.store.write(|tx| tx.put_account(&closed)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(remove(&town, &natsu, &natsu).refusal().1, "last_owner", "a closed account leads nobody");
    remove(&town, &natsu, &haru).expect(204);
}

#[test]
fn of_two_last_owners_who_leave_at_once_one_stays() {
    let town = Town::with_store();
    let (yuki, haru) = (owner_of(&town, "yuki", 0), owner_of(&town, "haru", 0));
    let mut answers = std::thread::scope(|scope| {
        let both: Vec<_> = [&yuki, &haru].map(|who| scope.spawn(|| remove(&town, who, who))).into_iter().collect();
        both.into_iter().map(|handle| handle.join().unwrap().status).collect::<Vec<_>>()
    });
    answers.sort_unstable();
    assert_eq!(answers, [204, 409]);
    assert_eq!(town.store.read(|tx| tx.owners(group(0).id)).unwrap_or_else(|e: StoreError| panic!("{e}")), 1);
}

#[test]
fn anybody_may_leave_and_only_owners_put_others_out() {
    let town = Town::with_store();
    let owner = owner_of(&town, "yuki", 0);
    let (natsu, fuyu) = (town.somebody("natsu", vec![Role::Helper(group(0).id)]), town.somebody("fuyu", vec![Role::Manager(group(0).id)]));
    let absent = town.call(&fuyu.who, "DELETE", &target(AccountId::new()), &[], None);
    assert_eq!(told(&remove(&town, &fuyu, &natsu)), told(&absent), "a manager puts nobody out");
    assert_eq!(absent.status, 404);
    let gone = remove(&town, &natsu, &natsu).expect(204);
    assert!(gone.body.is_empty());
    assert_eq!(remove(&town, &natsu, &natsu).status, 404);
    assert_eq!(town.call(&natsu.who, "GET", &format!("/v1/groups/{}/full", group(0).id), &[], None).status, 403);
    remove(&town, &owner, &fuyu).expect(204);
    assert_eq!(people(&town, &owner).len(), 1);
}
