use crate::accounts::{Accounts, Caller, code};
use crate::service::{Answer, Service, run, words};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

/// Everything that must never be seen again, and everything that was seen.
#[derive(Default)]
struct Watch {
    secrets: Vec<(&'static str, String)>,
    personal: Vec<(&'static str, String)>,
    seen: Vec<(String, String)>,
}

impl Watch {
    fn secret(&mut self, what: &'static str, text: &str) -> String {
        assert!(text.len() >= 12, "{what} {text} is too short to be looked for");
        self.secrets.push((what, text.to_owned()));
        text.to_owned()
    }

    /// An answer that is no place for secrets.
    fn heard(&mut self, what: &str, answer: Answer) -> Answer {
        self.seen.push((what.to_owned(), format!("{:?} {}", answer.headers, answer.text)));
        answer
    }
}

/// The forms in which a text may hide.
pub fn forms(text: &str) -> Vec<String> {
    let percent = text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() {
            out.push(char::from(b))
        } else {
            write!(out, "%{b:02X}").unwrap()
        }
        out
    });
    let hex = text.bytes().fold(String::new(), |mut out, b| {
        write!(out, "{b:02x}").unwrap();
        out
    });
    let json = serde_json::to_string(text).unwrap();
    let escaped = text.chars().fold(String::new(), |mut out, c| {
        if c.is_ascii() {
            out.push(c)
        } else {
            write!(out, "\\u{:04x}", u32::from(c)).unwrap()
        }
        out
    });
    vec![text.to_owned(), percent.to_lowercase(), percent, hex.to_uppercase(), hex, json.trim_matches('"').to_owned(), escaped, base64(text.as_bytes())]
}

/// Without the last characters, which depend on what follows.
pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let whole = bytes.chunks_exact(3).map(|c| u32::from(c[0]) << 16 | u32::from(c[1]) << 8 | u32::from(c[2]));
    whole.flat_map(|bits| [18, 12, 6, 0].map(|shift| char::from(ALPHABET[(bits >> shift & 63) as usize]))).collect()
}

/// Looks for a text in every form; bytes, because a database file is no text.
fn holds(haystack: &[u8], text: &str) -> bool {
    forms(text).iter().any(|form| haystack.windows(form.len()).any(|window| window == form.as_bytes()))
}

#[test]
fn the_watch_sees_what_hides() {
    let secret = "ひみつ-canary-4711";
    for form in forms(secret) {
        assert!(holds(format!("… {form} …").as_bytes(), secret), "{form}");
    }
    assert!(!holds(b"nothing of the kind", secret));
}

/// Somebody does everything with secrets in it, right and wrong, while the log writes down all it can.
#[test]
fn secrets_are_in_no_log_no_error_no_metric_and_no_audit() {
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("everything.log");
    let data = dir.path().join("data");
    let town = Service::start_logging(&data, &["--demo", "--log", "trace", "--log-format", "json"], &log);
    let mut watch = Watch::default();
    let accounts = Accounts::of(&data);
    for account in accounts.all() {
        for member in ["password", "client_secret"] {
            account[member].as_str().into_iter().for_each(|text| drop(watch.secret("a demo secret", text)));
        }
        account["email"].as_str().into_iter().for_each(|text| watch.personal.push(("an address", text.to_owned())));
    }
    a_person(&town, &data, &mut watch);
    machines(&town, &accounts, &mut watch);
    mistakes(&town, &mut watch);

    let admin = accounts.person(&town, "admin");
    let trail = admin.get(&town, "/v1/audit?limit=100").expect(200);
    assert!(trail.text.contains("change_password") && trail.text.contains("create_client"), "{}", trail.text);
    let trail = watch.heard("the audit trail", trail);
    let metrics = town.get("/metrics").expect(200);
    watch.heard("the metrics", metrics);
    assert_eq!(town.end(), Some(0));
    watch.seen.push(("verify-audit".into(), words(&run(&data, &["verify-audit"]))));

    let log = std::fs::read(&log).unwrap();
    assert!(log.len() > 10_000, "the log wrote down too little to prove anything: {} bytes", log.len());
    for (what, secret) in &watch.secrets {
        assert!(!holds(&log, secret), "{what} stands in the log: {secret}");
        for (place, text) in &watch.seen {
            assert!(!holds(text.as_bytes(), secret), "{what} stands in {place}: {secret}");
        }
        for file in ["enmusubi.db", "enmusubi.db-wal"].map(|name| data.join(name)).iter().filter(|f| f.exists()) {
            assert!(!holds(&std::fs::read(file).unwrap(), secret), "{what} stands in {}: {secret}", file.display());
        }
    }
    for (what, text) in &watch.personal {
        assert!(!holds(&log, text), "{what} stands in the log: {text}");
        assert!(!holds(trail.text.as_bytes(), text), "{what} stands in the audit trail: {text}");
    }
}

