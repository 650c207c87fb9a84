//! How volunteers can be reached.

use crate::backends::{in_every_place, on_every_backend};
use crate::persons::standing_account;
use crate::taking_part::noon;
use chrono::TimeDelta;
use enmusubi_domain::contact::{Contact, Emergency};
use enmusubi_domain::id::AccountId;
use enmusubi_persistence::{StoreError, Written};

/// A contact with everything in it.
pub fn full_contact() -> Contact {
    let emergency = Emergency { name: "北野はる".into(), phone: "011-222-3333".into(), relation: Some("母".into()) };
    Contact {
        name_kana: Some("きたの ゆき".into()),
        phone: Some("+81 (0)90 1234 5678".into()),
        share_phone: true,
        share_email: true,
        share_needs: true,
        emergency: Some(emergency),
    }
}

#[test]
fn a_contact_comes_back_as_it_was_given_and_counts_its_changes() {
    on_every_backend(|store| {
        let (yuki, ren) = (standing_account(store, "yuki"), standing_account(store, "ren"));
        assert_eq!(store.read(|tx| tx.contact(yuki.id)), Ok(None));
        let unrelated = Contact { emergency: full_contact().emergency.map(|e| Emergency { relation: None, ..e }), ..Contact::default() };
        for (n, contact) in [full_contact(), unrelated, Contact::default()].into_iter().enumerate() {
            let now = noon() + TimeDelta::days(n as i64);
            let done = store.write(|tx| tx.put_contact(yuki.id, &contact, now));
            assert_eq!(done, Ok(if n == 0 { Written::Created } else { Written::Updated }));
            let again = store.write(|tx| tx.put_contact(yuki.id, &contact, now + TimeDelta::hours(1)));
            assert_eq!(again, Ok(Written::Unchanged));
            let kept = store.read(|tx| tx.contact(yuki.id)).unwrap().unwrap();
            assert_eq!((kept.version, kept.updated_at, kept.contact), (n as i64 + 1, now, contact), "what is left out is taken away");
        }
        assert_eq!(store.read(|tx| tx.contact(ren.id)), Ok(None), "everybody has their own");
        assert_eq!(store.write(|tx| tx.delete_contact(yuki.id)), Ok(true));
        assert_eq!(store.write(|tx| tx.delete_contact(yuki.id)), Ok(false));
    });
}

#[test]
fn a_contact_goes_with_its_account_and_leaves_no_trace_in_the_log() {
    in_every_place(|place| {
        let store = place.store();
        let entries = place.raw().entries();
        assert!(matches!(store.write(|tx| tx.put_contact(AccountId::new(), &full_contact(), noon())), Err(StoreError::Constraint(_))));
        let yuki = standing_account(&store, "yuki");
        store.write(|tx| tx.put_contact(yuki.id, &full_contact(), noon())).unwrap();
        store.write(|tx| tx.delete_account(yuki.id)).unwrap();
        assert_eq!(place.raw().number("SELECT CAST(count(*) AS text) AS line FROM contact"), 0);
        assert_eq!(place.raw().entries(), entries, "no follower hears of it");
    });
}

#[test]
fn half_an_emergency_contact_is_refused_by_the_database() {
    in_every_place(|place| {
        let store = place.store();
        let yuki = standing_account(&store, "yuki");
        store.write(|tx| tx.put_contact(yuki.id, &full_contact(), noon())).unwrap();
        for column in ["emergency_name", "emergency_phone"] {
            assert!(place.raw().try_run(&format!("UPDATE contact SET {column} = NULL")).is_err(), "{column}");
        }
        place.raw().run("UPDATE contact SET emergency_relation = NULL");
    });
}
