//! The follower finds everything, whatever commits late.

use crate::backends::{Backend, Place, in_every_place};
use crate::people::{full_group, full_opportunity, plain_group};
use enmusubi_domain::theme::Theme;
use enmusubi_persistence::{Batch, Changed, Cursor, Follow, Kind, Row, Store};
use std::time::Duration;
use uuid::Uuid;

/// Asks for the start.
pub fn start(store: &Store) -> Cursor {
    match store.follow(None).unwrap() {
        Follow::Rebuild { start, .. } => start,
        Follow::Batch(_) => panic!("nobody can go on from nowhere"),
    }
}

/// Asks what is new.
pub fn news(store: &Store, cursor: &Cursor) -> Batch {
    match store.follow(Some(cursor)).unwrap() {
        Follow::Batch(batch) => batch,
        Follow::Rebuild { why, .. } => panic!("rebuild: {why}"),
    }
}

fn rebuild(store: &Store, cursor: &Cursor) -> (&'static str, Cursor) {
    match store.follow(Some(cursor)).unwrap() {
        Follow::Rebuild { why, start } => (why, start),
        Follow::Batch(batch) => panic!("a batch: {batch:?}"),
    }
}

fn keys(batch: &Batch) -> Vec<(Kind, Uuid)> {
    batch.changed.iter().map(|c| (c.kind, c.key)).collect()
}

#[test]
fn the_follower_is_told_what_changed_and_what_it_is_now() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let mut cursor = start(&store);
        assert!(news(&store, &cursor).changed.is_empty());

        let mut group = full_group("雪の会");
        let one = full_opportunity("雪かき", &group);
        store.write(|tx| tx.put_group(&group).and(tx.put_opportunity(&one))).unwrap();
        let batch = news(&store, &cursor);
        let rows: Vec<_> = batch.changed.iter().map(|c| (c.kind, c.key, c.row.clone())).collect();
        assert_eq!(
            rows,
            [
                (Kind::Opportunity, one.id.0, Some(Row::Opportunity(Box::new(one.clone())))),
                (Kind::Group, group.id.0, Some(Row::Group(Box::new(group.clone())))),
            ]
        );
        cursor = batch.cursor;
        assert!(news(&store, &cursor).changed.is_empty(), "each thing once");

        // A change of the group is the group's alone.
        group.details.name = "新しい名".into();
        store.write(|tx| tx.put_group(&group)).unwrap();
        let batch = news(&store, &cursor);
        assert_eq!(keys(&batch), [(Kind::Group, group.id.0)]);
        cursor = batch.cursor;

        // A session speaks for its opportunity, whoever changes it.
        for sql in ["UPDATE session SET seats_taken = 5 WHERE seats = 10", "DELETE FROM session WHERE seats = 10"] {
            raw.run(sql);
            let batch = news(&store, &cursor);
            assert_eq!(keys(&batch), [(Kind::Opportunity, one.id.0)], "{sql}");
            cursor = batch.cursor;
        }

        let theme = Theme { code: "welfare".into(), names: enmusubi_domain::text::Names { ja: "福".into(), en: "w".into() }, fields: vec![], sdgs: vec![] };
        store.write(|tx| tx.put_themes(std::slice::from_ref(&theme))).unwrap();
        let batch = news(&store, &cursor);
        assert!(matches!(&batch.changed[..], [Changed { kind: Kind::Theme, key, row: Some(Row::Taxonomy) }] if key.is_nil()));
        cursor = batch.cursor;

        raw.run("DELETE FROM opportunity");
        let batch = news(&store, &cursor);
        assert!(matches!(&batch.changed[..], [Changed { kind: Kind::Opportunity, row: None, .. }]), "gone: {batch:?}");
        let again: Cursor = batch.cursor.to_string().parse().unwrap();
        assert_eq!(again, batch.cursor);
        assert_eq!(again.epoch(), cursor.epoch());
    });
}

