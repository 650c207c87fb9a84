//! Connections, counted.

use crate::backends::{in_every_place, on_every_backend};
use crate::follow::{news, start};
use crate::people::{at, full_group, full_opportunity};
use crate::persons::at_once;
use crate::time::in_every_town;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::OpportunityId;
use enmusubi_persistence::{Constraint, Kind, Row, Store, StoreError};
use std::collections::HashMap;

/// Listings that stand in the store.
fn listings<const N: usize>(store: &Store) -> [OpportunityId; N] {
    let group = full_group("雪の会");
    let all = std::array::from_fn(|n| full_opportunity(&format!("雪かき{n}"), &group));
    let written = store.write(|tx| {
        tx.put_group(&group)?;
        all.iter().try_for_each(|o| tx.put_opportunity(o).map(drop))
    });
    written.unwrap();
    all.map(|o| o.id)
}

fn note(store: &Store, listing: OpportunityId, source: ConnectionSource, at: DateTime<Utc>) {
    store.write(|tx| tx.note_connection(listing, source, at)).unwrap();
}

fn since(store: &Store, moment: DateTime<Utc>) -> HashMap<OpportunityId, u32> {
    store.read(|tx| tx.connections_since(moment)).unwrap()
}

#[test]
fn connections_are_counted_by_listing_and_a_groups_own_link_is_not() {
    on_every_backend(|store| {
        let [one, other, linked] = listings(store);
        let now = at("2026-11-29T10:30:00Z");
        for (n, source) in ConnectionSource::ALL.iter().enumerate() {
            note(store, one, *source, now - TimeDelta::hours(n as i64));
        }
        note(store, one, ConnectionSource::Search, now);
        note(store, other, ConnectionSource::Match, now);
        note(store, linked, ConnectionSource::GroupLink, now);
        let week = now - TimeDelta::days(7);
        assert_eq!(since(store, week), [(one, 7), (other, 1)].into());
        let nobody = OpportunityId::new();
        assert_eq!(store.read(|tx| tx.connections_of(&[linked, one, nobody], week)), Ok([(one, 7), (linked, 0), (nobody, 0)].into()));
        assert_eq!(store.read(|tx| tx.connections_of(&[], week)), Ok([].into()));
    });
}

#[test]
fn an_hour_counts_until_it_has_left_the_window_and_both_ways_of_counting_agree() {
    on_every_backend(|store| {
        let [one, other] = listings(store);
        note(store, one, ConnectionSource::Search, at("2026-11-22T10:59:59.999999Z"));
        note(store, other, ConnectionSource::Search, at("2026-11-22T11:00:00Z"));
        for (moment, expected) in [
            ("2026-11-22T09:00:00Z", vec![(one, 1), (other, 1)]),
            ("2026-11-22T10:59:59Z", vec![(one, 1), (other, 1)]),
            ("2026-11-22T11:00:00Z", vec![(other, 1)]),
            ("2026-11-22T11:59:59.999999Z", vec![(other, 1)]),
            ("2026-11-22T12:00:00Z", vec![]),
        ] {
            assert_eq!(since(store, at(moment)), expected.into_iter().collect(), "{moment}");
            let counted = store.read(|tx| tx.connections_of(&[one, other], at(moment))).unwrap();
            assert_eq!(counted.into_iter().filter(|(_, n)| *n > 0).collect::<HashMap<_, _>>(), since(store, at(moment)), "{moment}");
        }
    });
}

#[test]
fn many_who_join_at_once_are_all_counted() {
    on_every_backend(|store| {
        let [one] = listings(store);
        let now = at("2026-11-29T10:30:00Z");
        at_once(6, |_| store.write(|tx| (0..5).try_for_each(|_| tx.note_connection(one, ConnectionSource::Feed, now))));
        assert_eq!(since(store, now), [(one, 30)].into());
    });
}

#[test]
fn the_rows_hold_no_person_and_no_moment_and_the_log_names_the_listing() {
    in_every_place(|place| {
        let store = place.store();
        let [one] = listings(&store);
        let cursor = start(&store);
        for minute in ["01", "59"] {
            note(&store, one, ConnectionSource::Search, at(&format!("2026-11-29T10:{minute}:00Z")));
        }
        let batch = news(&store, &cursor);
        let heard: Vec<_> = batch.changed.into_iter().map(|c| (c.kind, c.key, c.row)).collect();
        assert_eq!(heard, [(Kind::Connection, one.0, Some(Row::Connections))]);
        let rows = place.raw().lines("SELECT source || ' ' || connections AS line FROM connection");
        assert_eq!(rows, ["search 2"], "two in one hour are one row");
    });
}

#[test]
fn nobody_joins_what_is_not_there() {
    on_every_backend(|store| {
        let refused = store.write(|tx| tx.note_connection(OpportunityId::new(), ConnectionSource::Search, Utc::now()));
        assert!(matches!(refused, Err(StoreError::Constraint(Constraint::Other(_)))), "{refused:?}");
    });
}

#[test]
fn connections_are_forgotten_after_longer_than_any_window() {
    in_every_town(|town| {
        let [one] = listings(&town.store);
        note(&town.store, one, ConnectionSource::Search, town.now());
        town.pass(TimeDelta::days(399));
        assert_eq!(town.store.write(|tx| tx.sweep()), Ok(0));
        assert_eq!(since(&town.store, town.now() - TimeDelta::days(400)), [(one, 1)].into());
        town.pass(TimeDelta::days(2));
        assert_eq!(town.store.write(|tx| tx.sweep()), Ok(1));
        assert_eq!(since(&town.store, town.now() - TimeDelta::days(500)), [].into());
    });
}
