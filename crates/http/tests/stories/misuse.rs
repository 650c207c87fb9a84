use crate::people::{PASSWORD, Who};
use crate::town::{Town, group, now, settings};
use enmusubi_domain::access::Role;
use enmusubi_domain::client::{ClientKind, Scope};
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::opportunity::Source;
use enmusubi_http::Settings;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

fn coordinator(area: &str) -> Role {
    Role::Coordinator { areas: vec![area.into()], themes: vec![] }
}

fn store<T>(town: &Town, work: impl FnMut(&mut enmusubi_persistence::Tx<'_>) -> Result<T, StoreError>) -> T {
    town.store.write(work).unwrap_or_else(|e: StoreError| panic!("{e}"))
}

/// A coordinator finds somebody to speak for a group that has nobody, and never themselves.
#[test]
fn a_coordinator_does_not_take_a_group_over() {
    let town = Town::with_store();
    let g = group(0).id;
    let overseer = town.somebody("overseer", vec![coordinator("011029")]);
    let invite = |email: &str, role: &str| {
        let body = json!({"email": email, "role": role});
        town.call(&overseer.who, "POST", &format!("/v1/groups/{g}/invitations"), &[], Some(&body))
    };
    invite("new@example.jp", "owner").expect(202);
    assert_eq!(invite("other@example.jp", "manager").refusal().1, "group_has_owner", "only owners name managers");
    invite(overseer.account.email.as_str(), "owner").expect(202);
    let code = town.letters().last().map(|letter| town.code(letter)).unwrap();
    let accepted = town.call(&overseer.who, "POST", "/v1/invitations/accept", &[], Some(&json!({"token": code})));
    assert_eq!(accepted.refusal().1, "own_rights");
    let _owner = town.somebody("owner", vec![Role::Owner(g)]);
    assert_eq!(invite("third@example.jp", "owner").refusal().1, "group_has_owner");
}

#[test]
fn an_administrator_does_not_raise_themselves_in_a_group() {
    let town = Town::with_store();
    let g = group(0).id;
    let _owner = town.somebody("owner", vec![Role::Owner(g)]);
    let admin = town.somebody("admin", vec![Role::Administrator, Role::Helper(g)]);
    let target = format!("/v1/groups/{g}/members/{}", admin.account.id);
    let answer = town.call(&admin.who, "PUT", &target, &[], Some(&json!({"role": "owner"})));
    assert!(["own_rights", "last_administrator"].contains(&answer.refusal().1.as_str()));
}

/// One path can be written in many ways; a page of a stranger gets in by none of them.
#[test]
fn a_page_of_a_stranger_changes_nothing_however_the_path_is_written() {
    let town = Town::with_store();
    let headers = [("Content-Type", "application/json"), ("Origin", "https://evil.example")];
    let body = json!({"email": "somebody@example.jp", "password": PASSWORD}).to_string();
    for path in
        ["/v1/logins", "/v1/%6cogins", "/v1/l%6Fgins", "/%761/logins", "/v1/%70assword-resets", "/v1/invitations/accept", "/v1/accounts", "/oauth2/token"]
    {
        assert_eq!(town.send("POST", path, &headers, body.as_bytes()).refusal().1, "origin_not_allowed", "{path}");
    }
    town.send("POST", "/v1/matches", &headers, b"{}").expect(200);
    town.send("GET", "/v1/opportunities", &headers[1..], b"").expect(200);
}

/// What was answered under a key is not given again to somebody who may not do it any more.
#[test]
fn a_kept_answer_goes_with_the_right_to_it() {
    let town = Town::with_store();
    let (a, b) = (group(0).id, group(1).id);
    let owner = town.somebody("owner", vec![Role::Owner(a), Role::Owner(b)]);
    let send = || {
        let body = json!({"email": "invited@example.jp", "role": "helper"});
        town.call(&owner.who, "POST", &format!("/v1/groups/{a}/invitations"), &[("Idempotency-Key", "the-same-key")], Some(&body))
    };
    let first = send().expect(202);
    let again = send().expect(202);
    assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
    let account = owner.account.id;
    store(&town, |tx| {
        let grant = tx.member(a, account)?.map(|grant| grant.id);
        grant.map(|id| tx.take_role(id, None)).transpose()
    });
    assert_eq!(send().refusal().0, 404);
}

#[test]
fn a_group_out_of_view_does_not_choose_another_overseer() {
    let town = Town::with_store();
    let g = group(0).id;
    let owner = town.somebody("owner", vec![Role::Owner(g)]);
    store(&town, |tx| tx.put_group(&Group { standing: Standing::Suspended, ..group(0) }));
    let tag = town.call(&owner.who, "GET", &format!("/v1/groups/{g}/full"), &[], None).expect(200).header("etag").unwrap().to_owned();
    let change = |patch: Value| town.call(&owner.who, "PATCH", &format!("/v1/groups/{g}"), &[("If-Match", &tag)], Some(&patch));
    assert_eq!(change(json!({"areas": ["011061"]})).refusal().1, "group_not_active");
    change(json!({"summary": "これからも続けます。"})).expect(200);
}

/// Whoever bears a name may change what was brought in under it: nobody gets a name that is in use.
#[test]
fn a_client_does_not_get_a_name_that_others_used() {
    let town = Town::with_store();
    let admin = town.somebody("admin", vec![Role::Administrator]);
    let source = Some(Source { name: "open-data".into(), reference: "17".into() });
    store(&town, |tx| tx.put_group(&Group { id: enmusubi_domain::id::GroupId::new(), source: source.clone(), ..group(0) }));
    let ask = |source: &str| {
        let body = json!({"kind": "server", "name": "提携", "scopes": ["partner:write"], "source": source});
        town.call(&admin.who, "POST", "/v1/clients", &[], Some(&body))
    };
    assert_eq!(ask("open-data").refusal().1, "source_taken");
    let made = ask("brand-new").expect(201).json();
    let id = made["client"]["id"].as_str().unwrap();
    let renamed = town.call(&admin.who, "PATCH", &format!("/v1/clients/{id}"), &[("If-Match", "\"v1\"")], Some(&json!({"source": "another"})));
    assert_eq!(renamed.refusal().1, "source_taken", "a name is not given up either");
}

#[test]
fn a_company_s_manager_does_not_hand_out_what_the_city_granted() {
    let town = Town::with_store();
    let company = town.company("北の灯り");
    let manager = town.somebody("manager", vec![Role::CompanyManager(company.id)]);
    let own = town.machine(ClientKind::Server, vec![Scope::Company], Some(company.id));
    let more = town.machine(ClientKind::Server, vec![Scope::Company, Scope::PartnerWrite], Some(company.id));
    let add = |id| town.call(&manager.who, "POST", &format!("/v1/clients/{id}/secrets"), &[], Some(&json!({})));
    add(own.client.id).expect(201);
    assert_eq!(add(more.client.id).refusal().0, 403);
}

/// An old token beside what gets somebody in hinders nobody.
#[test]
fn an_old_token_does_not_keep_anybody_from_getting_in() {
    let town = Town::with_store();
    let somebody = town.somebody("somebody", vec![]);
    let stale = [("Authorization", "Bearer not.a.token"), ("Content-Type", "application/json")];
    let login = json!({"email": somebody.account.email.as_str(), "password": PASSWORD}).to_string();
    town.send("POST", "/v1/logins", &stale, login.as_bytes()).expect(200);
    let refresh = json!({"refresh_token": somebody.refresh}).to_string();
    town.send("POST", "/v1/logins/refresh", &stale, refresh.as_bytes()).expect(200);
    assert_eq!(town.send("GET", "/v1/themes", &stale[..1], b"").refusal().1, "invalid_token", "elsewhere it is not ignored");
}

#[test]
fn nobody_has_more_devices_than_anybody_could() {
    let town = Town::with_store();
    let somebody = town.somebody("somebody", vec![]);
    for _ in 0..50 {
        town.sign_in(somebody.account.clone());
    }
    let login = json!({"email": somebody.account.email.as_str(), "password": PASSWORD});
    town.post("/v1/logins", &login).expect(200);
    let live = town.store.read(|tx| tx.logins_of(somebody.account.id)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(live.len(), 50);
}

#[test]
fn one_person_founds_only_so_many_groups() {
    let town = Town::with_store();
    let somebody = town.somebody("somebody", vec![]);
    let found = |n: usize| {
        let body = json!({"name": format!("花の会{n}"), "areas": ["011029"]});
        town.call(&somebody.who, "POST", "/v1/groups", &[], Some(&body))
    };
    assert_eq!(town.call(&somebody.who, "POST", "/v1/groups", &[], Some(&json!({"name": "花の会"}))).refusal().2, ["/areas"]);
    (0..10).for_each(|n| drop(found(n).expect(201)));
    assert_eq!(found(10).refusal().0, 429);
}

/// A key stands in a page for everybody to read: one place alone does not use up what was granted to all.
#[test]
fn one_place_does_not_use_up_a_key() {
    let trusted = Settings { requests_per_minute: 100_000, trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()], ..settings() };
    let town = Town::with_store_by(trusted, now);
    let page = town.machine(ClientKind::FrontEnd, vec![Scope::Read], None);
    store(&town, |tx| {
        let mut client = page.client.clone();
        client.details.requests_per_minute = 40;
        tx.put_client(&client)
    });
    let Who::Key(key) = &page.who else { panic!("a front end has a key") };
    let from = |place: &str| town.send("GET", "/v1/themes", &[("X-API-Key", key), ("X-Forwarded-For", place)], b"").status;
    let greedy: Vec<u16> = (0..20).map(|_| from("198.51.100.1")).collect();
    assert!(greedy.contains(&429), "{greedy:?}");
    assert_eq!(from("198.51.100.2"), 200);
}

/// What stands where an id could stand is a place of its own, with methods of its own.
#[test]
fn a_word_in_an_id_s_place_is_told_its_methods() {
    let town = Town::with_store();
    let admin = town.somebody("admin", vec![Role::Administrator]);
    let answer = town.call(&admin.who, "GET", "/v1/accounts/verify", &[], None);
    assert_eq!((answer.refusal().0, answer.header("allow")), (405, Some("POST, OPTIONS")));
    assert_eq!(town.call(&admin.who, "GET", "/v1/accounts/nobody", &[], None).refusal().0, 404);
}
