//! Damaged rows are errors that name the table and the row, never a panic.

use crate::backends::{Backend, Place, in_every_place};
use crate::people::{full_group, full_opportunity};
use enmusubi_domain::area::{Area, AreaKind};
use enmusubi_domain::text::Names;
use enmusubi_domain::theme::Theme;
use enmusubi_persistence::{Row, Store, StoreError, Tx};

fn damaged<T: std::fmt::Debug>(store: &Store, table: &str, id: &str, read: impl Fn(&mut Tx<'_>) -> Result<T, StoreError>) {
    match store.read(|tx| read(tx)) {
        Err(StoreError::Damaged { table: t, id: i, why }) => assert_eq!((t, i.as_str()), (table, id), "{why}"),
        other => panic!("{table} {id}: {other:?}"),
    }
}

/// Writes what no rule allows.
fn hurt(place: &Place, sql: &str) {
    let unruly = if place.backend == Backend::Sqlite { "PRAGMA ignore_check_constraints = ON;" } else { "" };
    place.raw().run(&format!("{unruly} {sql}"));
}

#[test]
fn a_damaged_group_is_named() {
    in_every_place(|place| {
        let store = place.store();
        let (whole, broken) = (full_group("whole"), full_group("broken"));
        store.write(|tx| tx.insert_all(&[whole.clone(), broken.clone()], &[])).unwrap();
        let mut wounds = vec!["kind = 'a secret\n society'", "members = -1", "themes = '{\"a\": 1}'", "accessibility = '[\"flying\"]'"];
        match place.backend {
            Backend::Sqlite => wounds.extend(["themes = 'not json'", "created_at = 9223372036854775807", "place_lat = NULL", "source_name = NULL"]),
            Backend::Postgres => wounds.extend(["created_at = 'infinity'"]),
        }
        for wound in wounds {
            hurt(place, &format!("UPDATE \"group\" SET {wound} WHERE name = 'broken'"));
            let id = broken.id.to_string();
            damaged(&store, "group", &id, |tx| tx.group(broken.id));
            damaged(&store, "group", &id, |tx| tx.groups_after(None, 10));
            damaged(&store, "group", &id, |tx| tx.groups(&[whole.id, broken.id]));
            assert!(matches!(store.write(|tx| tx.put_group(&broken)), Err(StoreError::Damaged { .. })), "nobody writes over what they cannot read");
            assert_eq!(store.read(|tx| tx.group(whole.id)).unwrap().as_ref(), Some(&whole), "the others are well");
            hurt(place, "DELETE FROM \"group\" WHERE name = 'broken'");
            store.write(|tx| tx.put_group(&broken)).unwrap();
        }
    });
}

#[test]
fn a_damaged_opportunity_or_session_is_named() {
    in_every_place(|place| {
        let store = place.store();
        let group = full_group("雪の会");
        let one = full_opportunity("雪かき", &group);
        let wounds = [
            "kind = 'x'",
            "state = ''",
            "level = 'x'",
            "insurance = 'x'",
            "seats = 4294967296",
            "day_parts = -1",
            "age_max = 256",
            "recurrence = '{}'",
            "recurrence = '{\"rule\":\"\",\"starts_on\":\"2026-13-01\",\"from\":\"1\",\"to\":\"2\",\"except\":[]}'",
            "seeks = '[]'",
            "requirements = '[1]'",
        ];
        for wound in wounds {
            store.write(|tx| tx.put_group(&group).and(tx.put_opportunity(&one))).unwrap();
            hurt(place, &format!("UPDATE opportunity SET {wound}"));
            damaged(&store, "opportunity", &one.id.to_string(), |tx| tx.opportunity(one.id));
            damaged(&store, "opportunity", &one.id.to_string(), |tx| tx.opportunities_of(group.id));
            hurt(place, "DELETE FROM opportunity");
        }
        let infinite = if place.backend == Backend::Sqlite { "ends_at = -9223372036854775808" } else { "ends_at = '-infinity'" };
        for wound in ["seats = 4294967296", infinite] {
            store.write(|tx| tx.put_opportunity(&one)).unwrap();
            let session = one.details.schedule.sessions[0].id;
            hurt(place, &format!("UPDATE session SET {wound} WHERE starts_at = (SELECT min(starts_at) FROM session)"));
            damaged(&store, "session", &session.to_string(), |tx| tx.opportunity(one.id));
            hurt(place, "DELETE FROM opportunity");
        }
    });
}

#[test]
fn a_damaged_row_hides_only_itself_from_the_follower() {
    in_every_place(|place| {
        let store = place.store();
        let cursor = crate::follow::start(&store);
        let (whole, broken) = (full_group("whole"), full_group("broken"));
        store.write(|tx| tx.insert_all(&[whole.clone(), broken.clone()], &[])).unwrap();
        hurt(place, "UPDATE \"group\" SET kind = 'x' WHERE name = 'broken'");
        let batch = crate::follow::news(&store, &cursor);
        assert!(matches!(&batch.damaged[..], [StoreError::Damaged { table: "group", id, .. }] if *id == broken.id.to_string()));
        let rows: Vec<_> = batch.changed.into_iter().map(|c| (c.key, c.row)).collect();
        assert_eq!(rows.len(), 2);
        assert!(rows.contains(&(broken.id.0, None)) && rows.contains(&(whole.id.0, Some(Row::Group(Box::new(whole.clone()))))));
        hurt(place, "UPDATE \"group\" SET kind = 'npo' WHERE name = 'broken'");
        let batch = crate::follow::news(&store, &batch.cursor);
        assert!(batch.damaged.is_empty() && batch.changed[0].row.is_some(), "mended, it is there again");
    });
}

#[test]
fn a_damaged_theme_or_area_is_named() {
    in_every_place(|place| {
        let store = place.store();
        let names = Names { ja: "福祉".into(), en: "welfare".into() };
        let theme = Theme { code: "welfare".into(), names: names.clone(), fields: vec![1], sdgs: vec![] };
        let area = Area { code: "011011".into(), names, kind: AreaKind::Ward, parent: None, point: None, adjacent: vec![], postal_prefixes: vec![] };
        store.write(|tx| tx.put_themes(std::slice::from_ref(&theme)).and(tx.put_areas(std::slice::from_ref(&area)))).unwrap();
        hurt(place, "UPDATE theme SET fields = '[256]'; UPDATE area SET kind = 'planet';");
        damaged(&store, "theme", "welfare", |tx| tx.themes());
        damaged(&store, "area", "011011", |tx| tx.areas());
    });
}
