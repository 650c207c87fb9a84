use super::shard::{Rules, Shard};
use super::spot::Spot;
use enmusubi_domain::id::{OpportunityId, mix};
use enmusubi_domain::matching::outline::EquityClasses;
use enmusubi_domain::matching::{Offer, Policy, tie};
use hashbrown::HashTable;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// Where a listing stands: the number of its shard, and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The shard.
    pub shard: u32,
    /// The place in it.
    pub slot: u32,
}

/// The least tie of each word of each shard, on one day.
#[derive(Debug, Default)]
pub struct Ties {
    today: Option<i32>,
    least: Vec<Vec<u64>>,
}

/// All listings, shard by shard.
#[derive(Debug)]
pub struct Listings {
    rules: Rules,
    shards: Vec<Shard>,
    spots: HashMap<Spot, u32>,
    places: HashTable<Place>,
    ties: RwLock<Ties>,
}

impl Ties {
    /// Whether they are those of a day.
    pub fn of(&self, today: i32) -> bool {
        self.today == Some(today)
    }

    /// A number that no tie of a word is below.
    pub fn least(&self, shard: usize, word: usize) -> u64 {
        self.least[shard][word]
    }

    /// May be too small, never too great: lowered whenever a listing comes to a place, by writing or by moving.
    fn lower(&mut self, place: Place, id: OpportunityId) {
        let Some(today) = self.today else { return };
        let (shard, word) = (place.shard as usize, place.slot as usize / super::bits::WORD);
        if self.least.len() <= shard {
            self.least.resize_with(shard + 1, Vec::new);
        }
        let words = &mut self.least[shard];
        if words.len() <= word {
            words.resize(word + 1, u64::MAX);
        }
        words[word] = words[word].min(tie(id, today));
    }
}

impl Listings {
    /// None yet.
    pub fn new(policy: Arc<Policy>) -> Self {
        Self { rules: Rules::of(policy), shards: vec![], spots: HashMap::new(), places: HashTable::new(), ties: RwLock::default() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The shards.
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// The classes of equity.
    pub fn classes(&self) -> &EquityClasses {
        &self.rules.classes
    }

    /// Where a listing stands.
    pub fn place(&self, id: &OpportunityId) -> Option<Place> {
        self.places.find(hash(id), |p| id_at(&self.shards, *p) == *id).copied()
    }

    /// What stands at a place.
    pub fn at(&self, place: Place) -> &Arc<Offer> {
        &self.shards[place.shard as usize].offers[place.slot as usize]
    }

    /// The least ties on a day; nothing for a day that is over, and nothing while another search makes them: they only save work.
    ///
    /// They are made by the first search of a day, while nothing is written.
    pub fn ties(&self, today: i32) -> Option<RwLockReadGuard<'_, Ties>> {
        let read = || self.ties.try_read().ok();
        let ties = read()?;
        if ties.of(today) || ties.today.is_some_and(|made| made > today) {
            return Some(ties).filter(|t| t.of(today));
        }
        drop(ties);
        if let Ok(mut ties) = self.ties.try_write() {
            *ties = Ties { today: Some(today), least: self.shards.iter().map(|s| s.least_ties(today)).collect() };
        }
        read().filter(|t| t.of(today))
    }

    /// Adds a listing, or puts it in the place of the one with its id.
    pub fn put(&mut self, offer: Arc<Offer>) {
        let spot = Spot::of(&offer);
        if let Some(place) = self.place(&offer.id) {
            if Some(place.shard) == self.spots.get(&spot).copied() {
                self.shards[place.shard as usize].replace(place.slot as usize, offer, &self.rules);
                return;
            }
            self.remove(&offer.id);
        }
        let shards = &mut self.shards;
        let shard = *self.spots.entry(spot).or_insert_with_key(|spot| {
            shards.push(Shard::new(spot));
            shards.len() as u32 - 1
        });
        let id = offer.id;
        let place = Place { shard, slot: self.shards[shard as usize].len() as u32 };
        self.shards[shard as usize].push(offer, &self.rules);
        let shards = &self.shards;
        self.places.insert_unique(hash(&id), place, |p| hash(&id_at(shards, *p)));
        self.ties.get_mut().unwrap_or_else(PoisonError::into_inner).lower(place, id);
    }

    /// Takes a listing out, if it is there.
    pub fn remove(&mut self, id: &OpportunityId) {
        let shards = &self.shards;
        let found = self.places.find_entry(hash(id), |p| id_at(shards, *p) == *id);
        let Ok(entry) = found else { return };
        let (place, _) = entry.remove();
        let last = Place { shard: place.shard, slot: self.shards[place.shard as usize].len() as u32 - 1 };
        if let Some(moved) = self.shards[place.shard as usize].remove(place.slot as usize, &self.rules) {
            if let Some(entry) = self.places.find_mut(hash(&moved), |p| *p == last) {
                *entry = place;
            }
            self.ties.get_mut().unwrap_or_else(PoisonError::into_inner).lower(place, moved);
        }
    }

    /// Notes how many recent connections a listing has, if it is there.
    pub fn connect(&mut self, id: &OpportunityId, connections: u32) {
        let Some(place) = self.place(id) else { return };
        let mut offer = self.at(place).clone();
        if offer.connections != connections {
            Arc::make_mut(&mut offer).connections = connections;
            self.put(offer);
        }
    }

    /// Gives back room that stands empty: after many were added at once.
    pub fn settle(&mut self) {
        self.shards.iter_mut().for_each(Shard::settle);
        let shards = &self.shards;
        self.places.shrink_to_fit(|p| hash(&id_at(shards, *p)));
    }

    /// Bytes of everything but the listings themselves.
    pub fn bytes(&self) -> usize {
        let ties = self.ties.read().unwrap_or_else(PoisonError::into_inner);
        let words: usize = ties.least.iter().map(|l| l.capacity() * size_of::<u64>()).sum();
        // One byte beside each place is the table's own.
        self.shards.iter().map(Shard::bytes).sum::<usize>() + words + self.places.capacity() * (size_of::<Place>() + 1)
    }

    #[cfg(test)]
    pub(super) fn shards_mut(&mut self) -> &mut [Shard] {
        &mut self.shards
    }

    #[cfg(test)]
    pub(super) fn ties_mut(&mut self) -> &mut [Vec<u64>] {
        &mut self.ties.get_mut().unwrap_or_else(PoisonError::into_inner).least
    }
}

/// The id of what stands at a place.
fn id_at(shards: &[Shard], place: Place) -> OpportunityId {
    shards[place.shard as usize].ids[place.slot as usize]
}

/// Ids are spread by their makers only in part: their first bits are a time.
fn hash(id: &OpportunityId) -> u64 {
    let (high, low) = id.0.as_u64_pair();
    mix(high ^ mix(low))
}
