use super::documents::{Changes, VIEW_FORMAT};
use super::places::Places;
use super::recent::Recent;
use chrono::{DateTime, Utc};
use enmusubi_domain::city::{Calendar, City};
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::GroupId;
use enmusubi_domain::matching::{Offer, Policies};
use enmusubi_domain::opportunity::State;
use enmusubi_persistence::{Cursor, Follow, Kind, Row, Store, StoreError};
use enmusubi_search::{IndexError, MatchIndex, Shelf, TextIndex, Words};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// Rows read and indexed at a time. Each page is a commit: large enough that a million rows are few commits.
const PAGE: usize = 5_000;

/// Why a shelf could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkshopError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The disk.
    #[error("the index directory cannot be written: {0}")]
    Disk(#[from] std::io::Error),
    /// The city's data.
    #[error("{0}")]
    City(String),
}

/// Everything needed to make a shelf out of the store.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// Where the truth is.
    pub store: Store,
    /// Where indexes stand.
    pub places: Places,
    /// The city's calendar.
    pub calendar: Calendar,
}

impl Workshop {
    /// Areas and themes as the database has them.
    pub fn city(&self) -> Result<City, WorkshopError> {
        let (areas, themes) = self.store.read(|tx| Ok::<_, StoreError>((tx.areas()?, tx.themes()?)))?;
        crate::taxonomy::city(areas, themes, self.calendar.clone()).map_err(WorkshopError::City)
    }

    /// The ranking policies as the database has them. One that cannot be read is reported and left out, unless it is the one in force.
    pub fn policies(&self) -> Result<Policies, WorkshopError> {
        let (policies, damaged) = self.store.read(|tx| tx.policies())?;
        damaged.iter().for_each(|error| tracing::error!(%error, "a ranking policy is left out"));
        Ok(policies)
    }

    /// The present end of the change log.
    pub fn present(&self) -> Result<Cursor, StoreError> {
        Ok(match self.store.follow(None)? {
            Follow::Rebuild { start, .. } => start,
            Follow::Batch(batch) => batch.cursor,
        })
    }

    /// The built-in dictionary with the city's own words on top. Files that cannot be read are reported and left out.
    fn words(&self) -> Words {
        crate::import::words(self.places.data()).unwrap_or_else(|error| {
            tracing::error!(%error, "the city's own words are left out");
            Words::built_in()
        })
    }

    /// The shelf of the index that stands, with the position it has reached; or why there is none to use.
    ///
    /// The match index is read from the database, which is the same whenever it is read: the follower brings both to the present.
    pub fn open(&self, now: DateTime<Utc>) -> Result<(Shelf, Cursor), WorkshopError> {
        let dir = self.places.current().ok_or_else(|| IndexError::Damaged("there is none yet".into()))?;
        let (city, words) = (self.city()?, Arc::new(self.words()));
        let text = TextIndex::open(&dir, words.clone(), &city)?;
        let cursor = text.payload().and_then(|p| position(&p)).ok_or_else(|| IndexError::Foreign("its position cannot be read".into()))?;
        let shelf = shelf(Arc::new(city), words, text, self.policies()?);
        self.offers(&shelf, &Recent::default(), now)?;
        Ok((shelf, cursor))
    }

    /// Makes a new shelf beside the one that serves, and makes its index the one in use.
    pub fn rebuild(&self, now: DateTime<Utc>, mut seen: impl FnMut(u64)) -> Result<(Shelf, Cursor), WorkshopError> {
        // The position is taken first: whatever changes while the pages are read stands in the log behind it.
        let start = self.present()?;
        let (city, words, policies) = (Arc::new(self.city()?), Arc::new(self.words()), self.policies()?);
        let dir = self.places.fresh()?;
        let text = TextIndex::create(&dir, words.clone(), &city)?;
        let shelf = shelf(city, words, text, policies);
        let built = self.fill(&shelf, now, &mut seen).and_then(|()| Ok(shelf.text.apply(vec![], &[], &payload(&start))?));
        if let Err(error) = built {
            // Nobody will come back for half an index.
            let _ = std::fs::remove_dir_all(&dir);
            return Err(error);
        }
        self.places.make_current(&dir)?;
        Ok((shelf, start))
    }

