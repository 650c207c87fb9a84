//! Opportunities and their sessions.

use crate::backends::{in_every_place, on_every_backend};
use crate::odd::Odd;
use crate::people::{at, full_group, full_opportunity, plain_group, session};
use chrono::TimeDelta;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::opportunity::{Opportunity, State};
use enmusubi_domain::schedule::Session;
use enmusubi_persistence::{Constraint, Counts, Kind, Store, StoreError, Written};

fn put(store: &Store, opportunity: &Opportunity) -> Result<Written, StoreError> {
    store.write(|tx| tx.put_opportunity(opportunity))
}

fn get(store: &Store, id: OpportunityId) -> Option<Opportunity> {
    store.read(|tx| tx.opportunity(id)).unwrap()
}

fn town(store: &Store) -> Opportunity {
    let group = full_group("雪の会");
    store.write(|tx| tx.put_group(&group)).unwrap();
    full_opportunity("雪かき", &group)
}

#[test]
fn an_opportunity_comes_back_as_it_was_given() {
    on_every_backend(|store| {
        let full = town(store);
        assert_eq!(put(store, &full), Ok(Written::Created));
        assert_eq!(get(store, full.id), Some(full));
    });
}

#[test]
fn odd_values_come_back_as_they_were_given() {
    on_every_backend(|store| {
        let group = plain_group("odd");
        store.write(|tx| tx.put_group(&group)).unwrap();
        for seed in 0..150 {
            let mut odd = Odd(seed);
            let one = odd.opportunity(OpportunityId::derived(seed, "odd"), group.id);
            assert_eq!(put(store, &one), Ok(Written::Created), "{seed}");
            assert_eq!(get(store, one.id).as_ref(), Some(&one), "{seed}");
            assert_eq!(put(store, &one), Ok(Written::Unchanged), "{seed}");
            let other = Opportunity { version: 2, created_at: one.created_at, ..odd.opportunity(one.id, group.id) };
            assert_eq!(put(store, &other), Ok(Written::Updated), "{seed}");
            assert_eq!(get(store, one.id), Some(other), "{seed}");
        }
    });
}

#[test]
fn many_at_once_come_back_as_one_by_one() {
    on_every_backend(|store| {
        let groups = [full_group("a"), plain_group("b")];
        let all: Vec<Opportunity> = (0..350).map(|n| Odd(n).opportunity(OpportunityId::derived(n, "bulk"), groups[n as usize % 2].id)).collect();
        store.write(|tx| tx.insert_all(&groups, &all)).unwrap();
        for one in &all {
            assert_eq!(get(store, one.id).as_ref(), Some(one));
        }
        let mut of_a: Vec<&Opportunity> = all.iter().step_by(2).collect();
        of_a.sort_by_key(|o| o.id);
        assert!(store.read(|tx| tx.opportunities_of(groups[0].id)).unwrap().iter().eq(of_a));
        let (mut walked, mut after) = (0, None);
        while let Some(last) = store.read(|tx| tx.opportunities_after(after, 60)).unwrap().last() {
            assert!(after < Some(last.id));
            (walked, after) = (walked + 1, Some(last.id));
        }
        assert_eq!(walked, 6);
        let versions = store.read(|tx| tx.versions_after(Kind::Opportunity, None, 1000)).unwrap();
        assert!(versions.len() == 350 && versions.is_sorted() && versions.iter().all(|(_, v)| *v == 1));
        assert_eq!(store.read(|tx| tx.counts()), Ok(Counts { groups: 2, opportunities: 350, ..Default::default() }));
        assert!(matches!(store.write(|tx| tx.insert_all(&[], &all[..1])), Err(StoreError::Constraint(_))), "what is there is not added again");
    });
}

#[test]
fn nothing_is_touched_when_only_the_time_of_the_change_differs() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let full = town(&store);
        put(&store, &full).unwrap();
        let entries = raw.entries();
        let mut again = Opportunity { updated_at: at("2027-01-01T00:00:00Z"), version: 0, ..full.clone() };
        // What no database keeps, and the order of sessions, is no difference either.
        again.details.schedule.sessions.reverse();
        again.details.schedule.sessions[0].ends_at += TimeDelta::nanoseconds(999);
        again.published_at = again.published_at.map(|t| t + TimeDelta::nanoseconds(1));
        assert_eq!(put(&store, &again), Ok(Written::Unchanged));
        assert_eq!(get(&store, full.id), Some(full));
        assert_eq!(raw.entries(), entries, "nothing in the log");
    });
}

