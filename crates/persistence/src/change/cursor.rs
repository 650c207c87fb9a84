//! Where a follower stands, as text: an index keeps it beside its documents.

use super::snapshot::Snapshot;

/// Where a follower stands. It is good for one database only, and says which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    epoch: String,
    at: At,
}

/// The place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    /// Entries not seen by this snapshot are new. The mark is the newest entry that was read, which must still be there.
    Postgres { snapshot: Snapshot, mark: Mark },
    /// Entries after this one are new. The nonce tells it from another with the same number in a restored file.
    Sqlite { seq: i64, nonce: i64 },
}

/// An entry of PostgreSQL's log, and when it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub xid: u64,
    pub seq: i64,
    pub micros: i64,
}

impl Cursor {
    pub(super) fn new(epoch: String, at: At) -> Self {
        Self { epoch, at }
    }

    /// Which database, and which of its lives: it differs after a restore or a promotion.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    pub(super) fn at(&self) -> &At {
        &self.at
    }
}

/// A text that is no cursor: rebuild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in the change log")]
pub struct CursorError;

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.at {
            At::Postgres { snapshot, mark } => write!(f, "postgres1 {} {snapshot} {} {} {}", self.epoch, mark.xid, mark.seq, mark.micros),
            At::Sqlite { seq, nonce } => write!(f, "sqlite1 {} {seq} {nonce}", self.epoch),
        }
    }
}

impl std::str::FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        fn number<T: std::str::FromStr>(text: &str) -> Result<T, CursorError> {
            text.parse().map_err(|_| CursorError)
        }
        let parts: Vec<&str> = text.split(' ').collect();
        let (epoch, at) = match parts.as_slice() {
            ["postgres1", epoch, snapshot, xid, seq, micros] => {
                let mark = Mark { xid: number(xid)?, seq: number(seq)?, micros: number(micros)? };
                (epoch, At::Postgres { snapshot: snapshot.parse().map_err(|()| CursorError)?, mark })
            }
            ["sqlite1", epoch, seq, nonce] => (epoch, At::Sqlite { seq: number(seq)?, nonce: number(nonce)? }),
            _ => return Err(CursorError),
        };
        if epoch.is_empty() || text.contains('\0') { Err(CursorError) } else { Ok(Self::new((*epoch).to_owned(), at)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_what_it_writes() {
        let mark = Mark { xid: 104, seq: 17, micros: 1_780_000_000_000_000 };
        for at in [At::Sqlite { seq: 9, nonce: -4 }, At::Postgres { snapshot: "100:105:101".parse().unwrap(), mark }] {
            let cursor = Cursor::new("7:00000001:5:x".into(), at);
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for odd in ["", "sqlite1", "sqlite1 e 1", "sqlite1 e 1 2 3", "sqlite1  1 2", "sqlite1 e one 2", "postgres1 e 5:4: 1 1 1", "oracle1 e 1 2"] {
            assert_eq!(odd.parse::<Cursor>(), Err(CursorError), "{odd}");
        }
    }
}
