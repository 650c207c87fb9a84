//! A connection round the service: to plant many people at once, and to look at what really stands in the database.

use crate::backends::Database;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::path::Path;

/// The database behind a service.
pub enum Behind {
    Sqlite(Box<SqliteConnection>),
    Postgres(Box<PgConnection>),
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Where a service keeps the truth.
pub struct Home<'a> {
    pub data: &'a Path,
    pub database: Option<&'a Database>,
}

impl Home<'_> {
    /// How the service is told of it.
    pub fn arguments(&self) -> Vec<&str> {
        self.database.map_or(vec![], |database| vec!["--database-url", &database.url])
    }

    pub fn behind(&self) -> Behind {
        match self.database {
            Some(database) => Behind::Postgres(Box::new(PgConnection::establish(&database.url).unwrap())),
            None => {
                let mut c = SqliteConnection::establish(self.data.join("enmusubi.db").to_str().unwrap()).unwrap();
                c.batch_execute("PRAGMA busy_timeout = 15000; PRAGMA foreign_keys = ON").unwrap();
                Behind::Sqlite(Box::new(c))
            }
        }
    }
}

impl Behind {
    fn either<'a>(&self, sqlite: &'a str, postgres: &'a str) -> &'a str {
        if matches!(self, Self::Sqlite(_)) { sqlite } else { postgres }
    }

    /// Runs statements in which what the two databases call differently is written between `<` and `>`.
    pub fn run(&mut self, sql: &str) {
        let sql = self.said(sql);
        let done = match self {
            Self::Sqlite(c) => c.batch_execute(&sql),
            Self::Postgres(c) => c.batch_execute(&sql),
        };
        done.unwrap_or_else(|e| panic!("{sql}: {e}"));
    }

    /// Reads a column of texts that is called `line`.
    pub fn lines(&mut self, sql: &str) -> Vec<String> {
        let sql = self.said(sql);
        let lines: QueryResult<Vec<Line>> = match self {
            Self::Sqlite(c) => diesel::sql_query(&sql).load(&mut **c),
            Self::Postgres(c) => diesel::sql_query(&sql).load(&mut **c),
        };
        lines.unwrap_or_else(|e| panic!("{sql}: {e}")).into_iter().map(|l| l.line).collect()
    }

    /// Counts rows.
    pub fn count(&mut self, from: &str) -> usize {
        self.lines(&format!("SELECT CAST(count(*) AS text) AS line FROM {from}"))[0].parse().unwrap()
    }

    /// The statement in this database's words.
    fn said(&self, sql: &str) -> String {
        let words = [
            ("<fresh id>", self.either("randomblob(16)", "gen_random_uuid()")),
            ("<now>", self.either("unixepoch() * 1000000", "now()")),
            ("<in a week>", self.either("(unixepoch() + 604800) * 1000000", "now() + interval '7 days'")),
            ("<snapshot>", self.either("", "ISOLATION LEVEL REPEATABLE READ")),
            ("<yes>", self.either("1", "true")),
            ("<no>", self.either("0", "false")),
            ("<hex object>", self.either("lower(hex(object_id))", "replace(CAST(object_id AS text), '-', '')")),
            ("<id>", self.either("lower(hex(id))", "replace(CAST(id AS text), '-', '')")),
        ];
        words.iter().fold(sql.to_owned(), |sql, (word, means)| sql.replace(word, means))
    }

    /// An id as it is written in a statement.
    pub fn id(&self, uuid: &str) -> String {
        let hex = uuid.replace('-', "");
        assert!(hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit()), "{uuid}");
        if matches!(self, Self::Sqlite(_)) { format!("x'{hex}'") } else { format!("CAST('{hex}' AS uuid)") }
    }

    /// Whether the database itself finds nothing wrong.
    pub fn is_sound(&mut self) -> Result<(), String> {
        if matches!(self, Self::Postgres(_)) {
            return Ok(());
        }
        let told = self.lines("SELECT integrity_check AS line FROM pragma_integrity_check");
        let orphans = self.count("pragma_foreign_key_check");
        if told == ["ok"] && orphans == 0 { Ok(()) } else { Err(format!("{told:?}, {orphans} rows point at nothing")) }
    }
}
