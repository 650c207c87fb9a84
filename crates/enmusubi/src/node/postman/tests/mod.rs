/// What people must know, in one letter.
mod notices;
/// A town with a postman, in which time can be made to pass.
mod town;

use super::*;
use crate::mail::Sender;
use chrono::TimeDelta;
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::holiday::Holidays;
use enmusubi_domain::id::{AccountId, InvitationId};
use enmusubi_domain::invitation::Invitation;
use enmusubi_domain::text::Lang;
use enmusubi_http::secret;
use enmusubi_persistence::{NewJob, Purpose, Registration};
use serde_json::{Value, json};
use std::fs;
use town::{Town, account, clock, office, pass};
use uuid::Uuid;

#[test]
fn whoever_registers_gets_a_letter_whose_token_works_once() {
    let town = Town::new();
    let id = town.registration("yuki@example.jp");
    town.ask(json!({"letter": "verify_account", "registration": id}));
    let letters = town.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("To: yuki@example.jp") && letters[0].contains("Thank you for registering"), "{}", letters[0]);
    assert_eq!(town.used(Purpose::VerifyAccount, &letters[0]).unwrap().registration, Some(id));
    assert!(town.used(Purpose::VerifyAccount, &letters[0]).is_none());
}

#[test]
fn an_address_that_has_an_account_is_told_so_and_the_registration_goes() {
    let town = Town::new();
    town.account("yuki@example.jp", Lang::Ja);
    let id = town.registration("yuki@example.jp");
    town.ask(json!({"letter": "verify_account", "registration": id}));
    let letters = town.letters();
    assert!(letters.len() == 1 && letters[0].contains("You already have an account") && !letters[0].contains("enl_"));
    assert!(town.store().read(|tx| tx.registration(id)).map_err(|e: StoreError| e).unwrap().is_none());
}

#[test]
fn a_registration_that_is_over_gets_no_letter() {
    let town = Town::new();
    town.ask(json!({"letter": "verify_account", "registration": town.registration("yuki@example.jp")}));
    pass(TimeDelta::hours(25));
    assert_eq!(town.letters(), Vec::<String>::new());
}

#[test]
fn a_reset_reaches_a_known_address_and_nobody_else() {
    let town = Town::new();
    let account = town.account("yuki@example.jp", Lang::Ja);
    town.ask(json!({"letter": "reset_password", "email": "nobody@example.jp"}));
    assert_eq!(town.letters(), Vec::<String>::new());
    town.ask(json!({"letter": "reset_password", "email": "yuki@example.jp"}));
    town.ask(json!({"letter": "reset_password", "account": account.to_string()}));
    let letters = town.letters();
    assert!(letters.len() == 2 && letters[0].contains("30分間有効"));
    assert!(town.used(Purpose::ResetPassword, &letters[0]).is_none(), "only the last letter counts");
    pass(TimeDelta::minutes(29));
    assert_eq!(town.used(Purpose::ResetPassword, &letters[1]).unwrap().account, Some(account));
    town.ask(json!({"letter": "reset_password", "account": account.to_string()}));
    let letters = town.letters();
    pass(TimeDelta::minutes(31));
    assert!(town.used(Purpose::ResetPassword, &letters[0]).is_none());
}

#[test]
fn a_closed_account_gets_no_way_in() {
    let town = Town::new();
    let account = town.account("yuki@example.jp", Lang::Ja);
    town.store()
        .write(|tx| {
            let closed = Account { disabled_at: Some(clock()), ..tx.account(account)?.unwrap() };
            tx.put_account(&closed)
        })
        .map_err(|e: StoreError| e)
        .unwrap();
    town.ask(json!({"letter": "reset_password", "account": account.to_string()}));
    town.ask(json!({"letter": "confirm_email", "account": account.to_string(), "security_version": 1, "email": "new@example.jp"}));
    assert_eq!(town.letters(), Vec::<String>::new());
}

#[test]
fn an_account_that_was_secured_since_gets_no_other_address() {
    let town = Town::new();
    let account = town.account("yuki@example.jp", Lang::Ja);
    let ask =
        |version: i64| town.ask(json!({"letter": "confirm_email", "account": account.to_string(), "security_version": version, "email": "thief@example.jp"}));
    ask(1);
    town.store()
        .write(|tx| {
            let secured = Account { security_version: 2, ..tx.account(account)?.unwrap() };
            tx.put_account(&secured)
        })
        .map_err(|e: StoreError| e)
        .unwrap();
    assert_eq!(town.letters(), Vec::<String>::new(), "the password was changed before the letter was written");
    ask(2);
    assert_eq!(town.letters().len(), 1);
}

