//! The head of the audit trail, noted outside of the database: whoever cuts the end off the trail cannot cut it off here.

use crate::{hex, private};
use chrono::{DateTime, Utc};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A seal: its number, and the digest that binds every line up to it.
pub type Head = (u64, [u8; 32]);

/// `<data-dir>/audit-head` with the last seal, and `<data-dir>/audit-heads.log` with one of each day.
#[derive(Debug)]
pub struct Heads {
    dir: PathBuf,
    last: Option<Head>,
    /// The day of the last line of the log.
    day: Option<String>,
}

impl Heads {
    /// What was noted so far below a data directory.
    pub fn below(dir: &Path) -> Self {
        let log = fs::read_to_string(dir.join("audit-heads.log")).unwrap_or_default();
        let day = log.lines().next_back().and_then(|line| line.get(..10)).map(str::to_owned);
        Self { dir: dir.to_owned(), last: None, day }
    }

    /// Notes a head, if it has moved; the first of a day in the log as well.
    pub fn note(&mut self, head: Head, now: DateTime<Utc>) -> io::Result<()> {
        if self.last == Some(head) {
            return Ok(());
        }
        private::write(&self.dir.join("audit-head"), format!("{}\n", line(head)).as_bytes())?;
        let today = now.format("%Y-%m-%d").to_string();
        if self.day.as_ref() != Some(&today) {
            let mut options = fs::OpenOptions::new();
            options.create(true).append(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut log = options.open(self.dir.join("audit-heads.log"))?;
            log.write_all(format!("{} {}\n", now.format("%Y-%m-%dT%H:%M:%SZ"), line(head)).as_bytes())?;
            log.sync_all()?;
            self.day = Some(today);
        }
        self.last = Some(head);
        Ok(())
    }

    /// Every head that was noted, the last one last. A line that cannot be read is a fault, and is answered as one.
    pub fn noted(dir: &Path) -> Result<Vec<Head>, String> {
        let mut heads = vec![];
        for (name, words) in [("audit-heads.log", 1), ("audit-head", 0)] {
            let path = dir.join(name);
            let text = match fs::read_to_string(&path) {
                Ok(text) => text,
                Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
                Err(e) => return Err(format!("{} cannot be read: {e}", path.display())),
            };
            for (i, line) in text.lines().enumerate() {
                let head = read(line.split(' ').skip(words).collect::<Vec<_>>().as_slice());
                heads.push(head.ok_or_else(|| format!("{} line {}: this is no head of the audit trail", path.display(), i + 1))?);
            }
        }
        Ok(heads)
    }
}

fn line((pos, digest): Head) -> String {
    format!("{pos} {}", hex::text_of(&digest))
}

fn read(words: &[&str]) -> Option<Head> {
    match words {
        [pos, digest] => Some((pos.parse().ok()?, hex::bytes_of(digest)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_head_is_noted_and_one_of_each_day() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Heads::noted(dir.path()), Ok(vec![]));
        let day = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (a, b, c) = ((3, [1; 32]), (9, [2; 32]), (12, [255; 32]));
        let mut heads = Heads::below(dir.path());
        heads.note(a, day("2026-11-24T08:00:00Z")).unwrap();
        heads.note(b, day("2026-11-24T09:00:00Z")).unwrap();
        assert_eq!(Heads::noted(dir.path()), Ok(vec![a, b]));
        // Another start on the same day, and a step on the next one.
        let mut heads = Heads::below(dir.path());
        heads.note(b, day("2026-11-24T10:00:00Z")).unwrap();
        heads.note(c, day("2026-11-25T10:00:00Z")).unwrap();
        assert_eq!(Heads::noted(dir.path()), Ok(vec![a, c, c]));
        fs::write(dir.path().join("audit-head"), "12 xyz\n").unwrap();
        assert!(Heads::noted(dir.path()).unwrap_err().contains("audit-head line 1"));
    }
}
