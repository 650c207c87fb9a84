//! Where a story is told: SQLite always, PostgreSQL where one is given.

use crate::service::Service;
use diesel::Connection;
use diesel::connection::SimpleConnection;

/// A database of its own on the server that `ENMUSUBI_TEST_POSTGRES_URL` names; it is dropped with the story.
pub struct Database {
    server: String,
    name: String,
    /// Its address.
    pub url: String,
}

impl Database {
    /// Makes one; nothing where no server is given (which `ENMUSUBI_REQUIRE_POSTGRES=1` forbids).
    pub fn fresh() -> Option<Self> {
        let Ok(server) = std::env::var("ENMUSUBI_TEST_POSTGRES_URL") else {
            assert!(std::env::var_os("ENMUSUBI_REQUIRE_POSTGRES").is_none(), "PostgreSQL is required here: set ENMUSUBI_TEST_POSTGRES_URL");
            println!("PostgreSQL not given: skipped");
            return None;
        };
        let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
        let name = format!("story_{}_{nanos}", std::process::id());
        diesel::PgConnection::establish(&server).unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let (front, _) = server.rsplit_once('/').unwrap();
        Some(Self { url: format!("{front}/{name}"), server, name })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let dropped =
            diesel::PgConnection::establish(&self.server).map(|mut c| c.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)));
        if !matches!(dropped, Ok(Ok(()))) {
            println!("{} could not be dropped", self.name);
        }
    }
}

/// Tells a story to two demo towns that stand beside one another, one on each database.
pub fn on_both(story: impl FnOnce(&Service, &Service)) {
    let Some(database) = Database::fresh() else { return };
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let sqlite = Service::start(a.path(), &["--demo"]);
    let postgres = Service::start(b.path(), &["--demo", "--database-url", &database.url]);
    story(&sqlite, &postgres);
}
