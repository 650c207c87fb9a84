//! Accounts, who wants one, and letters that work once.

use crate::backends::{Backend, Place, in_every_place, on_every_backend};
use crate::people::full_group;
use crate::persons::{account, at_once, email, grant, hash, invitation, letter, standing_account, standing_login};
use crate::profile::full_profile;
use crate::time::in_every_town;
use chrono::{TimeDelta, Utc};
use enmusubi_domain::access::Role;
use enmusubi_domain::account::Account;
use enmusubi_domain::id::{AccountId, OpportunityId};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::{Constraint, JobKind, Letter, NewJob, Purpose, Registration, StoreError, Stored, Written};
use serde_json::json;
use uuid::Uuid;

fn registration(name: &str) -> Registration {
    let a = account(name);
    Registration {
        id: Uuid::now_v7(),
        email: a.email,
        name: a.name,
        lang: Lang::En,
        password: "$argon2id$waiting".into(),
        created_at: a.created_at,
        expires_at: a.created_at + TimeDelta::days(1),
    }
}

#[test]
fn an_account_comes_back_as_it_was_given() {
    on_every_backend(|store| {
        let yuki = Account { lang: Lang::En, disabled_at: Some(account("x").created_at), security_version: 7, ..account("yuki") };
        assert_eq!(store.write(|tx| tx.insert_account(&yuki, "$argon2id$x")), Ok(()));
        assert_eq!(store.read(|tx| tx.account(yuki.id)), Ok(Some(yuki.clone())));
        assert_eq!(store.read(|tx| tx.account_by_email(&yuki.email)), Ok(Some(yuki.clone())));
        assert_eq!(store.read(|tx| tx.password_of(yuki.id)), Ok(Some("$argon2id$x".into())));
        let nobody = AccountId::new();
        assert_eq!(store.read(|tx| tx.account(nobody)), Ok(None));
        assert_eq!(store.read(|tx| tx.account_by_email(&email("nobody"))), Ok(None));
        assert_eq!(store.read(|tx| tx.password_of(nobody)), Ok(None));
    });
}

#[test]
fn an_address_has_one_account() {
    on_every_backend(|store| {
        let (yuki, mut ren) = (standing_account(store, "yuki"), standing_account(store, "ren"));
        let taken = Err(StoreError::Constraint(Constraint::AccountEmail));
        assert_eq!(store.write(|tx| tx.insert_account(&Account { id: AccountId::new(), ..yuki.clone() }, "x")), taken);
        assert_eq!(
            store.write(|tx| tx.insert_account(&Account { email: email("other"), ..yuki.clone() }, "x")),
            Err(StoreError::Constraint(Constraint::Id("account")))
        );
        ren.email = yuki.email;
        assert_eq!(store.write(|tx| tx.put_account(&ren)).map(drop), taken);
        let opened = at_once(8, |_| match store.write(|tx| tx.insert_account(&account("race"), "x")) {
            Err(StoreError::Constraint(Constraint::AccountEmail)) => Ok(false),
            result => result.map(|()| true),
        });
        assert_eq!(opened.into_iter().filter(|o| *o).count(), 1);
    });
}

#[test]
fn every_change_counts_once() {
    in_every_place(|place| {
        let store = place.store();
        let mut yuki = standing_account(&store, "yuki");
        let entries = place.raw().entries();
        let again = Account { version: 99, updated_at: Utc::now() + TimeDelta::days(1), created_at: Utc::now() + TimeDelta::days(1), ..yuki.clone() };
        assert_eq!(store.write(|tx| tx.put_account(&again)), Ok(Written::Unchanged));
        assert_eq!(store.read(|tx| tx.account(yuki.id)), Ok(Some(yuki.clone())));
        let changes: [fn(&mut Account); 5] = [
            |a| a.name = "雪".into(),
            |a| a.lang = Lang::En,
            |a| a.email = email("other"),
            |a| a.disabled_at = Some(a.created_at),
            |a| (a.security_version, a.disabled_at) = (2, None),
        ];
        for (n, change) in changes.into_iter().enumerate() {
            change(&mut yuki);
            assert_eq!(store.write(|tx| tx.put_account(&yuki)), Ok(Written::Updated));
            yuki.version = n as i64 + 2;
            assert_eq!(store.read(|tx| tx.account(yuki.id)), Ok(Some(yuki.clone())));
        }
        assert_eq!(store.read(|tx| tx.password_of(yuki.id)).unwrap().unwrap(), "$argon2id$1", "untouched by all this");
        store.write(|tx| tx.set_password(yuki.id, "$argon2id$2")).unwrap();
        assert_eq!(store.read(|tx| tx.password_of(yuki.id)).unwrap().unwrap(), "$argon2id$2");
        assert_eq!(store.read(|tx| tx.account(yuki.id)).unwrap().unwrap().version, 7);
        assert!(store.write(|tx| tx.put_account(&account("nobody"))).is_err());
        assert_eq!(place.raw().entries(), entries, "followers are told nothing of people");
        place.raw().run("UPDATE account SET version = 77");
        assert_eq!(store.read(|tx| tx.account(yuki.id)).unwrap().unwrap().version, 8, "nobody sets the version");
        assert!(place.raw().try_run("UPDATE account SET id = (SELECT key FROM change_log LIMIT 1)").is_err(), "an id never changes");
    });
}

