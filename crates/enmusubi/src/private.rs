//! Files for their owner only: keys, letters, passwords of the demo.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Makes a directory for its owner only, if it is not there. One that is there keeps its permissions.
pub fn directory(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    if let Some(above) = dir.parent() {
        fs::create_dir_all(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(dir) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && dir.is_dir() => Ok(()),
        done => done,
    }
}

/// Writes a file for its owner only: afterwards either the old text stands or the new one, whatever happens between.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, bytes, |beside| fs::rename(beside, path))
}

/// Writes a file for its owner only, if there is none yet: of several who try, one has its way. Answers whether this was it.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let done = put(path, bytes, |beside| fs::hard_link(beside, path).and_then(|()| fs::remove_file(beside)));
    match done {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        done => done.map(|()| true),
    }
}

/// Writes a file beside the place it is for, and moves it there when it is whole.
fn put(path: &Path, bytes: &[u8], moved: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else { return Err(io::Error::other("no file")) };
    let beside = dir.join(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all())).and_then(|()| moved(&beside));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written?;
    fs::File::open(dir)?.sync_all()
}

/// Whether others than its owner may read it.
#[cfg(unix)]
pub fn is_open_to_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Whether others than its owner may read it: where there are no such permissions, nothing can be told.
#[cfg(not(unix))]
pub fn is_open_to_others(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_is_private_is_its_owners_only_and_written_as_a_whole() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("a/keys");
        directory(&inner).unwrap();
        directory(&inner).unwrap();
        let file = inner.join("k.pem");
        write(&file, b"one").unwrap();
        write(&file, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert!(!is_open_to_others(&inner).unwrap() && !is_open_to_others(&file).unwrap());
        assert!(!write_new(&file, b"three").unwrap() && fs::read(&file).unwrap() == b"two");
        assert_eq!(fs::read_dir(&inner).unwrap().count(), 1);
        assert!(write_new(&inner.join("audit.key"), b"four").unwrap() && !is_open_to_others(&inner.join("audit.key")).unwrap());
        assert_eq!(fs::read_dir(&inner).unwrap().count(), 2);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(is_open_to_others(&file).unwrap());
    }
}
