//! Applications: two yeses, seats, the waiting list, clashes, limits, and time.

use crate::backends::{in_every_place, on_every_backend};
use crate::taking_part::{
    OWN, accept, after, all, apply, begin, consent, decline, noon, now_at, now_of, published, session_in, somebody, standing_group, taken, withdraw,
};
use chrono::TimeDelta;
use enmusubi_domain::application::{Circumstances, Origin, Refused, Rules, State, Submission};
use enmusubi_domain::opportunity::{Opportunity, Seeks, State as Listing};
use enmusubi_persistence::{Asking, GroupLimits, OwnLimits, Store, StoreError};

fn full(kept: bool) -> Refused {
    Refused::Full { kept_for_newcomers_until: kept.then(|| noon() + TimeDelta::hours(200) - TimeDelta::hours(72)) }
}

#[test]
fn an_application_comes_back_as_it_was_kept_and_counts_its_changes() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let o = published(store, &group, vec![session_in(48, Some(3)), session_in(24, Some(3))], None, |_| ());
        let person = somebody(store, "haru");
        let wish = Submission { message: Some("よろしく 👩‍👩‍👧‍👦".into()), party: 2, ..all() };
        let a = apply(store, person, &o, &wish, &after(0)).unwrap();
        let stands = now_of(store, &a);
        assert_eq!(stands, a);
        assert_eq!((stands.state, stands.version, stands.party, stands.sessions.len()), (State::Applied, 1, 2, 2));
        let first = now_at(store, &o).details.schedule.sessions[0].id;
        assert_eq!(stands.sessions[0], first, "by begin");
        assert_eq!(taken(store, &o), [0, 0], "nobody has a seat before both have said yes");
        let version = now_at(store, &o).version;
        let accepted = accept(store, &a, &after(1)).unwrap();
        let noted_by = noon() + TimeDelta::hours(50) + TimeDelta::days(30);
        assert_eq!((accepted.state, accepted.seated, accepted.answer_by), (State::Accepted, true, Some(noted_by)));
        assert_eq!((now_of(store, &a).version, taken(store, &o)), (2, vec![2, 2]));
        assert!(now_at(store, &o).version > version, "whoever compares versions sees that seats were taken");
        let connections = store.read(|tx| tx.connections_of(&[o.id], noon() - TimeDelta::days(1))).map_err(|e: StoreError| e).unwrap();
        assert_eq!(connections[&o.id], 1);
    });
}

#[test]
fn nobody_applies_twice_while_one_goes_on() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let o = published(store, &group, vec![session_in(48, Some(3))], None, |_| ());
        let person = somebody(store, "haru");
        let a = apply(store, person, &o, &all(), &after(0)).unwrap();
        assert_eq!(apply(store, person, &o, &all(), &after(0)).unwrap_err(), Refused::AlreadyApplied(a.id));
        withdraw(store, &a, &after(1)).unwrap();
        assert!(apply(store, person, &o, &all(), &after(2)).is_ok(), "afterwards again");
        // The database itself would say so too.
        let twin = enmusubi_domain::application::Application {
            id: enmusubi_domain::id::ApplicationId::new(),
            ..apply(store, somebody(store, "natsu"), &o, &all(), &after(2)).unwrap()
        };
        let refused = store.write(|tx| tx.insert_application(&twin)).unwrap_err();
        assert_eq!(refused, StoreError::Constraint(enmusubi_persistence::Constraint::LiveApplication));
    });
}

