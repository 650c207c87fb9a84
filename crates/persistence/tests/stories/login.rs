//! Logins and refresh tokens.

use crate::backends::on_every_backend;
use crate::people::full_group;
use crate::persons::{account, at_once, grant, hash, login, standing_account, standing_login};
use crate::time::{Town, in_every_town};
use chrono::TimeDelta;
use enmusubi_domain::access::{Grant, Person, Role};
use enmusubi_domain::account::Account;
use enmusubi_domain::id::LoginId;
use enmusubi_domain::login::{Ending, Login};
use enmusubi_persistence::{Constraint, Store, StoreError, Turned};

fn turn(store: &Store, old: &str, new: &str) -> Turned {
    store.write(|tx| tx.turn_refresh_token(&hash(old), &hash(new))).unwrap()
}

fn stands(store: &Store, id: LoginId) -> Login {
    store.read(|tx| tx.login(id)).unwrap().unwrap()
}

#[test]
fn a_login_comes_back_as_it_was_given_and_the_newest_first() {
    in_every_town(|town| {
        let (yuki, ren) = (standing_account(&town.store, "yuki"), standing_account(&town.store, "ren"));
        let all: Vec<Login> = (0..4).map(|n| standing_login(&town.store, &yuki, &format!("yuki {n}"))).collect();
        standing_login(&town.store, &ren, "ren");
        assert_eq!(stands(&town.store, all[0].id), all[0]);
        let listed = |t: &Town<'_>| t.store.read(|tx| tx.logins_of(yuki.id)).unwrap();
        assert_eq!(listed(town), all.iter().rev().cloned().collect::<Vec<_>>());
        assert_eq!(town.store.write(|tx| tx.end_login(all[1].id, Ending::LoggedOut)), Ok(true));
        assert_eq!(town.store.write(|tx| tx.end_login(all[1].id, Ending::Secured)), Ok(false), "it had ended");
        assert_eq!(stands(&town.store, all[1].id).ended.unwrap().1, Ending::LoggedOut);
        assert_eq!(listed(town).len(), 3);
        assert_eq!(town.store.write(|tx| tx.end_logins(yuki.id, Some(all[2].id), Ending::Secured)), Ok(2));
        assert_eq!(listed(town), [all[2].clone()]);
        assert_eq!(town.store.write(|tx| tx.end_logins(yuki.id, None, Ending::Secured)), Ok(1));
        assert_eq!(town.store.read(|tx| tx.logins_of(ren.id)).unwrap().len(), 1, "nobody else is touched");
        town.pass(TimeDelta::days(15));
        assert_eq!(town.store.read(|tx| tx.logins_of(ren.id)), Ok(vec![]), "an expired one is not listed");
        let nobody = login(&account("nobody"), town.now(), &[]);
        assert!(matches!(town.store.write(|tx| tx.insert_login(&nobody, &hash("x"))), Err(StoreError::Constraint(Constraint::Other(_)))));
    });
}

#[test]
fn a_refresh_token_is_exchanged_for_the_next_one_again_and_again() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        let begun = standing_login(store, &yuki, "0");
        assert_eq!(turn(store, "unknown", "x"), Turned::Unknown);
        let mut before = begun.clone();
        for n in 0..5 {
            let Turned::Turned(now) = turn(store, &n.to_string(), &(n + 1).to_string()) else { panic!("{n}") };
            assert_eq!(now, stands(store, begun.id), "what is answered is what stands");
            assert!(now.used_at > before.used_at && now.idle_expires_at > before.idle_expires_at);
            assert_eq!((now.created_at, now.absolute_expires_at), (begun.created_at, begun.absolute_expires_at));
            before = now;
        }
    });
}

#[test]
fn a_token_that_comes_back_ends_its_login_for_whoever_has_the_newest() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        let (stolen, other) = (standing_login(store, &yuki, "0"), standing_login(store, &yuki, "other"));
        assert!(matches!(turn(store, "0", "1"), Turned::Turned(_)));
        assert!(matches!(turn(store, "1", "2"), Turned::Turned(_)));
        let Turned::Reused(ended) = turn(store, "0", "3") else { panic!() };
        assert_eq!(ended.ended.unwrap().1, Ending::Reuse);
        assert_eq!(stands(store, stolen.id), ended, "and that was kept");
        for token in ["0", "1", "2", "3"] {
            assert_eq!(turn(store, token, "4"), Turned::Unknown, "{token}: the whole family is dead");
        }
        assert_eq!(stands(store, stolen.id), ended, "it ended once");
        assert!(matches!(turn(store, "other", "other 2"), Turned::Turned(login) if login.id == other.id), "the other device works on");
    });
}

