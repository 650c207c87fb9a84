use crate::people::{PASSWORD, Who, email};
use crate::post::{clock, pass};
use crate::town::{Town, settings};
use crate::wire::Answer;
use chrono::TimeDelta;
use enmusubi_http::Settings;
use serde_json::{Value, json};

fn registration(name: &str) -> Value {
    json!({"email": format!("{name}@example.jp"), "password": PASSWORD, "name": "北野ゆき"})
}

fn same(one: Answer, other: Answer) {
    let (one, other) = (one.without_trace(), other.without_trace());
    assert_eq!((one.status, &one.headers, one.text()), (other.status, &other.headers, other.text()));
}

#[test]
fn a_person_registers_proves_the_address_logs_in_refreshes_and_logs_out() {
    let town = Town::with_store();
    let asked = town.post("/v1/accounts", &registration("yuki")).expect(202);
    assert_eq!(asked.header("cache-control"), Some("no-store"));
    assert_eq!(town.post("/v1/logins", &json!({"email": "yuki@example.jp", "password": PASSWORD})).refusal().0, 401, "not before the letter");

    let made = town.post("/v1/accounts/verify", &json!({"token": town.only_code(), "password": PASSWORD})).expect(201);
    assert_eq!((made.header("location"), made.header("etag")), (Some("/v1/me"), Some("\"v1\"")));
    assert_eq!((made.json()["name"].as_str(), made.json()["language"].as_str()), (Some("北野ゆき"), Some("ja")));

    let tokens = town.post("/v1/logins", &json!({"email": " Yuki@Example.jp ", "password": PASSWORD, "device": "電話"})).expect(200);
    assert_eq!(tokens.header("cache-control"), Some("no-store"));
    let tokens = tokens.json();
    let names: Vec<&String> = tokens.as_object().unwrap().keys().collect();
    assert_eq!(names, ["access_token", "token_type", "expires_in", "refresh_token", "account"]);
    assert_eq!((tokens["token_type"].as_str(), tokens["expires_in"].as_i64()), (Some("Bearer"), Some(600)));
    assert_eq!((&tokens["account"]["id"], tokens["account"]["name"].as_str()), (&made.json()["id"], Some("北野ゆき")));

    let fresh = town.post("/v1/logins/refresh", &json!({"refresh_token": tokens["refresh_token"]})).expect(200).json();
    assert_ne!(fresh["refresh_token"], tokens["refresh_token"]);
    let who = Who::Bearer(fresh["access_token"].as_str().unwrap().into());
    let logins = town.call(&who, "GET", "/v1/me/logins", &[], None).expect(200).json();
    let login = &logins["results"][0];
    assert_eq!((login["device"].as_str(), login["current"].as_bool(), logins["metadata"]["resultset"]["total"].as_i64()), (Some("電話"), Some(true), Some(1)));

    town.call(&who, "DELETE", &format!("/v1/me/logins/{}", login["id"].as_str().unwrap()), &[], None).expect(204);
    for token in [&tokens["access_token"], &fresh["access_token"]] {
        let who = Who::Bearer(token.as_str().unwrap().into());
        assert_eq!(town.call(&who, "GET", "/v1/me", &[], None).refusal(), (401, "invalid_token".into(), vec![]));
    }
    assert_eq!(town.post("/v1/logins/refresh", &json!({"refresh_token": fresh["refresh_token"]})).refusal().1, "invalid_grant");
}

#[test]
fn no_answer_tells_whether_an_address_has_an_account() {
    let town = Town::with_store();
    town.somebody("known", vec![]);
    same(town.post("/v1/accounts", &registration("known")), town.post("/v1/accounts", &registration("unknown")));
    let reset = |name: &str| town.post("/v1/password-resets", &json!({"email": format!("{name}@example.jp")}));
    same(reset("known"), reset("unknown"));
    assert_eq!(reset("known").status, 202);
    let letters: Vec<Value> = town.letters().into_iter().map(|letter| letter["letter"].clone()).collect();
    assert_eq!(letters, ["verify_account", "verify_account", "reset_password", "reset_password", "reset_password"], "whoever writes them will look");

    let login = |name: &str| town.post("/v1/logins", &json!({"email": format!("{name}@example.jp"), "password": "これはちがう合いことばです"}));
    same(login("known"), login("unknown"));
    assert_eq!(login("known").refusal(), (401, "invalid_credentials".into(), vec![]));
    assert!(login("known").header("www-authenticate").is_some());
}

