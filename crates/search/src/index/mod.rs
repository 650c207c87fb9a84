//! The index itself: one directory, one writer, any number of readers.

/// Putting and removing, all or nothing.
mod apply;
/// Looking for damage before anything is mapped into memory.
mod health;
/// Which rules made it.
mod identity;
/// One document, all versions.
mod lookup;

use crate::error::IndexError;
use crate::fields::Fields;
use crate::streams;
use crate::tuning::Tuning;
use crate::words::{Phrases, Words};
use enmusubi_domain::city::City;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher};

/// Blocks of 16 KiB of stored documents that stay unpacked, for each segment: unpacking one takes longer than everything else that is done to
/// show a listing.
const UNPACKED_BLOCKS: usize = 1_000;
/// Memory of the writer, in bytes.
const WRITER_BYTES: usize = 50_000_000;

/// What people find by words: every published group and opportunity, with the view that is shown of it.
///
/// Reading takes no lock; writing goes one at a time.
pub struct TextIndex {
    pub(crate) fields: Fields,
    pub(crate) words: Arc<Words>,
    pub(crate) city: City,
    /// Names of areas and themes, which count as words of a question.
    pub(crate) names: Phrases,
    pub(crate) tuning: Tuning,
    dir: PathBuf,
    index: Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
}

impl std::fmt::Debug for TextIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextIndex").field("dir", &self.dir).field("len", &self.len()).finish_non_exhaustive()
    }
}

impl TextIndex {
    /// Makes an empty index in a directory, which is created if need be and must not hold one yet.
    pub fn create(dir: &Path, words: Arc<Words>, city: &City) -> Result<Self, IndexError> {
        std::fs::create_dir_all(dir)?;
        let fields = Fields::new();
        let directory = MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?;
        let index = Index::create(directory, fields.schema.clone(), IndexSettings::default())?;
        let new = Self::around(dir, index, fields, words, city)?;
        new.commit(vec![], &[], None)?;
        Ok(new)
    }

    /// Opens an index that stands. Whatever is wrong with its files is found here and said; nothing is served from it then.
    pub fn open(dir: &Path, words: Arc<Words>, city: &City) -> Result<Self, IndexError> {
        let fields = Fields::new();
        let index = health::open_whole(dir)?;
        if index.schema() != fields.schema {
            return Err(IndexError::Foreign("another schema".into()));
        }
        let payload = index.load_metas()?.payload.unwrap_or_default();
        identity::check(&payload, &words, city)?;
        // Reading a damaged file must not end the process, whatever the library does about it.
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| Self::around(dir, index, fields, words, city)))
            .unwrap_or_else(|_| Err(IndexError::Damaged("a file cannot be read".into())))
    }

    fn around(dir: &Path, index: Index, fields: Fields, words: Arc<Words>, city: &City) -> Result<Self, IndexError> {
        streams::register(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(UNPACKED_BLOCKS).try_into()?;
        let mut names = Phrases::default();
        for area in city.areas.all() {
            for name in [&area.names.ja, &area.names.en] {
                names.insert(&words.fold(name));
            }
        }
        for name in city.themes.all().iter().flat_map(|t| [&t.names.ja, &t.names.en]) {
            name.split(['・', '、', ',']).for_each(|part| names.insert(&words.fold(part.trim())));
        }
        let new = Self { dir: dir.to_owned(), city: city.clone(), tuning: Tuning::default(), writer: Mutex::new(None), fields, words, names, index, reader };
        new.writer_ready(&mut new.lock())?;
        Ok(new)
    }

    /// The same index with other numbers in its ranking.
    pub fn with_tuning(mut self, tuning: Tuning) -> Self {
        self.tuning = tuning;
        self
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Where it stands.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}
