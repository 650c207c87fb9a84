use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// What a forger starts from: a good token's claims and, for the worst of cases, the very key that signs.
pub struct Forge {
    /// The key in force, as PKCS#8 in PEM.
    pub pem: String,
    /// Its id.
    pub kid: String,
    /// Its public half, base64url.
    pub x: String,
    /// Good claims of a person.
    pub user: Value,
    /// Good claims of a client.
    pub client: Value,
    /// The present moment, in seconds since 1970.
    pub now: i64,
}

impl Forge {
    pub fn pair(&self) -> Ed25519KeyPair {
        let body: String = self.pem.lines().filter(|line| !line.starts_with('-')).collect();
        Ed25519KeyPair::from_pkcs8(&STANDARD.decode(body).unwrap()).unwrap()
    }

    /// Signs any two texts with the key in force.
    pub fn sign_raw(&self, header: &str, claims: impl AsRef<[u8]>) -> String {
        let message = format!("{}.{}", b64(header), b64(claims));
        let signature = self.pair().sign(message.as_bytes());
        format!("{message}.{}", b64(signature.as_ref()))
    }

    /// Signs claims under the right header.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_raw(&self.header().to_string(), claims.to_string())
    }

    pub fn header(&self) -> Value {
        json!({"typ": "at+jwt", "alg": "EdDSA", "kid": self.kid})
    }

    /// Good claims under a header that is not good.
    pub fn under(&self, header: Value) -> String {
        self.sign_raw(&header.to_string(), self.user.to_string())
    }

    pub fn header_with(&self, member: &str, value: Value) -> String {
        self.under(with(&self.header(), member, value))
    }

    pub fn user_with(&self, member: &str, value: Value) -> String {
        self.sign(&with(&self.user, member, value))
    }

    pub fn user_without(&self, member: &str) -> String {
        self.sign(&without(&self.user, member))
    }

    /// A header, the good claims, and a signature that is not one of ours.
    pub fn signed_by(&self, header: Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
        let message = format!("{}.{}", b64(header.to_string()), b64(self.user.to_string()));
        format!("{message}.{}", b64(sign(message.as_bytes())))
    }

    /// The claims as text, with something more before the closing brace.
    pub fn user_and(&self, more: &str) -> String {
        let mut text = self.user.to_string();
        text.truncate(text.len() - 1);
        self.sign_raw(&self.header().to_string(), format!("{text},{more}}}"))
    }
}

pub fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn with(object: &Value, member: &str, value: Value) -> Value {
    let mut object = object.clone();
    object[member] = value;
    object
}

pub fn without(object: &Value, member: &str) -> Value {
    Value::Object(object.as_object().unwrap().iter().filter(|(name, _)| *name != member).map(|(n, v)| (n.clone(), v.clone())).collect())
}

pub fn hs256(key: &[u8]) -> impl Fn(&[u8]) -> Vec<u8> {
    move |message| Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(message).finalize().into_bytes().to_vec()
}

/// S + L for a signature (R, S): the same equation holds modulo the order L of the curve's group (RFC 8032, 8.4).
pub fn malleable(token: &str) -> String {
    const L: [u8; 32] =
        [0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10];
    let (message, signature) = token.rsplit_once('.').unwrap();
    let mut signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let mut carry = 0u16;
    for (s, l) in signature[32..].iter_mut().zip(L) {
        let sum = u16::from(*s) + u16::from(l) + carry;
        *s = sum as u8;
        carry = sum >> 8;
    }
    assert_eq!(carry, 0);
    format!("{message}.{}", b64(signature))
}

/// Sets one of the unused low bits of the last character of a part.
pub fn loose_bits(token: &str, part: usize) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    assert_ne!(parts[part].len() % 4, 0, "this part has no unused bits");
    let last = parts[part].pop().unwrap();
    let value = ALPHABET.iter().position(|c| char::from(*c) == last).unwrap();
    parts[part].push(char::from(ALPHABET[value | 1]));
    assert_ne!(parts.join("."), token);
    parts.join(".")
}
