use crate::people::Who;
use crate::town::{ISSUER, Town, now, pair};
use crate::vectors::{Forge, vectors};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use enmusubi_domain::access::Role;
use enmusubi_domain::client::{ClientKind, Scope};
use serde_json::Value;
use std::collections::BTreeSet;

/// Routes of every sort: one's own, a list by rights, a change, a client's, and what is open to anyone: a crooked token is refused there as well.
const ROUTES: [(&str, &str); 8] = [
    ("GET", "/v1/me"),
    ("GET", "/v1/me/logins"),
    ("GET", "/v1/audit"),
    ("GET", "/v1/partner/opportunities"),
    ("DELETE", "/v1/me/logins"),
    ("POST", "/v1/groups"),
    ("GET", "/v1/opportunities"),
    ("GET", "/v1/themes"),
];

fn claims(token: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

fn bearer(who: &Who) -> &str {
    let Who::Bearer(token) = who else { panic!("somebody with a token") };
    token
}

#[test]
fn no_crooked_token_opens_any_route() {
    let town = Town::with_store();
    let admin = town.somebody("admin", vec![Role::Administrator, Role::Auditor]);
    let partner = town.machine(ClientKind::Server, vec![Scope::PartnerWrite], None);
    let pair = pair();
    let forge = Forge {
        pem: pair.to_pem().reveal().into(),
        kid: pair.kid().into(),
        x: pair.x().into(),
        user: claims(bearer(&admin.who)),
        client: claims(bearer(&partner.who)),
        now: now().timestamp(),
    };
    assert_eq!(forge.user["iss"], ISSUER);
    // The forger can sign: what they sign is refused for what it says, and this one says nothing wrong.
    let good = forge.sign(&forge.user);
    town.send("GET", "/v1/me", &[("Authorization", &format!("Bearer {good}"))], b"").expect(200);

    let crooked = vectors(&forge);
    let names: BTreeSet<&str> = crooked.iter().map(|(name, _)| *name).collect();
    assert!(names.len() >= 40, "{} vectors", names.len());
    let mut told = BTreeSet::new();
    for (name, token) in &crooked {
        for (method, path) in ROUTES {
            // What HTTP itself forbids in a header, or takes off around its value (RFC 9110, 5.5), never arrives; the room's own tests see it.
            if token.len() > 8_000 || token.trim() != token || token.contains(['\r', '\n', '\0']) {
                continue;
            }
            let answer = town.send(method, path, &[("Authorization", &format!("Bearer {token}")), ("Content-Type", "application/json")], b"{}");
            assert_eq!(answer.status, 401, "{name} opens {method} {path}: {}", answer.text());
            told.insert(answer.json()["code"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(told, BTreeSet::from(["invalid_token".to_owned()]), "nobody is told what was wrong with a token");
    println!("{} vectors x {} routes", names.len(), ROUTES.len());
}

/// Headers that are not a token at all, two at once, and secrets of another kind in a token's place.
#[test]
fn nothing_else_is_taken_for_a_token() {
    let town = Town::with_store();
    let somebody = town.somebody("somebody", vec![]);
    let key = town.machine(ClientKind::FrontEnd, vec![Scope::Read], None);
    let server = town.machine(ClientKind::Server, vec![Scope::PartnerWrite], None);
    let good = bearer(&somebody.who);
    let refused = |headers: &[(&str, &str)], what: &str| assert_eq!(town.send("GET", "/v1/me", headers, b"").refusal().0, 401, "{what}");
    refused(&[("Authorization", good)], "a token without its scheme");
    refused(&[("Authorization", &format!("Token {good}"))], "another scheme");
    refused(&[("Authorization", "Bearer")], "a scheme without a token");
    refused(&[("Authorization", &format!("Bearer  {good}"))], "two spaces");
    refused(&[("Authorization", &format!("Bearer {good}")), ("Authorization", &format!("Bearer {good}"))], "two headers");
    refused(&[("Authorization", &format!("Bearer {good}")), ("X-API-Key", &key.secret)], "two credentials");
    refused(&[("Authorization", &format!("Bearer {}", key.secret))], "an API key");
    refused(&[("Authorization", &format!("Bearer {}", somebody.refresh))], "a refresh token");
    refused(&[("Authorization", &format!("Bearer {}", server.secret))], "a client's secret");
    refused(&[("X-API-Key", good)], "a token as a key");
    refused(&[("X-API-Key", &server.secret)], "a client's secret as a key");
    refused(&[("X-API-Key", &key.secret), ("X-API-Key", &key.secret)], "two keys");
    let of_a_key = town.send("GET", "/v1/me", &[("X-API-Key", &key.secret)], b"").refusal();
    assert_eq!(of_a_key.0, 403, "a key is known, and has no account");
    assert_eq!(town.get(&format!("/v1/me?access_token={good}")).refusal().0, 401, "a token in the address is none");
    town.send("GET", "/v1/me", &[("Authorization", &format!("bearer {good}"))], b"").expect(200);
}
