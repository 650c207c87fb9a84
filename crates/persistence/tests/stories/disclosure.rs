//! To whom somebody's contact was opened, and who looked.

use crate::backends::{in_every_place, on_every_backend};
use crate::taking_part::{OWN, accept, after, all, apply, begin, decline, noon, published, session_in, somebody, standing_group, withdraw};
use chrono::TimeDelta;
use enmusubi_domain::application::{Application, Origin, Side};
use enmusubi_domain::disclosure::{Disclosure, Field, Look, Purpose};
use enmusubi_domain::id::{AccountId, DisclosureId};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_persistence::{Asking, Store};

/// Somebody, what they were accepted for two hours after noon, and the disclosure it opened.
fn accepted(store: &Store, sessions: &[i64]) -> (AccountId, Opportunity, Application, Disclosure) {
    let (yuki, group) = (somebody(store, "yuki"), standing_group(store, "雪の会"));
    let listing = published(store, &group, sessions.iter().map(|hours| session_in(*hours, Some(5))).collect(), Some(5), |_| ());
    let a = apply(store, yuki, &listing, &all(), &after(1)).unwrap();
    let a = accept(store, &a, &after(2)).unwrap();
    let open = live(store, &a, 2).unwrap();
    (yuki, listing, a, open)
}

/// The disclosure that counts some hours after noon.
fn live(store: &Store, a: &Application, hours: i64) -> Option<Disclosure> {
    store.read(|tx| tx.live_disclosure(a.id, after(hours).now)).unwrap()
}

#[test]
fn contact_opens_at_acceptance_and_not_before() {
    on_every_backend(|store| {
        let (yuki, group) = (somebody(store, "yuki"), standing_group(store, "雪の会"));
        let listing = published(store, &group, vec![session_in(100, Some(5)), session_in(48, Some(5))], None, |_| ());
        let a = apply(store, yuki, &listing, &all(), &after(1)).unwrap();
        assert_eq!(live(store, &a, 1), None, "the group is only asked");
        let a = accept(store, &a, &after(2)).unwrap();
        let open = live(store, &a, 2).unwrap();
        assert_eq!((open.application, open.account, open.group, open.purpose), (a.id, yuki, group.id, Purpose::Participation));
        assert_eq!((open.opened_at, open.ended_at, open.ended_by), (after(2).now, None, None));
        assert_eq!(open.ends_at, after(102).now + TimeDelta::days(30), "days after the end of the last session");
        assert_eq!(open.fields, Field::CONTACT);
        assert_eq!(live(store, &a, 102 + 30 * 24), None, "then it is over by itself");
        assert_eq!(store.read(|tx| tx.disclosure(open.id)), Ok(Some(open.clone())));
        assert_eq!(store.read(|tx| tx.disclosures_of_account(yuki)), Ok(vec![open]));
    });
}

#[test]
fn an_invitation_opens_contact_only_when_the_volunteer_says_yes_and_nothing_lasts_for_ever() {
    on_every_backend(|store| {
        let (yuki, group) = (somebody(store, "yuki"), standing_group(store, "雪の会"));
        let listing = published(store, &group, vec![], Some(5), |_| ());
        let asking = Asking { origin: Origin::Invitation, ..OWN };
        let a = begin(store, yuki, &listing, &all(), asking, &after(1)).unwrap();
        assert_eq!(live(store, &a, 1), None);
        let a = crate::taking_part::consent(store, &a, &after(2)).unwrap();
        let open = live(store, &a, 2).unwrap();
        assert_eq!(open.ends_at, after(2).now + TimeDelta::days(180), "without sessions half a year");
    });
}

