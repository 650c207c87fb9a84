//! People's own calendars: the secret address, and what stands in them.

use crate::backends::{in_every_place, on_every_backend};
use crate::persons::{at_once, standing_account};
use crate::taking_part::{accept, after, all, apply, decline, noon, published, session_in, somebody, standing_group, withdraw};
use chrono::TimeDelta;
use enmusubi_domain::account::Account;
use enmusubi_domain::application::State;
use enmusubi_domain::id::AccountId;
use enmusubi_persistence::{Store, StoreError};

fn whose(store: &Store, hash: &[u8; 32]) -> Option<AccountId> {
    store.read(|tx| tx.calendar_of(hash)).map_err(|e: StoreError| e).unwrap()
}

#[test]
fn an_address_is_renewed_and_the_old_one_is_dead_at_once() {
    on_every_backend(|store| {
        let (haru, natsu) = (standing_account(store, "haru"), standing_account(store, "natsu"));
        let made = |of: &Account| store.read(|tx| tx.calendar_key(of.id)).map_err(|e: StoreError| e).unwrap();
        assert_eq!((made(&haru), whose(store, &[1; 32])), (None, None));
        store.write(|tx| tx.put_calendar_key(haru.id, &[1; 32], noon())).unwrap();
        store.write(|tx| tx.put_calendar_key(natsu.id, &[2; 32], noon())).unwrap();
        assert_eq!((made(&haru), whose(store, &[1; 32]), whose(store, &[2; 32])), (Some(noon()), Some(haru.id), Some(natsu.id)));
        let later = noon() + TimeDelta::hours(1);
        store.write(|tx| tx.put_calendar_key(haru.id, &[3; 32], later)).unwrap();
        assert_eq!((made(&haru), whose(store, &[1; 32]), whose(store, &[3; 32])), (Some(later), None, Some(haru.id)));
        // Whoever is shut out is shut out here too.
        store.write(|tx| tx.put_account(&Account { disabled_at: Some(noon()), ..haru.clone() })).unwrap();
        assert_eq!(whose(store, &[3; 32]), None);
        assert_eq!((store.write(|tx| tx.delete_calendar_key(haru.id)), store.write(|tx| tx.delete_calendar_key(haru.id))), (Ok(true), Ok(false)));
        assert_eq!(whose(store, &[2; 32]), Some(natsu.id));
        assert!(matches!(
            store.write(|tx| tx.put_calendar_key(natsu.id, &[2; 32], noon()).and(tx.put_calendar_key(haru.id, &[2; 32], noon()))),
            Err(StoreError::Constraint(_))
        ));
    });
}

#[test]
fn of_twenty_who_renew_at_once_one_address_is_left() {
    in_every_place(|place| {
        let store = place.store();
        let haru = somebody(&store, "haru");
        at_once(20, |n| store.write(|tx| tx.put_calendar_key(haru, &[u8::try_from(n).unwrap(); 32], noon())));
        assert_eq!((0..20).filter(|n| whose(&store, &[*n; 32]).is_some()).count(), 1);
    });
}

#[test]
fn a_calendar_holds_what_is_settled_offered_over_and_called_off() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let haru = somebody(store, "haru");
        let offer = |hours: &[i64], seats: u32| published(store, &group, hours.iter().map(|h| session_in(*h, Some(seats))).collect(), None, |_| ());
        let entries = |since: i64| {
            let found = store.read(|tx| tx.calendar_entries(haru, noon() + TimeDelta::hours(since))).map_err(|e: StoreError| e).unwrap();
            found.iter().map(|e| (e.application.state, (e.session.starts_at - noon()).num_hours(), e.session.cancelled)).collect::<Vec<_>>()
        };
        let (two, one, applied, withdrawn, declined) = (offer(&[50, 30], 9), offer(&[70], 1), offer(&[80], 9), offer(&[90], 9), offer(&[100], 9));
        let a = accept(store, &apply(store, haru, &two, &all(), &after(0)).unwrap(), &after(0)).unwrap();
        // Somebody else was faster: haru waits, and stands in the calendar when a seat is held.
        let other = accept(store, &apply(store, somebody(store, "natsu"), &one, &all(), &after(0)).unwrap(), &after(0)).unwrap();
        accept(store, &apply(store, haru, &one, &all(), &after(0)).unwrap(), &after(0)).unwrap();
        apply(store, haru, &applied, &all(), &after(0)).unwrap();
        withdraw(store, &accept(store, &apply(store, haru, &withdrawn, &all(), &after(0)).unwrap(), &after(0)).unwrap(), &after(1)).unwrap();
        decline(store, &accept(store, &apply(store, haru, &declined, &all(), &after(0)).unwrap(), &after(0)).unwrap(), &after(1)).unwrap();
        assert_eq!(entries(0), [(State::Accepted, 30, false), (State::Accepted, 50, false)]);
        withdraw(store, &other, &after(1)).unwrap();
        assert_eq!(entries(0), [(State::Accepted, 30, false), (State::Accepted, 50, false), (State::Waitlisted, 70, false)]);
        // One session is called off, then all of it.
        let mut changed = store.read(|tx| tx.opportunity(two.id)).map_err(|e: StoreError| e).unwrap().unwrap();
        changed.details.schedule.sessions[1].cancelled = true;
        store.write(|tx| tx.put_opportunity(&changed)).unwrap();
        assert_eq!(entries(0)[1], (State::Accepted, 50, true));
        let mut off = changed.clone();
        off.state = enmusubi_domain::opportunity::State::Cancelled;
        store.write(|tx| tx.put_opportunity(&off)).unwrap();
        assert_eq!(store.write_by_locks(|tx| tx.applications_follow(two.id, &after(2))), Ok(1));
        assert_eq!(entries(0), [(State::Declined, 30, false), (State::Declined, 50, true), (State::Waitlisted, 70, false)]);
        assert_eq!(entries(60), [(State::Waitlisted, 70, false)], "what is long over is left out");
        let was_there = store.read(|tx| tx.application(a.id)).map_err(|e: StoreError| e).unwrap().unwrap();
        assert_eq!(was_there.state, State::Declined);
        assert_eq!(store.read(|tx| tx.calendar_entries(AccountId::new(), noon())).map_err(|e: StoreError| e).unwrap().len(), 0);
    });
}