#[test]
fn one_can_walk_through_all_accounts() {
    on_every_backend(|store| {
        let mut all: Vec<AccountId> = (0..7).map(|n| standing_account(store, &format!("a{n}")).id).collect();
        all.sort();
        let page = |after, limit| store.read(|tx| tx.accounts_page(after, None, limit)).unwrap().into_iter().map(|a| a.id).collect::<Vec<_>>();
        assert_eq!([page(None, 3), page(Some(all[2]), 3), page(Some(all[5]), 3), page(Some(all[6]), 3)].concat(), all);
        let found = store.read(|tx| tx.accounts_page(None, Some(&email("a4")), 10)).unwrap();
        assert_eq!(found.iter().map(|a| a.email.as_str()).collect::<Vec<_>>(), ["a4@example.jp"]);
    });
}

#[test]
fn whoever_wants_an_account_waits_and_is_forgotten_with_the_letter() {
    in_every_town(|town| {
        let (one, other) = (registration("yuki"), registration("yuki"));
        let about = Letter { account: None, registration: Some(one.id), ..letter(&account("x"), Purpose::VerifyAccount, "secret", town.now()) };
        town.store.write(|tx| tx.insert_registration(&one).and(tx.insert_registration(&other)).and(tx.insert_letter(&about))).unwrap();
        assert_eq!(town.store.read(|tx| tx.registration(one.id)), Ok(Some(one.clone())));
        town.store.write(|tx| tx.delete_registration(one.id)).unwrap();
        assert_eq!(town.store.read(|tx| tx.registration(one.id)), Ok(None));
        assert_eq!(town.store.read(|tx| tx.registration(other.id)), Ok(Some(other.clone())));
        assert_eq!(town.store.write(|tx| tx.use_letter(Purpose::VerifyAccount, &hash("secret"))), Ok(None));
    });
}

#[test]
fn a_letter_works_once_for_its_purpose_and_in_time() {
    in_every_town(|town| {
        let (store, yuki) = (&town.store, standing_account(&town.store, "yuki"));
        let purposes = [Purpose::VerifyAccount, Purpose::ResetPassword, Purpose::ConfirmEmail, Purpose::Invitation];
        assert!(purposes.iter().all(|p| Purpose::parse(p.code()) == Some(*p)));
        let new = |purpose, secret: &str| {
            let letter = Letter { email: Some(email("new")), ..letter(&yuki, purpose, secret, town.now()) };
            store.write(|tx| tx.insert_letter(&letter)).unwrap();
            letter
        };
        let used = |purpose, secret: &str| store.write(|tx| tx.use_letter(purpose, &hash(secret))).unwrap();
        let sent = new(Purpose::ResetPassword, "once");
        assert_eq!(used(Purpose::ResetPassword, "unknown"), None);
        assert_eq!(used(Purpose::ConfirmEmail, "once"), None, "it was for something else");
        let came = used(Purpose::ResetPassword, "once").expect("it works");
        assert!(came.used_at.is_some());
        assert_eq!(Letter { used_at: None, ..came }, sent);
        assert_eq!(used(Purpose::ResetPassword, "once"), None, "and does not work again");

        new(Purpose::ConfirmEmail, "late");
        town.pass(TimeDelta::minutes(29));
        new(Purpose::ConfirmEmail, "later");
        town.pass(TimeDelta::minutes(2));
        assert_eq!(used(Purpose::ConfirmEmail, "late"), None);
        assert!(used(Purpose::ConfirmEmail, "later").is_some());

        new(Purpose::ResetPassword, "void");
        new(Purpose::ConfirmEmail, "stays");
        store.write(|tx| tx.void_letters(yuki.id, Purpose::ResetPassword)).unwrap();
        assert_eq!(used(Purpose::ResetPassword, "void"), None);
        assert!(used(Purpose::ConfirmEmail, "stays").is_some());
    });
}

