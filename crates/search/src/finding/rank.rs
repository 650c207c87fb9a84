use super::filter::{Places, Sessions};
use crate::error::IndexError;
use crate::item::{After, Key};
use chrono::{DateTime, Utc};
use enmusubi_domain::criteria::Sort;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::place::{Point, Ruler};
use std::collections::BinaryHeap;
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, SegmentReader};
use uuid::Uuid;

/// The key of the numbers it is kept in.
pub(crate) fn key_of(item: u64, high: u64, low: u64) -> Key {
    let uuid = Uuid::from_u128(u128::from(high) << 64 | u128::from(low));
    if item == 1 { Key::Opportunity(OpportunityId(uuid)) } else { Key::Group(GroupId(uuid)) }
}

/// The keys of a segment's documents.
pub(crate) struct Keys {
    item: Column<u64>,
    high: Column<u64>,
    low: Column<u64>,
}

impl Keys {
    pub(crate) fn new(reader: &SegmentReader) -> Result<Self, IndexError> {
        let fast = reader.fast_fields();
        Ok(Self { item: fast.u64("item")?, high: fast.u64("id_high")?, low: fast.u64("id_low")? })
    }

    pub(crate) fn key(&self, doc: DocId) -> Option<Key> {
        Some(key_of(self.item.first(doc)?, self.high.first(doc)?, self.low.first(doc)?))
    }
}

/// A document that may be on the page. Smaller is better.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) rank: u64,
    pub(crate) key: Key,
    pub(crate) at: DocAddress,
    pub(crate) score: f32,
    pub(crate) metres: Option<u32>,
}

impl Candidate {
    fn place(&self) -> (u64, Key) {
        (self.rank, self.key)
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}
impl Eq for Candidate {}
impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.place().cmp(&other.place())
    }
}

/// Gives the documents of a segment their place in the order.
pub(crate) struct Ranker {
    sort: Sort,
    keys: Keys,
    published: Column<i64>,
    flexible: Column<u64>,
    sessions: Sessions,
    places: Places,
    ruler: Option<Ruler>,
    now: i64,
}

impl Ranker {
    pub(crate) fn new(reader: &SegmentReader, sort: Sort, near: Option<Point>, now: DateTime<Utc>) -> Result<Self, IndexError> {
        let fast = reader.fast_fields();
        Ok(Self {
            sort,
            keys: Keys::new(reader)?,
            published: fast.i64("published")?,
            flexible: fast.u64("flexible")?,
            sessions: Sessions::new(reader)?,
            places: Places::new(reader)?,
            ruler: near.map(Point::ruler),
            now: now.timestamp(),
        })
    }

    /// Where a document belongs. `asked` says whether there is a question that scores it.
    pub(crate) fn candidate(&self, at: DocAddress, score: f32, asked: bool) -> Option<Candidate> {
        let doc = at.doc_id;
        let metres = self.ruler.and_then(|ruler| self.places.point(doc).map(|p| ruler.metres(p)));
        let rank = match self.sort {
            // The bits of a positive number grow with it.
            Sort::Relevance if asked => u64::from(u32::MAX - score.max(0.0).to_bits()),
            Sort::Relevance | Sort::Newest => !ordered(self.published.first(doc).unwrap_or(i64::MIN)),
            Sort::Soonest => self.next(doc),
            Sort::Nearest => metres.map_or(u64::MAX, u64::from),
        };
        Some(Candidate { rank, key: self.keys.key(doc)?, at, score, metres })
    }

    /// When the next session begins that is not over; then what is flexible; then what has no dates at all.
    fn next(&self, doc: DocId) -> u64 {
        let next = self.sessions.of(doc).filter(|s| s.end > self.now).map(|s| ordered(s.start)).min();
        next.unwrap_or(if self.flexible.first(doc) == Some(1) { u64::MAX - 1 } else { u64::MAX })
    }
}

/// Numbers in the order of the signed ones.
fn ordered(n: i64) -> u64 {
    (n as u64) ^ (1 << 63)
}

/// The first of a list after a position: as many as fit a page, and whether there are more.
pub(crate) struct Best {
    limit: usize,
    after: Option<(u64, Key)>,
    /// The worst of the best on top, one more than fits.
    heap: BinaryHeap<Candidate>,
}

impl Best {
    pub(crate) fn new(limit: usize, after: Option<&After>) -> Self {
        // A position that cannot be read is none; whoever hands them out checks them.
        let after = after.and_then(|a| Some((a.rank, a.key.parse().ok()?)));
        Self { limit, after, heap: BinaryHeap::with_capacity(limit + 2) }
    }

    pub(crate) fn offer(&mut self, candidate: Option<Candidate>) {
        let Some(candidate) = candidate.filter(|c| self.after.is_none_or(|after| c.place() > after)) else {
            return;
        };
        if self.heap.len() <= self.limit {
            self.heap.push(candidate);
        } else if self.heap.peek().is_some_and(|worst| candidate < *worst) {
            self.heap.pop();
            self.heap.push(candidate);
        }
    }

    /// The page in order, and where the next one begins.
    pub(crate) fn page(self) -> (Vec<Candidate>, Option<After>) {
        let mut page = self.heap.into_sorted_vec();
        let more = page.len() > self.limit;
        page.truncate(self.limit);
        let next = page.last().filter(|_| more).map(|c| After { rank: c.rank, key: c.key.to_string() });
        (page, next)
    }
}