#[test]
fn a_waiting_list_opens_nothing() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let listing = published(store, &group, vec![session_in(48, Some(1))], None, |_| ());
        let (first, second) = (somebody(store, "yuki"), somebody(store, "ren"));
        let (a, b) = (apply(store, first, &listing, &all(), &after(1)).unwrap(), apply(store, second, &listing, &all(), &after(1)).unwrap());
        let (a, b) = (accept(store, &a, &after(2)).unwrap(), accept(store, &b, &after(2)).unwrap());
        assert!(live(store, &a, 2).is_some() && live(store, &b, 2).is_none());
        withdraw(store, &a, &after(3)).unwrap();
        assert!(live(store, &a, 3).is_none() && live(store, &b, 3).is_none(), "a seat that is offered is no yes");
        crate::taking_part::consent(store, &b, &after(4)).unwrap();
        assert!(live(store, &b, 4).is_some());
    });
}

#[test]
fn a_withdrawal_or_a_refusal_ends_it() {
    on_every_backend(|store| {
        for end in [withdraw, decline] {
            let (yuki, _, a, open) = accepted(store, &[48]);
            end(store, &a, &after(3)).unwrap();
            assert_eq!(live(store, &a, 3), None);
            let ended = store.read(|tx| tx.disclosure(open.id)).unwrap().unwrap();
            assert_eq!((ended.ended_at, ended.ended_by), (Some(after(3).now), Some(Side::Service)));
            store.write(|tx| tx.delete_account(yuki)).unwrap();
        }
    });
}

#[test]
fn what_the_volunteer_has_ended_does_not_open_again() {
    on_every_backend(|store| {
        let (_, listing, a, open) = accepted(store, &[48]);
        assert_eq!(store.write(|tx| tx.end_disclosure(open.id, Side::Volunteer, after(3).now)), Ok(true));
        assert_eq!(store.write(|tx| tx.end_disclosure(open.id, Side::Service, after(4).now)), Ok(false), "once is enough");
        let attended = a.attended(true, after(60).now).unwrap();
        store.write(|tx| tx.disclosures_follow(Some(&a), &attended, &after(60))).unwrap();
        store.write(|tx| tx.disclosures_follow(Some(&a), &a, &after(60))).unwrap();
        store.write(|tx| tx.disclosures_follow_sessions(listing.id, &after(60))).unwrap();
        let ended = store.read(|tx| tx.disclosure(open.id)).unwrap().unwrap();
        assert_eq!((live(store, &a, 60), ended.ended_at, ended.ended_by), (None, Some(after(3).now), Some(Side::Volunteer)));
    });
}

#[test]
fn it_stays_open_when_somebody_was_there_or_was_not() {
    on_every_backend(|store| {
        let (_, _, a, open) = accepted(store, &[48]);
        for there in [true, false] {
            let noted = a.attended(there, after(60).now).unwrap();
            store.write(|tx| tx.disclosures_follow(Some(&a), &noted, &after(60))).unwrap();
            assert_eq!(live(store, &a, 60), Some(open.clone()));
        }
    });
}

#[test]
fn its_end_moves_with_the_sessions() {
    on_every_backend(|store| {
        let (_, mut listing, a, open) = accepted(store, &[48, 72]);
        assert_eq!(open.ends_at, after(74).now + TimeDelta::days(30));
        let move_to = |listing: &Opportunity| {
            store.write(|tx| tx.put_opportunity(listing)).unwrap();
            store.write(|tx| tx.disclosures_follow_sessions(listing.id, &after(5))).unwrap();
            live(store, &a, 5).unwrap().ends_at
        };
        let last = listing.details.schedule.sessions.iter_mut().max_by_key(|s| s.starts_at).unwrap();
        (last.starts_at, last.ends_at) = (after(500).now, after(503).now);
        assert_eq!(move_to(&listing), after(503).now + TimeDelta::days(30));
        listing.details.schedule.sessions.iter_mut().max_by_key(|s| s.starts_at).unwrap().cancelled = true;
        assert_eq!(move_to(&listing), after(50).now + TimeDelta::days(30), "what is called off keeps nothing open");
    });
}

#[test]
fn an_application_has_one_disclosure_that_is_not_ended() {
    on_every_backend(|store| {
        let (.., open) = accepted(store, &[48]);
        let second = Disclosure { id: DisclosureId::new(), ..open };
        assert!(store.write(|tx| tx.insert_disclosure(&second)).is_err());
    });
}

