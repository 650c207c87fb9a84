//! Which listings somebody was shown already.

use crate::backends::on_every_backend;
use crate::people::at;
use crate::persons::{at_once, standing_account};
use crate::time::in_every_town;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::id::{AccountId, OpportunityId};
use enmusubi_persistence::{SEEN_MAX, Store};

fn seen(store: &Store, account: AccountId) -> Vec<(OpportunityId, DateTime<Utc>)> {
    let mut all = store.read(|tx| tx.seen_by(account)).unwrap();
    all.sort();
    all
}

fn listing(n: usize) -> OpportunityId {
    OpportunityId::derived(1_700_000_000_000, &format!("listing {n}"))
}

#[test]
fn the_first_time_counts_and_everybody_has_their_own() {
    on_every_backend(|store| {
        let (yuki, ren) = (standing_account(store, "yuki"), standing_account(store, "ren"));
        let (first, later) = (at("2026-11-24T00:00:00.000001Z"), at("2026-11-25T00:00:00Z"));
        store.write(|tx| tx.note_seen(yuki.id, &[listing(1), listing(2), listing(1)], first)).unwrap();
        store.write(|tx| tx.note_seen(yuki.id, &[listing(2), listing(3)], later)).unwrap();
        store.write(|tx| tx.note_seen(ren.id, &[], later)).unwrap();
        let mut expected = vec![(listing(1), first), (listing(2), first), (listing(3), later)];
        expected.sort();
        assert_eq!(seen(store, yuki.id), expected);
        assert_eq!(seen(store, ren.id), []);
        store.write(|tx| tx.note_seen(ren.id, &[listing(1)], later)).unwrap();
        store.write(|tx| tx.forget_seen(yuki.id)).unwrap();
        assert_eq!((seen(store, yuki.id), seen(store, ren.id)), (vec![], vec![(listing(1), later)]));
    });
}

#[test]
fn two_devices_may_note_the_same_at_once() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        let all: Vec<OpportunityId> = (0..20).map(listing).collect();
        at_once(6, |_| store.write(|tx| tx.note_seen(yuki.id, &all, Utc::now())));
        assert_eq!(seen(store, yuki.id).len(), 20);
    });
}

#[test]
fn the_earliest_are_forgotten_where_there_are_too_many() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        let now = at("2026-11-24T00:00:00Z");
        let all: Vec<OpportunityId> = (0..SEEN_MAX + 700).map(listing).collect();
        store.write(|tx| tx.note_seen(yuki.id, &all[..700], now)).unwrap();
        store.write(|tx| tx.note_seen(yuki.id, &all[700..], now + TimeDelta::hours(1))).unwrap();
        let kept = seen(store, yuki.id);
        assert_eq!((kept.len(), kept.iter().all(|(_, at)| *at > now)), (SEEN_MAX, true));
    });
}

#[test]
fn what_was_seen_is_forgotten_after_half_a_year() {
    in_every_town(|town| {
        let yuki = standing_account(&town.store, "yuki");
        let now = town.now();
        town.store.write(|tx| tx.note_seen(yuki.id, &[listing(1)], now)).unwrap();
        town.pass(TimeDelta::days(179));
        assert_eq!(town.store.write(|tx| tx.sweep()), Ok(0));
        town.pass(TimeDelta::days(2));
        assert_eq!(town.store.write(|tx| tx.sweep()), Ok(1));
        assert_eq!(seen(&town.store, yuki.id), []);
    });
}