#[test]
fn seats_are_never_oversold_and_whoever_waits_is_asked_first() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let o = published(store, &group, vec![session_in(48, Some(2))], None, |_| ());
        let people: Vec<_> = (0..4).map(|n| somebody(store, &format!("v{n}"))).collect();
        let apps: Vec<_> = people.iter().map(|p| apply(store, *p, &o, &all(), &after(0)).unwrap()).collect();
        let states: Vec<State> = apps.iter().enumerate().map(|(i, a)| accept(store, a, &after(1 + i as i64)).unwrap().state).collect();
        assert_eq!(states, [State::Accepted, State::Accepted, State::Waitlisted, State::Waitlisted]);
        assert_eq!(taken(store, &o), [2]);
        let place = |n: usize| store.read(|tx| tx.place_in_queue(&now_of(store, &apps[n]))).map_err(|e: StoreError| e).unwrap();
        assert_eq!((place(2), place(3), place(0)), (Some(1), Some(2), None));
        // A seat comes free: it is held for the first, who must say so.
        withdraw(store, &apps[0], &after(6)).unwrap();
        let offered = now_of(store, &apps[2]);
        assert!(offered.is_offered() && offered.answer_by == Some(noon() + TimeDelta::hours(30)), "{offered:?}");
        assert_eq!((taken(store, &o), place(3)), (vec![2], Some(1)));
        assert_eq!(consent(store, &now_of(store, &apps[3]), &after(7)).unwrap_err().code(), "not_in_this_state");
        assert_eq!(now_of(store, &apps[3]).answer_by, Some(noon() + TimeDelta::hours(48)), "whoever waits to the end waits until it begins");
        // They let it pass, and it goes on to the next.
        let late = after(31);
        assert_eq!(consent(store, &offered, &late).unwrap_err(), Refused::TooLate);
        let due = store.read(|tx| tx.applications_overdue(&late, 10)).map_err(|e: StoreError| e).unwrap();
        assert_eq!(due, [apps[2].id]);
        assert!(store.write_by_locks(|tx| tx.expire_application(apps[2].id, &late)).map_err(|e: StoreError| e).unwrap());
        assert_eq!(now_of(store, &apps[2]).state, State::Expired);
        let last = now_of(store, &apps[3]);
        assert!(last.is_offered(), "{last:?}");
        assert_eq!(consent(store, &last, &after(32)).unwrap().state, State::Accepted);
        assert_eq!(taken(store, &o), [2]);
    });
}

#[test]
fn where_there_is_no_seat_one_is_told_before_one_applies() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        for o in [published(store, &group, vec![session_in(48, Some(1))], None, |_| ()), published(store, &group, vec![], Some(1), |_| ())] {
            let first = apply(store, somebody(store, &format!("a{}", o.id)), &o, &all(), &after(0)).unwrap();
            assert_eq!(accept(store, &first, &after(0)).unwrap().state, State::Accepted);
            let person = somebody(store, &format!("b{}", o.id));
            let strict = Asking { waitlist: false, ..OWN };
            assert_eq!(begin(store, person, &o, &all(), strict, &after(0)).unwrap_err(), full(false));
            let waits = apply(store, person, &o, &all(), &after(0)).unwrap();
            assert_eq!(accept(store, &waits, &after(0)).unwrap().state, State::Waitlisted);
            withdraw(store, &first, &after(1)).unwrap();
            assert!(now_of(store, &waits).is_offered());
            // More than one came: the party does not fit, and waits for two.
            assert_eq!(taken(store, &o), [1]);
        }
    });
}

#[test]
fn a_party_that_does_not_fit_lets_smaller_ones_pass() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let o = published(store, &group, vec![session_in(48, Some(2))], None, |_| ());
        let both = apply(store, somebody(store, "both"), &o, &Submission { party: 2, ..all() }, &after(0)).unwrap();
        accept(store, &both, &after(0)).unwrap();
        let pair = apply(store, somebody(store, "pair"), &o, &Submission { party: 2, ..all() }, &after(0)).unwrap();
        let single = apply(store, somebody(store, "single"), &o, &all(), &after(0)).unwrap();
        assert_eq!((accept(store, &pair, &after(1)).unwrap().state, accept(store, &single, &after(2)).unwrap().state), (State::Waitlisted, State::Waitlisted));
        // One seat more: not enough for two.
        let mut more = now_at(store, &o);
        more.details.schedule.sessions[0].seats = Some(3);
        store.write(|tx| tx.put_opportunity(&more)).unwrap();
        store.write_by_locks(|tx| tx.applications_follow(o.id, &after(3))).map_err(|e: StoreError| e).unwrap();
        assert!(!now_of(store, &pair).seated && now_of(store, &single).is_offered());
        withdraw(store, &both, &after(4)).unwrap();
        assert!(now_of(store, &pair).is_offered());
        assert_eq!(taken(store, &o), [3]);
    });
}

