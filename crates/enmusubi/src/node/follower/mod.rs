use super::documents::Changes;
use super::horizon::extend_recurrences;
use super::rebuild::{Workshop, WorkshopError, payload, stands};
use super::recent::Recent;
use arc_swap::ArcSwapOption;
use chrono::{DateTime, NaiveDate, Utc};
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_http::Pulse;
use enmusubi_persistence::{Batch, Cursor, Follow, Kind, Row};
use enmusubi_search::Shelf;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

/// How often the log is looked at.
const EVERY: Duration = Duration::from_millis(200);
/// How long it rests after an error, at most.
const REST: Duration = Duration::from_secs(2);

/// The thread that reads the change log and keeps the shelf true.
///
/// One transaction of the database may change many rows; each batch holds the log's new entries **and** the rows as they are now, of one
/// snapshot, and the text index commits documents and position together. Anything unexplained means: build beside, then swap.
#[derive(Debug)]
pub struct Follower {
    stop: Arc<AtomicBool>,
    thread: std::sync::Mutex<Option<JoinHandle<()>>>,
}

struct State {
    workshop: Workshop,
    shelf: Arc<ArcSwapOption<Shelf>>,
    pulse: Arc<Pulse>,
    clock: fn() -> DateTime<Utc>,
    cursor: Option<Cursor>,
    today: Option<NaiveDate>,
    /// The connections that the match index knows of.
    recent: Recent,
    /// The mark of the city's own words when the shelf was made.
    words: Vec<Option<(SystemTime, u64)>>,
}

impl Follower {
    /// Begins to follow. The shelf is filled as soon as there is an index to serve from.
    pub fn start(workshop: Workshop, shelf: Arc<ArcSwapOption<Shelf>>, pulse: Arc<Pulse>, clock: fn() -> DateTime<Utc>) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let ending = stop.clone();
        let mut state = State::new(workshop, shelf, pulse, clock);
        let thread = std::thread::Builder::new().name("follower".into()).spawn(move || {
            let mut rest = EVERY;
            while !ending.load(Ordering::Relaxed) {
                let begun = Instant::now();
                match state.step() {
                    Ok(()) => {
                        state.pulse.lags(begun.elapsed().as_millis() as u64);
                        rest = EVERY;
                    }
                    Err(error) => {
                        state.pulse.lost();
                        tracing::error!(%error, "the index could not follow the database; trying again");
                        rest = (rest * 2).min(REST);
                    }
                }
                std::thread::sleep(rest);
            }
        })?;
        Ok(Self { stop, thread: std::sync::Mutex::new(Some(thread)) })
    }

    /// Ends after the step under way.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|t| t.join().is_err()) {
            tracing::error!("the follower ended by a panic");
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.stop();
    }
}

impl State {
    fn new(workshop: Workshop, shelf: Arc<ArcSwapOption<Shelf>>, pulse: Arc<Pulse>, clock: fn() -> DateTime<Utc>) -> Self {
        Self { workshop, shelf, pulse, clock, cursor: None, today: None, recent: Recent::default(), words: vec![] }
    }

    fn step(&mut self) -> Result<(), WorkshopError> {
        let now = (self.clock)();
        let shelf = match self.shelf.load_full() {
            None => self.open_or_rebuild(now)?,
            Some(_) if self.workshop.places.rebuild_was_asked_for() => self.rebuild("somebody asked for it", now)?,
            Some(shelf) if !stands(shelf.text.dir()) => self.rebuild("the index is gone", now)?,
            Some(_) if self.words != self.workshop.places.mark_of_words() => self.rebuild("the city's own words have changed", now)?,
            Some(shelf) => shelf,
        };
        self.new_day(&shelf, now)?;
        self.forget_old_connections(&shelf, now)?;
        match self.workshop.store.follow(self.cursor.as_ref())? {
            Follow::Rebuild { why, .. } => {
                self.rebuild(why, now)?;
            }
            Follow::Batch(batch) if batch.changed.iter().any(|c| matches!(c.kind, Kind::Theme | Kind::Area)) => {
                self.rebuild("the taxonomies have changed", now)?;
            }
            Follow::Batch(batch) => self.apply(&shelf, batch, now)?,
        }
        Ok(())
    }

    fn open_or_rebuild(&mut self, now: DateTime<Utc>) -> Result<Arc<Shelf>, WorkshopError> {
        let words = self.workshop.places.mark_of_words();
        match self.workshop.open(now) {
            Ok((shelf, cursor)) => self.serve(shelf, cursor, words, now),
            Err(WorkshopError::Index(why)) => self.rebuild(&why.to_string(), now),
            Err(other) => Err(other),
        }
    }

    fn rebuild(&mut self, why: &str, now: DateTime<Utc>) -> Result<Arc<Shelf>, WorkshopError> {
        tracing::info!(why, "building the index");
        let words = self.workshop.places.mark_of_words();
        let (shelf, cursor) = self.workshop.rebuild(now, |done| tracing::info!(done, "building the index"))?;
        let shelf = self.serve(shelf, cursor, words, now)?;
        self.workshop.places.sweep();
        Ok(shelf)
    }