#[test]
fn of_many_who_use_a_letter_at_once_one_succeeds() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        for round in 0..10 {
            let letter = letter(&yuki, Purpose::ResetPassword, &round.to_string(), Utc::now());
            store.write(|tx| tx.insert_letter(&letter)).unwrap();
            let used = at_once(16, |_| store.write(|tx| tx.use_letter(Purpose::ResetPassword, &letter.hash)));
            assert_eq!(used.into_iter().flatten().count(), 1);
        }
    });
}

/// Everything in the database, as text in small letters, one line per row.
fn everything(place: &Place) -> Vec<String> {
    let mut raw = place.raw();
    let tables = match place.backend {
        Backend::Sqlite => raw.lines("SELECT name AS line FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"),
        Backend::Postgres => raw.lines("SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = current_schema()"),
    };
    let mut lines = vec![];
    for table in tables {
        let rows = match place.backend {
            Backend::Postgres => format!("SELECT '{table} ' || t::text AS line FROM \"{table}\" t"),
            Backend::Sqlite => {
                let columns = raw.lines(&format!("SELECT 'quote(\"' || name || '\")' AS line FROM pragma_table_info('{table}')"));
                format!("SELECT '{table} ' || {} AS line FROM \"{table}\"", columns.join(" || ' ' || "))
            }
        };
        lines.extend(raw.lines(&rows).into_iter().map(|l| l.to_lowercase().replace('-', "")));
    }
    lines
}

