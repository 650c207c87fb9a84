use super::{ISSUER, now, public, ring_of, user};
use crate::token::{KeyError, KeyPair, MintError, PublicKey, Refused, Ring, check, mint};
use chrono::{DateTime, TimeDelta, Utc};

fn minutes(n: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(n)
}

fn signer(ring: &Ring, at: DateTime<Utc>) -> Option<String> {
    ring.signer(at).map(|pair| pair.kid().to_owned())
}

#[test]
fn a_new_key_takes_over_when_its_time_has_come_and_the_old_one_is_believed_for_half_an_hour_more() {
    let (old, new) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let pairs = vec![old.clone(), new.clone()];
    let pending = PublicKey { active_from: minutes(10), ..public(&new) };
    let before = Ring::new(pairs.clone(), vec![public(&old), pending.clone()]).unwrap();
    assert_eq!(signer(&before, minutes(9)).as_deref(), Some(old.kid()));
    assert_eq!(signer(&before, minutes(10)).as_deref(), Some(new.kid()));
    assert_eq!(before.jwks(minutes(0))["keys"].as_array().unwrap().len(), 2, "a key is made known before it signs");

    let token = mint(&before, ISSUER, &user(), minutes(9)).unwrap().text;
    let retired = PublicKey { retired_at: Some(minutes(10)), ..public(&old) };
    let after = Ring::new(pairs, vec![retired.clone(), pending]).unwrap();
    check(&after, ISSUER, token.reveal(), minutes(11)).unwrap();
    assert_eq!(signer(&after, minutes(11)).as_deref(), Some(new.kid()));
    assert_eq!(after.jwks(minutes(39))["keys"].as_array().unwrap().len(), 2);
    assert_eq!(after.jwks(minutes(40))["keys"].as_array().unwrap().len(), 1);

    // Not even a fresh token, had somebody kept the old key.
    let late = mint(&ring_of(&old), ISSUER, &user(), minutes(39)).unwrap().text;
    check(&after, ISSUER, late.reveal(), minutes(39)).unwrap();
    assert_eq!(check(&after, ISSUER, late.reveal(), minutes(40)), Err(Refused::DeadKey));
    let alone = Ring::new(vec![old], vec![retired]).unwrap();
    assert_eq!(mint(&alone, ISSUER, &user(), minutes(11)).unwrap_err(), MintError::NoKey);
}

#[test]
fn a_revoked_key_is_not_believed_from_that_moment() {
    let (lost, other) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let token = mint(&ring_of(&lost), ISSUER, &user(), now()).unwrap().text;
    let revoked = PublicKey { revoked_at: Some(now()), active_from: now(), ..public(&lost) };
    let ring = Ring::new(vec![lost, other.clone()], vec![revoked, public(&other)]).unwrap();
    assert_eq!(check(&ring, ISSUER, token.reveal(), now()), Err(Refused::DeadKey));
    assert_eq!(signer(&ring, now()).as_deref(), Some(other.kid()), "the newest key is passed over");
    assert_eq!(ring.jwks(now())["keys"][0]["kid"], other.kid());
}

#[test]
fn any_node_believes_what_another_one_signed() {
    let (here, there) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let known = vec![public(&here), public(&there)];
    let there = Ring::new(vec![there], known.clone()).unwrap();
    let here = Ring::new(vec![here], known).unwrap();
    let token = mint(&there, ISSUER, &user(), now()).unwrap().text;
    check(&here, ISSUER, token.reveal(), now()).unwrap();
}

#[test]
fn a_pair_the_database_does_not_know_signs_nothing() {
    let (own, known) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let token = mint(&ring_of(&own), ISSUER, &user(), now()).unwrap().text;
    let ring = Ring::new(vec![own], vec![public(&known)]).unwrap();
    assert_eq!(mint(&ring, ISSUER, &user(), now()).unwrap_err(), MintError::NoKey);
    assert_eq!(check(&ring, ISSUER, token.reveal(), now()), Err(Refused::UnknownKey));
}