#[test]
fn of_fifty_who_use_a_token_at_once_one_succeeds_and_the_family_dies() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        for round in 0..20 {
            let secret = |n: &str| format!("{round}/{n}");
            let login = standing_login(store, &yuki, &secret("first"));
            let new = |n: usize| secret(&n.to_string());
            let turned = at_once(50, |n| Ok((n, store.write(|tx| tx.turn_refresh_token(&hash(secret("first")), &hash(new(n))))?)));
            let count = |f: fn(&Turned) -> bool| turned.iter().filter(|(_, t)| f(t)).count();
            assert_eq!(count(|t| matches!(t, Turned::Turned(_))), 1, "round {round}: {turned:?}");
            assert_eq!(count(|t| matches!(t, Turned::Reused(_))), 1, "round {round}: {turned:?}");
            assert_eq!(stands(store, login.id).ended.unwrap().1, Ending::Reuse);
            for (n, _) in turned {
                assert_eq!(turn(store, &new(n), "next"), Turned::Unknown, "no child works");
            }
        }
    });
}

#[test]
fn a_login_that_is_not_used_ends() {
    in_every_town(|town| {
        let yuki = standing_account(&town.store, "yuki");
        standing_login(&town.store, &yuki, "0");
        town.pass(TimeDelta::days(13));
        assert!(matches!(turn(&town.store, "0", "1"), Turned::Turned(_)));
        town.pass(TimeDelta::days(13));
        assert!(matches!(turn(&town.store, "1", "2"), Turned::Turned(_)), "counted from the last use");
        town.pass(TimeDelta::days(15));
        assert_eq!(turn(&town.store, "2", "3"), Turned::Unknown);
        assert_eq!(turn(&town.store, "1", "3"), Turned::Unknown, "an expired login is not ended by reuse: it is over already");
    });
}

#[test]
fn a_login_ends_in_any_case_after_its_time() {
    in_every_town(|town| {
        let yuki = standing_account(&town.store, "yuki");
        let begun = standing_login(&town.store, &yuki, "0");
        for n in 0..8 {
            town.pass(TimeDelta::days(11));
            let Turned::Turned(now) = turn(&town.store, &n.to_string(), &(n + 1).to_string()) else { panic!("{n}") };
            assert!(now.idle_expires_at <= now.absolute_expires_at);
            assert_eq!(now.absolute_expires_at - now.created_at, begun.absolute_expires_at - begun.created_at);
        }
        town.pass(TimeDelta::days(3));
        assert_eq!(turn(&town.store, "8", "9"), Turned::Unknown, "after 91 days");
    });
}

#[test]
fn whoever_is_given_a_role_stays_signed_in_for_a_shorter_time_from_then_on() {
    in_every_town(|town| {
        let group = full_group("雪の会");
        let yuki = standing_account(&town.store, "yuki");
        standing_login(&town.store, &yuki, "0");
        town.pass(TimeDelta::days(12));
        let owner = grant(&yuki, Role::Owner(group.id));
        town.store.write(|tx| tx.put_group(&group).map(drop).and(tx.give_role(&owner))).unwrap();
        let Turned::Turned(now) = turn(&town.store, "0", "1") else { panic!("nobody is thrown out at once") };
        let left = |login: &Login| (login.idle_expires_at - login.used_at, (login.absolute_expires_at - login.used_at + TimeDelta::minutes(1)).num_hours());
        assert_eq!(left(&now), (TimeDelta::days(7), 30 * 24), "counted from when the role was given");
        let admin = grant(&yuki, Role::Administrator);
        town.store.write(|tx| tx.give_role(&admin)).unwrap();
        let Turned::Turned(now) = turn(&town.store, "1", "2") else { panic!() };
        assert_eq!(left(&now), (TimeDelta::minutes(30), 12));
        let end = now.absolute_expires_at - now.created_at;
        town.pass(TimeDelta::minutes(20));
        town.store.write(|tx| tx.take_role(admin.id, None)).unwrap();
        let Turned::Turned(now) = turn(&town.store, "2", "3") else { panic!() };
        assert_eq!(now.absolute_expires_at - now.created_at, end, "no login gets longer");
        assert!(now.idle_expires_at <= now.absolute_expires_at);
        town.pass(TimeDelta::hours(13));
        assert_eq!(turn(&town.store, "3", "4"), Turned::Unknown);
    });
}