#[test]
fn the_last_seats_are_for_newcomers_until_they_are_released() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let keeps = |d: &mut enmusubi_domain::opportunity::OpportunityDetails| d.seeks = Some(Seeks { newcomer_seats: 1, ..Seeks::default() });
        let o = published(store, &group, vec![session_in(200, Some(2))], None, keeps);
        let experienced = |name: &str| {
            let person = somebody(store, name);
            let wish = enmusubi_domain::matching::Wish { level: Some(enmusubi_domain::level::Level::Applied), party: 1, ..Default::default() };
            let profile = enmusubi_domain::profile::Profile { wish, ..Default::default() };
            store.write(|tx| tx.put_profile(person, &profile, noon())).unwrap();
            person
        };
        let (one, two, fresh) = (experienced("one"), experienced("two"), somebody(store, "fresh"));
        let first = apply(store, one, &o, &all(), &after(0)).unwrap();
        assert_eq!(accept(store, &first, &after(0)).unwrap().state, State::Accepted);
        let strict = Asking { waitlist: false, ..OWN };
        assert_eq!(begin(store, two, &o, &all(), strict, &after(0)).unwrap_err(), full(true));
        let waits = apply(store, two, &o, &all(), &after(0)).unwrap();
        assert_eq!(accept(store, &waits, &after(0)).unwrap().state, State::Waitlisted);
        // The time of newcomers is over: whoever waits is offered the seat.
        store.write_by_locks(|tx| tx.applications_follow(o.id, &after(127))).map_err(|e: StoreError| e).unwrap();
        assert!(!now_of(store, &waits).seated, "an hour too early");
        let a = apply(store, fresh, &o, &all(), &after(127)).unwrap();
        assert_eq!(accept(store, &a, &after(127)).unwrap().state, State::Accepted, "a newcomer may have it");
        withdraw(store, &a, &after(128)).unwrap();
        assert!(now_of(store, &waits).is_offered(), "released");
    });
}

#[test]
fn nobody_is_at_two_places_at_once() {
    on_every_backend(|store| {
        let (here, there) = (standing_group(store, "雪の会"), standing_group(store, "朝の会"));
        let person = somebody(store, "haru");
        let a = apply(store, person, &published(store, &here, vec![session_in(48, Some(3))], None, |_| ()), &all(), &after(0)).unwrap();
        accept(store, &a, &after(0)).unwrap();
        let held = |hours| published(store, &there, vec![session_in(hours, Some(3))], None, |_| ());
        let overlapping = held(49);
        let b = apply(store, person, &overlapping, &all(), &after(0)).unwrap();
        let Refused::Clash(with) = accept(store, &b, &after(1)).unwrap_err() else { panic!("no clash") };
        assert_eq!((with.application, taken(store, &overlapping)), (a.id, vec![0]));
        // Where an hour to hand over is allowed, they do not clash; nor where one ends as the other begins.
        let kind = Circumstances { rules: Rules { handover_minutes: 60, ..Rules::default() }, ..after(1) };
        assert_eq!(accept(store, &b, &kind).unwrap().state, State::Accepted);
        withdraw(store, &b, &after(2)).unwrap();
        let c = apply(store, person, &held(50), &all(), &after(2)).unwrap();
        assert_eq!(accept(store, &c, &after(2)).unwrap().state, State::Accepted);
    });
}

#[test]
fn weeks_are_no_fuller_than_the_person_and_the_group_want() {
    on_every_backend(|store| {
        let (here, there) = (standing_group(store, "雪の会"), standing_group(store, "朝の会"));
        let person = somebody(store, "haru");
        store.write(|tx| tx.put_own_limits(person, &OwnLimits { sessions_per_week: Some(2), ..OwnLimits::default() })).unwrap();
        store.write(|tx| tx.put_group_limits(here.id, &GroupLimits { sessions_per_person_week: Some(1), ..GroupLimits::default() })).unwrap();
        // Monday noon; hours later on Tuesday, Wednesday, Thursday, and on Monday a week later.
        let try_at = |group, hours| {
            let o = published(store, group, vec![session_in(hours, None)], None, |_| ());
            accept(store, &apply(store, person, &o, &all(), &after(0)).unwrap(), &after(0))
        };
        assert_eq!(try_at(&here, 24).unwrap().state, State::Accepted);
        let week = "2041-05-06".parse().unwrap();
        assert_eq!(try_at(&here, 48).unwrap_err(), Refused::GroupWeekFull { limit: 1, week });
        assert_eq!(try_at(&there, 48).unwrap().state, State::Accepted);
        assert_eq!(try_at(&there, 72).unwrap_err(), Refused::OwnWeekFull { limit: 2, week });
        assert_eq!(try_at(&here, 24 * 7).unwrap().state, State::Accepted, "next Monday is another week");
        // Both at once in one application are counted too.
        let o = published(store, &there, vec![session_in(24 * 8, None), session_in(24 * 9, None)], None, |_| ());
        let a = apply(store, person, &o, &all(), &after(0)).unwrap();
        assert_eq!(accept(store, &a, &after(0)).unwrap_err().code(), "own_week_full");
    });
}

