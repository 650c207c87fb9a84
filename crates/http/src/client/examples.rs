use super::view::{ClientView, NewClientView, NewSecretView};
use crate::page::{Listing, Metadata, Resultset};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use enmusubi_domain::client::{Client, ClientDetails, ClientKind, ClientSecret, SECRET_DAYS_MAX, Scope};
use enmusubi_domain::id::{ClientId, SecretId};
use serde::Serialize;
use serde_json::{Value, json, to_value};

const BORN: u64 = 1_763_900_000_000;

const CITY: Tz = Tz::Asia__Tokyo;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).single().unwrap_or_default()
}

fn value(view: impl Serialize) -> Value {
    to_value(view).unwrap_or_default()
}

fn a_client() -> Client {
    let details = ClientDetails {
        name: "北海道まちの掲示板".into(),
        scopes: vec![Scope::Read, Scope::PartnerWrite],
        company: None,
        source: Some("hokkaido-net".into()),
        origins: vec![],
        requests_per_minute: 6_000,
    };
    let id = ClientId::derived(BORN, "client");
    Client { id, version: 1, kind: ClientKind::Server, details, used_at: None, revoked_at: None, created_at: now(), updated_at: now() }
}

fn a_secret() -> ClientSecret {
    let (id, client) = (SecretId::derived(BORN, "secret"), a_client().id);
    ClientSecret { id, client, hint: "7hQz".into(), created_at: now(), expires_at: now() + TimeDelta::days(SECRET_DAYS_MAX), revoked_at: None }
}

fn shown() -> NewSecretView {
    NewSecretView::of(&a_secret(), "ens_…7hQz", CITY)
}

/// What somebody asks for.
pub fn request() -> Value {
    json!({"kind": "server", "name": "北海道まちの掲示板", "scopes": ["read", "partner:write"], "source": "hokkaido-net"})
}

/// A change.
pub fn change() -> Value {
    json!({"origins": ["https://www.example.jp", "https://m.example.jp"], "requests_per_minute": 12_000})
}

/// A client with what may be known of its secrets.
pub fn client() -> Value {
    value(ClientView::of(&a_client(), CITY).with(&[a_secret()], CITY))
}

/// A client on its first day.
pub fn created() -> Value {
    value(NewClientView { client: ClientView::of(&a_client(), CITY).with(&[a_secret()], CITY), secret: shown() })
}

/// A secret on its first day.
pub fn secret() -> Value {
    value(shown())
}

/// A page of clients.
pub fn list() -> Value {
    let resultset = Resultset { count: 1, limit: 20, total: 1, total_is_exact: true };
    value(Listing { metadata: Metadata { resultset, next_cursor: None }, facets: None, results: vec![ClientView::of(&a_client(), CITY)] })
}