#[test]
fn a_closed_account_turns_nothing() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        let login = standing_login(store, &yuki, "0");
        store.write(|tx| tx.put_account(&Account { disabled_at: Some(yuki.created_at), ..yuki.clone() })).unwrap();
        assert_eq!(turn(store, "0", "1"), Turned::Unknown);
        assert_eq!(stands(store, login.id).ended, None);
        store.write(|tx| tx.put_account(&yuki)).unwrap();
        assert!(matches!(turn(store, "0", "1"), Turned::Turned(_)), "opened again");
        store.write(|tx| tx.delete_account(yuki.id)).unwrap();
        assert_eq!(turn(store, "1", "2"), Turned::Unknown);
        assert_eq!(store.read(|tx| tx.login(login.id)), Ok(None));
    });
}

#[test]
fn who_asks_is_decided_by_what_stands_now() {
    in_every_town(|town| {
        let (store, group) = (&town.store, full_group("雪の会"));
        let (mut yuki, ren) = (standing_account(store, "yuki"), standing_account(store, "ren"));
        let phone = standing_login(store, &yuki, "phone");
        let caller = |a: &Account, l: &Login, v| store.read(|tx| tx.caller_of_login(a.id, l.id, v)).unwrap();
        let roles = |p: Option<Person>| p.expect("signed in").roles;
        assert_eq!(caller(&yuki, &phone, 1), Some(Person { account: yuki.id, login: phone.id, roles: vec![] }));
        for (a, l, v) in [(&yuki, &phone, 0), (&yuki, &phone, 2), (&ren, &phone, 1), (&yuki, &login(&yuki, town.now(), &[]), 1)] {
            assert_eq!(caller(a, l, v), None, "another version, another account, another login");
        }

        let owner = grant(&yuki, Role::Owner(group.id));
        let auditor = Grant { until: Some(town.now() + TimeDelta::minutes(20)), ..grant(&yuki, Role::Auditor) };
        store.write(|tx| tx.put_group(&group).map(drop).and(tx.give_role(&owner)).and(tx.give_role(&auditor))).unwrap();
        store.write(|tx| tx.give_role(&grant(&ren, Role::Administrator))).unwrap();
        assert_eq!(roles(caller(&yuki, &phone, 1)), [owner.role.clone(), Role::Auditor]);
        town.pass(TimeDelta::minutes(21));
        assert_eq!(roles(caller(&yuki, &phone, 1)), std::slice::from_ref(&owner.role), "a role runs out by itself");
        store.write(|tx| tx.take_role(owner.id, None)).unwrap();
        assert_eq!(roles(caller(&yuki, &phone, 1)), [], "or is taken");

        yuki.security_version = 2;
        store.write(|tx| tx.put_account(&yuki)).unwrap();
        assert_eq!((caller(&yuki, &phone, 1), caller(&yuki, &phone, 2).is_some()), (None, true));
        store.write(|tx| tx.put_account(&Account { disabled_at: Some(yuki.created_at), ..yuki.clone() })).unwrap();
        assert_eq!(caller(&yuki, &phone, 2), None, "the account is closed");
        store.write(|tx| tx.put_account(&yuki)).unwrap();
        store.write(|tx| tx.end_login(phone.id, Ending::LoggedOut)).unwrap();
        assert_eq!(caller(&yuki, &phone, 2), None, "logged out");
        let tablet = standing_login(store, &yuki, "tablet");
        assert!(caller(&yuki, &tablet, 2).is_some());
        town.pass(TimeDelta::days(15));
        assert_eq!(caller(&yuki, &tablet, 2), None, "not used for too long");
    });
}
