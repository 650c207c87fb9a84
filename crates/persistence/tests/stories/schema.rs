//! The schema's manners: triggers, limits.

use crate::backends::{Backend, in_every_place};
use crate::people::{full_group, full_opportunity};

/// Every table whose rows can be found or listed, or are part of one that can, and whether its rows have an id and a version.
const LOGGED: [(&str, bool); 6] = [("group", true), ("opportunity", true), ("session", false), ("theme", false), ("area", false), ("connection", false)];
/// The tables in which rows come and never go, and the triggers that log it.
const GROWING: [(&str, &[&str]); 2] = [("ranking_policy", &["inserted", "updated"]), ("ranking_policy_switch", &["inserted"])];
/// The tables that are about the log itself.
const OTHERS: [&str; 3] = ["change_floor", "change_log", "db_identity"];
/// The tables of people and machines, which nobody finds or lists in public: the log knows nothing of them.
const UNLOGGED: &[&str] = &[
    "account",
    "application",
    "application_session",
    "group_limit",
    "own_limit",
    "consent",
    "guardian_code",
    "guardianship",
    "audit_event",
    "audit_seal",
    "calendar_key",
    "certificate",
    "client",
    "client_secret",
    "company",
    "contact",
    "disclosure",
    "disclosure_view",
    "idempotency",
    "invitation",
    "job",
    "letter",
    "login",
    "message",
    "notice",
    "notice_setting",
    "participation",
    "participation_correction",
    "profile",
    "rate_bucket",
    "refresh_token",
    "registration",
    "role_grant",
    "seen",
    "signing_key",
];

#[test]
fn every_table_logs_what_happens_to_it() {
    in_every_place(|place| {
        drop(place.store());
        let (all, sql) = match place.backend {
            Backend::Sqlite => (
                "SELECT name AS line FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%schema_migrations'",
                "SELECT tbl_name || '/' || name AS line FROM sqlite_master WHERE type = 'trigger' AND (sql LIKE '%INSERT INTO change_log%' OR name LIKE '%_version')",
            ),
            Backend::Postgres => (
                "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = current_schema() AND table_name NOT LIKE '%schema_migrations'",
                "SELECT relname || '/' || tgname AS line FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN pg_proc p ON p.oid = tgfoid
                  WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgenabled = 'O' AND (prosrc LIKE '%INSERT INTO change_log%' OR proname IN ('bump_version', 'refuse_truncate'))",
            ),
        };
        let mut tables = place.raw().lines(all);
        tables.sort();
        let mut known: Vec<&str> =
            LOGGED.iter().map(|(t, _)| *t).chain(GROWING.iter().map(|(t, _)| *t)).chain(OTHERS).chain(UNLOGGED.iter().copied()).collect();
        known.sort_unstable();
        assert_eq!(tables, known, "a new table is named here, and says whether it is logged");
        let triggers = place.raw().lines(sql);
        for (table, whats) in GROWING {
            for what in whats {
                assert!(triggers.contains(&format!("{table}/{table}_{what}")), "{table}_{what} is missing: {triggers:?}");
            }
        }
        for (table, versioned) in LOGGED {
            let mut needed = vec!["inserted", "updated", "deleted"];
            needed.extend(versioned.then_some("version"));
            needed.extend((place.backend == Backend::Postgres).then_some("truncated"));
            for what in needed {
                assert!(triggers.contains(&format!("{table}/{table}_{what}")), "{table}_{what} is missing: {triggers:?}");
            }
        }
    });
}

#[test]
fn a_truncated_table_would_say_nothing_so_it_is_refused() {
    in_every_place(|place| {
        if place.backend == Backend::Postgres {
            drop(place.store());
            for (table, _) in LOGGED {
                assert!(place.raw().try_run(&format!("TRUNCATE \"{table}\" CASCADE")).is_err(), "{table}");
            }
        }
    });
}

#[test]
fn the_log_names_no_person_and_no_content() {
    in_every_place(|place| {
        let store = place.store();
        let group = full_group("雪の会");
        store.write(|tx| tx.put_group(&group).and(tx.put_opportunity(&full_opportunity("雪かき", &group)))).unwrap();
        let numbers = match place.backend {
            Backend::Sqlite => "SELECT DISTINCT kind || typeof(key) || length(key) AS line FROM change_log ORDER BY 1",
            Backend::Postgres => "SELECT DISTINCT kind || pg_typeof(key)::text || '16' AS line FROM change_log ORDER BY 1",
        };
        let kind = if place.backend == Backend::Sqlite { "blob" } else { "uuid" };
        assert_eq!(place.raw().lines(numbers), ["0", "1", "2"].map(|k| format!("{k}{kind}16")));
    });
}
