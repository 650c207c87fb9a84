use super::listen::{Listener, Voice};
use super::net::Canary;
use crate::accounts::{Accounts, code};
use crate::service::Service;
use serde_json::{Value, json};
use std::path::Path;

/// Everybody's password.
pub const PASSWORD: &str = "春になったら花を植えよう";

/// Everybody who asks.
pub struct Cast {
    pub haru: Voice,
    pub child: Voice,
    pub mother: Voice,
    pub natsu: Voice,
    pub owner: Voice,
    pub coordinator: Voice,
    pub anyone: Voice,
    /// All of them, and the rest of the town.
    pub all: Vec<Voice>,
}

/// A birth date of somebody of fifteen.
fn born() -> String {
    let year = chrono::Datelike::year(&chrono::Utc::now()) - 15;
    format!("{year}-01-03")
}

/// What stands for whom. Of Haru there is something in every field that is personal.
pub fn canaries() -> Vec<Canary> {
    let haru = [
        ("name", "金糸野 はるひ"),
        ("email", "kanarie-haru@example.jp"),
        ("kana", "かなりのー はるひー"),
        ("phone", "090-4711-0815"),
        ("emergency_name", "金糸野 なつえ"),
        ("emergency_phone", "011-4711-0816"),
        ("emergency_relation", "カナリの叔母"),
        ("birth_date", "1987-06-05"),
        ("home", "43.071234"),
        ("home_lon", "141.352345"),
        ("qualification", "カナリ免許一種"),
        ("skill", "カナリ笛の演奏"),
        ("device", "カナリ色の電話"),
        ("message", "カナリ応募のことば"),
        ("question", "カナリ質問のことば"),
        ("second_question", "カナリ二つめの質問"),
        ("withdrawal", "カナリ取り下げの訳"),
        ("objection", "カナリ異議のことば"),
        // What a group has to say of them.
        ("answer", "カナリ団体の返事"),
        ("refusal", "カナリ見送りの訳"),
        ("correction", "カナリ訂正の訳"),
    ];
    let child = [
        ("name", "雛鳥野 こども"),
        ("email", "kanarie-hina@example.jp"),
        ("kana", "ひなどりのー こども"),
        ("phone", "090-4711-0999"),
        ("emergency_name", "雛鳥野 おばあ"),
        ("emergency_phone", "011-4711-0888"),
        ("message", "ヒナ応募のことば"),
        ("question", "ヒナ質問のことば"),
    ];
    let mother = [("name", "親鳥野 ははえ"), ("email", "kanarie-oya@example.jp"), ("phone", "090-4711-0777"), ("emergency_name", "親鳥野 ちちお")];
    let of = |of: &'static str, list: &[(&'static str, &str)]| -> Vec<Canary> {
        list.iter().map(|(field, text)| Canary { of, field, text: (*text).to_owned() }).collect()
    };
    let mut all = [of("haru", &haru), of("child", &child), of("mother", &mother)].concat();
    all.push(Canary { of: "child", field: "birth_date", text: born() });
    all
}

impl Cast {
    /// Everybody comes to town.
    pub fn gather(town: &Service, data: &Path, listener: &Listener<'_>) -> Self {
        let accounts = Accounts::of(data);
        let demo = |role: &'static str| Voice::bearer(role, accounts.login(town, role)["access_token"].as_str().unwrap());
        let server = |role: &'static str| {
            let caller = accounts.server(town, role);
            let [(_, token)] = caller.headers();
            Voice { name: role, headers: vec![("Authorization", token.to_owned())] }
        };
        let key = accounts.find("front_end")["client_secret"].as_str().unwrap().to_owned();
        let anyone = Voice { name: "anyone", headers: vec![] };
        let front_end = Voice { name: "front_end", headers: vec![("X-API-Key", key)] };
        let comes = |who, email, name, device| newcomer(data, listener, &anyone, who, email, name, device);
        let haru = comes("haru", "kanarie-haru@example.jp", "金糸野 はるひ", "カナリ色の電話");
        let child = comes("child", "kanarie-hina@example.jp", "雛鳥野 こども", "phone");
        let mother = comes("mother", "kanarie-oya@example.jp", "親鳥野 ははえ", "phone");
        let natsu = comes("natsu", "natsu@example.jp", "夏野 なつ", "phone");
        let (owner, coordinator) = (demo("owner"), demo("coordinator"));
        let rest = ["manager", "helper", "company_manager", "admin", "auditor"].map(demo);
        let mut all = vec![anyone.clone(), front_end, server("partner"), server("company"), natsu.clone(), owner.clone(), coordinator.clone()];
        all.extend(rest);
        all.extend([haru.clone(), child.clone(), mother.clone()]);
        Self { haru, child, mother, natsu, owner, coordinator, anyone, all }
    }

    /// Everybody says of themselves what there is to say.
    pub fn introduce(&self, listener: &Listener<'_>) {
        let put = |who: &Voice, path: &str, body: Value| {
            let answer = listener.ask(who, "PUT", path, Some(&body));
            assert!([200, 201].contains(&answer.status), "{path}: {answer:?}");
        };
        put(
            &self.haru,
            "/v1/me/profile",
            json!({
                "themes": [{"code": "snow"}], "areas": ["011011"], "home": {"lat": 43.071234, "lon": 141.352345}, "birth_date": "1987-06-05",
                "qualifications": ["カナリ免許一種"], "skills": ["カナリ笛の演奏"], "accessibility": ["step_free"], "open_to_introductions": true
            }),
        );
        put(
            &self.haru,
            "/v1/me/contact",
            json!({
                "name_kana": "かなりのー はるひー", "phone": "090-4711-0815", "share_phone": false, "share_email": false, "share_needs": false,
                "emergency": {"name": "金糸野 なつえ", "phone": "011-4711-0816", "relation": "カナリの叔母"}
            }),
        );
        put(&self.child, "/v1/me/profile", json!({"themes": [{"code": "snow"}], "areas": ["011011"], "birth_date": born()}));
        put(
            &self.child,
            "/v1/me/contact",
            json!({
                "name_kana": "ひなどりのー こども", "phone": "090-4711-0999", "share_phone": false, "share_email": false, "share_needs": false,
                "emergency": {"name": "雛鳥野 おばあ", "phone": "011-4711-0888"}
            }),
        );
        put(
            &self.mother,
            "/v1/me/contact",
            json!({
                "phone": "090-4711-0777", "share_phone": false, "share_email": false, "share_needs": false,
                "emergency": {"name": "親鳥野 ちちお", "phone": "011-222-3333"}
            }),
        );
    }
}

/// Somebody who registers, proves their address and logs in.
fn newcomer(data: &Path, listener: &Listener<'_>, anyone: &Voice, who: &'static str, email: &str, name: &str, device: &str) -> Voice {
    let ask = |path: &str, body: Value, status: u16| listener.ask(anyone, "POST", path, Some(&body)).expect(status);
    ask("/v1/accounts", json!({"email": email, "password": PASSWORD, "name": name}), 202);
    ask("/v1/accounts/verify", json!({"token": code(data, email, &[]), "password": PASSWORD}), 201);
    let login = ask("/v1/logins", json!({"email": email, "password": PASSWORD, "device": device}), 200).json();
    Voice::bearer(who, login["access_token"].as_str().unwrap())
}

/// Haru leaves.
pub fn leaves(listener: &Listener<'_>, who: &Voice) {
    listener.ask(who, "DELETE", "/v1/me", Some(&json!({"password": PASSWORD}))).expect(204);
}