#[test]
fn on_postgres_a_commit_that_comes_late_is_found_and_a_naive_follower_loses_it() {
    let Some(place) = Place::postgres() else { return };
    let (store, mut slow, mut naive) = (place.store(), place.raw(), place.raw());
    let (late, early) = (full_group("late"), full_group("early"));
    store.write(|tx| tx.insert_all(&[late.clone(), early.clone()], &[])).unwrap();
    let cursor = news(&store, &start(&store)).cursor;
    let mut last = naive.number("SELECT max(seq)::text AS line FROM change_log");
    let mut naive_news = |last: &mut i64| {
        let seen = naive.lines(&format!("SELECT seq || ' ' || key AS line FROM change_log WHERE seq > {last} ORDER BY seq"));
        let seen: Vec<(i64, Uuid)> = seen.iter().map(|l| l.split_once(' ').unwrap()).map(|(s, k)| (s.parse().unwrap(), k.parse().unwrap())).collect();
        *last = seen.last().map_or(*last, |(seq, _)| *seq);
        seen.into_iter().map(|(_, key)| key).collect::<Vec<_>>()
    };

    // T1 takes its number in the log and stays open; T2 takes a later one and commits; both followers look; T1 commits.
    slow.run("BEGIN; UPDATE \"group\" SET summary = 'late' WHERE name = 'late'");
    store
        .write(|tx| {
            let mut early = tx.group(early.id)?.expect("it stands");
            early.details.summary = "early".into();
            tx.put_group(&early)
        })
        .unwrap();
    let first = news(&store, &cursor);
    assert_eq!(keys(&first), [(Kind::Group, early.id.0)]);
    assert_eq!(naive_news(&mut last), [early.id.0]);
    slow.run("COMMIT");

    let second = news(&store, &first.cursor);
    assert_eq!(keys(&second), [(Kind::Group, late.id.0)], "found");
    assert_eq!(naive_news(&mut last), [] as [Uuid; 0], "the planted bug: never seen, and never will be");
    assert!(news(&store, &second.cursor).changed.is_empty());

    // A transaction that takes nothing back leaves nothing.
    slow.run("BEGIN; UPDATE \"group\" SET summary = 'never'; ROLLBACK");
    assert!(news(&store, &second.cursor).changed.is_empty());
}

#[test]
fn an_open_transaction_holds_nobody_up() {
    let Some(place) = Place::postgres() else { return };
    let (store, mut slow) = (place.store(), place.raw());
    let group = full_group("雪の会");
    let cursor = start(&store);
    slow.run("BEGIN; INSERT INTO change_log (kind, key) VALUES (2, gen_random_uuid())");
    store.write(|tx| tx.put_group(&group)).unwrap();
    let first = news(&store, &cursor);
    assert_eq!(keys(&first), [(Kind::Group, group.id.0)]);
    assert!(news(&store, &first.cursor).changed.is_empty(), "nothing twice, although an older transaction is open");
    slow.run("COMMIT");
    assert_eq!(news(&store, &first.cursor).changed.len(), 1);
}

#[test]
fn another_database_or_another_life_of_it_means_rebuild() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        store.write(|tx| tx.put_group(&full_group("雪の会"))).unwrap();
        let cursor = start(&store);
        let elsewhere = Place::sqlite();
        let other = elsewhere.store();
        assert!(rebuild(&other, &cursor).0.contains("another one"));
        assert!(rebuild(&store, &start(&other)).0.contains("another one"));

        // The last entry that was read is another one: a file was copied over, or the data was loaded anew.
        match place.backend {
            Backend::Sqlite => raw.run("UPDATE change_log SET nonce = nonce + 1"),
            Backend::Postgres => raw.run("UPDATE change_log SET at = at - interval '1 second'"),
        }
        let (why, start_again) = rebuild(&store, &cursor);
        assert!(why.contains("last entry"), "{why}");
        assert!(news(&store, &start_again).changed.is_empty());

        let fresh = if place.backend == Backend::Sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
        raw.run(&format!("UPDATE db_identity SET restore_id = {fresh}"));
        assert!(rebuild(&store, &start_again).0.contains("restored"));
        assert_ne!(start(&store).epoch(), cursor.epoch());
    });
}

#[test]
fn a_sqlite_file_that_was_copied_back_means_rebuild() {
    let place = Place::sqlite();
    let (file, copy) = (place.path().to_owned(), format!("{}.copy", place.path()));
    let store = place.store();
    store.write(|tx| tx.put_group(&full_group("a"))).unwrap();
    place.raw().run("PRAGMA wal_checkpoint(TRUNCATE)");
    std::fs::copy(&file, &copy).unwrap();
    store.write(|tx| tx.put_group(&full_group("b"))).unwrap();
    let cursor = start(&store);
    drop(store);
    for rest in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{file}{rest}"));
    }
    std::fs::copy(&copy, &file).unwrap();
    let store = place.store();
    assert!(rebuild(&store, &cursor).0.contains("replaced"), "the entry is missing");
    store.write(|tx| tx.put_group(&full_group("c"))).unwrap();
    assert!(rebuild(&store, &cursor).0.contains("replaced"), "the same number, another entry");
}

