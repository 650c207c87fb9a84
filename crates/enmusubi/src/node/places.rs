use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where a node keeps what it can lose: `<data-dir>/index/<name>/`, and `CURRENT` with the name that is in use.
#[derive(Debug, Clone)]
pub struct Places {
    data: PathBuf,
}

impl Places {
    /// The places below a data directory, which is created if it is not there.
    pub fn below(data: &Path) -> io::Result<Self> {
        fs::create_dir_all(data.join("index"))?;
        Ok(Self { data: data.to_owned() })
    }

    /// Takes the index for this process alone, until the answer is dropped. Nothing if another process has it.
    pub fn take(&self) -> io::Result<Option<fs::File>> {
        let file = fs::OpenOptions::new().create(true).append(true).open(self.data.join("index.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }

    /// The data directory itself.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Changes whenever a file of the city's own words does: their times and lengths.
    pub fn mark_of_words(&self) -> Vec<Option<(std::time::SystemTime, u64)>> {
        let mark = |name: &&str| fs::metadata(self.data.join(name)).ok().and_then(|m| Some((m.modified().ok()?, m.len())));
        ["synonyms.txt", "thesaurus.csv"].iter().map(mark).collect()
    }

    fn index(&self) -> PathBuf {
        self.data.join("index")
    }

    /// The directory in use, if there is one.
    pub fn current(&self) -> Option<PathBuf> {
        let name = fs::read_to_string(self.index().join("CURRENT")).ok()?;
        let name = name.trim();
        // A name, never a path: nobody else's directory is opened or swept because of what stands in this file.
        let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        plain.then(|| self.index().join(name))
    }

    /// A directory for a new index, not there yet.
    pub fn fresh(&self) -> io::Result<PathBuf> {
        fs::create_dir_all(self.index())?;
        Ok(self.index().join(uuid::Uuid::now_v7().to_string()))
    }

    /// Makes a directory the one in use. Either the old name stands afterwards or the new one, whatever happens between.
    pub fn make_current(&self, dir: &Path) -> io::Result<()> {
        let name = dir.file_name().and_then(|n| n.to_str()).ok_or_else(|| io::Error::other("no name"))?;
        let beside = self.index().join("CURRENT.tmp");
        let mut file = fs::File::create(&beside)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, self.index().join("CURRENT"))?;
        fs::File::open(self.index())?.sync_all()
    }

    /// Asks the service that is running on this data directory to rebuild its index.
    pub fn ask_for_rebuild(&self) -> io::Result<()> {
        fs::write(self.index().join("REBUILD"), b"")
    }

    /// Whether somebody asked, once.
    pub fn rebuild_was_asked_for(&self) -> bool {
        fs::remove_file(self.index().join("REBUILD")).is_ok()
    }

    /// Removes every index directory but the one in use.
    pub fn sweep(&self) {
        let current = self.current();
        let Ok(entries) = fs::read_dir(self.index()) else { return };
        for path in entries.flatten().map(|e| e.path()).filter(|p| p.is_dir() && Some(p) != current.as_ref()) {
            if let Err(error) = fs::remove_dir_all(&path) {
                tracing::warn!(%error, dir = %path.display(), "an old index could not be removed");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_use_is_switched_and_the_rest_is_swept() {
        let dir = tempfile::tempdir().unwrap();
        let places = Places::below(dir.path()).unwrap();
        assert_eq!(places.current(), None);
        let (a, b) = (places.fresh().unwrap(), places.fresh().unwrap());
        fs::create_dir(&a).unwrap();
        fs::create_dir(&b).unwrap();
        places.make_current(&a).unwrap();
        places.make_current(&b).unwrap();
        places.sweep();
        assert_eq!(places.current(), Some(b.clone()));
        assert!(b.exists() && !a.exists());
    }

    #[test]
    fn one_process_has_the_index_to_itself() {
        let dir = tempfile::tempdir().unwrap();
        let places = Places::below(dir.path()).unwrap();
        let first = places.take().unwrap();
        assert!(first.is_some() && places.take().unwrap().is_none());
        drop(first);
        assert!(places.take().unwrap().is_some());
    }

    #[test]
    fn a_path_in_current_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let places = Places::below(dir.path()).unwrap();
        fs::write(dir.path().join("index/CURRENT"), "../../etc").unwrap();
        assert_eq!(places.current(), None);
    }
}
