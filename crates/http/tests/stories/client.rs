use crate::office::{Office, refused, text};
use crate::people::Who;
use enmusubi_domain::access::Role;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::client::{ClientKind, Scope};
use serde_json::{Value, json};

fn server() -> Value {
    json!({"kind": "server", "name": " 北海道まちの掲示板 ", "scopes": ["read", "partner:write"], "source": "hokkaido-net"})
}

fn front_end(origins: &[&str]) -> Value {
    json!({"kind": "front_end", "name": "市の地図", "scopes": ["read"], "origins": origins, "requests_per_minute": 120})
}

#[test]
fn a_secret_is_shown_once_and_never_again() {
    let office = Office::open();
    let made = office.post(&office.admin.who, "/v1/clients", &server()).expect(201);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    assert_eq!(made.header("etag"), Some("\"v1\""));
    let body = made.json();
    let (id, secret) = (text(&body, "/client/id"), text(&body, "/secret/value"));
    assert_eq!(made.header("location"), Some(format!("/v1/clients/{id}").as_str()));
    assert!(secret.starts_with("ens_") && secret.len() == 53);
    assert!(secret.ends_with(&text(&body, "/secret/hint")));
    assert_eq!(text(&body, "/client/name"), "北海道まちの掲示板");
    assert_eq!(body["client"]["requests_per_minute"], 6_000);
    assert_eq!(text(&body, "/secret/expires_at"), "2027-12-28T09:00:00+09:00", "400 days");
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let media = [("Content-Type", "application/x-www-form-urlencoded")];
    office.town.send("POST", "/oauth2/token", &media, form.as_bytes()).expect(200);

    let another = office.post(&office.admin.who, &format!("/v1/clients/{id}/secrets"), &json!({"days": 1})).expect(201).json();
    let (second, second_id) = (text(&another, "/value"), text(&another, "/id"));
    assert_ne!(second, secret);
    let change = json!({"name": "北海道まちの広場"});
    let later = [
        office.get(&office.admin.who, &format!("/v1/clients/{id}")).expect(200).text(),
        office.get(&office.auditor.who, "/v1/clients").expect(200).text(),
        office.patch(&office.admin.who, &format!("/v1/clients/{id}"), "\"v1\"", &change).expect(200).text(),
        office.get(&office.auditor.who, "/v1/audit").expect(200).text(),
        office.whole_trail(),
    ];
    for answer in &later {
        assert!(!answer.contains(&secret[4..]) && !answer.contains(&second[4..]) && !answer.contains("hash"), "{answer}");
    }
    let seen: Value = serde_json::from_str(&later[0]).unwrap();
    assert_eq!(seen["secrets"].as_array().unwrap().len(), 2);
    assert_eq!(text(&seen, "/secrets/0/id"), second_id, "newest first");
    assert!(seen["used_at"].is_string(), "it fetched a token");
    let listed: Value = serde_json::from_str(&later[1]).unwrap();
    assert!(listed["results"][0].get("secrets").is_none());
}

