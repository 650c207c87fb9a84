use super::claims::{AUDIENCE, LIFE, OWN_CLIENT, Subject, TYPE, Wire};
use super::ring::Ring;
use crate::secret::Secret;
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, Header, encode};
use uuid::Uuid;

/// Why no token was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MintError {
    /// No key of this node may sign at present.
    NoKey,
    /// A client's token would open nothing.
    NoScope,
    /// The key did not sign.
    NotSigned,
}

impl std::fmt::Display for MintError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoKey => "no key of this node may sign access tokens at present",
            Self::NoScope => "an access token of a client needs a scope",
            Self::NotSigned => "the key did not sign an access token",
        })
    }
}

impl std::error::Error for MintError {}

/// A new access token.
#[derive(Debug, Clone)]
pub struct AccessToken {
    /// The text its bearer sends.
    pub text: Secret,
    /// Its id, for the audit trail.
    pub id: Uuid,
    /// For how many seconds it is good.
    pub expires_in: i64,
}

/// Makes an access token with the newest key in force.
pub fn mint(ring: &Ring, issuer: &str, subject: &Subject, now: DateTime<Utc>) -> Result<AccessToken, MintError> {
    let pair = ring.signer(now).ok_or(MintError::NoKey)?;
    let id = Uuid::new_v4();
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(pair.kid().to_owned());
    let claims = wire(issuer, subject, id, now.timestamp())?;
    let text = encode(&header, &claims, pair.private()).map_err(|_| MintError::NotSigned)?;
    Ok(AccessToken { text: Secret::new(text), id, expires_in: LIFE.num_seconds() })
}

fn wire(issuer: &str, subject: &Subject, id: Uuid, now: i64) -> Result<Wire, MintError> {
    let mut wire = Wire {
        iss: issuer.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: String::new(),
        typ: String::new(),
        client_id: String::new(),
        jti: id.to_string(),
        iat: now,
        nbf: now,
        exp: now + LIFE.num_seconds(),
        sid: None,
        sv: None,
        auth_time: None,
        scope: None,
    };
    match subject {
        Subject::User { account, login, security_version, auth_time } => {
            wire.typ = "user".to_owned();
            wire.sub = account.to_string();
            wire.client_id = OWN_CLIENT.to_owned();
            wire.sid = Some(login.to_string());
            wire.sv = Some(*security_version);
            wire.auth_time = Some(auth_time.timestamp());
        }
        Subject::Client { client, scopes } => {
            if scopes.is_empty() {
                return Err(MintError::NoScope);
            }
            wire.typ = "client".to_owned();
            wire.sub = client.to_string();
            wire.client_id = client.to_string();
            wire.scope = Some(scopes.iter().map(|s| s.code()).collect::<Vec<_>>().join(" "));
        }
    }
    Ok(wire)
}
