//! Both trees of migrations, embedded. The directories have the same names, which a test compares.

use crate::connection::Db;
use crate::error::{StoreError, one_line};
use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::collections::HashSet;

const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// A lock of ours in PostgreSQL, so that nodes which start together migrate one after the other ("enmusubi" in ASCII).
const ADVISORY: &str = "7308896081405404777";

/// Brings the database to this program's schema; refuses one that is newer.
pub fn migrate(db: &mut Db) -> Result<(), StoreError> {
    match db {
        Db::Sqlite(c) => run(c, SQLITE),
        Db::Postgres(c) => {
            let sql = |e| StoreError::of(&e, "migrations");
            c.batch_execute(&format!("SET lock_timeout = '60s'; SELECT pg_advisory_lock({ADVISORY});")).map_err(sql)?;
            let result = run(c, POSTGRES).and_then(|()| heal_after_restore(c));
            c.batch_execute(&format!("SELECT pg_advisory_unlock({ADVISORY});")).map_err(sql)?;
            result
        }
    }
}

fn run<DB: diesel::backend::Backend, C: MigrationHarness<DB>>(c: &mut C, tree: EmbeddedMigrations) -> Result<(), StoreError> {
    use diesel::migration::{Migration, MigrationSource};
    let failed =
        |e: Box<dyn std::error::Error + Send + Sync>| StoreError::Other(format!("a migration failed, nothing of it was kept: {}", one_line(&e.to_string())));
    let known: Vec<Box<dyn Migration<DB>>> = tree.migrations().map_err(failed)?;
    let known: HashSet<String> = known.iter().map(|m| m.name().version().to_string()).collect();
    let mut applied: Vec<String> = c.applied_migrations().map_err(failed)?.iter().map(ToString::to_string).collect();
    applied.sort();
    if let Some(found) = applied.into_iter().find(|v| !known.contains(v)) {
        return Err(StoreError::NewerSchema { found });
    }
    for version in c.run_pending_migrations(tree).map_err(failed)? {
        tracing::info!(migration = %version, "migrated");
    }
    Ok(())
}

/// A dump that was restored into another PostgreSQL brings transaction ids from a future that this server has not reached. Followers
/// would see those entries again and again, so such a log starts over, and every node rebuilds its index.
///
/// The sealer would wait for that future, so lines of the audit trail that came along lie before everything that this server writes
/// (its own ids begin at 3), sealed ones first. The ids are no part of what is sealed.
fn heal_after_restore(c: &mut diesel::PgConnection) -> Result<(), StoreError> {
    c.batch_execute(
        "DO $$ BEGIN
           IF greatest((SELECT max(xid) FROM change_log), (SELECT xid FROM change_floor)) >= pg_snapshot_xmax(pg_current_snapshot()) THEN
             UPDATE db_identity SET restore_id = gen_random_uuid();
             DELETE FROM change_log;
             UPDATE change_floor SET xid = '0';
             INSERT INTO change_log (kind, key) VALUES (0, '00000000-0000-0000-0000-000000000000');
           END IF;
           IF (SELECT max(xid) FROM audit_event) >= pg_snapshot_xmax(pg_current_snapshot()) THEN
             ALTER TABLE audit_event DISABLE TRIGGER audit_event_stays;
             UPDATE audit_event e SET xid = CASE WHEN EXISTS (SELECT FROM audit_seal s WHERE s.seq = e.seq) THEN '0' ELSE '1' END::xid8;
             ALTER TABLE audit_event ENABLE TRIGGER audit_event_stays;
           END IF;
         END $$;",
    )
    .map_err(|e| StoreError::of(&e, "restored"))
}