#[test]
fn on_postgres_a_dump_from_a_busier_server_starts_the_log_over() {
    let Some(place) = Place::postgres() else { return };
    let (store, mut raw) = (place.store(), place.raw());
    let cursor = start(&store);
    let future = "SELECT (pg_current_xact_id()::text::bigint + 1000000)::text AS line";
    let future = raw.lines(future).remove(0);
    raw.run(&format!("INSERT INTO change_log (xid, kind, key) VALUES ('{future}', 2, gen_random_uuid()); UPDATE change_floor SET xid = '{future}'"));
    drop(store);
    let store = place.store();
    let (why, start_again) = rebuild(&store, &cursor);
    assert!(why.contains("restored"), "{why}");
    assert!(news(&store, &start_again).changed.is_empty());
    let group = full_group("雪の会");
    store.write(|tx| tx.put_group(&group)).unwrap();
    let batch = news(&store, &start_again);
    assert_eq!(keys(&batch), [(Kind::Group, group.id.0)]);
    assert!(news(&store, &batch.cursor).changed.is_empty());
}

#[test]
fn too_much_at_once_means_rebuild() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let cursor = start(&store);
        let fill = |n: usize| match place.backend {
            Backend::Sqlite => format!(
                "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {n}) INSERT INTO change_log (kind, key) SELECT 2, randomblob(16) FROM c"
            ),
            Backend::Postgres => format!("INSERT INTO change_log (kind, key) SELECT 2, gen_random_uuid() FROM generate_series(1, {n})"),
        };
        raw.run(&fill(200_000));
        let (mut at, mut seen) = (cursor.clone(), 0);
        loop {
            let batch = news(&store, &at);
            if batch.changed.is_empty() {
                break;
            }
            (seen, at) = (seen + batch.changed.len(), batch.cursor);
        }
        assert_eq!(seen, 200_000);
        raw.run(&fill(1));
        assert!(rebuild(&store, &cursor).0.contains("too much"));
        assert_eq!(news(&store, &at).changed.len(), 1, "whoever kept up goes on");
    });
}

#[test]
fn the_log_is_trimmed_but_never_to_nothing() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let beginning = start(&store);
        for name in ["a", "b", "c"] {
            store.write(|tx| tx.put_group(&plain_group(name))).unwrap();
        }
        assert_eq!(store.trim_log(Duration::from_secs(3600)), Ok(0), "all of it is young");
        if place.backend == Backend::Postgres {
            // Other stories of this server run at the same time; what began before the last entry must be over, or the cursor waits for it.
            let over = "SELECT (pg_snapshot_xmin(pg_current_snapshot()) > (SELECT max(xid) FROM change_log))::text AS line";
            while raw.lines(over) != ["true"] {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        let cursor = start(&store);
        std::thread::sleep(Duration::from_millis(20));
        assert!(store.trim_log(Duration::ZERO).unwrap() > 0);
        assert_eq!(raw.entries(), 1);
        assert!(news(&store, &cursor).changed.is_empty(), "whoever kept up goes on");
        assert!(rebuild(&store, &beginning).0.contains("trimmed"));
        assert_eq!(store.trim_log(Duration::ZERO), Ok(0));
        store.write(|tx| tx.put_group(&plain_group("d"))).unwrap();
        assert_eq!(news(&store, &cursor).changed.len(), 1);
        assert_eq!(store.trim_log(Duration::MAX), Ok(0), "for ever is for ever");
    });
}

#[test]
fn on_postgres_nothing_unfinished_is_trimmed() {
    let Some(place) = Place::postgres() else { return };
    let (store, mut slow) = (place.store(), place.raw());
    slow.run("BEGIN; INSERT INTO change_log (kind, key) VALUES (2, gen_random_uuid())");
    for name in ["a", "b"] {
        store.write(|tx| tx.put_group(&plain_group(name))).unwrap();
    }
    let cursor = start(&store);
    store.trim_log(Duration::ZERO).unwrap();
    slow.run("COMMIT");
    assert_eq!(news(&store, &cursor).changed.len(), 1, "what was open when the log was trimmed is found");
}
