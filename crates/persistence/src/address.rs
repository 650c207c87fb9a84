//! Which address names which database, and what of it may be shown: never a password.

use crate::error::{StoreError, one_line};
use std::path::PathBuf;

/// Where the database is.
#[derive(Clone)]
pub enum Address {
    /// A file of this machine, by its absolute path.
    Sqlite(PathBuf),
    /// A PostgreSQL server.
    Postgres(Postgres),
}

/// A PostgreSQL address.
#[derive(Clone)]
pub struct Postgres {
    url: String,
    password: String,
}

const FORMS: &str = "give sqlite:PATH or postgres://USER@HOST/DATABASE";

impl Address {
    /// Reads `sqlite:PATH`, `sqlite://PATH`, `postgres://…` or `postgresql://…`.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        if url.contains('\0') {
            return Err(StoreError::Other(format!("the database address contains the character NUL: {FORMS}")));
        }
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path == ":memory:" || path.starts_with("file:") || path.contains("mode=memory") {
                return Err(StoreError::Other("the database address names no file: give sqlite:PATH".into()));
            }
            let path = std::path::absolute(path).map_err(|e| StoreError::Other(format!("the database path cannot be used: {e}")))?;
            return Ok(Self::Sqlite(path));
        }
        for scheme in ["postgres://", "postgresql://"] {
            if let Some(rest) = url.strip_prefix(scheme) {
                return Postgres::parse(rest).map(Self::Postgres);
            }
        }
        // Nothing of an unknown address is repeated: it may be a password on its own.
        Err(StoreError::Other(format!("the database address has no known scheme: {FORMS}")))
    }

    /// The address without any password.
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(p) => p.shown(),
        }
    }
}

impl Postgres {
    fn parse(rest: &str) -> Result<Self, StoreError> {
        let (authority, after) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (_, query) = after.split_once('?').unwrap_or((after, ""));
        // An '@' behind the host means that '/', '?' or '@' stands in the password as it is. libpq would cut it there and repeat the pieces.
        if after.contains('@') || authority.matches('@').count() > 1 || authority.contains('#') {
            return Err(StoreError::Other("the database address cannot be read: write special characters in the password as %XX".into()));
        }
        let password = authority.split_once('@').and_then(|(user, _)| user.split_once(':')).map_or("", |(_, p)| p);
        let password = if password.is_empty() { query.split('&').find_map(|p| p.strip_prefix("password=")).unwrap_or("") } else { password };
        Ok(Self { url: format!("postgres://{rest}"), password: password.to_owned() })
    }

    /// The address for libpq: answers within seconds, notices a dead line.
    pub fn connection_string(&self) -> String {
        let mut url = self.url.clone();
        for (name, value) in [("connect_timeout", "3"), ("tcp_user_timeout", "3000"), ("keepalives_idle", "30"), ("fallback_application_name", "enmusubi")] {
            if !url.contains(&format!("{name}=")) {
                url.push(if url.contains('?') { '&' } else { '?' });
                url.push_str(&format!("{name}={value}"));
            }
        }
        url
    }

    fn shown(&self) -> String {
        let without = self.url.split('?').next().unwrap_or_default();
        match without.rsplit_once('@') {
            Some((user, host)) => {
                let user = user.strip_prefix("postgres://").unwrap_or_default();
                format!("postgres://{}@{host}", user.split(':').next().unwrap_or_default())
            }
            None => without.to_owned(),
        }
    }

    /// What libpq says, on one line, without the password.
    pub fn scrub(&self, message: &str) -> String {
        let mut said = message.to_owned();
        for secret in [self.password.clone(), percent_decoded(&self.password)] {
            if !secret.is_empty() {
                said = said.replace(&secret, "***");
            }
        }
        one_line(&said)
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let hex = more.get(..2).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &more[2..];
            }
            _ => {
                bytes.push(first);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> String {
        Address::parse(url).err().map(|e| e.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_password_is_never_shown() {
        for url in ["postgres://anna:s%40cret@db.example/town?sslmode=prefer", "postgresql://anna@db.example/town?password=s%40cret"] {
            let address = Address::parse(url).unwrap();
            assert_eq!(address.shown(), "postgres://anna@db.example/town");
            let Address::Postgres(p) = address else { panic!() };
            assert_eq!(p.scrub("no entry\n for \"s@cret\" or s%40cret"), "no entry for \"***\" or ***");
        }
        for odd in
            ["postgres://anna:sec/ret@db/town", "postgres://anna:sec@ret@db/town", "postgres://anna:sec?ret@db/town", "anna:sec@ret", "mysql://u:sec@ret"]
        {
            assert!(!refusal(odd).contains("sec"), "{odd}");
        }
        assert!(refusal("postgres://anna:sec/ret@db/town").contains("%XX"));
    }

    #[test]
    fn an_address_that_names_no_file_is_refused() {
        for odd in ["", "sqlite:", "sqlite::memory:", "town.db", "sqlite:file::memory:", "sqlite:a\0b"] {
            assert!(!refusal(odd).is_empty(), "{odd:?}");
        }
        assert!(matches!(Address::parse("sqlite:town.db"), Ok(Address::Sqlite(p)) if p.is_absolute()));
    }

    #[test]
    fn what_is_given_in_the_address_is_kept() {
        let Ok(Address::Postgres(p)) = Address::parse("postgres://h/d?connect_timeout=9") else { panic!() };
        let libpq = p.connection_string();
        assert!(libpq.contains("connect_timeout=9") && !libpq.contains("connect_timeout=3") && libpq.contains("&tcp_user_timeout="), "{libpq}");
    }
}
