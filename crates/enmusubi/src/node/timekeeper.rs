//! What time does to applications: deadlines pass, seats are released, what was called off ends, consents run out, people are reminded.
//!
//! Every node has one. Two that come upon the same thing do not hurt each other: each step is a transaction of its own, under locks, and looks again.

use super::worker::{Complaint, Work, Worker};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use enmusubi_domain::application::{Circumstances, Rules};
use enmusubi_persistence::{Store, StoreError, Tx};
use std::time::{Duration, Instant};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(15);
/// How often the answers of all groups are measured.
const PACES_EVERY: Duration = Duration::from_secs(3600);
/// How far back answers are looked for again: what was answered before may be committed after.
const OVERLAP: TimeDelta = TimeDelta::minutes(1);
/// Overdue applications that are ended in one round.
const AT_A_TIME: usize = 500;

/// The thread that looks at the clock.
#[derive(Debug)]
pub struct Timekeeper {
    worker: Worker,
}

impl Timekeeper {
    /// Begins.
    pub fn start(store: Store, rules: Rules, tz: Tz) -> Result<Self, String> {
        let watch = Watch { store, rules, tz, paces_due: Instant::now(), measured_at: None, complaints: Complaints::default() };
        let worker = Worker::start("timekeeper", watch).map_err(|e| format!("the timekeeper cannot start: {e}"))?;
        Ok(Self { worker })
    }

    /// Ends after the step under way.
    pub fn stop(&self) {
        self.worker.stop();
    }
}

struct Watch {
    store: Store,
    rules: Rules,
    tz: Tz,
    paces_due: Instant,
    measured_at: Option<DateTime<Utc>>,
    complaints: Complaints,
}

#[derive(Default)]
struct Complaints {
    clock: Complaint,
    ends: Complaint,
    reminders: Complaint,
    paces: Complaint,
}

impl Work for Watch {
    fn step(&mut self) -> Duration {
        let now = self.store.read(|tx| tx.clock());
        if let Some(now) = self.complaints.clock.about("the clock of the database cannot be read", now) {
            let at = self.at(now);
            let ended = ends(&self.store, &at);
            if let Some(ended @ 1..) = self.complaints.ends.about("what time does to applications cannot be done", ended) {
                tracing::info!(ended, "applications went on by time alone");
            }
            let reminded = self.store.write_by_locks(|tx| tx.remind(&at));
            self.complaints.reminders.about("people cannot be reminded", reminded.map(drop));
            // Those that have just answered; now and then all, because old answers leave the window.
            let all = self.paces_due <= Instant::now();
            let since = self.measured_at.filter(|_| !all);
            let measured: Result<_, StoreError> = self.store.write(|tx| tx.measure_paces(since, at.now));
            if self.complaints.paces.about("groups' answers cannot be measured", measured).is_some() {
                self.measured_at = Some(at.now - OVERLAP);
            }
            if all {
                self.paces_due = Instant::now() + PACES_EVERY;
            }
        }
        EVERY
    }
}

impl Watch {
    fn at(&self, now: DateTime<Utc>) -> Circumstances {
        Circumstances { rules: self.rules, tz: self.tz, now }
    }
}

/// Does what is due at a moment; answers how many applications went on. One that cannot be dealt with does not stand in the way of others: the
/// first such failure is told at the end.
fn ends(store: &Store, at: &Circumstances) -> Result<usize, StoreError> {
    let mut round = Round { store, moved: 0, failed: None };
    for id in store.read(|tx| tx.applications_overdue(at, AT_A_TIME))? {
        round.step(|tx| tx.expire_application(id, at).map(usize::from));
    }
    for id in store.read(|tx| tx.accepted_without_consent(None, at))? {
        round.step(|tx| tx.lapse_application(id, at).map(usize::from));
    }
    let ended = store.read(|tx| tx.opportunities_ended_with_applications())?;
    for id in ended {
        round.step(|tx| tx.applications_follow(id, at));
    }
    for id in store.read(|tx| tx.opportunities_with_waiting(at))? {
        round.step(|tx| tx.offer_free_seats(id, at));
    }
    round.failed.map_or(Ok(round.moved), Err)
}

struct Round<'a> {
    store: &'a Store,
    moved: usize,
    failed: Option<StoreError>,
}

impl Round<'_> {
    fn step(&mut self, work: impl FnMut(&mut Tx<'_>) -> Result<usize, StoreError>) {
        match self.store.write_by_locks(work) {
            Ok(moved) => self.moved += moved,
            Err(error) => drop(self.failed.get_or_insert(error)),
        }
    }
}
