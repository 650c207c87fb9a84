use crate::people::{Machine, Who};
use crate::town::Town;
use crate::wire::Answer;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use enmusubi_domain::client::{Client, ClientKind, ClientSecret, Scope};
use enmusubi_domain::id::{ClientId, SecretId};
use enmusubi_http::secret::{Kind, Opaque};
use enmusubi_persistence::StoreError;
use serde_json::Value;
use std::collections::BTreeMap;

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const TRACE: (&str, &str) = ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

fn ask(town: &Town, headers: &[(&str, &str)], form: &str) -> Answer {
    town.send("POST", "/oauth2/token", &[&[FORM, TRACE], headers].concat(), form.as_bytes())
}

fn basic(town: &Town, id: &str, secret: &str, form: &str) -> Answer {
    ask(town, &[("Authorization", &format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))))], form)
}

fn in_form(machine: &Machine) -> String {
    format!("grant_type=client_credentials&client_id={}&client_secret={}", machine.client.id, machine.secret)
}

/// The shape of RFC 6749, 5.2.
fn refused(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), Some("application/json"), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let body = answer.json();
    let members: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(members, ["error", "error_description", "trace_id"]);
    assert!(body["error_description"].as_str().unwrap().is_ascii());
    (answer.status, body["error"].as_str().unwrap().to_owned())
}

fn partner(town: &Town) -> Machine {
    town.machine(ClientKind::Server, vec![Scope::Read, Scope::PartnerWrite], None)
}

/// Another secret of a machine.
fn another(town: &Town, machine: &Machine, days: i64) -> (SecretId, String) {
    let (id, secret, now) = (SecretId::new(), Opaque::new(Kind::ClientSecret).unwrap(), town.now());
    let (created_at, expires_at) = (now - TimeDelta::days(400), now + TimeDelta::days(days));
    let kept = ClientSecret { id, client: machine.client.id, hint: secret.hint().into(), created_at, expires_at, revoked_at: None };
    town.store.write(|tx| tx.insert_client_secret(&kept, &secret.hash())).unwrap_or_else(|e: StoreError| panic!("{e}"));
    (id, secret.reveal().to_owned())
}

#[test]
fn a_server_exchanges_its_secret_for_a_token_in_either_way() {
    let town = Town::with_store();
    let company = town.company("北の灯り");
    let machine = town.machine(ClientKind::Server, vec![Scope::Read, Scope::Company], Some(company.id));
    let id = machine.client.id.to_string();
    for answer in [ask(&town, &[], &in_form(&machine)), basic(&town, &id, &machine.secret, "grant_type=client_credentials")] {
        let answer = answer.expect(200);
        assert_eq!((answer.header("cache-control"), answer.header("pragma")), (Some("no-store"), Some("no-cache")));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let body = answer.json();
        assert_eq!((body["token_type"].as_str(), body["expires_in"].as_i64(), body["scope"].as_str()), (Some("Bearer"), Some(600), Some("read company")));
        assert!(body.get("refresh_token").is_none());
        let who = Who::Bearer(body["access_token"].as_str().unwrap().to_owned());
        assert_eq!(town.call(&who, "GET", "/v1/companies", &[], None).expect(200).ids(), [company.id.to_string()]);
        let public = town.call(&who, "GET", "/v1/opportunities", &[], None).expect(200);
        assert_eq!(public.header("ratelimit-policy"), Some("\"client\";q=6000;w=60"));
    }
    // The id may stand in the form as well, empty members were left out, and what is not known is ignored (RFC 6749, 2.3.1 and 3.2).
    let form = format!("grant_type=client_credentials&client_id={id}&scope=&colour=red");
    basic(&town, &id, &machine.secret, &form).expect(200);
    let media = ("Content-Type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8");
    town.send("POST", "/oauth2/token", &[media], in_form(&machine).as_bytes()).expect(200);
    let encoded = format!("basic {}", STANDARD.encode(format!("{}:{}", id.replace('-', "%2D"), machine.secret.replace('_', "%5f"))));
    ask(&town, &[("Authorization", &encoded)], "grant_type=client_credentials").expect(200);
}

#[test]
fn a_token_may_be_asked_for_with_less_than_the_client_may() {
    let town = Town::with_store();
    let company = town.company("北の灯り");
    let machine = town.machine(ClientKind::Server, vec![Scope::Read, Scope::Company], Some(company.id));
    let token = |scope: &str| ask(&town, &[], &format!("{}&scope={scope}", in_form(&machine)));
    let less = token("read+read").expect(200).json();
    assert_eq!(less["scope"], "read");
    let who = Who::Bearer(less["access_token"].as_str().unwrap().to_owned());
    assert_eq!(town.call(&who, "GET", "/v1/companies", &[], None).status, 403);
    for scope in ["partner:write", "read+partner:write", "everything", "READ", "%20"] {
        assert_eq!(refused(&token(scope)), (400, "invalid_scope".into()), "{scope}");
    }
    // A scope that is taken is gone at once, whatever the token says.
    let who = Who::Bearer(token("company").expect(200).json()["access_token"].as_str().unwrap().to_owned());
    town.call(&who, "GET", "/v1/companies", &[], None).expect(200);
    let mut details = machine.client.details.clone();
    details.scopes = vec![Scope::Read];
    town.store.write(|tx| tx.put_client(&Client { details: details.clone(), ..machine.client.clone() })).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(town.call(&who, "GET", "/v1/companies", &[], None).status, 403);
}