#[test]
fn an_invitation_is_certain_with_the_volunteers_yes_and_an_introduction_asks_the_group() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let (person, other) = (somebody(store, "haru"), somebody(store, "coordinator"));
        let by = |origin| Asking { origin, begun_by: Some(other), ..OWN };
        let open = |seats| published(store, &group, vec![session_in(24 * 20, Some(seats))], None, |_| ());
        let invited = begin(store, person, &open(1), &all(), by(Origin::Invitation), &after(0)).unwrap();
        assert_eq!((invited.state, invited.applied_at), (State::Proposed, None));
        assert_eq!(accept(store, &invited, &after(0)).unwrap_err().code(), "not_in_this_state", "the group cannot say yes for them");
        assert_eq!(consent(store, &invited, &after(1)).unwrap().state, State::Accepted);
        withdraw(store, &invited, &after(2)).unwrap();
        let introduced = begin(store, person, &open(1), &all(), by(Origin::Introduction), &after(2)).unwrap();
        let applied = consent(store, &introduced, &after(3)).unwrap();
        assert_eq!((applied.state, applied.seated), (State::Applied, false));
        assert_eq!(accept(store, &applied, &after(4)).unwrap().state, State::Accepted);
        withdraw(store, &applied, &after(5)).unwrap();
        // Three within a week, and no more; nor any for whoever wants none.
        begin(store, person, &open(1), &all(), by(Origin::Assignment), &after(5)).unwrap();
        let Refused::AskedOften { limit, again_at } = begin(store, person, &open(1), &all(), by(Origin::Company), &after(6)).unwrap_err() else { panic!() };
        assert_eq!((limit, again_at), (3, noon() + TimeDelta::days(7)));
        assert!(begin(store, person, &open(1), &all(), by(Origin::Company), &after(24 * 7 + 1)).is_ok());
        let quiet = somebody(store, "quiet");
        store.write(|tx| tx.put_own_limits(quiet, &OwnLimits { invitations_per_week: Some(0), ..OwnLimits::default() })).unwrap();
        assert_eq!(begin(store, quiet, &open(1), &all(), by(Origin::Introduction), &after(6)).unwrap_err().code(), "asked_often_enough");
    });
}

