use super::claims::{AUDIENCE, Claims, OWN_CLIENT, Subject, TYPE, Wire};
use super::key::is_kid;
use super::ring::Ring;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use enmusubi_domain::client::Scope;
use enmusubi_domain::id::{AccountId, ClientId, LoginId};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation, decode};
use serde::Deserialize;
use uuid::Uuid;

/// Longest token, in bytes. Ours have about 600.
const LONGEST: usize = 2048;
/// By how many seconds two clocks may differ.
const LEEWAY: i64 = 30;
/// Longest life of a token that is believed, in seconds.
const LONGEST_LIFE: i64 = 900;
/// Bytes of a signature.
const SIGNATURE: usize = 64;

/// Why a token is not believed. For counters and tests: whoever sent it is told nothing but that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refused {
    /// It does not look like a token at all.
    Form,
    /// Its header is not one of ours.
    Header,
    /// Nobody has heard of its key. Perhaps another node has a new one: the ring may be read again.
    UnknownKey,
    /// Its key is revoked, or retired for too long.
    DeadKey,
    /// It was signed by somebody else, or changed.
    Signature,
    /// What it says is not for us, or makes no sense.
    Claims,
    /// It is not good yet.
    Early,
    /// It is not good any more.
    Expired,
}

impl Refused {
    /// A word for counters.
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Header => "header",
            Self::UnknownKey => "unknown_key",
            Self::DeadKey => "dead_key",
            Self::Signature => "signature",
            Self::Claims => "claims",
            Self::Early => "early",
            Self::Expired => "expired",
        }
    }
}

/// The header of our tokens: these three members, each once, and no other. Whoever names a key or its place (`jwk`, `jku`, `x5u` …) is not us.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

/// Reads an access token: whom it speaks of, if every guard lets it through.
pub fn check(ring: &Ring, issuer: &str, text: &str, now: DateTime<Utc>) -> Result<Claims, Refused> {
    let header = header(text)?;
    let key = ring.verifier(&header.kid, now)?;
    let read = decode::<Wire>(text, key, &validation(issuer)).map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => Refused::Signature,
        _ => Refused::Claims,
    })?;
    claims(read.claims, issuer, now.timestamp())
}

/// Looks at the form and the header; nothing in them is believed yet.
fn header(text: &str) -> Result<Header, Refused> {
    if text.len() > LONGEST {
        return Err(Refused::Form);
    }
    let mut parts = text.split('.');
    let (Some(header), Some(claims), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(Refused::Form);
    };
    // No padding, no other alphabet, no unused bits in the last character: one token has one spelling.
    let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Refused::Form);
    let (header, claims, signature) = (bytes(header)?, bytes(claims)?, bytes(signature)?);
    if claims.is_empty() || signature.len() != SIGNATURE {
        return Err(Refused::Form);
    }
    let header: Header = serde_json::from_slice(&header).map_err(|_| Refused::Header)?;
    let is_ours = header.alg == "EdDSA" && header.typ == TYPE && is_kid(&header.kid);
    if is_ours { Ok(header) } else { Err(Refused::Header) }
}

/// What the library looks at. It would take the time from the system's clock and half a second for a whole one, so times are left to [`claims`].
fn validation(issuer: &str) -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[AUDIENCE]);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation
}

/// Looks at what the token says, now that it is known to be ours.
fn claims(wire: Wire, issuer: &str, now: i64) -> Result<Claims, Refused> {
    let Wire { iss, aud, sub, typ, client_id, jti, iat, nbf, exp, sid, sv, auth_time, scope } = wire;
    if iss != issuer || aud != AUDIENCE {
        return Err(Refused::Claims);
    }
    let moment = |seconds: i64| DateTime::from_timestamp(seconds, 0).filter(|_| seconds >= 0).ok_or(Refused::Claims);
    let (issued_at, _, expires_at) = (moment(iat)?, moment(nbf)?, moment(exp)?);
    if exp <= iat || exp <= nbf || exp - iat > LONGEST_LIFE {
        return Err(Refused::Claims);
    }
    if iat > now + LEEWAY || nbf > now + LEEWAY {
        return Err(Refused::Early);
    }
    if exp <= now - LEEWAY {
        return Err(Refused::Expired);
    }
    let subject = match (typ.as_str(), sid, sv, auth_time, scope) {
        ("user", Some(sid), Some(sv), Some(auth_time), None) if client_id == OWN_CLIENT && sv >= 0 && auth_time <= iat + LEEWAY => {
            Subject::User { account: AccountId(id(&sub)?), login: LoginId(id(&sid)?), security_version: sv, auth_time: moment(auth_time)? }
        }
        ("client", None, None, None, Some(scope)) if client_id == sub => Subject::Client { client: ClientId(id(&sub)?), scopes: scopes(&scope)? },
        _ => return Err(Refused::Claims),
    };
    Ok(Claims { id: id(&jti)?, subject, issued_at, expires_at })
}

/// An id in its one spelling: lower case, with hyphens.
fn id(text: &str) -> Result<Uuid, Refused> {
    let id = Uuid::try_parse(text).map_err(|_| Refused::Claims)?;
    let mut spelling = Uuid::encode_buffer();
    if id.hyphenated().encode_lower(&mut spelling) == text { Ok(id) } else { Err(Refused::Claims) }
}

/// Scopes we know, one space between two, none of them twice.
fn scopes(text: &str) -> Result<Vec<Scope>, Refused> {
    let mut scopes = vec![];
    for word in text.split(' ') {
        let scope = Scope::parse(word).filter(|scope| !scopes.contains(scope)).ok_or(Refused::Claims)?;
        scopes.push(scope);
    }
    Ok(scopes)
}