    fn serve(&mut self, shelf: Shelf, cursor: Cursor, words: Vec<Option<(SystemTime, u64)>>, now: DateTime<Utc>) -> Result<Arc<Shelf>, WorkshopError> {
        let recent = Recent::count(&self.workshop.store, shelf.matches.policy(), now)?;
        shelf.matches.connect(&recent.differences(&Recent::default()));
        self.recent = recent;
        self.words = words;
        let shelf = Arc::new(shelf);
        self.shelf.store(Some(shelf.clone()));
        self.cursor = Some(cursor);
        Ok(shelf)
    }

    /// Once a civil day: sessions ahead are made, and offers forget what has passed.
    fn new_day(&mut self, shelf: &Shelf, now: DateTime<Utc>) -> Result<(), WorkshopError> {
        let today = shelf.city.calendar.civil(now).date();
        if self.today == Some(today) {
            return Ok(());
        }
        extend_recurrences(&self.workshop.store, &shelf.city.calendar, now)?;
        if self.today.is_some() {
            self.workshop.offers(shelf, &self.recent, now)?;
        }
        self.today = Some(today);
        Ok(())
    }

    /// Once a minute: connections that have left the window count no more.
    fn forget_old_connections(&mut self, shelf: &Shelf, now: DateTime<Utc>) -> Result<(), WorkshopError> {
        if !self.recent.is_due(now) {
            return Ok(());
        }
        let recent = Recent::count(&self.workshop.store, shelf.matches.policy(), now)?;
        shelf.matches.connect(&recent.differences(&self.recent));
        self.recent = recent;
        Ok(())
    }

    fn apply(&mut self, shelf: &Shelf, batch: Batch, now: DateTime<Utc>) -> Result<(), WorkshopError> {
        batch.damaged.iter().for_each(|error| tracing::error!(%error, "a row is left out of the index"));
        if !batch.changed.is_empty() {
            let policies_changed = batch.changed.iter().any(|c| c.kind == Kind::Policy);
            let connected: Vec<_> = batch.changed.iter().filter(|c| c.kind == Kind::Connection).map(|c| OpportunityId(c.key)).collect();
            // First, so that whatever is matched from now on has its connections.
            let counts = self.recent.count_again(&self.workshop.store, shelf.matches.policy(), &connected, now)?;
            shelf.matches.connect(&counts);
            let changes = self.changes(shelf, batch.changed, now)?;
            // A commit costs more than reading a few entries twice after a restart.
            if !(changes.documents.is_empty() && changes.gone.is_empty()) {
                shelf.text.apply(changes.documents, &changes.gone, &payload(&batch.cursor))?;
            }
            shelf.matches.apply(changes.offers, &changes.unmatchable);
            if policies_changed {
                self.take_up_policies(shelf, now)?;
            }
        }
        self.cursor = Some(batch.cursor);
        Ok(())
    }

    /// Puts up a shelf with the policies as they are now. Whoever is answering a question stays with the shelf they took.
    fn take_up_policies(&mut self, shelf: &Shelf, now: DateTime<Utc>) -> Result<(), WorkshopError> {
        let policies = match self.workshop.policies() {
            Ok(policies) => policies,
            // Listings must not stand still because of a policy that this version of the program does not understand.
            Err(error) => {
                tracing::error!(%error, "the ranking policies cannot be read: the ones in use stay");
                return Ok(());
            }
        };
        if policies == *shelf.policies {
            return Ok(());
        }
        let next = shelf.under(policies);
        let (policy, before) = (next.matches.policy(), shelf.matches.policy());
        if policy.id != before.id {
            let recent = Recent::count(&self.workshop.store, policy, now)?;
            next.matches.connect(&recent.differences(&self.recent));
            self.recent = recent;
            tracing::info!(policy = %policy.id, version = policy.version, "another ranking policy is in force");
        }
        self.shelf.store(Some(Arc::new(next)));
        Ok(())
    }

    fn changes(&self, shelf: &Shelf, changed: Vec<enmusubi_persistence::Changed>, now: DateTime<Utc>) -> Result<Changes, WorkshopError> {
        let (city, store) = (&shelf.city, &self.workshop.store);
        let mut changes = Changes::default();
        let mut groups: HashMap<GroupId, Group> = HashMap::new();
        let mut opportunities = HashMap::new();
        for change in changed {
            match (change.kind, change.row) {
                (_, Some(Row::Group(group))) => {
                    // Its name stands in the documents of its opportunities.
                    for o in store.read(|tx| tx.opportunities_of(group.id))? {
                        opportunities.insert(o.id, o);
                    }
                    groups.insert(group.id, (*group).clone());
                    changes.group(*group, city);
                }
                (_, Some(Row::Opportunity(o))) => {
                    opportunities.insert(o.id, *o);
                }
                (Kind::Group, _) => changes.group_gone(GroupId(change.key)),
                (Kind::Opportunity, _) => changes.opportunity_gone(OpportunityId(change.key)),
                (Kind::Theme | Kind::Area | Kind::Policy | Kind::Connection, _) => {}
            }
        }
        let missing: Vec<GroupId> = opportunities.values().map(|o| o.group).filter(|g| !groups.contains_key(g)).collect();
        groups.extend(store.read(|tx| tx.groups(&missing))?.into_iter().map(|g| (g.id, g)));
        for opportunity in opportunities.into_values() {
            match groups.get(&opportunity.group) {
                Some(group) => {
                    let connections = self.recent.of(opportunity.id);
                    changes.opportunity(opportunity, group, city, connections, now);
                }
                None => changes.opportunity_gone(opportunity.id),
            }
        }
        Ok(changes)
    }
}

#[cfg(test)]
mod tests;
