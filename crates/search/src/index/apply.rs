use super::{TextIndex, WRITER_BYTES, health, identity};
use crate::document::Writer;
use crate::error::IndexError;
use crate::item::{Document, Key};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{MutexGuard, PoisonError};
use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, Term};

type Slot<'a> = MutexGuard<'a, Option<IndexWriter>>;

impl TextIndex {
    /// Puts and removes documents and notes the payload, all in one commit: readers see all of it or nothing of it.
    ///
    /// When it fails, nothing has changed and what was served is still served; it may be tried again.
    pub fn apply(&self, puts: Vec<Document>, removes: &[Key], payload: &str) -> Result<(), IndexError> {
        self.commit(puts, removes, Some(payload))
    }

    /// The payload of the last commit. Nothing until something was applied.
    pub fn payload(&self) -> Option<String> {
        let metas = self.index.load_metas().ok()?;
        identity::payload(&metas.payload?)
    }

    pub(super) fn commit(&self, puts: Vec<Document>, removes: &[Key], payload: Option<&str>) -> Result<(), IndexError> {
        let mut slot = self.lock();
        let done = catch_unwind(AssertUnwindSafe(|| self.write(&mut slot, &puts, removes, payload)))
            .unwrap_or_else(|_| Err(IndexError::Damaged("the writer gave up".into())));
        if done.is_err() {
            // Whatever was half-written goes; a writer that cannot even do that is replaced on the next try.
            let rolled_back = catch_unwind(AssertUnwindSafe(|| slot.as_mut().is_some_and(|w| w.rollback().is_ok())));
            if !rolled_back.unwrap_or(false) {
                *slot = None;
            }
        }
        done
    }

    fn write(&self, slot: &mut Slot<'_>, puts: &[Document], removes: &[Key], payload: Option<&str>) -> Result<(), IndexError> {
        let writer = self.writer_ready(slot)?;
        let term = |key: &Key| Term::from_field_text(self.fields.key, &key.to_string());
        let mut operations: Vec<UserOperation> = removes.iter().map(|key| UserOperation::Delete(term(key))).collect();
        for document in puts {
            operations.push(UserOperation::Delete(term(&document.key)));
            operations.push(UserOperation::Add(Writer::document(&self.fields, &self.words, &self.city, document)));
        }
        writer.run(operations)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&identity::stamped(payload, &self.words, &self.city));
        commit.commit()?;
        if let Err(error) = health::write_manifest(&self.dir, &self.index) {
            // The commit stands; only a swap of two whole files would go unnoticed.
            tracing::warn!(%error, "the list of index files could not be written");
        }
        self.reader.reload()?;
        Ok(())
    }

    pub(super) fn lock(&self) -> Slot<'_> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn writer_ready<'a>(&self, slot: &'a mut Slot<'_>) -> Result<&'a mut IndexWriter, IndexError> {
        if slot.is_none() {
            let writer = self.index.writer_with_num_threads(1, WRITER_BYTES)?;
            // A process that was killed may have left files that no commit names: a later one must not find their names taken.
            writer.garbage_collect_files().wait()?;
            **slot = Some(writer);
        }
        slot.as_mut().ok_or_else(|| IndexError::InUse("no writer".into()))
    }
}
