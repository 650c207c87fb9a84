use crate::people::{PASSWORD, Somebody, Who};
use crate::town::{Town, group};
use enmusubi_domain::access::{Grant, Role};
use enmusubi_domain::client::{ClientKind, Scope};
use enmusubi_domain::id::{GrantId, LoginId};
use enmusubi_persistence::AuditFilter;
use serde_json::{Value, json};

const NEW: &str = "川べりの雪がとけたら会おう";

fn log_in(town: &Town, name: &str, password: &str) -> u16 {
    town.post("/v1/logins", &json!({"email": format!("{name}@example.jp"), "password": password})).status
}

fn patch(town: &Town, me: &Somebody, version: &str, body: &Value) -> crate::wire::Answer {
    town.call(&me.who, "PATCH", "/v1/me", &[("If-Match", version)], Some(body))
}

#[test]
fn one_sees_oneself_with_the_roles_that_count_now() {
    let town = Town::with_store();
    let company = town.company("北の雪食品");
    let area = Role::Coordinator { areas: vec!["011029".into()], themes: vec!["snow".into()] };
    let me = town.somebody("many", vec![Role::Owner(group(0).id), area, Role::CompanyManager(company.id)]);
    let answer = town.call(&me.who, "GET", "/v1/me", &[], None).expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let view = answer.json();
    assert_eq!((view["email"].as_str(), view["created_at"].as_str()), (Some("many@example.jp"), Some("2026-11-23T09:00:00+09:00")));
    let roles: Vec<&str> = view["roles"].as_array().unwrap().iter().map(|r| r["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["owner", "coordinator", "company_manager"]);
    assert_eq!(view["roles"][0]["group"], json!({"id": group(0).id.0, "name": group(0).details.name}));
    assert_eq!((&view["roles"][1]["areas"], &view["roles"][1]["themes"]), (&json!(["011029"]), &json!(["snow"])));
    assert_eq!(view["roles"][2]["company"]["name"], "北の雪食品");
    assert!(!answer.text().contains("argon2"));

    let tag = answer.header("etag").unwrap().to_owned();
    assert!(tag.starts_with("\"v1"));
    assert_eq!(town.call(&me.who, "GET", "/v1/me", &[("If-None-Match", &tag)], None).status, 304);
    let grant = Grant { id: GrantId::new(), account: me.account.id, role: Role::Auditor, until: None, given_by: None, given_at: town.now(), taken_at: None };
    town.store.write(|tx| tx.give_role(&grant)).unwrap();
    assert_eq!(town.call(&me.who, "GET", "/v1/me", &[("If-None-Match", &tag)], None).expect(200).json()["roles"][3]["role"], "auditor");
}

#[test]
fn only_people_are_somebody() {
    let town = Town::with_store();
    let server = town.machine(ClientKind::Server, vec![Scope::PartnerWrite], None);
    for (method, target) in [("GET", "/v1/me"), ("GET", "/v1/me/logins"), ("GET", "/v1/me/groups"), ("DELETE", "/v1/me/logins")] {
        assert_eq!(town.call(&Who::Anyone, method, target, &[], None).refusal().1, "unauthenticated", "{method} {target}");
        assert_eq!(town.call(&server.who, method, target, &[], None).refusal().1, "forbidden", "{method} {target}");
    }
}

#[test]
fn name_and_language_change_by_merge_patch() {
    let town = Town::with_store();
    let me = town.somebody("name", vec![]);
    assert_eq!(town.call(&me.who, "PATCH", "/v1/me", &[], Some(&json!({"name": "ゆき"}))).refusal().0, 428);
    assert_eq!(patch(&town, &me, "\"v7\"", &json!({"name": "ゆき"})).refusal().0, 412);
    let tag = town.call(&me.who, "GET", "/v1/me", &[], None).expect(200).header("etag").unwrap().to_owned();
    let changed = patch(&town, &me, &tag, &json!({"name": " ゆき "})).expect(200);
    assert_eq!((changed.json()["name"].as_str(), changed.json()["language"].as_str(), changed.json()["version"].as_i64()), (Some("ゆき"), Some("ja"), Some(2)));
    assert_eq!(patch(&town, &me, &tag, &json!({"language": "en"})).refusal().0, 412, "somebody has changed it since");
    let tag = changed.header("etag").unwrap();
    assert_eq!(patch(&town, &me, tag, &json!({})).expect(200).json()["version"], 2, "nothing to change");
    let media = [("If-Match", tag), ("Content-Type", "application/merge-patch+json")];
    assert_eq!(town.call(&me.who, "PATCH", "/v1/me", &media, Some(&json!({"language": "en"}))).expect(200).json()["language"], "en");
    for (body, named) in [
        (json!({"name": null}), "/name"),
        (json!({"name": ""}), "/name"),
        (json!({"name": "あ".repeat(81)}), "/name"),
        (json!({"language": "fr"}), "/language"),
        (json!({"email": "a@b.jp"}), "/email"),
        (json!({"security_version": 9}), "/security_version"),
    ] {
        assert_eq!(patch(&town, &me, "\"v3\"", &body).refusal(), (422, "invalid".into(), vec![named.into()]), "{body}");
    }
    let filter = AuditFilter { account: Some(me.account.id), ..AuditFilter::default() };
    let trail = town.store.read(|tx| tx.audit_page(None, &filter, 10)).unwrap();
    assert_eq!(
        trail.iter().map(|e| (e.action.as_str(), e.fields.clone())).collect::<Vec<_>>(),
        [("update_me", vec!["language".to_owned()]), ("update_me", vec!["name".to_owned()])]
    );
}

#[test]
fn another_password_ends_every_other_device() {
    let town = Town::with_store();
    let me = town.somebody("secure", vec![]);
    let tablet = town.sign_in(me.account.clone());
    let change = |current: &str, new: &str| town.call(&me.who, "POST", "/v1/me/password", &[], Some(&json!({"current": current, "new": new})));
    assert_eq!(change("ちがう合いことばでした", NEW).json()["errors"][0]["code"], "wrong_password");
    assert_eq!(change(PASSWORD, "secure@example.jp").refusal().2, ["/new"]);
    let answer = change(PASSWORD, NEW).expect(200).json();
    let this = Who::Bearer(answer["access_token"].as_str().unwrap().into());
    assert_eq!(town.call(&me.who, "GET", "/v1/me", &[], None).refusal().0, 401, "the old access token is void");
    let logins = town.call(&this, "GET", "/v1/me/logins", &[], None).expect(200).json();
    assert_eq!((logins["results"].as_array().unwrap().len(), &logins["results"][0]["id"]), (1, &json!(me.login.0)));
    assert_eq!(town.call(&tablet.who, "GET", "/v1/me", &[], None).refusal().0, 401);
    assert_eq!(town.post("/v1/logins/refresh", &json!({"refresh_token": tablet.refresh})).refusal().0, 401);
    town.post("/v1/logins/refresh", &json!({"refresh_token": me.refresh})).expect(200);
    assert_eq!((log_in(&town, "secure", PASSWORD), log_in(&town, "secure", NEW)), (401, 200));
    assert_eq!(town.letters(), [json!({"letter": "password_changed", "account": me.account.id.0})]);
}

#[test]
fn a_stolen_access_token_is_no_good_for_guessing_the_password() {
    let town = Town::with_store();
    let me = town.somebody("stolen", vec![]);
    let guess = || town.call(&me.who, "DELETE", "/v1/me", &[], Some(&json!({"password": "ちがう合いことばでした"})));
    (0..5).for_each(|_| assert_eq!(guess().refusal().2, ["/password"]));
    assert_eq!(guess().refusal().0, 429);
    assert_eq!(log_in(&town, "stolen", PASSWORD), 200, "and does not keep its owner out");
}

#[test]
fn devices_are_listed_and_logged_out_one_by_one_or_all_together() {
    let town = Town::with_store();
    let (me, other) = (town.somebody("devices", vec![]), town.somebody("stranger", vec![]));
    let tablet = town.sign_in(me.account.clone());
    let list = |who: &Who, query: &str| town.call(who, "GET", &format!("/v1/me/logins{query}"), &[], None).expect(200).json();
    let all = list(&me.who, "");
    let marked: Vec<(Value, bool)> = all["results"].as_array().unwrap().iter().map(|l| (l["id"].clone(), l["current"].as_bool().unwrap())).collect();
    assert_eq!(marked, [(json!(tablet.login.0), false), (json!(me.login.0), true)], "the newest first");
    let first = list(&me.who, "?limit=1");
    let next = first["metadata"]["next_cursor"].as_str().unwrap();
    assert_eq!(list(&me.who, &format!("?limit=1&cursor={next}"))["results"][0]["id"], json!(me.login.0));

    let end = |id: LoginId| town.call(&me.who, "DELETE", &format!("/v1/me/logins/{id}"), &[], None);
    let (foreign, absent) = (end(other.login).without_trace(), end(LoginId::new()).without_trace());
    assert_eq!((foreign.status, &foreign.headers, foreign.text()), (absent.status, &absent.headers, absent.text()));
    assert_eq!(foreign.status, 404);
    town.call(&other.who, "GET", "/v1/me", &[], None).expect(200);

    end(tablet.login).expect(204);
    assert_eq!(end(tablet.login).refusal().0, 404);
    assert_eq!(town.call(&tablet.who, "GET", "/v1/me", &[], None).refusal().0, 401, "at once");
    assert_eq!(town.post("/v1/logins/refresh", &json!({"refresh_token": tablet.refresh})).refusal().0, 401);

    let phone = town.sign_in(me.account.clone());
    town.call(&phone.who, "DELETE", "/v1/me/logins", &[], None).expect(204);
    for somebody in [&me, &phone] {
        assert_eq!(town.call(&somebody.who, "GET", "/v1/me", &[], None).refusal().0, 401);
        assert_eq!(town.post("/v1/logins/refresh", &json!({"refresh_token": somebody.refresh})).refusal().0, 401);
    }
    town.call(&other.who, "GET", "/v1/me", &[], None).expect(200);
}

#[test]
fn one_s_groups_are_listed_with_what_one_is_in_them() {
    let town = Town::with_store();
    let me = town.somebody("groups", vec![Role::Owner(group(0).id), Role::Helper(group(1).id)]);
    let list = town.call(&me.who, "GET", "/v1/me/groups", &[], None).expect(200).json();
    let seen: Vec<Value> = list["results"].as_array().unwrap().clone();
    assert_eq!(
        seen,
        [
            json!({"id": group(0).id.0, "name": group(0).details.name, "standing": "active", "role": "owner"}),
            json!({"id": group(1).id.0, "name": group(1).details.name, "standing": "active", "role": "helper"}),
        ]
    );
    let nobody = town.somebody("alone", vec![]);
    assert_eq!(town.call(&nobody.who, "GET", "/v1/me/groups", &[], None).expect(200).json()["metadata"]["resultset"]["total"], 0);
}

#[test]
fn whoever_leaves_is_gone_at_once_and_the_trail_names_nobody() {
    let town = Town::with_store();
    let me = town.somebody("leaver", vec![Role::Helper(group(0).id)]);
    town.post("/v1/accounts", &json!({"email": "leaver@example.jp", "password": PASSWORD, "name": "もう一度"})).expect(202);
    let waiting = town.only_code();
    let leave = |password: &str| town.call(&me.who, "DELETE", "/v1/me", &[], Some(&json!({"password": password})));
    assert_eq!(leave("ちがう合いことばでした").refusal(), (422, "invalid".into(), vec!["/password".into()]));
    leave(PASSWORD).expect(204);
    assert_eq!(town.call(&me.who, "GET", "/v1/me", &[], None).refusal().0, 401);
    assert_eq!(town.post("/v1/logins/refresh", &json!({"refresh_token": me.refresh})).refusal().0, 401);
    assert_eq!(log_in(&town, "leaver", PASSWORD), 401);
    assert_eq!(
        town.post("/v1/accounts/verify", &json!({"token": waiting, "password": PASSWORD})).refusal().2,
        ["/token"],
        "what waited for the address is gone, too"
    );

    let filter = AuditFilter { object_id: Some(me.account.id.0), ..AuditFilter::default() };
    let trail = town.store.read(|tx| tx.audit_page(None, &filter, 10)).unwrap();
    assert_eq!(trail.len(), 1);
    assert_eq!((trail[0].action.as_str(), trail[0].fields.len(), &trail[0].reason), ("delete_me", 0, &None));
    assert!(!format!("{trail:?}").contains("leaver"));
    town.somebody("leaver", vec![]);
}

#[test]
fn the_city_keeps_an_administrator_and_a_group_its_owner() {
    let town = Town::with_store();
    let leave = |who: &Somebody| town.call(&who.who, "DELETE", "/v1/me", &[], Some(&json!({"password": PASSWORD})));
    let owner = town.somebody("owner", vec![Role::Owner(group(0).id)]);
    assert_eq!(leave(&owner).refusal(), (409, "groups_owned".into(), vec![]));
    town.somebody("second-owner", vec![Role::Owner(group(0).id)]);
    leave(&owner).expect(204);
    let admin = town.somebody("admin", vec![Role::Administrator]);
    assert_eq!(leave(&admin).refusal(), (409, "last_administrator".into(), vec![]));
    town.somebody("second-admin", vec![Role::Administrator]);
    leave(&admin).expect(204);
}