#[test]
fn a_key_opens_public_data_with_a_quota_of_its_own_and_nothing_once_it_is_revoked() {
    let office = Office::open();
    let body = office.post(&office.admin.who, "/v1/clients", &front_end(&[])).expect(201).json();
    let (id, value) = (text(&body, "/client/id"), text(&body, "/secret/value"));
    assert!(value.starts_with("enk_"));
    let key = Who::Key(value.clone());
    for _ in 0..2 {
        let answer = office.get(&key, "/v1/opportunities").expect(200);
        assert_eq!(answer.header("ratelimit-policy"), Some("\"client\";q=120;w=60"));
    }
    let seen = office.get(&office.admin.who, &format!("/v1/clients/{id}")).expect(200).json();
    assert!(seen["used_at"].is_string(), "it was here");
    assert_eq!(refused(&office.get(&Who::Bearer(value.clone()), "/v1/opportunities")), (401, "invalid_token".into()));
    let Who::Bearer(token) = office.admin.who.clone() else { panic!("a token") };
    assert_eq!(refused(&office.get(&Who::Key(token.clone()), "/v1/opportunities")), (401, "invalid_token".into()));
    let both = [("Authorization", &*format!("Bearer {token}")), ("X-API-Key", &*value)];
    assert_eq!(refused(&office.town.get_with("/v1/opportunities", &both)), (401, "invalid_token".into()), "who is it?");
    assert_eq!(refused(&office.get(&key, "/v1/clients")), (403, "forbidden".into()));
    let mistyped = Who::Key(format!("{}x", &value[..52]));
    assert_eq!(refused(&office.get(&mistyped, "/v1/opportunities")), (401, "invalid_token".into()));

    office.delete(&office.admin.who, &format!("/v1/clients/{id}")).expect(204);
    assert_eq!(refused(&office.get(&key, "/v1/opportunities")), (401, "invalid_token".into()), "at once");
    office.delete(&office.admin.who, &format!("/v1/clients/{id}")).expect(204);
    let deeds: Vec<String> = office.deeds(ObjectKind::Client, &id).into_iter().map(|(deed, _)| deed).collect();
    assert_eq!(deeds, ["create_client", "revoke_client"], "the second time nothing happened");
    let target = format!("/v1/clients/{id}");
    assert_eq!(refused(&office.patch(&office.admin.who, &target, "\"v2\"", &json!({"name": "x"}))), (409, "client_revoked".into()));
    assert_eq!(refused(&office.post(&office.admin.who, &format!("{target}/secrets"), &json!({}))), (409, "client_revoked".into()));
    assert!(office.get(&office.admin.who, &target).expect(200).json()["revoked_at"].is_string());
}

#[test]
fn a_page_uses_a_key_from_a_registered_origin_only() {
    let office = Office::open();
    let body = office.post(&office.admin.who, "/v1/clients", &front_end(&["https://map.example.jp"])).expect(201).json();
    let (id, key) = (text(&body, "/client/id"), text(&body, "/secret/value"));
    let from = |origin: &str| office.town.get_with("/v1/opportunities", &[("X-API-Key", &key), ("Origin", origin)]);
    from("https://map.example.jp").expect(200);
    for origin in ["https://evil.example", "https://map.example.jp.evil.example", "http://map.example.jp", "null"] {
        assert_eq!(refused(&from(origin)), (403, "origin_not_allowed".into()), "{origin}");
    }
    office.town.get_with("/v1/opportunities", &[("Origin", "https://evil.example")]).expect(200);

    let target = format!("/v1/clients/{id}");
    let change = json!({"origins": ["https://www.example.jp", "http://localhost:3000"]});
    office.patch(&office.admin.who, &target, "\"v1\"", &change).expect(200);
    assert_eq!(refused(&from("https://map.example.jp")), (403, "origin_not_allowed".into()), "at once");
    from("http://localhost:3000").expect(200);
    office.patch(&office.admin.who, &target, "\"v2\"", &json!({"origins": null})).expect(200);
    assert_eq!(refused(&from("http://localhost:3000")), (403, "origin_not_allowed".into()));
    assert_eq!(office.deeds(ObjectKind::Client, &id)[1], ("update_client".into(), vec!["origins".into()]));
}

#[test]
fn of_two_who_change_a_client_at_once_one_is_asked_to_look_again() {
    let office = Office::open();
    let id = text(&office.post(&office.admin.who, "/v1/clients", &server()).expect(201).json(), "/client/id");
    let target = format!("/v1/clients/{id}");
    let tag = office.get(&office.admin.who, &target).expect(200).header("etag").unwrap().to_owned();
    assert!(tag.starts_with("\"v1."), "{tag}");
    let known = office.town.call(&office.admin.who, "GET", &target, &[("If-None-Match", &tag)], None);
    assert_eq!((known.status, known.body.len()), (304, 0));
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let change = |who: &'static str| json!({"name": who});
        let (office, target, tag) = (&office, &target, &tag);
        let both = [(&office.admin.who, "一"), (&office.other.who, "二")].map(|(who, name)| scope.spawn(move || office.patch(who, target, tag, &change(name))));
        both.into_iter().map(|thread| thread.join().unwrap().status).collect()
    });
    let mut sorted = answers.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [200, 412]);
    let without = office.town.call(&office.admin.who, "PATCH", &target, &[], Some(&json!({"name": "三"})));
    assert_eq!(refused(&without), (428, "precondition_required".into()));
    assert_eq!(office.get(&office.admin.who, &target).json()["version"], 2);
    assert_eq!(office.deeds(ObjectKind::Client, &id).len(), 2);

    // What is already so is no change.
    let name = text(&office.get(&office.admin.who, &target).json(), "/name");
    let same = office.patch(&office.admin.who, &target, "\"v2\"", &json!({"name": name})).expect(200);
    assert_eq!(same.header("etag"), Some("\"v2\""));
    assert_eq!(office.deeds(ObjectKind::Client, &id).len(), 2);

    // A secret changes what is shown, and not the version.
    office.post(&office.admin.who, &format!("{target}/secrets"), &json!({})).expect(201);
    let (before, after) = (tag.replace("v1", "v2"), office.get(&office.admin.who, &target).header("etag").unwrap().to_owned());
    assert!(after.starts_with("\"v2.") && after != before);
}

