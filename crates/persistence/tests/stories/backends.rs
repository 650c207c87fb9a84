//! Every database a story is told to: a fresh SQLite file, and a fresh schema of PostgreSQL.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use enmusubi_persistence::Store;
use std::io::Write;
use std::sync::Once;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A fresh database, its store, and a way round the store.
pub struct Place {
    pub backend: Backend,
    pub url: String,
    cleanup: Cleanup,
}

enum Cleanup {
    Folder(tempfile::TempDir),
    Schema { server: String, name: String },
}

/// A connection round the store.
pub enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Tells a story to every database there is.
pub fn on_every_backend(story: impl Fn(&Store)) {
    in_every_place(|place| story(&place.store()));
}

/// Tells a story that looks behind the store.
pub fn in_every_place(story: impl Fn(&Place)) {
    story(&Place::sqlite());
    if let Some(place) = Place::postgres() {
        story(&place);
    }
}

impl Place {
    /// A fresh SQLite file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { backend: Backend::Sqlite, url: format!("sqlite:{}", folder.path().join("town.db").display()), cleanup: Cleanup::Folder(folder) }
    }

    /// A fresh schema of PostgreSQL, if there is one.
    pub fn postgres() -> Option<Self> {
        let Some(server) = std::env::var("ENMUSUBI_TEST_POSTGRES_URL").ok().filter(|u| !u.is_empty()) else {
            let required = std::env::var("ENMUSUBI_REQUIRE_POSTGRES").is_ok_and(|v| v == "1");
            assert!(!required, "ENMUSUBI_REQUIRE_POSTGRES=1, but ENMUSUBI_TEST_POSTGRES_URL is not given");
            static SAID: Once = Once::new();
            // Past the test harness, which would swallow it.
            SAID.call_once(|| drop(writeln!(std::io::stderr(), "PostgreSQL not given: skipped")));
            return None;
        };
        let name = format!("t_{}", uuid::Uuid::now_v7().simple());
        PgConnection::establish(&server).unwrap().batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
        let joint = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{joint}options=-csearch_path%3D{name}");
        Some(Self { backend: Backend::Postgres, url, cleanup: Cleanup::Schema { server, name } })
    }

    /// Opens the store.
    pub fn store(&self) -> Store {
        Store::open(&self.url).unwrap()
    }

    /// A connection round the store.
    pub fn raw(&self) -> Raw {
        match self.backend {
            Backend::Postgres => Raw::Postgres(PgConnection::establish(&self.url).unwrap()),
            Backend::Sqlite => {
                let mut c = SqliteConnection::establish(self.path()).unwrap();
                c.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON").unwrap();
                Raw::Sqlite(c)
            }
        }
    }

    /// The SQLite file.
    pub fn path(&self) -> &str {
        self.url.strip_prefix("sqlite:").unwrap()
    }

    /// The folder of the SQLite file.
    pub fn folder(&self) -> &std::path::Path {
        match &self.cleanup {
            Cleanup::Folder(folder) => folder.path(),
            Cleanup::Schema { .. } => panic!("PostgreSQL has no folder of ours"),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Cleanup::Schema { server, name } = &self.cleanup {
            let dropped = PgConnection::establish(server).map(|mut c| c.batch_execute(&format!("DROP SCHEMA {name} CASCADE")));
            drop(dropped);
        }
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

impl Raw {
    /// Runs statements.
    pub fn run(&mut self, sql: &str) {
        self.try_run(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    }

    /// Runs statements that may be refused.
    pub fn try_run(&mut self, sql: &str) -> QueryResult<()> {
        match self {
            Self::Sqlite(c) => c.batch_execute(sql),
            Self::Postgres(c) => c.batch_execute(sql),
        }
    }

    /// Reads a column that is called `line`.
    pub fn lines(&mut self, sql: &str) -> Vec<String> {
        let lines: QueryResult<Vec<Line>> = match self {
            Self::Sqlite(c) => diesel::sql_query(sql).load(c),
            Self::Postgres(c) => diesel::sql_query(sql).load(c),
        };
        lines.unwrap_or_else(|e| panic!("{sql}: {e}")).into_iter().map(|l| l.line).collect()
    }

    /// Reads one number, cast to text and called `line`.
    pub fn number(&mut self, sql: &str) -> i64 {
        self.lines(sql)[0].parse().unwrap()
    }

    /// How many entries the log has.
    pub fn entries(&mut self) -> i64 {
        self.number("SELECT CAST(count(*) AS text) AS line FROM change_log")
    }
}
