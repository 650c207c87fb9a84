use crate::people::{PASSWORD, email};
use crate::town::{Town, now, settings};
use crate::wire::Answer;
use enmusubi_domain::account::Account;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::text::Lang;
use enmusubi_http::Settings;
use enmusubi_http::secret::Hasher;
use enmusubi_persistence::StoreError;
use serde_json::json;
use std::time::{Duration, Instant};

/// Tries of each kind in one round. Each comes from an address of its own, so that no limit speaks before the password does.
const TRIES: usize = 60;
/// Rounds until it counts as a difference.
const ROUNDS: usize = 3;
/// Below this a round says that the two can be told apart.
const LEVEL: f64 = 0.01;

/// How likely two samples from the same source differ at least so much: the Mann–Whitney U test, two-sided, by its normal approximation
/// with the correction for continuity. No assumption about how the times are spread.
fn mann_whitney(a: &[Duration], b: &[Duration]) -> f64 {
    let mut all: Vec<(Duration, bool)> = a.iter().map(|t| (*t, true)).chain(b.iter().map(|t| (*t, false))).collect();
    all.sort_unstable();
    let ranks: f64 = all.iter().enumerate().filter(|(_, (_, first))| *first).map(|(i, _)| i as f64 + 1.0).sum();
    let (n, m) = (a.len() as f64, b.len() as f64);
    let u = ranks - n * (n + 1.0) / 2.0;
    let (mean, deviation) = (n * m / 2.0, (n * m * (n + m + 1.0) / 12.0).sqrt());
    2.0 * upper_tail(((u - mean).abs() - 0.5).max(0.0) / deviation)
}

/// The normal distribution beyond z (Abramowitz and Stegun, 26.2.17).
fn upper_tail(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let series = t * (0.319_381_530 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    series * (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

fn town() -> Town {
    let settings = Settings { requests_per_minute: 0, trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()], ..settings() };
    // By the real clock: limits fill up again as time goes by.
    let town = Town::hashing_in_earnest(settings, chrono::Utc::now);
    let password = Hasher::new(vec![]).hash(PASSWORD).unwrap();
    let done = town.store.write(|tx| {
        (0..TRIES * ROUNDS).try_for_each(|n| {
            let at = now();
            let account = Account {
                id: AccountId::new(),
                version: 1,
                email: email(&format!("known{n}")),
                name: "だれか".into(),
                lang: Lang::Ja,
                security_version: 1,
                disabled_at: None,
                created_at: at,
                updated_at: at,
            };
            tx.insert_account(&account, &password)
        })
    });
    done.unwrap_or_else(|e: StoreError| panic!("{e}"));
    town
}

fn timed(town: &Town, from: usize, path: &str, body: &serde_json::Value) -> (Duration, Answer) {
    let from = format!("198.{}.{}.{}", 18 + from / 62_500, from / 250 % 250, from % 250);
    let start = Instant::now();
    let answer = town.send("POST", path, &[("Content-Type", "application/json"), ("X-Forwarded-For", &from)], body.to_string().as_bytes());
    (start.elapsed(), answer)
}

/// Everything of an answer but what names the request.
fn bytes(answer: &Answer) -> (u16, Vec<(String, String)>, serde_json::Value) {
    let mut body = answer.json();
    body.as_object_mut().map(|o| o.remove("trace_id"));
    (answer.status, answer.headers.iter().filter(|(n, _)| !["trace-id", "date"].contains(&n.to_ascii_lowercase().as_str())).cloned().collect(), body)
}

/// One test, so that the three kinds of calls do not run beside one another.
#[test]
fn an_unknown_address_and_a_wrong_password_cannot_be_told_apart() {
    let town = town();
    let mut from = 0;
    let mut round = |n: usize| {
        let (mut unknown, mut wrong) = (vec![], vec![]);
        for i in 0..TRIES {
            let body = |name: String| json!({"email": format!("{name}@example.jp"), "password": "この合言葉ではありません"});
            let (stranger, known) = (body(format!("other{}", n * TRIES + i)), body(format!("known{}", n * TRIES + i)));
            // Turn about, so that whatever else the machine does falls on both alike.
            for turn in if i % 2 == 0 { [true, false] } else { [false, true] } {
                from += 1;
                let (took, answer) = timed(&town, from, "/v1/logins", if turn { &stranger } else { &known });
                assert_eq!(answer.status, 401, "{}", answer.text());
                if turn { unknown.push((took, bytes(&answer))) } else { wrong.push((took, bytes(&answer))) }
            }
        }
        let first = unknown[0].1.clone();
        assert!(unknown.iter().chain(&wrong).all(|(_, answer)| *answer == first), "the same bytes, whatever was wrong");
        let times = |all: &[(Duration, _)]| all.iter().map(|(t, _)| *t).collect::<Vec<_>>();
        mann_whitney(&times(&unknown), &times(&wrong))
    };
    // Equal sources fail a round once in a hundred; all three together once in a million.
    let p: Vec<f64> = (0..ROUNDS).map(&mut round).take_while(|p| *p < LEVEL).collect();
    println!("rounds below {LEVEL}: {p:?}");
    assert!(p.len() < ROUNDS, "an unknown address can be told from a wrong password: p = {p:?}");

    // The same statistic sees a call that leaves the hash out.
    let wrong = json!({"email": "known0@example.jp"});
    let hashed: Vec<Duration> = (0..12)
        .map(|n| timed(&town, 40_000 + n, "/v1/logins", &json!({"email": format!("late{n}@example.jp"), "password": "この合言葉ではありません"})).0)
        .collect();
    let unhashed: Vec<Duration> = (0..12).map(|n| timed(&town, 50_000 + n, "/v1/logins", &wrong).0).collect();
    assert!(mann_whitney(&hashed, &unhashed) < 0.001, "the statistic would see a difference");
}

/// A registration and a letter for another password are answered alike, whoever has an account.
#[test]
fn neither_registration_nor_reset_tells_who_has_an_account() {
    let town = Town::with_store();
    town.somebody("known", vec![]);
    for (path, body) in [
        ("/v1/password-resets", json!({"email": "NAME@example.jp"})),
        ("/v1/accounts", json!({"email": "NAME@example.jp", "password": PASSWORD, "name": "だれか"})),
    ] {
        let asked = |name: &str| serde_json::from_str(&body.to_string().replace("NAME", name)).unwrap();
        let (known, unknown) = (town.post(path, &asked("known")), town.post(path, &asked("unknown")));
        assert_eq!(known.status, 202, "{}", known.text());
        assert_eq!((known.status, known.text()), (unknown.status, unknown.text()), "{path}");
    }
}
