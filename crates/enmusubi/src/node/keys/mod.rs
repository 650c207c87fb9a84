//! The keys of a node: those that sign access tokens, the one that seals the audit trail, and the pepper of passwords, if there is one.
//!
//! ```text
//!   <keys-dir>/<kid>.pem   signs; its public half stands in the database, and every node believes it
//!   <keys-dir>/audit.key   seals the audit trail: 32 bytes, hexadecimal; nodes of one database share it
//!   <keys-dir>/pepper.key  optional: 32 bytes, hexadecimal, a line each; the first goes into new password hashes; nodes share it
//! ```
//!
//! Private halves are never in the database, and the database's operator cannot forge what they sign.

/// What the command line asks of a running service.
mod asked;
/// Keys made, retired and taken back.
mod turn;

pub use asked::Asked;

use crate::{hex, private};
use enmusubi_http::secret::{Hasher, Pepper};
use enmusubi_http::token::{KeyPair, PublicKey, Ring};
use enmusubi_persistence::{AuditKey, SigningKey, Store};
use std::fs;
use std::path::{Path, PathBuf};

/// The keys directory of a node.
#[derive(Debug, Clone)]
pub struct Keys {
    dir: PathBuf,
}

impl Keys {
    /// Opens a keys directory; it is made if it is not there. Files that others may read are refused.
    pub fn open(dir: &Path) -> Result<Self, String> {
        private::directory(dir).map_err(|e| format!("--keys-dir {}: {e}", dir.display()))?;
        let keys = Self { dir: dir.to_owned() };
        keys.pairs()?;
        keys.audit_key()?;
        keys.hasher()?;
        Ok(keys)
    }

    /// The key that seals the audit trail, if there is one yet.
    pub fn audit_key(&self) -> Result<Option<AuditKey>, String> {
        match self.bytes("audit.key")? {
            None => Ok(None),
            Some(lines) => match lines.as_slice() {
                [key] => Ok(Some(AuditKey(*key))),
                _ => Err(format!("{}: there must be one line in it: restore it from a backup", self.dir.join("audit.key").display())),
            },
        }
    }

    /// The key that seals the audit trail; it is made at the first start.
    pub fn audit_key_or_new(&self) -> Result<AuditKey, String> {
        if let Some(key) = self.audit_key()? {
            return Ok(key);
        }
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| "the operating system gave no random bytes".to_owned())?;
        let text = hex::text_of(&key);
        // Somebody else may start on the same directory at this moment: what stands there afterwards is the key.
        let path = self.dir.join("audit.key");
        private::write_new(&path, format!("{text}\n").as_bytes()).map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
        self.audit_key()?.ok_or_else(|| format!("{} has gone again", path.display()))
    }

    /// Who hashes passwords, with this installation's peppers. Without the file there are none; with it, it must never be lost.
    pub fn hasher(&self) -> Result<Hasher, String> {
        Ok(Hasher::new(self.bytes("pepper.key")?.unwrap_or_default().into_iter().map(Pepper::new).collect()))
    }

    /// The keys in force at present: this node's pairs, and every public half the database knows.
    pub fn ring(&self, store: &Store) -> Result<Ring, String> {
        let known = store.read(|tx| tx.signing_keys()).map_err(|e| e.to_string())?;
        self.ring_of(&known)
    }

    fn ring_of(&self, known: &[SigningKey]) -> Result<Ring, String> {
        let readable = known.iter().map(public).filter(|key| match Ring::new(vec![], vec![key.clone()]) {
            Ok(_) => true,
            Err(error) => {
                // One bad row hides only itself.
                tracing::error!(%error, "a signing key of the database is left out");
                false
            }
        });
        Ring::new(self.pairs()?, readable.collect()).map_err(|e| e.to_string())
    }

    /// The ids of the pairs whose private half is here.
    pub fn here(&self) -> Result<Vec<String>, String> {
        Ok(self.pairs()?.iter().map(|pair| pair.kid().to_owned()).collect())
    }

    fn pairs(&self) -> Result<Vec<KeyPair>, String> {
        let mut pairs = vec![];
        for path in self.files()?.into_iter().filter(|p| p.extension().is_some_and(|e| e == "pem")) {
            let Some(text) = read(&path)? else { continue };
            let pair = KeyPair::from_pem(&text).map_err(|e| format!("{}: {e}", path.display()))?;
            if path.file_stem().and_then(|s| s.to_str()) != Some(pair.kid()) {
                return Err(format!("{}: the key in it is called {}: give the file its name back", path.display(), pair.kid()));
            }
            pairs.push(pair);
        }
        Ok(pairs)
    }

    fn files(&self) -> Result<Vec<PathBuf>, String> {
        let cannot = |e: std::io::Error| format!("--keys-dir {}: {e}", self.dir.display());
        let mut files = vec![];
        for entry in fs::read_dir(&self.dir).map_err(cannot)? {
            files.push(entry.map_err(cannot)?.path());
        }
        files.sort();
        Ok(files)
    }

    /// Lines of 32 bytes in hexadecimal, if there is such a file.
    fn bytes(&self, name: &str) -> Result<Option<Vec<[u8; 32]>>, String> {
        let path = self.dir.join(name);
        let Some(text) = read(&path)? else { return Ok(None) };
        let wrong = || format!("{}: each line must be 64 hexadecimal digits: restore it from a backup", path.display());
        text.lines().map(|line| hex::bytes_of(line.trim()).ok_or_else(wrong)).collect::<Result<_, _>>().map(Some)
    }

    fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.dir.join(name);
        private::write(&path, text.as_bytes()).map_err(|e| format!("{} cannot be written: {e}", path.display()))
    }
}

fn public(key: &SigningKey) -> PublicKey {
    PublicKey { kid: key.kid.clone(), x: key.public.clone(), active_from: key.active_from, retired_at: key.retired_at, revoked_at: key.revoked_at }
}

/// The text of a file, if it is there and its owner's only.
fn read(path: &Path) -> Result<Option<String>, String> {
    let cannot = |e: std::io::Error| format!("{} cannot be read: {e}", path.display());
    match private::is_open_to_others(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(cannot(e)),
        Ok(true) => Err(format!("{} can be read by others than its owner: somebody may know the key; chmod 600 it, and rotate it if in doubt", path.display())),
        Ok(false) => fs::read_to_string(path).map(Some).map_err(cannot),
    }
}

#[cfg(test)]
mod tests;
