//! What is forgotten after a while, and what is not.

use crate::persons::{account, hash, letter, standing_account, standing_login};
use crate::time::{Town, in_every_town};
use chrono::TimeDelta;
use enmusubi_domain::login::Ending;
use enmusubi_persistence::{Bucket, Purpose, Registration};

fn rows(town: &Town<'_>, table: &str) -> i64 {
    town.place.raw().number(&format!("SELECT CAST(count(*) AS text) AS line FROM {table}"))
}

fn sweep(town: &Town<'_>) -> usize {
    town.store.write(|tx| tx.sweep()).unwrap()
}

#[test]
fn letters_registrations_and_buckets_go_when_nobody_can_need_them() {
    in_every_town(|town| {
        let me = standing_account(&town.store, "me");
        let (now, new) = (town.now(), account("new"));
        let registration = Registration {
            id: uuid::Uuid::now_v7(),
            email: new.email,
            name: new.name,
            lang: new.lang,
            password: "$argon2id$1".into(),
            created_at: now,
            expires_at: now + TimeDelta::hours(24),
        };
        let (used, unused) = (letter(&me, Purpose::ResetPassword, "used", now), letter(&me, Purpose::ConfirmEmail, "unused", now));
        town.store
            .write(|tx| {
                tx.insert_registration(&registration)?;
                tx.insert_letter(&used)?;
                tx.insert_letter(&unused)?;
                tx.use_letter(Purpose::ResetPassword, &hash("used"))?;
                tx.take(Bucket::Account, &hash("me"), 3.0, 1.0).map(drop)
            })
            .unwrap();
        assert_eq!(sweep(town), 0);
        town.pass(TimeDelta::hours(25));
        assert_eq!((sweep(town), rows(town, "registration"), rows(town, "rate_bucket"), rows(town, "letter")), (2, 0, 0, 2));
        town.pass(TimeDelta::days(5));
        assert_eq!(sweep(town), 0);
        town.pass(TimeDelta::days(1));
        assert_eq!((sweep(town), rows(town, "letter"), rows(town, "account")), (2, 0, 1));
    });
}

#[test]
fn a_code_for_a_guardian_goes_a_week_after_it_works_no_more() {
    in_every_town(|town| {
        let child = standing_account(&town.store, "child");
        town.store.write(|tx| tx.insert_guardian_code(child.id, &hash("code")).map(drop)).unwrap();
        town.pass(TimeDelta::days(13));
        assert_eq!((sweep(town), rows(town, "guardian_code")), (0, 1));
        town.pass(TimeDelta::hours(25));
        assert_eq!((sweep(town), rows(town, "guardian_code")), (1, 0));
    });
}

#[test]
fn a_login_is_remembered_until_none_of_its_tokens_could_be_good() {
    in_every_town(|town| {
        let me = standing_account(&town.store, "me");
        let (ended, _unused) = (standing_login(&town.store, &me, "ended"), standing_login(&town.store, &me, "unused"));
        town.store.write(|tx| tx.end_login(ended.id, Ending::LoggedOut)).unwrap();
        town.pass(TimeDelta::days(89));
        assert_eq!((sweep(town), rows(town, "refresh_token")), (0, 2), "a token that comes back is still known");
        town.pass(TimeDelta::days(2));
        assert_eq!((sweep(town), rows(town, "login"), rows(town, "refresh_token")), (2, 0, 0));
    });
}