#[test]
fn there_are_two_live_secrets_at_most_so_that_one_can_take_over() {
    let office = Office::open();
    let body = office.post(&office.admin.who, "/v1/clients", &server()).expect(201).json();
    let (id, first) = (text(&body, "/client/id"), text(&body, "/secret/id"));
    let secrets = format!("/v1/clients/{id}/secrets");
    let made = office.post(&office.admin.who, &secrets, &json!({"days": 180})).expect(201);
    let second = text(&made.json(), "/id");
    assert_eq!(made.header("location"), None, "a secret cannot be read again");
    assert_eq!(refused(&office.post(&office.admin.who, &secrets, &json!({}))), (409, "secrets_full".into()));
    for _ in 0..2 {
        office.delete(&office.admin.who, &format!("{secrets}/{first}")).expect(204);
    }
    office.post(&office.admin.who, &secrets, &json!({})).expect(201);
    let deeds: Vec<String> = office.deeds(ObjectKind::Client, &id).into_iter().map(|(deed, _)| deed).collect();
    assert_eq!(deeds, ["create_client", "add_client_secret", "revoke_client_secret", "add_client_secret"]);

    let other = json!({"kind": "server", "name": "別の団体", "scopes": ["read"]});
    let other = text(&office.post(&office.admin.who, "/v1/clients", &other).expect(201).json(), "/client/id");
    assert_eq!(refused(&office.delete(&office.admin.who, &format!("/v1/clients/{other}/secrets/{second}"))), (404, "not_found".into()), "another's secret");
    assert_eq!(refused(&office.delete(&office.admin.who, &format!("{secrets}/nonsense"))), (404, "not_found".into()));
}

#[test]
fn a_companys_people_see_and_turn_the_secrets_of_their_own_clients_only() {
    let office = Office::open();
    let (mine, theirs) = (office.town.company("北の灯り"), office.town.company("南の風"));
    let manager = office.town.somebody("manager", vec![Role::CompanyManager(mine.id)]);
    let client = |company: &str| {
        let body = json!({"kind": "server", "name": "企業のサーバー", "scopes": ["company"], "company_id": company});
        text(&office.post(&office.admin.who, "/v1/clients", &body).expect(201).json(), "/client/id")
    };
    let (own, foreign) = (client(&mine.id.to_string()), client(&theirs.id.to_string()));
    assert_eq!(office.get(&manager.who, "/v1/clients").expect(200).ids(), std::slice::from_ref(&own));
    assert_eq!(office.get(&office.auditor.who, "/v1/clients").expect(200).ids(), [own.clone(), foreign.clone()]);
    office.get(&manager.who, &format!("/v1/clients/{own}")).expect(200);
    let trace = [("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")];
    let nobody = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f";
    for (method, below) in [("GET", ""), ("POST", "/secrets"), ("DELETE", "/secrets/019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e80")] {
        let body = (method == "POST").then(|| json!({}));
        let ask = |id: &str| office.town.call(&manager.who, method, &format!("/v1/clients/{id}{below}"), &trace, body.as_ref()).expect(404).body;
        assert_eq!(ask(&foreign), ask(nobody), "{method}: a foreign one is answered as one that is not there");
    }
    let turned = office.post(&manager.who, &format!("/v1/clients/{own}/secrets"), &json!({})).expect(201).json();
    office.delete(&manager.who, &format!("/v1/clients/{own}/secrets/{}", text(&turned, "/id"))).expect(204);
    assert_eq!(refused(&office.patch(&manager.who, &format!("/v1/clients/{own}"), "\"v1\"", &json!({"name": "x"}))), (403, "forbidden".into()));
    assert_eq!(refused(&office.delete(&manager.who, &format!("/v1/clients/{own}"))), (403, "forbidden".into()));
    assert_eq!(office.trail(ObjectKind::Client, &own)[1].actor.parts().1, Some(manager.account.id.0));
}

