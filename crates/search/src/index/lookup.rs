use super::TextIndex;
use crate::finding::key_of;
use crate::item::{Key, Stored};
use enmusubi_domain::id::OpportunityId;
use tantivy::postings::SegmentPostings;
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::schema::{IndexRecordOption, OwnedValue, Value};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

impl TextIndex {
    /// What is kept of one thing, whatever its state.
    pub fn get(&self, key: &Key) -> Option<Stored> {
        let searcher = self.searcher();
        self.stored(&searcher, address(&searcher, self.fields.key, key)?)
    }

    /// The views of several, in their order; nothing else of them is read.
    pub fn views(&self, keys: &[Key]) -> Vec<Option<Vec<u8>>> {
        let searcher = self.searcher();
        let view = |key| searcher.doc::<View>(address(&searcher, self.fields.key, key)?).ok()?.0;
        keys.iter().map(view).collect()
    }

    pub(crate) fn stored(&self, searcher: &Searcher, at: DocAddress) -> Option<Stored> {
        let segment = searcher.segment_reader(at.segment_ord);
        let version = segment.fast_fields().i64("version").ok()?.first(at.doc_id)?;
        let document: TantivyDocument = searcher.doc(at).ok()?;
        let key = document.get_first(self.fields.key)?.as_str()?.parse().ok()?;
        let view = document.get_first(self.fields.view)?.as_bytes()?.to_vec();
        Some(Stored { key, version, view })
    }

    /// Where an opportunity lies in the index.
    pub(crate) fn address(&self, searcher: &Searcher, id: &OpportunityId) -> Option<DocAddress> {
        address(searcher, self.fields.key, &Key::Opportunity(*id))
    }

    /// Every key with its version, in order: for comparing the index with the database.
    pub fn versions(&self) -> Vec<(Key, i64)> {
        let searcher = self.searcher();
        let mut out = vec![];
        for segment in searcher.segment_readers() {
            let fast = segment.fast_fields();
            let columns = (fast.u64("item"), fast.u64("id_high"), fast.u64("id_low"), fast.i64("version"));
            let (Ok(item), Ok(high), Ok(low), Ok(version)) = columns else {
                continue;
            };
            for doc in segment.doc_ids_alive() {
                if let (Some(i), Some(h), Some(l), Some(v)) = (item.first(doc), high.first(doc), low.first(doc), version.first(doc)) {
                    out.push((key_of(i, h, l), v));
                }
            }
        }
        out.sort_unstable_by_key(|(key, _)| *key);
        out
    }

    /// How many things it holds, in any state.
    pub fn len(&self) -> u64 {
        self.searcher().num_docs()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The view of a document: its only field of bytes.
struct View(Option<Vec<u8>>);

impl DocumentDeserialize for View {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut document: D) -> Result<Self, DeserializeError> {
        while let Some((_, value)) = document.next_field::<OwnedValue>()? {
            if let OwnedValue::Bytes(view) = value {
                return Ok(Self(Some(view)));
            }
        }
        Ok(Self(None))
    }
}

fn address(searcher: &Searcher, field: tantivy::schema::Field, key: &Key) -> Option<DocAddress> {
    let term = Term::from_field_text(field, &key.to_string());
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let inverted = segment.inverted_index(field).ok()?;
        let Ok(Some(mut postings)) = inverted.read_postings(&term, IndexRecordOption::Basic) else {
            continue;
        };
        let postings: &mut SegmentPostings = &mut postings;
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                return Some(DocAddress::new(ord as u32, postings.doc()));
            }
            postings.advance();
        }
    }
    None
}