#[test]
fn a_new_address_is_asked_and_the_old_one_is_told() {
    let town = Town::new();
    let account = town.account("old@example.jp", Lang::Ja).to_string();
    town.account("other@example.jp", Lang::En);
    town.ask(json!({"letter": "confirm_email", "account": account, "security_version": 1, "email": "new@example.jp"}));
    town.ask(json!({"letter": "email_changed", "account": account, "email": "old@example.jp"}));
    town.ask(json!({"letter": "confirm_email", "account": account, "security_version": 1, "email": "other@example.jp"}));
    town.ask(json!({"letter": "confirm_email", "account": account, "security_version": 1, "email": "old@example.jp"}));
    let letters = town.letters();
    assert_eq!(letters.len(), 3, "its own address needs no proof");
    assert!(letters[0].contains("To: new@example.jp") && letters[1].contains("To: old@example.jp") && letters[2].contains("To: other@example.jp"));
    assert_eq!(town.used(Purpose::ConfirmEmail, &letters[0]).unwrap().email.unwrap().as_str(), "new@example.jp");
    assert!(letters[2].contains("You already have an account"), "nobody learns whose address it is but its owner");
}

#[test]
fn an_invitation_is_sent_while_it_is_open() {
    let town = Town::new();
    let account = town.account("owner@example.jp", Lang::Ja);
    let (areas, themes, groups, _) = crate::town::load("2026-11-24".parse().unwrap(), &Calendar { tz: chrono_tz::Asia::Tokyo, holidays: Holidays::Japan });
    let group = groups[0].clone();
    let invitation = Invitation {
        id: InvitationId::new(),
        group: group.id,
        email: Email::parse("email", "guest@example.jp").unwrap(),
        role: RoleKind::Helper,
        invited_by: account,
        created_at: clock(),
        expires_at: clock() + TimeDelta::days(7),
        accepted_at: None,
        cancelled_at: None,
    };
    town.store()
        .write(|tx| {
            tx.put_areas(&areas)?;
            tx.put_themes(&themes)?;
            tx.insert_all(std::slice::from_ref(&group), &[])?;
            tx.insert_invitation(&invitation)
        })
        .map_err(|e: StoreError| e)
        .unwrap();
    town.ask(json!({"letter": "invitation", "invitation": invitation.id.to_string(), "lang": "en"}));
    let letters = town.letters();
    assert!(letters[0].contains(&group.details.name) && letters[0].contains("藤野みどり invites you") && letters[0].contains("group helper"), "{}", letters[0]);
    assert_eq!(town.used(Purpose::Invitation, &letters[0]).unwrap().invitation, Some(invitation.id));
    town.store().write(|tx| tx.cancel_invitation(invitation.id)).map_err(|e: StoreError| e).unwrap();
    town.ask(json!({"letter": "invitation", "invitation": invitation.id.to_string()}));
    assert_eq!(town.letters(), Vec::<String>::new());
}

#[test]
fn a_letter_that_could_not_be_sent_is_tried_again_later_and_at_last_left_lying() {
    let town = Town::new();
    let account = town.account("yuki@example.jp", Lang::Ja).to_string();
    fs::remove_dir(&town.outbox).unwrap();
    town.ask(json!({"letter": "password_changed", "account": account}));
    assert!(town.round.next().unwrap());
    pass(TimeDelta::seconds(119));
    assert!(!town.round.next().unwrap(), "not within two minutes");
    pass(TimeDelta::seconds(2));
    assert!(town.round.next().unwrap());
    pass(TimeDelta::minutes(3));
    assert!(!town.round.next().unwrap(), "not within four minutes");
    pass(TimeDelta::minutes(2));
    fs::create_dir(&town.outbox).unwrap();
    assert_eq!(town.letters().len(), 1);

    fs::remove_dir(&town.outbox).unwrap();
    town.ask(json!({"letter": "password_changed", "account": account}));
    let mut attempts = 0;
    while attempts < 20 {
        if town.round.next().unwrap() {
            attempts += 1;
        } else {
            pass(TimeDelta::days(4));
            if !town.round.next().unwrap() {
                break;
            }
            attempts += 1;
        }
    }
    assert_eq!(attempts, 12);
}

#[test]
fn a_job_nobody_understands_is_left_lying_at_once() {
    let town = Town::new();
    town.ask(json!({"letter": "love"}));
    assert_eq!(town.letters(), Vec::<String>::new());
    pass(TimeDelta::days(30));
    assert!(!town.round.next().unwrap());
}

#[test]
fn the_postman_comes_when_the_bell_rings() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite:{}", dir.path().join("a.db").display())).unwrap();
    let outbox = dir.path().join("outbox");
    let postman = Postman::start(store.clone(), office(&outbox), Utc::now).unwrap();
    let account = account("yuki@example.jp", Lang::Ja);
    let payload = json!({"letter": "login_reuse", "account": account.id.to_string()});
    let job = NewJob { kind: JobKind::Mail, payload, run_at: None, dedup_key: None };
    store
        .write(|tx| {
            tx.insert_account(&account, "$hash")?;
            tx.enqueue(&job)
        })
        .map_err(|e: StoreError| e)
        .unwrap();
    postman.bell().ring();
    while fs::read_dir(&outbox).unwrap().filter(|f| f.as_ref().is_ok_and(|f| f.path().extension().is_some_and(|e| e == "eml"))).count() == 0 {
        std::thread::yield_now();
    }
    postman.stop();
}
