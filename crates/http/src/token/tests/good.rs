use super::vectors::vectors;
use super::{ISSUER, claims, client, forge, now, ring_of, user};
use crate::token::{KeyPair, MintError, Refused, Subject, check, mint};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn a_token_says_again_what_was_put_into_it() {
    let pair = KeyPair::generate().unwrap();
    let ring = ring_of(&pair);
    for subject in [user(), client()] {
        let made = mint(&ring, ISSUER, &subject, now()).unwrap();
        let read = check(&ring, ISSUER, made.text.reveal(), now()).unwrap();
        assert_eq!((read.subject, read.id), (subject, made.id));
        assert_eq!((read.expires_at - read.issued_at).num_seconds(), made.expires_in);
        assert!(made.text.reveal().len() < 800, "{}", made.text.reveal().len());
        assert!(!format!("{made:?}").contains("eyJ"));
    }
}

#[test]
fn a_token_holds_nothing_but_these_claims() {
    let ring = ring_of(&KeyPair::generate().unwrap());
    let names = |subject: Subject| {
        let claims = claims(mint(&ring, ISSUER, &subject, now()).unwrap().text.reveal());
        claims.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(user()), "aud auth_time client_id exp iat iss jti nbf sid sub sv typ");
    assert_eq!(names(client()), "aud client_id exp iat iss jti nbf scope sub typ");
}

#[test]
fn a_client_without_scopes_gets_no_token() {
    let ring = ring_of(&KeyPair::generate().unwrap());
    let Subject::Client { client, .. } = client() else { unreachable!() };
    assert_eq!(mint(&ring, ISSUER, &Subject::Client { client, scopes: vec![] }, now()).unwrap_err(), MintError::NoScope);
}

#[test]
fn no_crooked_token_is_believed_and_the_straight_ones_beside_them_are() {
    let pair = KeyPair::generate().unwrap();
    let (ring, forge) = (ring_of(&pair), forge(&pair));
    for good in [&forge.user, &forge.client] {
        check(&ring, ISSUER, &forge.sign(good), now()).unwrap();
    }
    let vectors = vectors(&forge);
    let names: BTreeSet<_> = vectors.iter().map(|(name, _)| *name).collect();
    assert!(names.len() >= 50 && names.len() == vectors.len());
    let believed: Vec<_> = vectors.iter().filter(|(_, token)| check(&ring, ISSUER, token, now()).is_ok()).map(|(name, _)| *name).collect();
    assert_eq!(believed, Vec::<&str>::new());
    println!("{} crooked tokens", vectors.len());
}

#[test]
fn each_crooked_token_is_refused_by_the_guard_that_is_there_for_it() {
    let pair = KeyPair::generate().unwrap();
    let (ring, forge) = (ring_of(&pair), forge(&pair));
    for (name, token) in vectors(&forge) {
        let refused = check(&ring, ISSUER, &token, now()).unwrap_err();
        let expected = match name {
            "alg none without a signature" | "alg None without a signature" | "alg NONE without a signature" | "RS256" => Refused::Form,
            "HS256 with the public key as its secret" | "HS256 with the public key's text as its secret" => Refused::Form,
            "EdDSA with an HMAC for a signature" | "kid of 2 kB" => Refused::Form,
            "four parts" | "five parts, as encrypted tokens have" | "a dot behind it" | "a dot before it" | "two parts" => Refused::Form,
            "kid unknown" => Refused::UnknownKey,
            "signed by a stranger" | "another token's signature" | "signature malleability, S + L" => Refused::Signature,
            "a signature of zeros" | "a signature of the neutral point" => Refused::Signature,
            "header and claims exchanged" => Refused::Header,
            "exp zero" | "exp before iat" | "exp before nbf" | "exp negative" => Refused::Claims,
            "exp 30 s ago" | "exp 31 s ago" | "exp a year ago" => Refused::Expired,
            "nbf in 31 s" | "iat in 31 s" | "iat in an hour" => Refused::Early,
            name if name.starts_with("alg") || name.starts_with("kid") || name.starts_with("a header") => Refused::Header,
            _ if [Refused::Header, Refused::Form, Refused::Claims].contains(&refused) => continue,
            _ => panic!("{name}: {refused:?}"),
        };
        assert_eq!(refused, expected, "{name}");
    }
}

#[test]
fn clocks_may_differ_by_half_a_minute_and_no_more() {
    let pair = KeyPair::generate().unwrap();
    let ring = ring_of(&pair);
    let token = mint(&ring, ISSUER, &user(), now()).unwrap().text;
    let at = |seconds: i64| check(&ring, ISSUER, token.reveal(), now() + TimeDelta::seconds(seconds)).map(|_| ());
    assert_eq!(at(-31), Err(Refused::Early));
    assert_eq!(at(-30), Ok(()));
    assert_eq!(at(0), Ok(()));
    assert_eq!(at(600), Ok(()));
    assert_eq!(at(629), Ok(()));
    assert_eq!(at(630), Err(Refused::Expired));
}

#[test]
fn times_at_the_edge_are_good_on_this_side_of_it() {
    let pair = KeyPair::generate().unwrap();
    let (ring, forge) = (ring_of(&pair), forge(&pair));
    let t = forge.now;
    let at = |iat: i64, nbf: i64, exp: i64| {
        let mut claims = forge.user.clone();
        for (member, value) in [("iat", iat), ("nbf", nbf), ("exp", exp)] {
            claims[member] = Value::from(value);
        }
        check(&ring, ISSUER, &forge.sign(&claims), now()).map(|_| ())
    };
    assert_eq!(at(t, t, t + 900), Ok(()));
    assert_eq!(at(t + 30, t + 30, t + 600), Ok(()));
    assert_eq!(at(t - 629, t - 629, t - 29), Ok(()));
}

#[test]
fn a_token_of_another_issuer_is_not_for_us() {
    let pair = KeyPair::generate().unwrap();
    let ring = ring_of(&pair);
    let token = mint(&ring, "https://staging.enmusubi.example", &user(), now()).unwrap().text;
    assert_eq!(check(&ring, ISSUER, token.reveal(), now()), Err(Refused::Claims));
}

#[test]
fn the_header_is_the_one_of_rfc_9068() {
    use base64::Engine;
    let pair = KeyPair::generate().unwrap();
    let token = mint(&ring_of(&pair), ISSUER, &user(), now()).unwrap().text;
    let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token.reveal().split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    assert_eq!(header, json!({"alg": "EdDSA", "typ": "at+jwt", "kid": pair.kid()}));
}
