//! Groups.

use crate::backends::{in_every_place, on_every_backend};
use crate::odd::Odd;
use crate::people::{at, full_group, plain_group};
use enmusubi_domain::group::Group;
use enmusubi_domain::id::GroupId;
use enmusubi_domain::opportunity::Source;
use enmusubi_persistence::{Constraint, Kind, Store, StoreError, Written};

fn put(store: &Store, group: &Group) -> Result<Written, StoreError> {
    store.write(|tx| tx.put_group(group))
}

fn get(store: &Store, id: GroupId) -> Option<Group> {
    store.read(|tx| tx.group(id)).unwrap()
}

#[test]
fn a_group_comes_back_as_it_was_given() {
    on_every_backend(|store| {
        for group in [full_group("雪の会"), plain_group("plain")] {
            assert_eq!(put(store, &group), Ok(Written::Created));
            assert_eq!(get(store, group.id), Some(group));
        }
        assert_eq!(get(store, GroupId::derived(0, "nobody")), None);
    });
}

#[test]
fn odd_values_come_back_as_they_were_given() {
    on_every_backend(|store| {
        for seed in 0..150 {
            let mut odd = Odd(seed);
            let group = odd.group(GroupId::derived(seed, "odd"));
            assert_eq!(put(store, &group), Ok(Written::Created), "{seed}");
            assert_eq!(get(store, group.id).as_ref(), Some(&group), "{seed}");
            assert_eq!(put(store, &group), Ok(Written::Unchanged), "{seed}");
            let other = Group { version: 2, created_at: group.created_at, ..odd.group(group.id) };
            assert_eq!(put(store, &other), Ok(Written::Updated), "{seed}");
            assert_eq!(get(store, group.id), Some(other), "{seed}");
        }
    });
}

#[test]
fn nothing_is_touched_when_only_the_time_of_the_change_differs() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let group = full_group("雪の会");
        put(&store, &group).unwrap();
        let entries = raw.entries();
        let again = Group { updated_at: at("2027-01-01T00:00:00Z"), created_at: at("2027-01-01T00:00:00Z"), version: 99, ..group.clone() };
        assert_eq!(put(&store, &again), Ok(Written::Unchanged));
        assert_eq!(get(&store, group.id), Some(group));
        assert_eq!(raw.entries(), entries, "nothing in the log");
    });
}

#[test]
fn every_change_counts_once_and_is_logged() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let mut group = full_group("雪の会");
        put(&store, &group).unwrap();
        for version in 2..5 {
            let entries = raw.entries();
            group.details.summary = format!("{version}");
            assert_eq!(put(&store, &group), Ok(Written::Updated));
            assert_eq!(get(&store, group.id).unwrap().version, version);
            assert_eq!(raw.entries(), entries + 1);
        }
        // An operator's own statement counts as well.
        raw.run("UPDATE \"group\" SET name = 'by hand'");
        let by_hand = get(&store, group.id).unwrap();
        assert_eq!((by_hand.version, by_hand.details.name.as_str()), (5, "by hand"));
        raw.run("UPDATE \"group\" SET version = 77");
        assert_eq!(get(&store, group.id).unwrap().version, 6, "nobody sets the version");
        assert!(raw.try_run("UPDATE \"group\" SET id = (SELECT key FROM change_log LIMIT 1)").is_err(), "an id never changes");
    });
}

#[test]
fn a_source_names_one_group() {
    on_every_backend(|store| {
        let (first, mut second) = (full_group("first"), full_group("second"));
        put(store, &first).unwrap();
        assert_eq!(store.read(|tx| tx.group_by_source(first.source.as_ref().unwrap())), Ok(Some(first.clone())));
        second.source = first.source.clone();
        assert_eq!(put(store, &second), Err(StoreError::Constraint(Constraint::GroupSource)));
        assert_eq!(get(store, second.id), None);
        second.source = Some(Source { name: "other".into(), ..first.source.clone().unwrap() });
        assert_eq!(put(store, &second), Ok(Written::Created), "the same reference of another source is another thing");
        second.source = first.source.clone();
        assert_eq!(put(store, &second), Err(StoreError::Constraint(Constraint::GroupSource)));
        for name in ["third", "fourth"] {
            assert_eq!(put(store, &plain_group(name)), Ok(Written::Created), "many have none");
        }
    });
}

#[test]
fn a_text_with_the_character_nul_is_refused_by_both() {
    on_every_backend(|store| {
        let mut group = full_group("雪の会");
        group.details.themes = vec!["a\0b".into()];
        assert_eq!(put(store, &group), Err(StoreError::Constraint(Constraint::Nul)));
        let mut group = full_group("雪の会");
        group.details.name = "\0".into();
        assert_eq!(put(store, &group), Err(StoreError::Constraint(Constraint::Nul)));
    });
}

#[test]
fn one_can_walk_through_all_groups() {
    on_every_backend(|store| {
        let mut all: Vec<Group> = (0..25).map(|n| full_group(&format!("g{n}"))).collect();
        store.write(|tx| tx.insert_all(&all, &[])).unwrap();
        all.sort_by_key(|g| g.id);
        let (mut walked, mut after) = (vec![], None);
        loop {
            let page = store.read(|tx| tx.groups_after(after, 7)).unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            walked.extend(page);
        }
        assert_eq!(walked, all);
        let backwards: Vec<GroupId> = all.iter().rev().map(|g| g.id).chain([GroupId::derived(0, "nobody")]).collect();
        let mut expected = all.clone();
        expected.reverse();
        assert_eq!(store.read(|tx| tx.groups(&backwards)).unwrap(), expected, "in the order asked for, without those that are not there");
        let versions = store.read(|tx| tx.versions_after(Kind::Group, Some(all[19].id.0), 100)).unwrap();
        assert_eq!(versions, all[20..].iter().map(|g| (g.id.0, 1)).collect::<Vec<_>>());
        assert_eq!(store.read(|tx| tx.counts()).unwrap().groups, 25);
    });
}
