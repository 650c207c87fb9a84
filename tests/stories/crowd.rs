//! Many people at once: planted behind a service, they sign in with the password of the demo's volunteer.

use crate::accounts::Accounts;
use crate::behind::Behind;
use crate::service::{Answer, PATIENCE, Service};
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};

/// Somebody who signs in, and signs in again when that is over.
pub struct Person {
    email: String,
    password: String,
    token: Mutex<String>,
}

/// One connection to a service.
pub struct Line {
    agent: ureq::Agent,
    url: String,
}

impl Line {
    pub fn to(url: &str) -> Self {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build().into();
        Self { agent, url: url.to_owned() }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut text = String::new();
        if !body.is_null() {
            (request, text) = (request.header("Content-Type", "application/json"), body.to_string());
        }
        let mut response = self.agent.run(request.body(text).unwrap())?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { status, headers, text: response.body_mut().read_to_string()? })
    }
}

impl Person {
    /// One of the demo's.
    pub fn of(accounts: &Accounts, role: &str) -> Self {
        let account = accounts.find(role);
        Self::new(account["email"].as_str().unwrap(), account["password"].as_str().unwrap())
    }

    fn new(email: &str, password: &str) -> Self {
        Self { email: email.into(), password: password.into(), token: Mutex::default() }
    }

    /// The header that tells who asks.
    pub fn authorization(&self) -> String {
        format!("Bearer {}", self.token.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks; nothing but a broken line is an error.
    pub fn ask(&self, line: &Line, method: &str, path: &str, key: Option<&str>, body: &Value) -> Result<Answer, ureq::Error> {
        loop {
            let authorization = self.authorization();
            let mut headers = vec![("Authorization", authorization.as_str())];
            headers.extend(key.map(|key| ("Idempotency-Key", key)));
            let answer = line.ask(method, path, &headers, body)?;
            if answer.status != 401 {
                return Ok(answer);
            }
            self.sign_in(line)?;
        }
    }

    /// Signs in, if nobody has done so for them meanwhile.
    pub fn sign_in(&self, line: &Line) -> Result<(), ureq::Error> {
        let mut token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let headers = [("Authorization", format!("Bearer {token}"))];
        // Somebody else may have done so while this one waited.
        let known = !token.is_empty() && line.ask("GET", "/v1/me", &[(headers[0].0, &headers[0].1)], &Value::Null)?.status == 200;
        if !known {
            let login = line.ask("POST", "/v1/logins", &[], &json!({"email": self.email, "password": self.password}))?.expect(200).json();
            *token = login["access_token"].as_str().unwrap().to_owned();
        }
        Ok(())
    }

    /// Asks until there is an answer: a server that has too much to do, or that is at work with this very request, is asked again.
    pub fn insist(&self, line: &Line, method: &str, path: &str, key: &str, body: &Value) -> Result<Answer, ureq::Error> {
        loop {
            let answer = self.ask(line, method, path, Some(key), body)?;
            if !is_not_yet(&answer) {
                return Ok(answer);
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

/// Whether an answer says to ask again.
pub fn is_not_yet(answer: &Answer) -> bool {
    answer.status == 503 || (answer.status == 409 && answer.json()["code"] == "still_running")
}

/// Plants people who have the password of the demo's volunteer.
pub fn plant(behind: &mut Behind, accounts: &Accounts, many: usize) -> Vec<Person> {
    let like = accounts.find("volunteer");
    let (email, password) = (like["email"].as_str().unwrap(), like["password"].as_str().unwrap());
    behind.run(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {many})
         INSERT INTO account (id, version, email, name, lang, password, security_version, created_at, updated_at)
         SELECT <fresh id>, 1, 'crowd' || i || '@example.jp', '群衆 ' || i, 'ja', password, 1, <now>, <now>
         FROM account, n WHERE email = '{email}'"
    ));
    (0..many).map(|n| Person::new(&format!("crowd{n}@example.jp"), password)).collect()
}

/// What a group says of an opportunity: one session in so many days, with so many seats.
pub fn listing(title: &str, days: usize, seats: usize) -> Value {
    let in_hours = |hours: usize| (chrono::Utc::now() + chrono::TimeDelta::hours((days * 24 + hours) as i64)).to_rfc3339();
    json!({
        "title": title, "kind": "activity", "themes": ["snow"], "areas": ["011029"], "languages": ["ja"], "remote": true,
        "level": {"required": "introductory", "beginner_friendly": true}, "summary": "みんなで。", "description": "みんなで片付けます。",
        "schedule": {"sessions": [{"starts_at": in_hours(0), "ends_at": in_hours(2), "seats": seats}]}
    })
}

/// Something the owner's group offers to the public.
pub fn offered(line: &Line, owner: &Person, group: &str, days: usize, seats: usize) -> Value {
    let listing = listing(&format!("群衆のための募集 {days}"), days, seats);
    let draft = owner.ask(line, "POST", &format!("/v1/groups/{group}/opportunities"), None, &listing).unwrap().expect(201).json();
    let path = format!("/v1/opportunities/{}/publish", draft["id"].as_str().unwrap());
    owner.ask(line, "POST", &path, None, &json!({})).unwrap().expect(200).json()
}

/// The group the demo's owner owns.
pub fn group_of(line: &Line, owner: &Person) -> String {
    let groups = owner.ask(line, "GET", "/v1/me/groups", None, &Value::Null).unwrap().expect(200).json();
    let own = groups["results"].as_array().unwrap().iter().find(|g| g["role"] == "owner").unwrap();
    own["id"].as_str().unwrap().to_owned()
}

/// How a service is started that nothing but its own work holds up, and whose tokens outlive it.
pub const UNHINDERED: [&str; 6] = ["--requests-per-minute", "1000000", "--public-url", "http://town.example.jp", "--log", "error"];

/// Starts a service on a database; the first one makes the demo town.
pub fn start(home: &crate::behind::Home<'_>, data: &std::path::Path, demo: bool) -> Service {
    let mut arguments = home.arguments();
    arguments.extend(UNHINDERED);
    if demo {
        arguments.push("--demo");
    }
    Service::start(data, &arguments)
}

/// Starts a second service on the same database. Nodes share the key that seals the audit trail.
pub fn start_beside(home: &crate::behind::Home<'_>, data: &std::path::Path) -> Service {
    let (theirs, keys) = (home.data.join("keys"), data.join("keys"));
    let mut folder = std::fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(&keys).unwrap();
    std::fs::copy(theirs.join("audit.key"), keys.join("audit.key")).unwrap();
    start(home, data, false)
}

/// A number from the environment.
pub fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}