#[test]
fn sessions_are_kept_equal_to_what_is_given() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let mut one = town(&store);
        let sessions: Vec<Session> = (0..5).map(|n| session(&format!("s{n}"), &format!("2026-12-0{}T00:00:00Z", n + 1))).collect();
        one.details.schedule.sessions = sessions.clone();
        put(&store, &one).unwrap();

        // One goes, one is changed, one comes; three stay as they are.
        let mut wanted = sessions.clone();
        wanted.remove(2);
        wanted[0].cancelled = true;
        wanted.push(session("s9", "2026-12-09T00:00:00Z"));
        one.details.schedule.sessions = wanted.clone();
        assert_eq!(put(&store, &one), Ok(Written::Updated));
        let now = get(&store, one.id).unwrap();
        assert_eq!((now.version, now.details.schedule.sessions), (2, wanted));
        assert_eq!(raw.number("SELECT CAST(count(*) AS text) AS line FROM session"), 5);

        one.details.schedule.sessions = vec![];
        assert_eq!(put(&store, &one), Ok(Written::Updated));
        assert_eq!(raw.number("SELECT CAST(count(*) AS text) AS line FROM session"), 0);
        assert_eq!(get(&store, one.id).unwrap().version, 3);
    });
}

#[test]
fn a_session_belongs_to_one_opportunity() {
    on_every_backend(|store| {
        let one = town(store);
        put(store, &one).unwrap();
        let mut other = Opportunity { id: OpportunityId::derived(0, "other"), source: None, ..one.clone() };
        assert_eq!(put(store, &other), Err(StoreError::Constraint(Constraint::Id("session"))));
        assert_eq!(get(store, other.id), None, "all or nothing");
        other.details.schedule.sessions = vec![session("twice", "2026-12-01T00:00:00Z"); 2];
        assert_eq!(put(store, &other), Err(StoreError::Constraint(Constraint::Id("session"))));
    });
}

#[test]
fn a_source_names_one_opportunity() {
    on_every_backend(|store| {
        let one = town(store);
        put(store, &one).unwrap();
        let source = one.source.clone().unwrap();
        assert_eq!(store.read(|tx| tx.opportunity_by_source(&source)), Ok(Some(one.clone())));
        let mut other = Opportunity { id: OpportunityId::derived(0, "other"), ..one.clone() };
        other.details.schedule.sessions = vec![];
        assert_eq!(put(store, &other), Err(StoreError::Constraint(Constraint::OpportunitySource)));
        other.source = None;
        assert_eq!(put(store, &other), Ok(Written::Created));
    });
}

#[test]
fn an_opportunity_needs_its_group() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let one = town(&store);
        let stray = Opportunity { group: GroupId::derived(0, "nobody"), ..one.clone() };
        assert_eq!(put(&store, &stray), Err(StoreError::Constraint(Constraint::OpportunityGroup)));
        assert_eq!(store.write(|tx| tx.insert_all(&[], std::slice::from_ref(&stray))), Err(StoreError::Constraint(Constraint::OpportunityGroup)));
        put(&store, &one).unwrap();
        assert_eq!(put(&store, &stray), Err(StoreError::Constraint(Constraint::OpportunityGroup)));
        assert!(raw.try_run("DELETE FROM \"group\"").is_err());
    });
}

#[test]
fn nobody_takes_a_seat_that_is_not_there() {
    on_every_backend(|store| {
        let mut one = town(store);
        (one.details.seats, one.details.seats_taken) = (Some(3), 4);
        assert_eq!(put(store, &one), Err(StoreError::Constraint(Constraint::Seats)));
        let mut one = town(store);
        one.details.schedule.sessions[0].seats_taken = 11;
        assert_eq!(put(store, &one), Err(StoreError::Constraint(Constraint::Seats)));
    });
}

#[test]
fn recurring_opportunities_are_those_one_can_come_to() {
    on_every_backend(|store| {
        let recurring = town(store);
        put(store, &recurring).unwrap();
        let mut n = 0;
        let mut add = |change: fn(&mut Opportunity)| {
            n += 1;
            let mut other = Opportunity { id: OpportunityId::derived(n, "other"), source: None, ..recurring.clone() };
            other.details.schedule.sessions = vec![];
            change(&mut other);
            put(store, &other).unwrap();
        };
        add(|o| o.state = State::Draft);
        add(|o| o.state = State::Cancelled);
        add(|o| o.details.schedule.recurrence = None);
        assert_eq!(store.read(|tx| tx.recurring_opportunities()), Ok(vec![recurring.id]));
    });
}
