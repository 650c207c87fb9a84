use crate::problem::Problem;
use crate::secret::{self, Opaque};
use crate::token::{Ring, Subject, check};
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName};
use chrono::{DateTime, Utc};
use enmusubi_domain::access::{Caller, ClientCaller};
use enmusubi_domain::client::{Client, Scope};
use enmusubi_domain::id::{AccountId, ClientId, LoginId};
use enmusubi_persistence::{StoreError, Tx};

/// The header of API keys.
pub const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// What came along to prove who asks. It is genuine; whether it still counts only the database knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// An access token of a person.
    Login {
        /// Whose.
        account: AccountId,
        /// On which device.
        login: LoginId,
        /// The account's security version at the time.
        security_version: i64,
    },
    /// An access token of a client.
    Client {
        /// Which.
        client: ClientId,
        /// What the token may be used for.
        scopes: Vec<Scope>,
    },
    /// An API key, by its hash.
    Key([u8; 32]),
}

impl Credential {
    /// Reads the headers. One credential at most; what is none of ours is refused, never ignored.
    pub fn of(headers: &HeaderMap, ring: &Ring, issuer: &str, now: DateTime<Utc>) -> Result<Option<Self>, Problem> {
        let mut bearers = headers.get_all(AUTHORIZATION);
        let mut keys = headers.get_all(API_KEY);
        match (bearers.next(), keys.next(), bearers.next(), keys.next()) {
            (None, None, _, _) => Ok(None),
            (Some(bearer), None, None, _) => {
                let text = bearer.to_str().map_err(|_| Problem::Credentials)?;
                let token = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("bearer ")).and(text.get(7..)).ok_or(Problem::Credentials)?;
                let claims = check(ring, issuer, token, now).map_err(|_| Problem::Credentials)?;
                Ok(Some(match claims.subject {
                    Subject::User { account, login, security_version, .. } => Self::Login { account, login, security_version },
                    Subject::Client { client, scopes } => Self::Client { client, scopes },
                }))
            }
            (None, Some(key), _, None) => {
                let text = key.to_str().map_err(|_| Problem::Credentials)?;
                let key = Opaque::read(secret::Kind::ApiKey, text).ok_or(Problem::Credentials)?;
                Ok(Some(Self::Key(key.hash())))
            }
            _ => Err(Problem::Credentials),
        }
    }

    /// The caller as the database knows them at this moment; nothing if they are nobody any more.
    pub fn caller(&self, tx: &mut Tx<'_>) -> Result<Option<Caller>, StoreError> {
        match self {
            Self::Login { account, login, security_version } => Ok(tx.caller_of_login(*account, *login, *security_version)?.map(Caller::Person)),
            Self::Client { client, scopes } => {
                let client = tx.client(*client)?.filter(|c| c.revoked_at.is_none());
                // A scope taken since the token was made is gone; one given since needs another token.
                Ok(client.map(|c| caller_of(&c, c.details.scopes.iter().copied().filter(|s| scopes.contains(s)).collect())))
            }
            Self::Key(hash) => Ok(tx.client_by_secret(hash)?.map(|(client, _)| caller_of(&client, client.details.scopes.clone()))),
        }
    }
}

fn caller_of(client: &Client, scopes: Vec<Scope>) -> Caller {
    let d = &client.details;
    Caller::Client(ClientCaller { id: client.id, scopes, company: d.company, source: d.source.clone(), requests_per_minute: d.requests_per_minute })
}