#[test]
fn a_letter_works_once_in_time_and_for_its_purpose() {
    let town = Town::with_store_by(Settings { requests_per_minute: 0, ..settings() }, clock::<0>);
    let verify = |code: &str| town.post("/v1/accounts/verify", &json!({"token": code, "password": PASSWORD}));
    let refused = (422, "invalid".to_owned(), vec!["/token".to_owned()]);

    town.post("/v1/accounts", &registration("once")).expect(202);
    let code = town.only_code();
    assert_eq!(town.post("/v1/accounts/confirm-email", &json!({"token": code})).refusal(), refused);
    assert_eq!(town.post("/v1/password-resets/complete", &json!({"token": code, "password": PASSWORD})).refusal(), refused);
    verify(&code).expect(201);
    assert_eq!(verify(&code).refusal(), refused);
    assert_eq!(verify(&code).json()["errors"][0]["code"], "invalid_or_expired");

    town.post("/v1/accounts", &registration("late")).expect(202);
    let code = town.only_code();
    pass::<0>(TimeDelta::hours(25));
    assert_eq!(verify(&code).refusal(), refused);
    let mistyped = code[..52].to_owned() + if code.ends_with('a') { "b" } else { "a" };
    for code in ["", "enl_", mistyped.as_str(), &code.replace("enl_", "enr_")] {
        assert_eq!(verify(code).refusal(), refused, "{code}");
    }
}

#[test]
fn an_address_that_was_taken_meanwhile_opens_no_second_account() {
    let town = Town::with_store();
    let codes: Vec<String> = (0..2)
        .map(|_| {
            town.post("/v1/accounts", &registration("twice")).expect(202);
            town.only_code()
        })
        .collect();
    town.post("/v1/accounts/verify", &json!({"token": codes[0], "password": PASSWORD})).expect(201);
    assert_eq!(town.post("/v1/accounts/verify", &json!({"token": codes[1], "password": PASSWORD})).refusal().1, "address_taken");
}

#[test]
fn another_address_counts_once_it_is_proved_and_the_old_one_is_told() {
    let town = Town::with_store();
    let (me, other) = (town.somebody("old", vec![]), town.somebody("other", vec![]));
    let change = |email: &str| town.call(&me.who, "POST", "/v1/me/email", &[], Some(&json!({"password": PASSWORD, "email": email})));
    assert_eq!(change("OLD@example.jp").refusal().2, ["/email"], "it is the address already");
    assert_eq!(change("nowhere").refusal().2, ["/email"]);
    same(change("other@example.jp").expect(202), change("new@example.jp").expect(202));
    let letters = town.letters();
    assert_eq!(letters[1], json!({"letter": "confirm_email", "account": me.account.id.0, "security_version": 1, "email": "new@example.jp"}));

    // Somebody has asked for a reset while the old address was still good.
    town.post("/v1/password-resets", &json!({"email": "old@example.jp"})).expect(202);
    let reset = town.only_code();
    let (taken, code) = (town.code(&letters[0]), town.code(&letters[1]));
    assert_eq!(town.post("/v1/accounts/confirm-email", &json!({"token": taken})).refusal().1, "address_taken");
    town.post("/v1/accounts/confirm-email", &json!({"token": code})).expect(204);
    assert_eq!(town.post("/v1/accounts/confirm-email", &json!({"token": code})).refusal().2, ["/token"]);
    assert_eq!(town.post("/v1/password-resets/complete", &json!({"token": reset, "password": "川べりの雪がとけたら会おう"})).refusal().2, ["/token"]);
    assert_eq!(town.letters(), [json!({"letter": "email_changed", "account": me.account.id.0, "email": "old@example.jp"})]);

    assert_eq!(town.call(&me.who, "GET", "/v1/me", &[], None).refusal().0, 401, "every device logs in again");
    assert_eq!(town.post("/v1/logins/refresh", &json!({"refresh_token": me.refresh})).refusal().0, 401);
    assert_eq!(town.post("/v1/logins", &json!({"email": "old@example.jp", "password": PASSWORD})).refusal().0, 401);
    town.post("/v1/logins", &json!({"email": "new@example.jp", "password": PASSWORD})).expect(200);
    town.call(&other.who, "GET", "/v1/me", &[], None).expect(200);
}