#[test]
fn every_look_is_kept_newest_first_and_outlives_the_one_who_looked() {
    on_every_backend(|store| {
        let (yuki, _, a, open) = accepted(store, &[48]);
        let (owner, manager) = (somebody(store, "owner"), somebody(store, "manager"));
        let look = |viewer, hours, fields: &[Field]| Look { disclosure: open.id, viewer: Some(viewer), at: after(hours).now, fields: fields.to_vec() };
        let (first, second) = (look(owner, 3, &[Field::Name]), look(manager, 4, &[Field::Name, Field::Phone, Field::Emergency]));
        store.write(|tx| tx.note_look(&first).and(tx.note_look(&second))).unwrap();
        assert_eq!(store.read(|tx| tx.looks_at(open.id, 10)), Ok(vec![second.clone(), first.clone()]));
        assert_eq!(store.read(|tx| tx.looks_at(open.id, 1)), Ok(vec![second.clone()]));
        assert_eq!(store.read(|tx| tx.looks_in_all(open.id)), Ok(2));
        store.write(|tx| tx.delete_account(manager)).unwrap();
        let nobody = Look { viewer: None, ..second };
        assert_eq!(store.read(|tx| tx.looks_at(open.id, 10)), Ok(vec![nobody, first]), "that somebody looked stays");
        withdraw(store, &a, &after(5)).unwrap();
        store.write(|tx| tx.delete_account(yuki)).unwrap();
        assert_eq!(store.read(|tx| tx.looks_in_all(open.id)), Ok(0), "nobody is left to whom it could be told");
    });
}

#[test]
fn disclosures_are_listed_newest_first_page_by_page() {
    on_every_backend(|store| {
        let (yuki, group) = (somebody(store, "yuki"), standing_group(store, "雪の会"));
        for n in 0..3 {
            let listing = published(store, &group, vec![session_in(48 + 24 * n, Some(5))], None, |_| ());
            let a = apply(store, yuki, &listing, &all(), &after(1)).unwrap();
            accept(store, &a, &after(2)).unwrap();
        }
        let all: Vec<DisclosureId> = store.read(|tx| tx.disclosures_of_account(yuki)).unwrap().iter().map(|d| d.id).collect();
        assert!(all.len() == 3 && all.is_sorted_by(|a, b| a > b), "{all:?}");
        let page = |after| store.read(|tx| tx.disclosures_page(yuki, after, 2)).unwrap().iter().map(|d| d.id).collect::<Vec<_>>();
        assert_eq!((page(None), page(Some(all[1]))), (all[..2].to_vec(), all[2..].to_vec()));
    });
}

#[test]
fn what_was_over_before_a_moment_is_forgotten_with_all_who_looked() {
    in_every_place(|place| {
        let store = place.store();
        let group = standing_group(&store, "雪の会");
        let mut open = vec![];
        for name in ["a", "b", "c"] {
            let person = somebody(&store, name);
            let listing = published(&store, &group, vec![session_in(48, Some(5))], None, |_| ());
            let a = apply(&store, person, &listing, &all(), &after(1)).unwrap();
            let a = accept(&store, &a, &after(2)).unwrap();
            let d = live(&store, &a, 2).unwrap();
            store.write(|tx| tx.note_look(&Look { disclosure: d.id, viewer: None, at: noon(), fields: vec![Field::Name] })).unwrap();
            open.push(d);
        }
        store.write(|tx| tx.end_disclosure(open[0].id, Side::Volunteer, after(3).now)).unwrap();
        let forget = |hours| store.write(|tx| tx.forget_disclosures_before(after(hours).now)).unwrap();
        assert_eq!((forget(3), forget(4)), (0, 1), "one that was ended counts from then");
        let over = 50 + 30 * 24;
        assert_eq!((forget(over), forget(over + 1)), (0, 2), "the others from their last day");
        assert_eq!(place.raw().number("SELECT CAST(count(*) AS text) AS line FROM disclosure_view"), 0);
    });
}
