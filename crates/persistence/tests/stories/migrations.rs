//! Both trees of migrations: twins, and up, down, up again.

use crate::backends::{Backend, Place, Raw, in_every_place};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn tree(backend: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(backend)
}

fn names(backend: &str) -> BTreeSet<String> {
    std::fs::read_dir(tree(backend)).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_trees_have_the_same_names_and_each_goes_both_ways() {
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
    for backend in ["sqlite", "postgres"] {
        for name in names(backend) {
            for file in ["up.sql", "down.sql"] {
                let text = std::fs::read_to_string(tree(backend).join(&name).join(file)).unwrap();
                assert!(!text.trim().is_empty(), "{backend}/{name}/{file}");
            }
        }
    }
}

/// Everything the schema consists of, but diesel's own book-keeping.
fn schema(raw: &mut Raw) -> Vec<String> {
    match raw {
        Raw::Sqlite(_) => raw.lines("SELECT type || ' ' || name || ': ' || coalesce(sql, '') AS line FROM sqlite_master WHERE name NOT LIKE '%schema_migrations%' AND name NOT LIKE 'sqlite_sequence' ORDER BY 1"),
        Raw::Postgres(_) => raw.lines(
            "SELECT line FROM (
               SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(regexp_replace(column_default, '^nextval.*', 'seq'), '') || ' ' || coalesce(collation_name, '') AS line
                 FROM information_schema.columns WHERE table_schema = current_schema()
               UNION ALL SELECT 'index ' || replace(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema()
               UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
               UNION ALL SELECT 'trigger ' || replace(pg_get_triggerdef(t.oid), current_schema() || '.', '') FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal
               UNION ALL SELECT 'function ' || replace(pg_get_functiondef(oid), current_schema() || '.', '') FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
             ) AS everything WHERE line NOT LIKE '%schema_migrations%' ORDER BY 1",
        ),
    }
}

fn revert(raw: &mut Raw) {
    let [sqlite, postgres] = ["sqlite", "postgres"].map(|b| FileBasedMigrations::from_path(tree(b)).unwrap());
    match raw {
        Raw::Sqlite(c) => drop(c.revert_all_migrations(sqlite).unwrap()),
        Raw::Postgres(c) => drop(c.revert_all_migrations(postgres).unwrap()),
    }
}

#[test]
fn migrations_go_up_down_and_up_again() {
    in_every_place(|place| {
        drop(place.store());
        let mut raw = place.raw();
        let first = schema(&mut raw);
        assert!(first.len() > 30, "{first:#?}");
        revert(&mut raw);
        assert_eq!(schema(&mut raw), [] as [String; 0], "nothing is left behind");
        drop(place.store());
        assert_eq!(schema(&mut raw), first);
    });
}

/// Each table with its columns.
fn columns(place: &Place) -> BTreeMap<String, BTreeSet<String>> {
    drop(place.store());
    let lines = match place.backend {
        Backend::Sqlite => place.raw().lines("SELECT m.name || '.' || c.name AS line FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"),
        Backend::Postgres => place.raw().lines("SELECT table_name || '.' || column_name AS line FROM information_schema.columns WHERE table_schema = current_schema()"),
    };
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in lines.iter().filter(|l| !l.contains("schema_migrations")) {
        let (table, column) = line.split_once('.').unwrap();
        tables.entry(table.into()).or_default().insert(column.into());
    }
    tables
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let sqlite = columns(&Place::sqlite());
    for table in ["area", "change_floor", "change_log", "db_identity", "group", "opportunity", "session", "theme"] {
        assert!(sqlite.contains_key(table), "{table}");
    }
    let Some(postgres) = Place::postgres() else { return };
    let mut postgres = columns(&postgres);
    // The only differences: what tells an entry of the log from another, where the log was cut, and when a line of the audit trail may be
    // sealed.
    assert!(postgres.get_mut("audit_event").unwrap().remove("xid"));
    let twin = |columns: Option<&mut BTreeSet<String>>, theirs: &str, ours: &str| {
        let columns = columns.unwrap();
        assert!(columns.remove(theirs) && columns.insert(ours.into()));
    };
    twin(postgres.get_mut("change_log"), "xid", "nonce");
    twin(postgres.get_mut("change_floor"), "xid", "seq");
    assert_eq!(postgres, sqlite);
}
