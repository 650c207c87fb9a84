use crate::secret::Secret;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::EncodingKey;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Characters of a key's id.
const KID: usize = 12;
/// Characters in a line of a PEM file (RFC 7468, 2).
const LINE: usize = 64;

/// Why a key cannot be used. It says nothing of what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    /// No key could be made.
    NotMade,
    /// It is not a private Ed25519 key in a PEM file (PKCS#8).
    NotPrivate,
    /// It is not a public Ed25519 key, or its id is not its own.
    NotPublic(String),
    /// Two keys have the same id.
    Twice(String),
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotMade => f.write_str("no key could be made"),
            Self::NotPrivate => f.write_str("this is not a private Ed25519 key in PEM (PKCS#8)"),
            Self::NotPublic(kid) => write!(f, "the public key {kid:?} is not an Ed25519 key with its own id"),
            Self::Twice(kid) => write!(f, "the key {kid:?} is there twice"),
        }
    }
}

impl std::error::Error for KeyError {}

/// A pair of Ed25519 keys: the private half signs, the public half lets anybody check.
#[derive(Debug, Clone)]
pub struct KeyPair {
    kid: String,
    x: String,
    private: EncodingKey,
}

impl KeyPair {
    /// Makes a new pair.
    pub fn generate() -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::generate().map_err(|_| KeyError::NotMade)?;
        // Version 1 of PKCS#8, which OpenSSL reads, too.
        let document = pair.to_pkcs8v1().map_err(|_| KeyError::NotMade)?;
        Ok(Self::of(&pair, EncodingKey::from_ed_der(document.as_ref())))
    }

    /// Reads a private key from the text of a PEM file.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let private = EncodingKey::from_ed_pem(pem.as_bytes()).map_err(|_| KeyError::NotPrivate)?;
        let pair = Ed25519KeyPair::from_pkcs8(private.as_bytes()).map_err(|_| KeyError::NotPrivate)?;
        Ok(Self::of(&pair, private))
    }

    fn of(pair: &Ed25519KeyPair, private: EncodingKey) -> Self {
        let public = pair.public_key().as_ref();
        Self { kid: kid(public), x: URL_SAFE_NO_PAD.encode(public), private }
    }

    /// The private key as the text of a PEM file.
    pub fn to_pem(&self) -> Secret {
        let body = Zeroizing::new(STANDARD.encode(self.private.as_bytes()));
        let mut pem = String::with_capacity(2 * body.len() + 64);
        pem.push_str("-----BEGIN PRIVATE KEY-----\n");
        let mut rest = body.as_str();
        while !rest.is_empty() {
            let (line, more) = rest.split_at(rest.len().min(LINE));
            pem.push_str(line);
            pem.push('\n');
            rest = more;
        }
        pem.push_str("-----END PRIVATE KEY-----\n");
        Secret::new(pem)
    }

    /// Its id.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half, as JWKs write it: base64url of 32 bytes.
    pub fn x(&self) -> &str {
        &self.x
    }

    /// The private half, for signing.
    pub(super) fn private(&self) -> &EncodingKey {
        &self.private
    }
}

/// The id of a key: the first characters of its SHA-256, so that nobody has to invent one and none is used for two keys.
pub(super) fn kid(public: &[u8]) -> String {
    Sha256::digest(public).iter().flat_map(|byte| [byte >> 4, byte & 15]).take(KID).filter_map(|n| char::from_digit(n.into(), 16)).collect()
}

/// Whether a text may be the id of a key at all: small letters and digits, 4 to 16.
pub fn is_kid(text: &str) -> bool {
    (4..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}