#[test]
fn an_erased_account_leaves_nothing_behind() {
    in_every_place(|place| {
        let store = place.store();
        let (group, now) = (full_group("雪の会"), Utc::now());
        let (gone, stays) = (standing_account(&store, "gone"), standing_account(&store, "stays"));
        let mine = standing_login(&store, &gone, "gone refresh");
        let theirs = standing_login(&store, &stays, "stays refresh");
        let given = grant(&gone, Role::Administrator);
        let by_gone = enmusubi_domain::access::Grant { given_by: Some(gone.id), ..grant(&stays, Role::Auditor) };
        let sent = invitation(group.id, &gone, "third", now);
        let received = invitation(group.id, &stays, "gone", now);
        let between = invitation(group.id, &stays, "fourth", now);
        let job = |payload| NewJob { kind: JobKind::Mail, payload, run_at: None, dedup_key: None };
        let principal = hash(gone.id.0.as_bytes());
        let kept = Stored { fingerprint: hash("asked"), status: 201, headers: vec![], body: "{\"to\": \"Gone@Example.jp\"}".into() };
        store
            .write(|tx| {
                tx.put_group(&group)?;
                tx.turn_refresh_token(&hash("gone refresh"), &hash("gone refresh 2"))?;
                tx.insert_letter(&letter(&gone, Purpose::ResetPassword, "gone letter", now))?;
                tx.insert_registration(&registration("gone"))?;
                tx.give_role(&given)?;
                tx.give_role(&grant(&gone, Role::Owner(group.id)))?;
                tx.give_role(&by_gone)?;
                tx.take_role(by_gone.id, Some(gone.id))?;
                tx.enqueue(&job(json!({"letter": "password_changed", "account": gone.id.to_string()})))?;
                tx.enqueue(&job(json!({"letter": "reset_password", "email": gone.email.as_str()})))?;
                tx.enqueue(&job(json!({"letter": "password_changed", "account": stays.id.to_string()})))?;
                tx.enqueue(&job(json!({"letter": "reset_password", "email": stays.email.as_str()})))?;
                tx.keep(&principal, "create_group", "key", &kept)?;
                tx.put_profile(gone.id, &full_profile(), now)?;
                tx.put_profile(stays.id, &full_profile(), now)?;
                tx.note_seen(gone.id, &[OpportunityId::new()], now)?;
                tx.note_seen(stays.id, &[OpportunityId::new()], now)?;
                tx.keep(&hash(stays.id.0.as_bytes()), "create_group", "key", &Stored { body: "{}".into(), ..kept.clone() })?;
                for (n, i) in [&sent, &received, &between].into_iter().enumerate() {
                    tx.insert_invitation(i)?;
                    let secret = format!("gone invitation {n}");
                    tx.insert_letter(&Letter {
                        account: None,
                        invitation: Some(i.id),
                        email: Some(i.email.clone()),
                        ..letter(&gone, Purpose::Invitation, &secret, now)
                    })?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let hex = |hash: [u8; 32]| hash.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let secrets = ["gone refresh", "gone refresh 2", "gone letter", "gone invitation 0", "gone invitation 1"].map(|s| hex(hash(s)));
        let traces: Vec<String> =
            [gone.id.0.simple().to_string(), mine.id.0.simple().to_string(), given.id.0.simple().to_string(), "gone@".into(), "gone 雪子".into()]
                .into_iter()
                .chain(secrets)
                .chain([hex(principal)])
                .collect();
        let before = everything(place);
        for trace in &traces {
            assert!(before.iter().any(|l| l.contains(trace)), "{trace} is there first");
        }
        // As the role has left it.
        let theirs = store.read(|tx| tx.login(theirs.id)).unwrap().unwrap();
        store.write(|tx| tx.delete_account(gone.id)).unwrap();
        for line in everything(place) {
            assert!(!traces.iter().any(|t| line.contains(t)), "left behind: {line}");
        }
        // Everybody else keeps what is theirs.
        assert_eq!(place.raw().number("SELECT CAST(count(*) AS text) AS line FROM job"), 2);
        assert!(store.read(|tx| tx.replay(&hash(stays.id.0.as_bytes()), "create_group", "key")).unwrap().is_some());
        for table in ["profile", "seen"] {
            assert_eq!(place.raw().number(&format!("SELECT CAST(count(*) AS text) AS line FROM {table}")), 1, "{table}");
        }
        assert_eq!(store.read(|tx| tx.account(stays.id)), Ok(Some(stays.clone())));
        assert_eq!(store.read(|tx| tx.login(theirs.id)), Ok(Some(theirs.clone())));
        assert_eq!(store.read(|tx| tx.grant(by_gone.id)).unwrap().unwrap().given_by, None);
        assert_eq!(
            store.read(|tx| tx.invitation(between.id)),
            Ok(Some(enmusubi_domain::invitation::Invitation { created_at: micros(now), expires_at: micros(between.expires_at), ..between.clone() }))
        );
        store.write(|tx| tx.delete_account(gone.id)).unwrap();
        store.write(|tx| tx.insert_account(&account("gone"), "x")).unwrap();
    });
}

fn micros(t: chrono::DateTime<Utc>) -> chrono::DateTime<Utc> {
    chrono::SubsecRound::trunc_subsecs(t, 6)
}

#[test]
fn nothing_prints_who_somebody_is_or_what_opens_a_door() {
    let printed = format!("{:?} {:?}", registration("yuki"), letter(&account("yuki"), Purpose::ResetPassword, "secret", Utc::now()));
    for secret in ["yuki", "雪子", "argon2", &format!("{:?}", hash("secret"))] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn a_damaged_account_or_letter_is_named_without_saying_who() {
    on_every_place_hurt("UPDATE account SET email = 'yuki at example'", |tx, yuki| tx.account(yuki.id).map(drop));
    on_every_place_hurt("UPDATE account SET lang = 'tlh'", |tx, yuki| tx.account(yuki.id).map(drop));
    on_every_place_hurt("UPDATE letter SET email = 'yuki at example'", |tx, _| tx.use_letter(Purpose::ResetPassword, &hash("s")).map(drop));
}

fn on_every_place_hurt(wound: &str, read: fn(&mut enmusubi_persistence::Tx<'_>, &Account) -> Result<(), StoreError>) {
    in_every_place(|place| {
        let store = place.store();
        let yuki = standing_account(&store, "yuki");
        store.write(|tx| tx.insert_letter(&letter(&yuki, Purpose::ResetPassword, "s", Utc::now()))).unwrap();
        place.raw().run(wound);
        let error = store.write(|tx| read(tx, &yuki)).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert!(!error.to_string().contains("yuki"), "{error}");
    });
}