#[test]
fn what_nobody_answers_expires_and_what_is_called_off_ends() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let o = published(store, &group, vec![session_in(24 * 30, Some(1)), session_in(24 * 31, Some(1))], None, |_| ());
        let silent = apply(store, somebody(store, "a"), &o, &all(), &after(0)).unwrap();
        assert_eq!(silent.answer_by, Some(noon() + TimeDelta::days(7)));
        let soon = published(store, &group, vec![session_in(5, Some(1))], None, |_| ());
        assert_eq!(apply(store, somebody(store, "b"), &soon, &all(), &after(0)).unwrap().answer_by, Some(noon() + TimeDelta::hours(5)), "not beyond its begin");
        assert!(!store.write_by_locks(|tx| tx.expire_application(silent.id, &after(24 * 7 - 1))).map_err(|e: StoreError| e).unwrap());
        assert!(store.write_by_locks(|tx| tx.expire_application(silent.id, &after(24 * 7))).map_err(|e: StoreError| e).unwrap());
        assert!(!store.write_by_locks(|tx| tx.expire_application(silent.id, &after(24 * 7))).map_err(|e: StoreError| e).unwrap(), "once");
        // One session called off is not the end of it, all of them are.
        let a = apply(store, somebody(store, "c"), &o, &all(), &after(0)).unwrap();
        accept(store, &a, &after(1)).unwrap();
        let waits = apply(store, somebody(store, "d"), &o, &all(), &after(1)).unwrap();
        accept(store, &waits, &after(2)).unwrap();
        let call_off = |which: &[usize]| {
            let mut changed: Opportunity = now_at(store, &o);
            which.iter().for_each(|i| changed.details.schedule.sessions[*i].cancelled = true);
            store.write(|tx| tx.put_opportunity(&changed)).unwrap();
            store.write_by_locks(|tx| tx.applications_follow(o.id, &after(3))).map_err(|e: StoreError| e).unwrap()
        };
        assert_eq!((call_off(&[0]), now_of(store, &a).state), (0, State::Accepted));
        assert_eq!(call_off(&[1]), 2);
        assert_eq!((now_of(store, &a).state, now_of(store, &waits).state), (State::Declined, State::Declined));
        // A closed one takes nobody new, and keeps whom it took.
        let o = published(store, &group, vec![session_in(48, Some(1))], None, |_| ());
        let (kept, late) =
            (apply(store, somebody(store, "e"), &o, &all(), &after(0)).unwrap(), apply(store, somebody(store, "f"), &o, &all(), &after(0)).unwrap());
        accept(store, &kept, &after(0)).unwrap();
        store.write(|tx| tx.put_opportunity(&Opportunity { state: Listing::Closed, ..now_at(store, &o) })).unwrap();
        assert_eq!(store.read(|tx| tx.opportunities_ended_with_applications()).map_err(|e: StoreError| e).unwrap(), [o.id]);
        assert_eq!(store.write_by_locks(|tx| tx.applications_follow(o.id, &after(1))).map_err(|e: StoreError| e).unwrap(), 1);
        assert_eq!((now_of(store, &kept).state, now_of(store, &late).state), (State::Accepted, State::Declined));
        assert!(store.read(|tx| tx.opportunities_ended_with_applications()).map_err(|e: StoreError| e).unwrap().is_empty());
    });
}

#[test]
fn a_group_is_as_quick_as_the_middle_of_its_answers() {
    on_every_backend(|store| {
        let group = standing_group(store, "雪の会");
        let response = || store.read(|tx| tx.group(group.id)).map_err(|e: StoreError| e).unwrap().unwrap().response_hours;
        let o = published(store, &group, vec![session_in(24 * 30, None)], None, |_| ());
        for (n, hours) in [3, 30, 50].into_iter().enumerate() {
            assert_eq!((store.write(|tx| tx.measure_paces(None, after(60).now)).unwrap(), response()), (0, None), "too few to say");
            let a = apply(store, somebody(store, &format!("v{n}")), &o, &all(), &after(0)).unwrap();
            if n == 1 {
                decline(store, &a, &after(hours)).unwrap()
            } else {
                accept(store, &a, &after(hours)).unwrap()
            };
        }
        let asleep = store.write(|tx| tx.measure_paces(Some(after(51).now), after(60).now)).unwrap();
        assert_eq!((asleep, response()), (0, None), "nobody answered since");
        assert_eq!((store.write(|tx| tx.measure_paces(Some(after(49).now), after(60).now)).unwrap(), response()), (1, Some(30)));
        assert_eq!(store.write(|tx| tx.measure_paces(None, after(60).now)).unwrap(), 0, "nothing is written that stands already");
        assert_eq!((store.write(|tx| tx.measure_paces(None, after(24 * 200).now)).unwrap(), response()), (1, None), "that was long ago");
    });
}

#[test]
fn fifty_at_once_get_ten_seats_and_not_one_more() {
    in_every_place(|place| {
        let store: &Store = &place.store();
        let group = standing_group(store, "雪の会");
        let o = published(store, &group, vec![session_in(48, Some(10))], None, |_| ());
        let apps: Vec<_> = (0..50).map(|n| apply(store, somebody(store, &format!("v{n}")), &o, &all(), &after(0)).unwrap()).collect();
        // Two stores where there can be two: as two nodes have.
        let second = if place.backend == crate::backends::Backend::Postgres { place.store() } else { store.clone() };
        let accepted: usize = std::thread::scope(|scope| {
            let work = |(i, a): (usize, _)| {
                let store = if i % 2 == 0 { store } else { &second };
                scope.spawn(move || usize::from(accept(store, a, &after(1)).unwrap().state == State::Accepted))
            };
            let all: Vec<_> = apps.iter().enumerate().map(work).collect();
            all.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!((accepted, taken(store, &o)), (10, vec![10]));
    });
}
