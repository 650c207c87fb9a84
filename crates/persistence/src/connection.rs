//! A connection to SQLite or PostgreSQL, and the few places where one has to know which.

use crate::address::Address;
use crate::error::{StoreError, one_line};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// A connection to either database. Queries are written once, against this.
#[derive(diesel::MultiConnection)]
pub enum Db {
    Postgres(diesel::PgConnection),
    Sqlite(diesel::SqliteConnection),
}

/// Runs the same expression once per kind of connection, for what diesel's common backend cannot say (several rows in one INSERT).
macro_rules! each_backend {
    ($db:expr, $c:ident => $body:expr) => {
        match $db {
            $crate::connection::Db::Postgres($c) => $body,
            $crate::connection::Db::Sqlite($c) => $body,
        }
    };
}
pub(crate) use each_backend;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Migrations: no time limits.
    Setup,
    /// Read transactions; SQLite refuses to write on it.
    Reader,
    /// Write transactions.
    Writer,
}

/// Oldest SQLite without the bug that corrupts a database when its write-ahead log is reset (3.7.0 to 3.51.2).
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);

/// For every connection. `synchronous=FULL`: what was answered is on the disk. `trusted_schema=OFF`: a doctored file cannot call
/// functions with side effects. `mmap_size=0`: an I/O error is an error, not a signal. `recursive_triggers=OFF`: the version
/// triggers rely on it.
const PRAGMAS: &str = "PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=OFF;
    PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;
    PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=1000; PRAGMA cache_size=-16384;";

/// For every connection. `synchronous_commit`: what is visible is durable, which the change log's cursor relies on. The time limits
/// end what got stuck; the program never holds a transaction open while it waits for somebody.
const SETTINGS: &str = "SET TIME ZONE 'UTC'; SET synchronous_commit = on; SET client_min_messages = warning;";
const LIMITS: &str = "SET statement_timeout = '15s'; SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = '60s';";

/// Opens connections of one role.
pub struct Manager {
    pub address: Address,
    pub role: Role,
}

impl Manager {
    /// Opens one connection.
    pub fn open(&self) -> Result<Db, StoreError> {
        match &self.address {
            Address::Postgres(postgres) => {
                let unreachable = |e: String| StoreError::Unreachable(postgres.scrub(&e));
                let mut c = diesel::PgConnection::establish(&postgres.connection_string()).map_err(|e| unreachable(e.to_string()))?;
                c.batch_execute(SETTINGS).map_err(|e| StoreError::of(&e, "settings"))?;
                if self.role != Role::Setup {
                    c.batch_execute(LIMITS).map_err(|e| StoreError::of(&e, "settings"))?;
                }
                Ok(Db::Postgres(c))
            }
            Address::Sqlite(path) => {
                let cannot =
                    |e: String| StoreError::Other(format!("{} cannot be opened ({}): check the folder and its permissions", path.display(), one_line(&e)));
                let text = path.to_str().ok_or_else(|| cannot("the path is not UTF-8".into()))?;
                let mut c = diesel::SqliteConnection::establish(text).map_err(|e| cannot(e.to_string()))?;
                let role = match self.role {
                    Role::Setup => "PRAGMA journal_mode=WAL;",
                    Role::Reader => "PRAGMA query_only=ON;",
                    Role::Writer => "",
                };
                c.batch_execute(&format!("{PRAGMAS} {role}")).map_err(|e| StoreError::of(&e, "settings"))?;
                Ok(Db::Sqlite(c))
            }
        }
    }
}

/// Looks at the program behind the connection: new enough, and one that may be written to.
pub fn examine(db: &mut Db) -> Result<(), StoreError> {
    #[derive(QueryableByName)]
    struct Said {
        #[diesel(sql_type = diesel::sql_types::Text)]
        said: String,
    }
    match db {
        Db::Sqlite(c) => {
            let said = diesel::sql_query("SELECT sqlite_version() AS said").get_result::<Said>(c).map_err(|e| StoreError::of(&e, "version"))?.said;
            let mut parts = said.split('.').map(|p| p.parse::<u32>().unwrap_or(0));
            let mut part = || parts.next().unwrap_or(0);
            if (part(), part(), part()) < SQLITE_MIN {
                return Err(StoreError::Other(format!("SQLite {said} can damage its files: build with the bundled SQLite, 3.51.3 or newer")));
            }
        }
        Db::Postgres(c) => {
            let sql = "SELECT current_setting('server_version_num') || ' ' || pg_is_in_recovery()::text AS said";
            let said = diesel::sql_query(sql).get_result::<Said>(c).map_err(|e| StoreError::of(&e, "version"))?.said;
            let (version, standby) = said.split_once(' ').unwrap_or((&said, ""));
            if version.parse::<u32>().unwrap_or(0) < 150_000 {
                return Err(StoreError::Other(format!("PostgreSQL {version} is too old: version 15 or newer is needed")));
            }
            if standby == "true" {
                return Err(StoreError::Unreachable("this PostgreSQL server is a standby; give the primary".into()));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(QueryableByName)]
    struct Setting {
        #[diesel(sql_type = diesel::sql_types::Text)]
        value: String,
    }

    #[test]
    fn sqlite_connections_are_set_up_for_safety() {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::Sqlite(folder.path().join("town.db"));
        for role in [Role::Setup, Role::Reader, Role::Writer] {
            let mut db = Manager { address: address.clone(), role }.open().unwrap();
            examine(&mut db).unwrap();
            let Db::Sqlite(c) = &mut db else { panic!() };
            let query_only = if role == Role::Reader { "1" } else { "0" };
            for (name, value) in [
                ("journal_mode", "wal"),
                ("synchronous", "2"),
                ("foreign_keys", "1"),
                ("secure_delete", "1"),
                ("trusted_schema", "0"),
                ("cell_size_check", "1"),
                ("recursive_triggers", "0"),
                ("query_only", query_only),
            ] {
                let sql = format!("SELECT CAST({name} AS text) AS value FROM pragma_{name}");
                assert_eq!(diesel::sql_query(sql).get_result::<Setting>(c).unwrap().value, value, "{role:?} {name}");
            }
        }
    }

    #[test]
    fn postgres_connections_are_set_up_for_safety() {
        let Some(url) = std::env::var("ENMUSUBI_TEST_POSTGRES_URL").ok().filter(|u| !u.is_empty()) else { return };
        let mut db = Manager { address: Address::parse(&url).unwrap(), role: Role::Writer }.open().unwrap();
        let Db::Postgres(c) = &mut db else { panic!() };
        for (name, value) in [("synchronous_commit", "on"), ("lock_timeout", "2s"), ("statement_timeout", "15s"), ("TimeZone", "UTC")] {
            let sql = format!("SELECT current_setting('{name}') AS value");
            let found = diesel::sql_query(sql).get_result::<Setting>(c).unwrap().value;
            assert_eq!(found, value, "{name}");
        }
    }
}
