use super::bits::WORD;
use super::listings::Listings;
use super::shard::{COURSE, Shard};
use enmusubi_domain::id::OpportunityId;

/// The listings a search is about.
pub enum Within<'a> {
    /// All there are.
    All,
    /// These, as one more column.
    These(Marked),
    /// Courses about any of these themes.
    CoursesAbout(&'a [u8]),
}

/// A set of listings as bits, shard by shard.
pub struct Marked {
    begins: Vec<usize>,
    words: Vec<u64>,
}

impl Marked {
    /// The set of some ids; those that are not there are left out.
    pub fn of<'i>(listings: &Listings, ids: impl IntoIterator<Item = &'i OpportunityId>) -> Self {
        let mut begins = vec![0];
        for shard in listings.shards() {
            begins.push(begins[begins.len() - 1] + shard.words());
        }
        let mut words = vec![0; begins[begins.len() - 1]];
        for place in ids.into_iter().filter_map(|id| listings.place(id)) {
            words[begins[place.shard as usize] + place.slot as usize / WORD] |= 1 << (place.slot as usize % WORD);
        }
        Self { begins, words }
    }
}

impl Within<'_> {
    /// Leaves in `words`, one bit for each listing of a shard, only what the search is about.
    pub fn narrow(&self, number: usize, shard: &Shard, words: &mut [u64]) {
        match self {
            Self::All => {}
            Self::These(marked) => {
                for (word, marked) in words.iter_mut().zip(&marked.words[marked.begins[number]..]) {
                    *word &= marked;
                }
            }
            Self::CoursesAbout(themes) => {
                let about: Vec<&[u64]> = themes.iter().filter_map(|t| shard.theme(usize::from(*t))).collect();
                for (n, word) in words.iter_mut().enumerate() {
                    *word &= shard.column(COURSE).map_or(0, |c| c[n]) & about.iter().fold(0, |any, c| any | c[n]);
                }
            }
        }
    }
}
