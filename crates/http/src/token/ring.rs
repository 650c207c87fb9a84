use super::check::Refused;
use super::key::{KeyError, KeyPair, kid};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::DecodingKey;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// For how long tokens of a retired key are still believed: longer than any of them lives.
const RETIREMENT: TimeDelta = TimeDelta::minutes(30);

/// The public half of a key, whichever node signs with it, as the database tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its id.
    pub kid: String,
    /// The key: base64url of 32 bytes.
    pub x: String,
    /// From when on it signs. Until then it is only made known, so that every node has heard of it before the first token comes.
    pub active_from: DateTime<Utc>,
    /// Since when it signs nothing any more.
    pub retired_at: Option<DateTime<Utc>>,
    /// Since when nothing it signed is believed any more.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A public key that was looked at, and this node's private half if it has it.
#[derive(Debug)]
struct Known {
    public: PublicKey,
    decoding: DecodingKey,
    pair: Option<KeyPair>,
}

impl Known {
    /// Whether its tokens are believed.
    fn is_trusted(&self, now: DateTime<Utc>) -> bool {
        self.public.revoked_at.is_none() && self.public.retired_at.is_none_or(|at| now.signed_duration_since(at) < RETIREMENT)
    }

    /// Whether it makes new tokens.
    fn signs(&self, now: DateTime<Utc>) -> bool {
        self.public.revoked_at.is_none() && self.public.retired_at.is_none_or(|at| now < at) && self.public.active_from <= now
    }
}

/// The keys in force: those this node signs with, and those whose tokens it believes. Made anew whenever the database tells of a change.
#[derive(Debug)]
pub struct Ring {
    keys: BTreeMap<String, Known>,
}

impl Ring {
    /// Puts a ring together from this node's own pairs and every key the database knows.
    ///
    /// A pair the database does not know signs nothing: no other node would believe it.
    pub fn new(pairs: Vec<KeyPair>, known: Vec<PublicKey>) -> Result<Self, KeyError> {
        let mut keys = BTreeMap::new();
        for public in known {
            let key = public.kid.clone();
            let raw = URL_SAFE_NO_PAD.decode(&public.x).ok().filter(|raw| raw.len() == 32 && kid(raw) == key);
            let raw = raw.ok_or_else(|| KeyError::NotPublic(key.clone()))?;
            let pair = pairs.iter().find(|pair| pair.x() == public.x).cloned();
            let known = Known { public, decoding: DecodingKey::from_ed_der(&raw), pair };
            if keys.insert(key.clone(), known).is_some() {
                return Err(KeyError::Twice(key));
            }
        }
        Ok(Self { keys })
    }

    /// The newest of this node's pairs that may sign now.
    pub fn signer(&self, now: DateTime<Utc>) -> Option<&KeyPair> {
        let signing = self.keys.values().filter(|known| known.signs(now));
        signing
            .filter_map(|known| known.pair.as_ref().map(|pair| (known.public.active_from, pair)))
            .max_by_key(|(from, pair)| (*from, pair.kid()))
            .map(|(_, p)| p)
    }

    /// The key by which a token is to be checked.
    pub(super) fn verifier(&self, kid: &str, now: DateTime<Utc>) -> Result<&DecodingKey, Refused> {
        let known = self.keys.get(kid).ok_or(Refused::UnknownKey)?;
        if known.is_trusted(now) { Ok(&known.decoding) } else { Err(Refused::DeadKey) }
    }

    /// The public keys for whoever wants to check tokens without asking us: a JSON Web Key Set (RFC 7517, RFC 8037).
    pub fn jwks(&self, now: DateTime<Utc>) -> Value {
        let key = |k: &PublicKey| json!({"kty": "OKP", "crv": "Ed25519", "x": k.x, "kid": k.kid, "use": "sig", "alg": "EdDSA"});
        let keys: Vec<_> = self.keys.values().filter(|known| known.is_trusted(now)).map(|known| key(&known.public)).collect();
        json!({ "keys": keys })
    }
}
