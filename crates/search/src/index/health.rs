use crate::error::IndexError;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use tantivy::Index;
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentComponent;

/// The list of files with their length and checksum as they were committed, beside the index's own `meta.json`.
const MANIFEST: &str = "files.tsv";
/// Every file of the library ends with its footer's length and this number.
const FOOTER_MAGIC: u32 = 1337;

/// Opens the files of an index after having looked at each: there, not cut short, the same as when it was committed.
///
/// The length is looked at before anything is mapped into memory: reading beyond the end of a mapped file would end the process.
pub(super) fn open_whole(dir: &Path) -> Result<Index, IndexError> {
    let meta = std::fs::metadata(dir.join("meta.json")).map_err(|e| IndexError::Damaged(format!("meta.json: {e}")))?;
    if meta.len() == 0 {
        return Err(IndexError::Damaged("meta.json is empty".into()));
    }
    let directory = MmapDirectory::open(dir).map_err(|e| IndexError::Io(e.to_string()))?;
    let index = guarded(|| Index::open(directory).map_err(|e| IndexError::Damaged(e.to_string())))?;
    let known = read_manifest(dir);
    for name in file_names(&index)? {
        let seen = File::open(dir.join(&name)).and_then(|mut f| facts(&mut f)).map_err(|e| IndexError::Damaged(format!("{name}: {e}")))?;
        if known.get(&name).is_some_and(|committed| *committed != seen) {
            return Err(IndexError::Damaged(format!("{name} is not the file that was committed")));
        }
    }
    let damaged = guarded(|| index.validate_checksum().map_err(|e| IndexError::Damaged(e.to_string())))?;
    match damaged.iter().next() {
        Some(file) => Err(IndexError::Damaged(format!("{}: wrong checksum", file.display()))),
        None => Ok(index),
    }
}

fn guarded<T>(look: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(look)).unwrap_or_else(|_| Err(IndexError::Damaged("unreadable".into())))
}

/// The files that the committed segments need.
fn file_names(index: &Index) -> Result<Vec<String>, IndexError> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    let mut names = vec![];
    for segment in guarded(|| index.searchable_segment_metas().map_err(|e| IndexError::Damaged(e.to_string())))? {
        let mut parts = vec![Postings, Positions, Terms, FastFields, FieldNorms, Store];
        if segment.has_deletes() {
            parts.push(Delete);
        }
        names.extend(parts.into_iter().map(|part| segment.relative_path(part).display().to_string()));
    }
    Ok(names)
}

/// Length and checksum of a file, the latter from its footer (which the library then holds against the content).
fn facts(file: &mut File) -> std::io::Result<(u64, u32)> {
    let broken = |why| std::io::Error::new(std::io::ErrorKind::InvalidData, why);
    let length = file.metadata()?.len();
    if length < 8 {
        return Err(broken("cut short"));
    }
    file.seek(SeekFrom::Start(length - 8))?;
    let mut end = [0; 8];
    file.read_exact(&mut end)?;
    let word = |at: usize| u32::from_le_bytes([end[at], end[at + 1], end[at + 2], end[at + 3]]);
    let footer = u64::from(word(0));
    if word(4) != FOOTER_MAGIC || footer + 8 > length || footer > 50_000 {
        return Err(broken("no footer"));
    }
    file.seek(SeekFrom::Start(length - 8 - footer))?;
    let mut json = vec![0; footer as usize];
    file.read_exact(&mut json)?;
    let json = String::from_utf8(json).map_err(|_| broken("footer is no text"))?;
    let crc = json.split_once("\"crc\":").map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    Ok((length, crc.and_then(|c| c.parse().ok()).ok_or_else(|| broken("no checksum"))?))
}

fn read_manifest(dir: &Path) -> BTreeMap<String, (u64, u32)> {
    let text = std::fs::read_to_string(dir.join(MANIFEST)).unwrap_or_default();
    text.lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?.to_owned(), (columns.next()?.parse().ok()?, columns.next()?.parse().ok()?)))
        })
        .collect()
}

/// Notes the files of the last commit. Files never change once written, so a list that is older than the commit is still true.
pub(super) fn write_manifest(dir: &Path, index: &Index) -> Result<(), IndexError> {
    let mut text = String::new();
    for name in file_names(index)? {
        // A merge may have taken a file away since; what is not listed is held against its own checksum only.
        if let Ok((length, crc)) = File::open(dir.join(&name)).and_then(|mut f| facts(&mut f)) {
            text.push_str(&format!("{name}\t{length}\t{crc}\n"));
        }
    }
    let temporary = dir.join("files.tsv.new");
    std::fs::write(&temporary, text)?;
    std::fs::rename(&temporary, dir.join(MANIFEST))?;
    Ok(())
}