fn a_person(town: &Service, data: &Path, watch: &mut Watch) {
    let email = "himitsu-canary@example.jp";
    watch.personal.push(("an address", email.into()));
    watch.personal.push(("a name", "秘密野 かなりや".into()));
    let first = watch.secret("a password", "canary-一つめの長いことば");
    let asked = town.post("/v1/accounts", &json!({"email": email, "password": first, "name": "秘密野 かなりや"})).expect(202);
    watch.heard("the answer to a registration", asked);
    let verify = watch.secret("a letter's code", &code(data, email, &[]));
    town.post("/v1/accounts/verify", &json!({"token": verify, "password": first})).expect(201);
    let again = town.post("/v1/accounts/verify", &json!({"token": verify, "password": first})).expect(422);
    watch.heard("a refusal", again);
    let mut login = town.post("/v1/logins", &json!({"email": email, "password": first})).expect(200).json();
    let mut remember = |login: &serde_json::Value| {
        watch.secret("a refresh token", login["refresh_token"].as_str().unwrap());
        let token = login["access_token"].as_str().unwrap();
        // Its middle only names the account; what makes it a secret is the signature.
        watch.secret("an access token", token.rsplit('.').next().unwrap());
    };
    remember(&login);
    login = town.post("/v1/logins/refresh", &json!({"refresh_token": login["refresh_token"]})).expect(200).json();
    remember(&login);
    let me = Caller::bearer(login["access_token"].as_str().unwrap());
    a_profile(town, &me, watch);
    a_calendar(town, &me, watch);
    let wrong = watch.secret("a wrong password", "canary-まちがえた長いことば");
    let refused = town.post("/v1/logins", &json!({"email": email, "password": wrong})).expect(401);
    watch.heard("a refused login", refused);
    let second = watch.secret("a password", "canary-二つめの長いことば");
    let changed = me.send(town, "POST", "/v1/me/password", &json!({"current": first, "new": second}));
    assert!(matches!(changed.status, 200 | 204), "{changed:?}");
    town.post("/v1/password-resets", &json!({"email": email})).expect(202);
    let reset = watch.secret("a letter's code", &code(data, email, &[&verify]));
    let third = watch.secret("a password", "canary-三つめの長いことば");
    let wrong = town.post("/v1/password-resets/complete", &json!({"token": reset, "password": "123456789012"})).expect(422);
    watch.heard("a refused password", wrong);
    town.post("/v1/password-resets/complete", &json!({"token": reset, "password": third})).expect(204);
    let refused = town.post("/v1/logins/refresh", &json!({"refresh_token": login["refresh_token"]})).expect(401);
    watch.heard("a refused refresh token", refused);
}

/// What somebody keeps of themselves, right and wrong, and what is found by it.
fn a_profile(town: &Service, me: &Caller, watch: &mut Watch) {
    for (what, text) in [("a birth date", "1987-06-05"), ("a home", "43.071234"), ("a certificate", "秘密の免許-canary"), ("a skill", "秘密の技-canary")]
    {
        watch.personal.push((what, text.into()));
    }
    let mut profile = json!({
        "themes": [{"code": "snow"}], "home": {"lat": 43.071234, "lon": 141.352345}, "birth_date": "1987-06-05",
        "qualifications": ["秘密の免許-canary"], "skills": ["秘密の技-canary"]
    });
    me.send(town, "PUT", "/v1/me/profile", &profile).expect(201);
    me.get(town, "/v1/me/profile").expect(200);
    me.get(town, "/v1/me/matches?limit=5").expect(200);
    me.get(town, "/v1/opportunities?for=me&limit=5").expect(200);
    town.post("/v1/matches", &json!({"home": profile["home"], "skills": profile["skills"], "qualifications": profile["qualifications"]})).expect(200);
    profile["reach_km"] = json!(-1);
    me.with(town, "PUT", "/v1/me/profile", &[("If-Match", "\"v1\"")], &profile).expect(422);
    me.with(town, "PUT", "/v1/me/profile", &[("If-Match", "\"v7\"")], &json!({"birth_date": "1987-06-05"})).expect(412);
}