#[test]
fn of_two_keys_in_force_the_newest_signs() {
    let pairs: Vec<_> = (0..3).map(|_| KeyPair::generate().unwrap()).collect();
    let known = |days: [i64; 3]| pairs.iter().zip(days).map(|(pair, day)| PublicKey { active_from: now() - TimeDelta::days(day), ..public(pair) }).collect();
    assert_eq!(signer(&Ring::new(pairs.clone(), known([3, 1, 2])).unwrap(), now()).as_deref(), Some(pairs[1].kid()));
    assert_eq!(signer(&Ring::new(pairs.clone(), known([3, 2, 1])).unwrap(), now()).as_deref(), Some(pairs[2].kid()));
    assert_eq!(signer(&Ring::new(pairs.clone(), known([-1, -1, -1])).unwrap(), now()), None);
}

#[test]
fn a_key_has_the_id_that_is_made_from_it_and_is_there_once() {
    let (one, two) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let refused = |known: Vec<PublicKey>| Ring::new(vec![], known).unwrap_err();
    let kid = one.kid().to_owned();
    assert_eq!(refused(vec![PublicKey { x: two.x().into(), ..public(&one) }]), KeyError::NotPublic(kid.clone()));
    assert_eq!(refused(vec![PublicKey { x: format!("{}=", one.x()), ..public(&one) }]), KeyError::NotPublic(kid.clone()));
    assert_eq!(refused(vec![PublicKey { x: "AAAA".into(), ..public(&one) }]), KeyError::NotPublic(kid.clone()));
    assert_eq!(refused(vec![public(&one), public(&two), public(&one)]), KeyError::Twice(kid));
}

#[test]
fn a_private_key_survives_its_file_and_does_not_print_itself() {
    let pair = KeyPair::generate().unwrap();
    let pem = pair.to_pem();
    assert!(pem.reveal().starts_with("-----BEGIN PRIVATE KEY-----\n") && pem.reveal().ends_with("-----END PRIVATE KEY-----\n"));
    assert!(pem.reveal().lines().all(|line| line.len() <= 64));
    let read = KeyPair::from_pem(pem.reveal()).unwrap();
    assert_eq!((read.kid(), read.x()), (pair.kid(), pair.x()));
    let token = mint(&ring_of(&read), ISSUER, &user(), now()).unwrap().text;
    check(&ring_of(&pair), ISSUER, token.reveal(), now()).unwrap();

    let body = pem.reveal().lines().nth(1).unwrap().to_owned();
    let printed = format!("{pair:?} {pem:?} {:?}", ring_of(&pair));
    assert!(!printed.contains(&body[20..]));
    assert_eq!(pair.kid().len(), 12);
    assert!(pair.kid().bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
}

#[test]
fn a_private_key_with_its_public_half_in_the_file_is_read_as_well() {
    use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
    use base64::Engine;
    let pair = Ed25519KeyPair::generate().unwrap();
    let body = base64::engine::general_purpose::STANDARD.encode(pair.to_pkcs8().unwrap().as_ref());
    let (first, second) = body.split_at(64);
    let read = KeyPair::from_pem(&format!("-----BEGIN PRIVATE KEY-----\n{first}\n{second}\n-----END PRIVATE KEY-----\n")).unwrap();
    assert_eq!(read.x(), base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(pair.public_key()));
}

#[test]
fn what_is_not_a_private_ed25519_key_is_refused() {
    // RFC 8410, 10.3 and 10.1.
    let known = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    assert_eq!(KeyPair::from_pem(known).unwrap().x(), "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE");
    let x25519 = known.replace("K2Vw", "K2Vu");
    let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    for wrong in ["", "x", public, &x25519, &known[..80], &known.replace("PRIVATE", "RSA PRIVATE")] {
        assert_eq!(KeyPair::from_pem(wrong).unwrap_err(), KeyError::NotPrivate, "{wrong}");
    }
}

#[test]
fn the_key_set_is_as_rfc_8037_writes_it() {
    let pair = KeyPair::generate().unwrap();
    let set = ring_of(&pair).jwks(now());
    let expected = serde_json::json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": pair.x(), "kid": pair.kid(), "use": "sig", "alg": "EdDSA"}]});
    assert_eq!(set, expected);
}