#[test]
fn clients_are_the_business_of_administrators() {
    let office = Office::open();
    let machine = office.town.machine(ClientKind::Server, vec![Scope::Read], None);
    let target = format!("/v1/clients/{}", machine.client.id);
    for (who, status) in [(&Who::Anyone, 401), (&office.volunteer.who, 403), (&machine.who, 403)] {
        assert_eq!(office.get(who, "/v1/clients").status, status);
        assert_eq!(office.get(who, &target).status, status);
        assert_eq!(office.post(who, "/v1/clients", &server()).status, status);
        assert_eq!(office.delete(who, &target).status, status);
    }
    office.get(&office.auditor.who, &target).expect(200);
    assert_eq!(office.post(&office.auditor.who, "/v1/clients", &server()).status, 403, "who watches does not act");
    assert_eq!(office.get(&office.admin.who, "/v1/clients/019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f").status, 404);
}

#[test]
fn what_is_wrong_with_a_client_is_named() {
    let office = Office::open();
    office.post(&office.admin.who, "/v1/clients", &server()).expect(201);
    let with = |changes: Value| {
        let mut body = server();
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    for (body, places) in [
        (with(json!({"kind": "robot"})), vec!["/kind"]),
        (with(json!({"name": "  "})), vec!["/name"]),
        (with(json!({"name": "長".repeat(121)})), vec!["/name"]),
        (with(json!({"name": 5})), vec!["/name"]),
        (with(json!({"scopes": []})), vec!["/scopes"]),
        (with(json!({"scopes": ["read", "everything"]})), vec!["/scopes/1"]),
        (with(json!({"scopes": ["read", "read"]})), vec!["/scopes/1"]),
        (with(json!({"scopes": vec!["read"; 51]})), vec!["/scopes"]),
        (with(json!({"kind": "front_end"})), vec!["/scopes/1"]),
        (with(json!({"source": null})), vec!["/source"]),
        (with(json!({"source": "Hokkaido Net"})), vec!["/source"]),
        (with(json!({"scopes": ["company"]})), vec!["/company_id"]),
        (with(json!({"company_id": "1"})), vec!["/company_id"]),
        (with(json!({"company_id": "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f", "source": "another"})), vec!["/company_id"]),
        (with(json!({"origins": ["https://a.jp", "*", "https://b.jp/"]})), vec!["/origins/1", "/origins/2"]),
        (with(json!({"requests_per_minute": 0})), vec!["/requests_per_minute"]),
        (with(json!({"secret_days": 401})), vec!["/secret_days"]),
        (with(json!({"colour": "red"})), vec!["/colour"]),
        (
            with(json!({"kind": "robot", "name": "", "secret_days": 0, "requests_per_minute": 0})),
            vec!["/kind", "/secret_days", "/name", "/requests_per_minute"],
        ),
    ] {
        office.names(&office.admin.who, "POST", "/v1/clients", &[], Some(&body), &places);
    }
    let taken = office.post(&office.admin.who, "/v1/clients", &server());
    assert_eq!(refused(&taken), (409, "source_taken".into()));
    let id = office.get(&office.admin.who, "/v1/clients").ids().remove(0);
    for (change, places) in [
        (json!({"name": null}), vec!["/name"]),
        (json!({"kind": "front_end"}), vec!["/kind"]),
        (json!({"company_id": null}), vec!["/company_id"]),
        (json!({"source": null}), vec!["/source"]),
        (json!({"requests_per_minute": 1_000_001}), vec!["/requests_per_minute"]),
    ] {
        office.names(&office.admin.who, "PATCH", &format!("/v1/clients/{id}"), &[("If-Match", "\"v1\"")], Some(&change), &places);
    }
    office.names(&office.admin.who, "POST", &format!("/v1/clients/{id}/secrets"), &[], Some(&json!({"days": 0})), &["/days"]);
}
