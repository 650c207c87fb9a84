//! One process per SQLite file: two nodes with one log cursor each would need the order that only one writer keeps.

use crate::error::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Takes `<database>.lock` for as long as the file that is given back lives. The lock file itself stays: removing it would be a race.
pub fn take(database: &Path) -> Result<File, StoreError> {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    let cannot = |e: std::io::Error| StoreError::Other(format!("{} cannot be locked ({e}): check the folder and its permissions", database.display()));
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&name).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => {
            // Who holds it, for the message that a second process gets. Not being able to say so is no reason to stop.
            let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
            Ok(file)
        }
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            let _ = file.seek(SeekFrom::Start(0)).and_then(|_| file.take(20).read_to_string(&mut pid));
            let known = !pid.is_empty() && pid.bytes().all(|b| b.is_ascii_digit());
            let holder = if known { format!(" (process {pid})") } else { String::new() };
            Err(StoreError::Locked { path: database.display().to_string(), holder })
        }
        Err(TryLockError::Error(e)) => Err(cannot(e)),
    }
}
