//! Tokens that must not open anything, and the few that must.

/// What a token holds, and where its limits lie.
mod good;
/// A hundred thousand small changes.
mod mutations;
/// Keys that come and go.
mod rotation;
/// Forged and crooked tokens.
mod vectors;

use super::{KeyPair, PublicKey, Ring, Subject};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::client::Scope;
use enmusubi_domain::id::{AccountId, ClientId, LoginId};
use vectors::Forge;

const ISSUER: &str = "https://api.enmusubi.example";

fn now() -> DateTime<Utc> {
    "2026-11-24T09:00:00.75Z".parse().unwrap()
}

fn public(pair: &KeyPair) -> PublicKey {
    PublicKey { kid: pair.kid().into(), x: pair.x().into(), active_from: now() - TimeDelta::days(1), retired_at: None, revoked_at: None }
}

fn ring_of(pair: &KeyPair) -> Ring {
    Ring::new(vec![pair.clone()], vec![public(pair)]).unwrap()
}

fn user() -> Subject {
    let auth_time = now() - TimeDelta::hours(2);
    let auth_time = auth_time - TimeDelta::milliseconds(750);
    Subject::User { account: AccountId::new(), login: LoginId::new(), security_version: 7, auth_time }
}

fn client() -> Subject {
    Subject::Client { client: ClientId::new(), scopes: vec![Scope::Read, Scope::PartnerWrite] }
}

/// The claims of a token, unchecked.
fn claims(token: &str) -> serde_json::Value {
    use base64::Engine;
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn forge(pair: &KeyPair) -> Forge {
    let ring = ring_of(pair);
    let claims = |subject| claims(super::mint(&ring, ISSUER, &subject, now()).unwrap().text.reveal());
    Forge {
        pem: pair.to_pem().reveal().into(),
        kid: pair.kid().into(),
        x: pair.x().into(),
        user: claims(user()),
        client: claims(client()),
        now: now().timestamp(),
    }
}
