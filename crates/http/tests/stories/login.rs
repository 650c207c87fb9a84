use crate::people::{PASSWORD, Somebody, Who};
use crate::post::{clock, pass};
use crate::town::{Town, settings};
use crate::wire::Answer;
use chrono::TimeDelta;
use enmusubi_domain::access::Role;
use enmusubi_domain::account::Account;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::login::Ending;
use enmusubi_http::Settings;
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::json;
use std::sync::Barrier;

const WRONG: &str = "これはちがう合いことばです";

/// A town that believes what the proxy before it says of addresses.
fn proxied() -> Settings {
    Settings { requests_per_minute: 0, trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()], ..settings() }
}

fn log_in(town: &Town, from: &str, name: &str, password: &str) -> Answer {
    let body = json!({"email": format!("{name}@example.jp"), "password": password}).to_string();
    town.send("POST", "/v1/logins", &[("Content-Type", "application/json"), ("X-Forwarded-For", from)], body.as_bytes())
}

fn refresh(town: &Town, token: &str) -> Answer {
    town.post("/v1/logins/refresh", &json!({"refresh_token": token}))
}

fn close(town: &Town, id: AccountId) {
    let now = town.now();
    let done = town.store.write(|tx| {
        let account = tx.account(id)?.ok_or(StoreError::Other("nobody".into()))?;
        tx.put_account(&Account { disabled_at: Some(now), ..account })
    });
    done.unwrap();
}

#[test]
fn guessing_stops_after_five_tries_and_keeps_nobody_else_out() {
    let town = Town::with_store_by(proxied(), clock::<2>);
    town.somebody("target", vec![]);
    for name in ["target", "nobody"] {
        for _ in 0..5 {
            assert_eq!(log_in(&town, "192.0.2.1", name, WRONG).status, 401);
        }
        let refused = log_in(&town, "192.0.2.1", name, PASSWORD);
        assert_eq!(refused.refusal(), (429, "rate_limited".into(), vec![]), "whether or not there is such an account");
        assert_eq!(refused.header("retry-after"), Some("60"));
    }
    log_in(&town, "192.0.2.2", "target", PASSWORD).expect(200);
    pass::<2>(TimeDelta::seconds(61));
    log_in(&town, "192.0.2.1", "target", PASSWORD).expect(200);
}

#[test]
fn an_ipv6_household_guesses_as_one() {
    let town = Town::with_store_by(proxied(), crate::town::now);
    for n in 0..5 {
        assert_eq!(log_in(&town, &format!("2001:db8:0:7::{n}"), "target", WRONG).status, 401);
    }
    assert_eq!(log_in(&town, "2001:db8:0:7::ffff", "target", WRONG).status, 429);
    assert_eq!(log_in(&town, "2001:db8:0:8::1", "target", WRONG).status, 429, "the neighbourhood, too, where one address is guessed at");
    assert_eq!(log_in(&town, "2001:db8:0:8::1", "other", WRONG).status, 401);
    assert_eq!(log_in(&town, "2001:db8:1:8::1", "target", WRONG).status, 401);
}

#[test]
fn one_household_does_not_try_many_addresses() {
    let town = Town::with_store_by(proxied(), crate::town::now);
    for n in 0..20 {
        assert_eq!(log_in(&town, "192.0.2.1", &format!("name{n}"), WRONG).status, 401);
    }
    let refused = log_in(&town, "192.0.2.1", "name20", WRONG);
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("3")));
}

#[test]
fn guessing_from_many_places_ends_too_and_devices_that_are_signed_in_stay_so() {
    let town = Town::with_store_by(proxied(), clock::<3>);
    let me = town.somebody("target", vec![]);
    let tried: Vec<u16> = (0..60).map(|n| log_in(&town, &format!("192.0.2.{n}"), "target", WRONG).status).collect();
    assert_eq!((tried.iter().filter(|s| **s == 401).count(), tried.iter().filter(|s| **s == 429).count()), (50, 10));
    refresh(&town, &me.refresh).expect(200);
    pass::<3>(TimeDelta::seconds(7));
    log_in(&town, "198.51.100.1", "target", PASSWORD).expect(200);
}

#[test]
fn whoever_is_right_is_never_counted() {
    let town = Town::with_store();
    town.somebody("often", vec![]);
    for _ in 0..4 {
        assert_eq!(log_in(&town, "", "often", WRONG).status, 401);
    }
    for _ in 0..30 {
        log_in(&town, "", "often", PASSWORD).expect(200);
    }
    assert_eq!(log_in(&town, "", "often", WRONG).status, 401);
    assert_eq!(log_in(&town, "", "often", WRONG).status, 429);
}

