use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::client::{Client, ClientSecret};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Most secrets that are shown of a client.
const SECRETS_SHOWN: usize = 20;

/// A server or a front end that calls for itself. クライアント。
#[derive(Serialize, ToSchema)]
#[schema(as = Client)]
pub struct ClientView {
    /// Its id: the `client_id` of OAuth 2.0.
    pub id: Uuid,
    /// Counts its changes; the `ETag` begins with it.
    #[schema(example = 1)]
    pub version: i64,
    /// How it proves who it is.
    #[schema(value_type = code::ClientKind, example = "server")]
    pub kind: &'static str,
    /// Its name.
    #[schema(example = "北海道まちの掲示板")]
    pub name: String,
    /// What it may do.
    #[schema(value_type = Vec<code::ClientScope>)]
    pub scopes: Vec<&'static str>,
    /// The company it acts for.
    pub company_id: Option<Uuid>,
    /// The name under which its listings are known.
    #[schema(example = "hokkaido-net")]
    pub source: Option<String>,
    /// Origins whose pages may use it from a browser.
    #[schema(example = json!(["https://www.example.jp"]))]
    pub origins: Vec<String>,
    /// Requests a minute.
    #[schema(example = 6_000)]
    pub requests_per_minute: u32,
    /// When it was last here, to the minute.
    pub used_at: Option<DateTime<FixedOffset>>,
    /// Since when it may not be used.
    pub revoked_at: Option<DateTime<FixedOffset>>,
    /// When it was entered.
    pub created_at: DateTime<FixedOffset>,
    /// When it last changed.
    pub updated_at: DateTime<FixedOffset>,
    /// Its secrets, newest first, at most 20; not in lists. What they are nobody knows but their owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrets: Option<Vec<SecretView>>,
}

/// What may be known of a secret. 鍵（値は含まない）。
#[derive(Serialize, ToSchema)]
#[schema(as = ClientSecret)]
pub struct SecretView {
    /// Its id.
    pub id: Uuid,
    /// Its last four characters.
    #[schema(example = "7hQz")]
    pub hint: String,
    /// When it was made.
    pub created_at: DateTime<FixedOffset>,
    /// When it ends.
    pub expires_at: DateTime<FixedOffset>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<FixedOffset>>,
}

/// A secret on the day it is made: it is never shown again. 新しい鍵（表示はこの1回だけ）。
#[derive(Serialize, ToSchema)]
#[schema(as = NewClientSecret)]
pub struct NewSecretView {
    /// Its id.
    pub id: Uuid,
    /// The secret itself: the `client_secret` of a server, the `X-API-Key` of a front end.
    pub value: String,
    /// Its last four characters.
    #[schema(example = "7hQz")]
    pub hint: String,
    /// When it ends.
    pub expires_at: DateTime<FixedOffset>,
}

/// A client on the day it is entered. 登録したクライアントと最初の鍵。
#[derive(Serialize, ToSchema)]
#[schema(as = NewClient)]
pub struct NewClientView {
    /// The client.
    pub client: ClientView,
    /// Its first secret: it is never shown again.
    pub secret: NewSecretView,
}

impl ClientView {
    /// As it stands in lists.
    pub fn of(client: &Client, tz: Tz) -> Self {
        let d = &client.details;
        Self {
            id: client.id.0,
            version: client.version,
            kind: client.kind.code(),
            name: d.name.clone(),
            scopes: d.scopes.iter().map(|scope| scope.code()).collect(),
            company_id: d.company.map(|company| company.0),
            source: d.source.clone(),
            origins: d.origins.clone(),
            requests_per_minute: d.requests_per_minute,
            used_at: client.used_at.map(|at| local(at, tz)),
            revoked_at: client.revoked_at.map(|at| local(at, tz)),
            created_at: local(client.created_at, tz),
            updated_at: local(client.updated_at, tz),
            secrets: None,
        }
    }

    /// With its secrets, which come oldest first.
    pub fn with(self, secrets: &[ClientSecret], tz: Tz) -> Self {
        let shown = secrets.iter().rev().take(SECRETS_SHOWN).map(|secret| SecretView::of(secret, tz));
        Self { secrets: Some(shown.collect()), ..self }
    }
}

impl SecretView {
    fn of(secret: &ClientSecret, tz: Tz) -> Self {
        Self {
            id: secret.id.0,
            hint: secret.hint.clone(),
            created_at: local(secret.created_at, tz),
            expires_at: local(secret.expires_at, tz),
            revoked_at: secret.revoked_at.map(|at| local(at, tz)),
        }
    }
}

impl NewSecretView {
    /// Shows a secret, for the only time.
    pub fn of(secret: &ClientSecret, value: &str, tz: Tz) -> Self {
        Self { id: secret.id.0, value: value.to_owned(), hint: secret.hint.clone(), expires_at: local(secret.expires_at, tz) }
    }
}