    fn fill(&self, shelf: &Shelf, now: DateTime<Utc>, seen: &mut impl FnMut(u64)) -> Result<(), WorkshopError> {
        let mut groups: HashMap<GroupId, Group> = HashMap::new();
        self.pages(Kind::Group, |rows| {
            let mut changes = Changes::default();
            for row in rows {
                if let Row::Group(group) = row {
                    groups.insert(group.id, (*group).clone());
                    changes.group(*group, &shelf.city);
                }
            }
            Ok(shelf.text.apply(changes.documents, &[], "building")?)
        })?;
        let mut done = 0;
        self.pages(Kind::Opportunity, |rows| {
            let mut changes = Changes::default();
            for row in rows {
                let Row::Opportunity(opportunity) = row else { continue };
                done += 1;
                // A group that came while the pages were read; its entry in the log brings its own document later.
                if !groups.contains_key(&opportunity.group)
                    && let Some(group) = self.store.read(|tx| tx.group(opportunity.group))?
                {
                    groups.insert(group.id, group);
                }
                if let Some(group) = groups.get(&opportunity.group) {
                    changes.opportunity(*opportunity, group, &shelf.city, 0, now);
                }
            }
            shelf.text.apply(changes.documents, &[], "building")?;
            shelf.matches.apply(changes.offers, &[]);
            seen(done);
            Ok(())
        })?;
        shelf.matches.settle();
        Ok(())
    }

    /// Makes every offer anew: at the start, and once a day, when sessions have passed.
    pub fn offers(&self, shelf: &Shelf, recent: &Recent, now: DateTime<Utc>) -> Result<(), WorkshopError> {
        // Like the follower: what belongs to a group out of public view is nobody else's business.
        let mut public: HashSet<GroupId> = HashSet::new();
        self.pages(Kind::Group, |rows| {
            public.extend(rows.into_iter().filter_map(|row| match row {
                Row::Group(group) if group.standing == Standing::Active => Some(group.id),
                _ => None,
            }));
            Ok(())
        })?;
        self.pages(Kind::Opportunity, |rows| {
            let published = rows.into_iter().filter_map(|row| match row {
                Row::Opportunity(o) if o.state == State::Published && public.contains(&o.group) => Some(Offer::of(&o, &shelf.city, recent.of(o.id), now)),
                _ => None,
            });
            shelf.matches.apply(published.collect::<Vec<_>>(), &[]);
            Ok(())
        })?;
        shelf.matches.settle();
        Ok(())
    }

    /// Every row of a kind, page by page. A row that cannot be read is logged and hides only itself.
    fn pages(&self, kind: Kind, mut each: impl FnMut(Vec<Row>) -> Result<(), WorkshopError>) -> Result<(), WorkshopError> {
        let mut last = None;
        loop {
            let (end, rows, damaged) = self.store.read(|tx| {
                let keys = tx.versions_after(kind, last, PAGE)?;
                let asked: Vec<_> = keys.iter().map(|(key, _)| (kind, *key)).collect();
                let (rows, damaged) = tx.stand(&asked)?;
                Ok::<_, StoreError>((keys.last().map(|(key, _)| *key), rows, damaged))
            })?;
            damaged.iter().for_each(|error| tracing::error!(%error, "a row is left out of the index"));
            let Some(end) = end else { return Ok(()) };
            last = Some(end);
            each(rows.into_iter().filter_map(|c| c.row).collect())?;
        }
    }
}

/// An empty match index beside a text index. Whoever serves from it counts connections first.
fn shelf(city: Arc<City>, words: Arc<Words>, text: TextIndex, policies: Policies) -> Shelf {
    let matches = Arc::new(MatchIndex::new(Arc::new(policies.current().policy.clone())));
    Shelf { city, words, text: Arc::new(text), matches, policies: Arc::new(policies) }
}

/// What is noted with a commit: the form of the views, and how far the log was read.
pub fn payload(cursor: &Cursor) -> String {
    format!("{VIEW_FORMAT} {} {cursor}", env!("CARGO_PKG_VERSION"))
}

fn position(payload: &str) -> Option<Cursor> {
    let rest = payload.strip_prefix(&format!("{VIEW_FORMAT} {} ", env!("CARGO_PKG_VERSION")))?;
    rest.parse().ok()
}

/// Whether an index directory still has its heart: somebody may delete it at any time.
pub fn stands(dir: &Path) -> bool {
    dir.join("meta.json").exists()
}
