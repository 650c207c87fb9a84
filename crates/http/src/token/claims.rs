use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::client::Scope;
use enmusubi_domain::id::{AccountId, ClientId, LoginId};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

/// For how long an access token is good.
pub const LIFE: TimeDelta = TimeDelta::minutes(10);

/// Whom tokens are meant for: this API.
pub(super) const AUDIENCE: &str = "enmusubi-api";
/// The type in the header of a token (RFC 9068, 2.1).
pub(super) const TYPE: &str = "at+jwt";
/// Through which client a person signs in: always our own.
pub(super) const OWN_CLIENT: &str = "enmusubi";

/// Whom a token speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person who signed in.
    User {
        /// Whose account it is.
        account: AccountId,
        /// On which device.
        login: LoginId,
        /// The account's security version at that time: once it has moved on, the token is worth nothing.
        security_version: i64,
        /// When the password was given.
        auth_time: DateTime<Utc>,
    },
    /// A client that calls for itself.
    Client {
        /// Which one.
        client: ClientId,
        /// What it asked to do: at most what it may.
        scopes: Vec<Scope>,
    },
}

/// What a token says, once it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The token's own id.
    pub id: Uuid,
    /// Whom it speaks of.
    pub subject: Subject,
    /// When it was made.
    pub issued_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// The claims as they are written: no member but these, each at most once, each of its own type and never null.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wire {
    pub iss: String,
    pub aud: String,
    pub sub: String,
    pub typ: String,
    pub client_id: String,
    pub jti: String,
    pub iat: i64,
    pub nbf: i64,
    pub exp: i64,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    pub sv: Option<i64>,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// A member that may be missing, but is not null when it is there.
fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