#[test]
fn a_closed_account_is_answered_like_a_wrong_password() {
    let town = Town::with_store();
    let me = town.somebody("closed", vec![]);
    close(&town, me.account.id);
    let (right, wrong) = (log_in(&town, "", "closed", PASSWORD).without_trace(), log_in(&town, "", "closed", WRONG).without_trace());
    assert_eq!((right.status, &right.headers, right.text()), (wrong.status, &wrong.headers, wrong.text()));
    assert_eq!(right.status, 401);
    assert_eq!(town.call(&me.who, "GET", "/v1/me", &[], None).refusal().0, 401);
    assert_eq!(refresh(&town, &me.refresh).refusal().1, "invalid_grant");
}

#[test]
fn a_refresh_token_that_comes_back_ends_the_login_and_its_owner_is_told() {
    let town = Town::with_store();
    let (me, other) = (town.somebody("robbed", vec![]), town.somebody("other", vec![]));
    let second = refresh(&town, &me.refresh).expect(200).json();
    let third = refresh(&town, second["refresh_token"].as_str().unwrap()).expect(200).json();
    let who = Who::Bearer(third["access_token"].as_str().unwrap().into());
    town.call(&who, "GET", "/v1/me", &[], None).expect(200);

    assert_eq!(refresh(&town, &me.refresh).refusal(), (401, "invalid_grant".into(), vec![]));
    assert_eq!(town.call(&who, "GET", "/v1/me", &[], None).refusal().0, 401, "at once");
    assert_eq!(refresh(&town, third["refresh_token"].as_str().unwrap()).refusal().0, 401);
    assert_eq!(town.letters(), [json!({"letter": "login_reuse", "account": me.account.id.0})], "once");
    let filter = AuditFilter { action: Some(Ending::Reuse.code().into()), ..AuditFilter::default() };
    let trail = town.store.read(|tx| tx.audit_page(None, &filter, 10)).unwrap();
    assert_eq!(trail.iter().map(|e| e.object.1).collect::<Vec<_>>(), [me.login.0]);
    refresh(&town, &other.refresh).expect(200);
}

#[test]
fn of_twenty_that_use_one_token_at_once_one_succeeds() {
    let town = Town::with_store();
    for round in 0..3 {
        let me = town.somebody(&format!("round{round}"), vec![]);
        let start = Barrier::new(20);
        let answers: Vec<u16> = std::thread::scope(|scope| {
            let attempt = || {
                start.wait();
                refresh(&town, &me.refresh).status
            };
            let threads: Vec<_> = (0..20).map(|_| scope.spawn(attempt)).collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|s| **s == 200).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|s| **s == 401).count(), 19, "{answers:?}");
        assert_eq!(town.letters().len(), 1);
    }
}

#[test]
fn what_cannot_be_a_refresh_token_is_refused_alike() {
    let town = Town::with_store();
    let me = town.somebody("me", vec![]);
    let Who::Bearer(access) = &me.who else { panic!("a token") };
    for token in ["", "enr_", access, &me.refresh.replace("enr_", "enk_"), &"x".repeat(10_000)] {
        assert_eq!(refresh(&town, token).refusal(), (401, "invalid_grant".into(), vec![]));
    }
    refresh(&town, &me.refresh).expect(200);
}

#[test]
fn the_more_somebody_may_do_the_sooner_a_login_ends() {
    let town = Town::with_store_by(Settings { requests_per_minute: 0, ..settings() }, clock::<4>);
    let token = |name: &str, roles: Vec<Role>| {
        town.somebody(name, roles);
        log_in(&town, "", name, PASSWORD).expect(200).json()["refresh_token"].as_str().unwrap().to_owned()
    };
    let (volunteer, auditor) = (token("volunteer", vec![]), token("auditor", vec![Role::Auditor]));
    pass::<4>(TimeDelta::minutes(31));
    let volunteer = refresh(&town, &volunteer).expect(200).json()["refresh_token"].as_str().unwrap().to_owned();
    assert_eq!(refresh(&town, &auditor).refusal().0, 401);
    pass::<4>(TimeDelta::days(15));
    assert_eq!(refresh(&town, &volunteer).refusal().0, 401, "forgotten for too long");
    assert_eq!(town.letters(), Vec::<serde_json::Value>::new(), "nothing was used twice");
}

#[test]
fn a_hash_of_yesterday_is_renewed_while_the_password_is_at_hand() {
    let town = Town::hashing_in_earnest(Settings { requests_per_minute: 0, ..settings() }, crate::town::now);
    // Helpers of the stories hash lightly.
    let Somebody { account, .. } = town.somebody("early", vec![]);
    let stored = || town.store.read(|tx| tx.password_of(account.id)).unwrap().unwrap();
    let before = stored();
    log_in(&town, "", "early", WRONG).expect(401);
    assert_eq!(stored(), before);
    log_in(&town, "", "early", PASSWORD).expect(200);
    assert!(stored().contains("m=19456"), "{}", stored());
    log_in(&town, "", "early", PASSWORD).expect(200);
}