/// The secret address of a calendar, which stands in a path each time it is read.
fn a_calendar(town: &Service, me: &Caller, watch: &mut Watch) {
    let address = |made: serde_json::Value| made["url"].as_str().unwrap().split_once("/v1/calendars/").unwrap().1.to_owned();
    let path = address(me.send(town, "POST", "/v1/me/calendar", &json!({})).expect(201).json());
    watch.secret("the key of a calendar", path.trim_end_matches(".ics"));
    town.get(&format!("/v1/calendars/{path}")).expect(200);
    let renewed = address(me.send(town, "POST", "/v1/me/calendar", &json!({})).expect(201).json());
    watch.secret("the key of a calendar", renewed.trim_end_matches(".ics"));
    let gone = town.get(&format!("/v1/calendars/{path}")).expect(404);
    watch.heard("a calendar that is gone", gone);
    let wrong = town.get(&format!("/v1/calendars/{}", renewed.trim_end_matches(".ics"))).expect(404);
    watch.heard("a calendar at half its address", wrong);
    let made = me.get(town, "/v1/me/calendar").expect(200);
    watch.heard("whether there is a calendar", made);
}

fn machines(town: &Service, accounts: &Accounts, watch: &mut Watch) {
    let admin = accounts.person(town, "admin");
    let details = json!({"kind": "front_end", "name": "まちの窓", "scopes": ["read"], "requests_per_minute": 100});
    let made = admin.send(town, "POST", "/v1/clients", &details).expect(201).json();
    let key = watch.secret("an API key", made["secret"]["value"].as_str().unwrap());
    town.send("GET", "/v1/themes", &[("X-API-Key", &key)], None).expect(200);
    let listed = admin.get(town, "/v1/clients").expect(200);
    watch.heard("the list of clients", listed);
    let one = admin.get(town, &format!("/v1/clients/{}", made["client"]["id"].as_str().or(made["id"].as_str()).unwrap())).expect(200);
    watch.heard("a client", one);
    let refused = town.send("GET", "/v1/me", &[("Authorization", &format!("Bearer {key}"))], None).expect(401);
    watch.heard("a key as a token", refused);
}

/// Secrets in places where they do not belong.
fn mistakes(town: &Service, watch: &mut Watch) {
    let stray = watch.secret("a password in the wrong place", "canary-stray-password-4711");
    let json = "application/json";
    let answers = [
        town.send("GET", &format!("/v1/opportunities?password={stray}"), &[], None),
        town.send("GET", &format!("/v1/{stray}"), &[], None),
        town.send("POST", "/v1/logins", &[], Some((json, &format!("{{\"email\": \"a@example.jp\", \"password\": \"{stray}\"")))),
        town.send("POST", "/v1/logins", &[], Some((json, &format!("{{\"email\": \"a@example.jp\", \"password\": [\"{stray}\"]}}")))),
        town.send("POST", "/v1/logins", &[], Some((json, &format!("{{\"email\": \"{stray}\", \"password\": \"{stray}\"}}")))),
        town.send(
            "POST",
            "/v1/accounts",
            &[],
            Some((json, &format!("{{\"email\": \"a@example.jp\", \"name\": \"a\", \"password\": \"{stray}\", \"password\": 1}}"))),
        ),
        town.send("GET", "/v1/me", &[("Authorization", &format!("Bearer {stray}"))], None),
        town.send("GET", "/v1/me", &[("Authorization", &format!("Basic {stray}"))], None),
        town.send("GET", "/v1/themes", &[("X-API-Key", &stray)], None),
        town.send(
            "POST",
            "/oauth2/token",
            &[],
            Some(("application/x-www-form-urlencoded", &format!("grant_type=client_credentials&client_id=x&client_secret={stray}"))),
        ),
    ];
    for answer in answers {
        assert!((400..500).contains(&answer.status), "{answer:?}");
        watch.heard("a refusal", answer);
    }
}
