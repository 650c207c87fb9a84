//! People and machines of the demo town, and how they sign in from outside.

use crate::service::{Answer, Service, wait_until};
use serde_json::{Value, json};
use std::path::Path;

/// What `demo-accounts.json` tells.
pub struct Accounts(Vec<Value>);

impl Accounts {
    pub fn of(data: &Path) -> Self {
        let text = std::fs::read_to_string(data.join("demo-accounts.json")).unwrap();
        Self(serde_json::from_str(&text).unwrap())
    }

    pub fn all(&self) -> &[Value] {
        &self.0
    }

    pub fn roles(&self) -> Vec<&str> {
        self.0.iter().map(|a| a["role"].as_str().unwrap()).collect()
    }

    pub fn find(&self, role: &str) -> &Value {
        self.0.iter().find(|a| a["role"] == role).unwrap_or_else(|| panic!("{role} among {:?}", self.roles()))
    }

    /// Logs in as a role; answers the whole login.
    pub fn login(&self, town: &Service, role: &str) -> Value {
        let account = self.find(role);
        town.post("/v1/logins", &json!({"email": account["email"], "password": account["password"]})).expect(200).json()
    }

    /// Logs in as a role.
    pub fn person(&self, town: &Service, role: &str) -> Caller {
        Caller::bearer(self.login(town, role)["access_token"].as_str().unwrap())
    }

    /// Exchanges the secret of a server.
    pub fn server(&self, town: &Service, role: &str) -> Caller {
        let client = self.find(role);
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            client["client_id"].as_str().unwrap(),
            client["client_secret"].as_str().unwrap()
        );
        let token = town.send("POST", "/oauth2/token", &[], Some(("application/x-www-form-urlencoded", &form))).expect(200).json();
        Caller::bearer(token["access_token"].as_str().unwrap())
    }
}

/// Somebody with a token.
#[derive(Clone)]
pub struct Caller {
    authorization: String,
}

impl Caller {
    pub fn bearer(token: &str) -> Self {
        Self { authorization: format!("Bearer {token}") }
    }

    /// The header that goes with every call.
    pub fn headers(&self) -> [(&str, &str); 1] {
        [("Authorization", &self.authorization)]
    }

    pub fn get(&self, town: &Service, path: &str) -> Answer {
        town.send("GET", path, &[("Authorization", &self.authorization)], None)
    }

    pub fn send(&self, town: &Service, method: &str, path: &str, body: &Value) -> Answer {
        self.with(town, method, path, &[], body)
    }

    pub fn with(&self, town: &Service, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut all = vec![("Authorization", self.authorization.as_str())];
        all.extend_from_slice(headers);
        town.send(method, path, &all, Some(("application/json", &body.to_string())))
    }
}

/// The newest code that was sent to an address and is none of these, once its letter has been written.
pub fn code(data: &Path, to: &str, known: &[&str]) -> String {
    let mut found = None;
    wait_until(|| {
        let mut letters: Vec<_> = std::fs::read_dir(data.join("outbox")).map(|d| d.filter_map(Result::ok).collect()).unwrap_or_default();
        letters.sort_by_key(|l: &std::fs::DirEntry| std::cmp::Reverse(l.metadata().and_then(|m| m.modified()).ok()));
        found = letters
            .iter()
            .filter_map(|l| std::fs::read(l.path()).ok())
            .map(|bytes| readable(&bytes))
            .filter(|text| text.contains(to))
            .filter_map(|text| code_in(&text))
            .find(|code| !known.contains(&code.as_str()));
        found.is_some()
    });
    found.unwrap()
}

/// The code in a letter, if there is one in it.
fn code_in(letter: &str) -> Option<String> {
    let start = letter.find("enl_")?;
    Some(letter[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect())
}

/// A letter without its transfer encoding.
pub fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let Some((head, body)) = text.split_once("\n\n") else { return text };
    let head_says = |word: &str| head.to_ascii_lowercase().contains(word);
    let body = if head_says("base64") {
        base64(body)
    } else if head_says("quoted-printable") {
        let joined = body.replace("=\n", "");
        let mut out = vec![];
        let mut rest = joined.bytes();
        while let Some(byte) = rest.next() {
            let hex = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16)).unwrap_or_default() as u8;
            out.push(if byte == b'=' { hex(rest.next()) << 4 | hex(rest.next()) } else { byte });
        }
        String::from_utf8_lossy(&out).into_owned()
    } else {
        body.to_owned()
    };
    format!("{head}\n\n{body}")
}

fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut held) = (vec![], 0u32, 0);
    for value in text.bytes().filter_map(|b| ALPHABET.iter().position(|a| *a == b)) {
        bits = bits << 6 | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
