//! A PostgreSQL that keeps its word (`fsync` on), for as long as a bench runs: the one that is named, or one of its own where its programs are found.

use diesel::prelude::*;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server, and a schema of its own on it.
pub struct Postgres {
    /// The address of the schema.
    pub url: String,
    /// How it keeps its word, in its own words.
    pub manner: String,
    own: Option<Own>,
}

struct Own {
    programs: PathBuf,
    folder: tempfile::TempDir,
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = diesel::sql_types::Text)]
    told: String,
}

impl Postgres {
    /// The one that `ENMUSUBI_TEST_POSTGRES_URL` names, or one of its own; nothing where neither is to be had.
    pub fn find() -> Option<Self> {
        let named = std::env::var("ENMUSUBI_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty());
        let (server, own) = match named {
            Some(url) => (url, None),
            None => Own::start()?,
        };
        let mut c = PgConnection::establish(&server).ok()?;
        let mut ask = |sql: &str| diesel::sql_query(sql).get_result::<Told>(&mut c).map(|t| t.told).unwrap_or_default();
        let manner = ask("SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) || ', fsync=' || current_setting('fsync') \
            || ', synchronous_commit=' || current_setting('synchronous_commit') AS told");
        let name = format!("bench_{}", std::process::id());
        diesel::sql_query(format!("CREATE SCHEMA {name}")).execute(&mut c).ok()?;
        let joint = if server.contains('?') { '&' } else { '?' };
        Some(Self { url: format!("{server}{joint}options=-csearch_path%3D{name}"), manner, own })
    }
}

impl Own {
    fn start() -> Option<(String, Option<Self>)> {
        let programs = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|e| e.path().join("bin")).filter(|p| p.join("initdb").exists()).max()?;
        let folder = tempfile::Builder::new().prefix("enmusubi-bench").tempdir().ok()?;
        let data = folder.path().join("data");
        let own = Self { programs, folder };
        // The server refuses to run as root.
        own.run("chown", &["postgres".into(), own.folder.path().display().to_string()], false);
        let text = |path: &Path| path.display().to_string();
        let words = ["-D", &text(&data), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C"].map(String::from);
        own.run(&text(&own.programs.join("initdb")), &words, true).then_some(())?;
        let port = 20_000 + std::process::id() % 30_000;
        let options = format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=on -c full_page_writes=on");
        let log = text(&own.folder.path().join("data/server.log"));
        let words = ["-D", &text(&data), "-l", &log, "-w", "-t", "30", "-o", &options, "start"].map(String::from);
        own.run(&text(&own.programs.join("pg_ctl")), &words, true).then_some(())?;
        Some((format!("postgres://bench@127.0.0.1:{port}/postgres"), Some(own)))
    }

    /// Runs a program to its end, as the server's user where this one is root; answers whether it went well.
    fn run(&self, program: &str, words: &[String], as_server: bool) -> bool {
        let is_root = std::fs::read_to_string("/proc/self/status").is_ok_and(|s| s.lines().any(|l| l.starts_with("Uid:\t0\t")));
        let mut command = if is_root && as_server {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", program]);
            command
        } else {
            Command::new(program)
        };
        command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/").status().is_ok_and(|s| s.success())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(own) = &self.own {
            let data = own.folder.path().join("data").display().to_string();
            own.run(&own.programs.join("pg_ctl").display().to_string(), &["-D".into(), data, "-m".into(), "immediate".into(), "stop".into()], true);
        }
    }
}