#[test]
fn nobody_learns_why_a_client_is_refused() {
    let town = Town::with_store();
    let (machine, other) = (partner(&town), partner(&town));
    let front_end = town.machine(ClientKind::FrontEnd, vec![Scope::Read], None);
    let revoked = partner(&town);
    town.store.write(|tx| tx.put_client(&Client { revoked_at: Some(town.now()), ..revoked.client.clone() })).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let (_, expired) = another(&town, &machine, 0);
    let (gone, taken_back) = another(&town, &machine, 10);
    town.store.write(|tx| tx.revoke_client_secret(gone)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let stranger = Opaque::new(Kind::ClientSecret).unwrap();
    let (id, nobody) = (machine.client.id.to_string(), ClientId::new().to_string());
    let tries = [
        ("unknown", nobody.as_str(), stranger.reveal()),
        ("no id", "partner", stranger.reveal()),
        ("another's secret", &id, &other.secret),
        ("a wrong secret", &id, stranger.reveal()),
        ("no secret of ours", &id, "password"),
        ("expired", &id, &expired),
        ("taken back", &id, &taken_back),
        ("revoked", &revoked.client.id.to_string(), &revoked.secret),
        ("a front end", &front_end.client.id.to_string(), &front_end.secret),
    ]
    .map(|(name, id, secret)| (name, id.to_owned(), secret.to_owned()));
    let first = basic(&town, &tries[0].1, &tries[0].2, "grant_type=client_credentials");
    assert_eq!(refused(&first), (401, "invalid_client".into()));
    assert_eq!(first.header("www-authenticate"), Some("Basic realm=\"enmusubi\""));
    let shown = |answer: &Answer| {
        // One lists names in any order, the others count and tell the time.
        let varies = |name: &str| matches!(name, "date" | "ratelimit" | "access-control-expose-headers");
        let headers: BTreeMap<_, _> = answer.headers.iter().filter(|(name, _)| !varies(name)).cloned().collect();
        (answer.status, headers, answer.text())
    };
    for (name, id, secret) in &tries {
        for grant in ["client_credentials", "password"] {
            let by_basic = basic(&town, id, secret, &format!("grant_type={grant}"));
            let by_form = ask(&town, &[], &format!("grant_type={grant}&client_id={id}&client_secret={secret}"));
            assert_eq!(shown(&by_basic), shown(&first), "{name}");
            assert_eq!(shown(&by_form), shown(&first), "{name}");
        }
    }
}

#[test]
fn two_live_secrets_work_side_by_side_while_one_takes_over() {
    let town = Town::with_store();
    let machine = partner(&town);
    let (new, second) = another(&town, &machine, 100);
    let id = machine.client.id.to_string();
    for secret in [&machine.secret, &second] {
        basic(&town, &id, secret, "grant_type=client_credentials").expect(200);
    }
    let old = town.store.read(|tx| tx.client_secrets(machine.client.id)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let old = old.into_iter().find(|secret| secret.id != new).unwrap();
    town.store.write(|tx| tx.revoke_client_secret(old.id)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(refused(&basic(&town, &id, &machine.secret, "grant_type=client_credentials")).0, 401);
    basic(&town, &id, &second, "grant_type=client_credentials").expect(200);
    assert!(town.store.read(|tx| tx.client(machine.client.id)).unwrap_or_else(|e: StoreError| panic!("{e}")).unwrap().used_at.is_some());
}

#[test]
fn a_form_that_says_two_things_is_refused() {
    let town = Town::with_store();
    let machine = partner(&town);
    let (id, secret) = (machine.client.id.to_string(), &machine.secret);
    let whole = in_form(&machine);
    let other = ClientId::new();
    for (name, answer) in [
        ("two proofs", basic(&town, &id, secret, &whole)),
        ("another id", basic(&town, &id, secret, &format!("grant_type=client_credentials&client_id={other}"))),
        ("half a proof", ask(&town, &[], &format!("grant_type=client_credentials&client_id={id}"))),
        ("the other half", ask(&town, &[], &format!("grant_type=client_credentials&client_secret={secret}"))),
        ("no grant type", basic(&town, &id, secret, "scope=read")),
        ("nothing", basic(&town, &id, secret, "")),
        ("twice", ask(&town, &[], &format!("{whole}&grant_type=client_credentials"))),
        ("a scope twice", ask(&town, &[], &format!("{whole}&scope=read&scope=read"))),
        ("a secret twice", ask(&town, &[], &format!("{whole}&client_secret={secret}"))),
        ("a stranger twice", ask(&town, &[], &format!("{whole}&colour=red&colour=blue"))),
        ("too many members", ask(&town, &[], &format!("{whole}{}", (0..60).map(|n| format!("&m{n}=1")).collect::<String>()))),
        ("broken encoding", ask(&town, &[], &format!("{whole}&scope=%zz"))),
        ("no base64", ask(&town, &[("Authorization", "Basic ???")], "grant_type=client_credentials")),
        ("no colon", ask(&town, &[("Authorization", &format!("Basic {}", STANDARD.encode("x")))], "grant_type=client_credentials")),
        ("no UTF-8", town.send("POST", "/oauth2/token", &[FORM], b"grant_type=\xff")),
        ("JSON", town.send("POST", "/oauth2/token", &[("Content-Type", "application/json")], br#"{"grant_type":"client_credentials"}"#)),
        ("no type", town.send("POST", "/oauth2/token", &[], whole.as_bytes())),
    ] {
        assert_eq!(refused(&answer), (400, "invalid_request".into()), "{name}");
        assert!(!answer.text().contains(secret.as_str()), "{name}");
    }
    assert_eq!(refused(&ask(&town, &[], "grant_type=client_credentials")), (401, "invalid_client".into()), "nobody at all");
    for grant in ["password", "refresh_token", "authorization_code", "Client_Credentials"] {
        let answer = basic(&town, &id, secret, &format!("grant_type={grant}"));
        assert_eq!(refused(&answer), (400, "unsupported_grant_type".into()), "{grant}");
    }
    assert_eq!(town.get("/oauth2/token").status, 405);
    let in_query = town.send("POST", &format!("/oauth2/token?client_secret={secret}"), &[FORM], whole.as_bytes());
    assert_eq!(in_query.refusal().2, ["client_secret"], "addresses end up in logs");
    assert_eq!(town.send("POST", "/oauth2/token", &[FORM], &b"x=".repeat(5_000)).status, 413);
}

#[test]
fn guessing_is_slowed_down() {
    let town = Town::with_store();
    let guess = |n: usize| ask(&town, &[], &format!("grant_type=client_credentials&client_id={}&client_secret=guess{n}", ClientId::new()));
    assert!((0..60).all(|n| guess(n).status == 401));
    let answer = guess(60);
    assert_eq!(answer.refusal().1, "rate_limited");
    assert!(answer.header("retry-after").is_some());
}

#[test]
fn anybody_can_check_a_token_by_the_public_keys() {
    let town = Town::with_store();
    let machine = partner(&town);
    let token = ask(&town, &[], &in_form(&machine)).expect(200).json()["access_token"].as_str().unwrap().to_owned();
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap();
    assert_eq!((header["alg"].as_str(), header["typ"].as_str()), (Some("EdDSA"), Some("at+jwt")));
    let answer = town.get("/.well-known/jwks.json").expect(200);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    assert_eq!(answer.header("access-control-allow-origin").or(Some("*")), Some("*"));
    let keys = answer.json()["keys"].as_array().unwrap().clone();
    let key = keys.iter().find(|key| key["kid"] == header["kid"]).unwrap();
    let members: Vec<&String> = key.as_object().unwrap().keys().collect();
    assert_eq!(members, ["kty", "crv", "x", "kid", "use", "alg"], "the public half and nothing else");
    assert_eq!(URL_SAFE_NO_PAD.decode(key["x"].as_str().unwrap()).unwrap().len(), 32);
    let known = town.get_with("/.well-known/jwks.json", &[("If-None-Match", answer.header("etag").unwrap())]);
    assert_eq!((known.status, known.body.len()), (304, 0));
    let page = town.get_with("/.well-known/jwks.json", &[("Origin", "https://anywhere.example")]).expect(200);
    assert_eq!(page.header("access-control-allow-origin"), Some("*"));
    assert_eq!(town.get("/.well-known/jwks.json?x=1").refusal().2, ["x"]);
}

#[test]
fn the_document_shows_refusals_in_both_shapes() {
    let document = serde_json::to_value(enmusubi_http::openapi()).unwrap();
    let answers = &document["paths"]["/oauth2/token"]["post"]["responses"];
    let media = |status: &str| answers[status]["content"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(media("401"), ["application/json"]);
    let mut both = media("400");
    both.sort();
    assert_eq!(both, ["application/json", "application/problem+json"]);
    assert!(document["components"]["schemas"]["OAuthError"].is_object());
}
