use crate::error::IndexError;
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

/// Groups and what belongs to them.
pub(crate) struct Kin {
    item: Column<u64>,
    id: (Column<u64>, Column<u64>),
    high: Column<u64>,
    low: Column<u64>,
}

impl Kin {
    /// Opens the columns of a segment.
    pub(super) fn new(reader: &SegmentReader) -> Result<Self, IndexError> {
        let fast = reader.fast_fields();
        Ok(Self { item: fast.u64("item")?, id: (fast.u64("id_high")?, fast.u64("id_low")?), high: fast.u64("group_high")?, low: fast.u64("group_low")? })
    }

    /// What decides among equals.
    pub(crate) fn key(&self, doc: DocId) -> (u64, u64, u64) {
        let first = |column: &Column<u64>| column.first(doc).unwrap_or(0);
        (first(&self.item), first(&self.id.0), first(&self.id.1))
    }

    /// The group of a document, and whether the document is the group itself.
    pub(crate) fn of(&self, doc: DocId) -> Option<(u128, bool)> {
        let group = u128::from(self.high.first(doc)?) << 64 | u128::from(self.low.first(doc)?);
        Some((group, self.item.first(doc) == Some(0)))
    }
}