#[test]
fn whoever_has_lost_the_password_chooses_another_by_letter() {
    let town = Town::with_store_by(Settings { requests_per_minute: 0, ..settings() }, clock::<1>);
    let me = town.somebody("lost", vec![]);
    let complete = |code: &str, password: &str| town.post("/v1/password-resets/complete", &json!({"token": code, "password": password}));
    let ask = || town.post("/v1/password-resets", &json!({"email": "lost@example.jp"})).expect(202);
    ask();
    assert_eq!(town.letters()[0], json!({"letter": "reset_password", "email": "lost@example.jp"}));
    ask();
    let code = town.only_code();
    for weak in ["short", "lost@example.jp", "passwordpassword"] {
        assert_eq!(complete(&code, weak).refusal().2, ["/password"], "{weak}: and the code stays good");
    }
    let new = "川べりの雪がとけたら会おう";
    complete(&code, new).expect(204);
    assert_eq!(complete(&code, new).refusal().2, ["/token"]);
    assert_eq!(town.letters(), [json!({"letter": "password_changed", "account": me.account.id.0})]);
    assert_eq!(town.call(&me.who, "GET", "/v1/me", &[], None).refusal().0, 401);
    assert_eq!(town.post("/v1/logins/refresh", &json!({"refresh_token": me.refresh})).refusal().0, 401);
    let login = |password: &str| town.post("/v1/logins", &json!({"email": "lost@example.jp", "password": password})).status;
    assert_eq!((login(PASSWORD), login(new)), (401, 200));

    ask();
    let late = town.only_code();
    pass::<1>(TimeDelta::minutes(31));
    assert_eq!(complete(&late, "また別の長い合いことばにする").refusal().2, ["/token"]);
}

#[test]
fn letters_to_one_address_are_few() {
    let town = Town::with_store();
    let ask = |name: &str| town.post("/v1/password-resets", &json!({"email": format!("{name}@example.jp")}));
    (0..5).for_each(|_| drop(ask("often").expect(202)));
    let refused = ask("often");
    assert_eq!(refused.refusal(), (429, "rate_limited".into(), vec![]));
    assert_eq!(refused.header("retry-after"), Some("300"));
    assert_eq!(town.post("/v1/accounts", &registration("often")).status, 202, "each kind of letter is counted apart");
    ask("seldom").expect(202);
    assert_eq!(town.letters().len(), 7);
}

#[test]
fn every_wrong_member_is_named_in_both_languages() {
    let town = Town::with_store();
    let me = town.somebody("me", vec![]);
    for (target, body, named) in [
        ("/v1/accounts", json!({"email": "yuki", "password": "short", "name": " "}), vec!["/email", "/password", "/name"]),
        (
            "/v1/accounts",
            json!({"email": "kitano@example.jp", "password": "kitano@example.jp", "name": "ゆき", "language": "fr"}),
            vec!["/password", "/language"],
        ),
        ("/v1/accounts", json!({"email": "a@b.jp", "password": PASSWORD}), vec!["/name"]),
        ("/v1/accounts", json!({"email": "a@b.jp", "password": PASSWORD, "name": "ゆき", "role": "admin"}), vec!["/role"]),
        ("/v1/accounts", json!({"email": "a@b.jp", "password": 123456789012i64, "name": "ゆき"}), vec!["/password"]),
        ("/v1/accounts/verify", json!({}), vec!["/token"]),
        ("/v1/accounts/verify", json!({"token": "enl_x"}), vec!["/password"]),
        ("/v1/accounts/confirm-email", json!({"token": "x"}), vec!["/token"]),
        ("/v1/logins", json!({"email": "yuki", "password": "x", "device": "a\u{0}"}), vec!["/email", "/device"]),
        ("/v1/logins", json!({"email": "yuki@example.jp"}), vec!["/password"]),
        ("/v1/logins/refresh", json!({"refresh_token": null}), vec!["/refresh_token"]),
        ("/v1/password-resets", json!({"email": ""}), vec!["/email"]),
        ("/v1/password-resets/complete", json!({"token": "x", "password": "short"}), vec!["/password"]),
        ("/v1/me/password", json!({"current": PASSWORD, "new": "short"}), vec!["/new"]),
        ("/v1/me/password", json!({"current": "x", "new": PASSWORD}), vec!["/current"]),
        ("/v1/me/email", json!({"password": PASSWORD, "email": "yuki"}), vec!["/email"]),
        ("/v1/me/email", json!({"password": "x", "email": "a@b.jp"}), vec!["/password"]),
    ] {
        let who = if target.starts_with("/v1/me") { me.who.clone() } else { Who::Anyone };
        let (ja, en) = (town.call(&who, "POST", target, &[], Some(&body)), town.call(&who, "POST", target, &[("Accept-Language", "en")], Some(&body)));
        assert_eq!(ja.refusal(), (422, "invalid".into(), named.iter().map(|n| (*n).to_owned()).collect()), "{target} {body}");
        assert_eq!(en.refusal().2, named);
        assert!(en.json()["detail"].as_str().unwrap().is_ascii() && !ja.json()["detail"].as_str().unwrap().is_ascii());
        let said = ja.text() + &en.text();
        assert!(!said.contains(PASSWORD) && !said.contains("kitano"), "no secret and no address comes back: {said}");
    }
    assert!(!format!("{:?}", email("yuki")).contains("yuki"));
}
