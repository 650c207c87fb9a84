//! Eight writers and one follower for a few seconds: in the end the follower knows what the store knows.

use crate::backends::{Backend, in_every_place};
use crate::follow::{news, start};
use crate::odd::Odd;
use crate::people::plain_group;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_persistence::{Kind, Row, Store, StoreError};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use uuid::Uuid;

const WRITERS: u64 = 8;
const GROUPS: u64 = 10;
const OPPORTUNITIES: u64 = 40;

fn group_id(n: u64) -> GroupId {
    GroupId::derived(1, &format!("g{n}"))
}

fn opportunity_id(n: u64) -> OpportunityId {
    OpportunityId::derived(2, &format!("o{n}"))
}

/// One writer's change: something odd, sometimes slow, and every fourth time thought better of.
fn change(store: &Store, odd: &mut Odd) -> Result<(), StoreError> {
    let (g, o) = (group_id(odd.below(GROUPS as usize) as u64), opportunity_id(odd.below(OPPORTUNITIES as usize) as u64));
    let (mut group, mut opportunity) = (odd.group(g), odd.opportunity(o, g));
    (group.source, opportunity.source) = (None, None);
    // Sessions of different opportunities never share an id: the id is made from the opportunity's.
    let (with_group, slow, undo) = (odd.below(3) == 0, odd.below(6), odd.below(4) == 0);
    store.write(|tx| {
        if with_group {
            tx.put_group(&group)?;
        }
        tx.put_opportunity(&opportunity)?;
        std::thread::sleep(Duration::from_millis(slow as u64 * slow as u64));
        if undo { Err(StoreError::Other("thought better of it".into())) } else { Ok(()) }
    })
}

#[test]
fn the_follower_knows_in_the_end_what_the_store_knows() {
    in_every_place(|place| {
        let store = place.store();
        let groups: Vec<Group> = (0..GROUPS).map(|n| Group { id: group_id(n), ..plain_group("g") }).collect();
        store.write(|tx| tx.insert_all(&groups, &[])).unwrap();

        let mut cursor = start(&store);
        let mut known: HashMap<Uuid, Row> = groups.into_iter().map(|g| (g.id.0, Row::Group(Box::new(g)))).collect();
        let (stop, kept, undone) = (AtomicBool::new(false), AtomicU32::new(0), AtomicU32::new(0));
        let until = Instant::now() + Duration::from_secs(4);
        let mut naive = Naive::new(place);
        let mut batches = 0;
        std::thread::scope(|s| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|n| {
                    let (store, kept, undone) = (&store, &kept, &undone);
                    s.spawn(move || {
                        let mut odd = Odd(n);
                        while Instant::now() < until {
                            match change(store, &mut odd) {
                                Ok(()) => kept.fetch_add(1, Ordering::Relaxed),
                                Err(StoreError::Other(_) | StoreError::Busy(_)) => undone.fetch_add(1, Ordering::Relaxed),
                                Err(e) => panic!("{e}"),
                            };
                        }
                    })
                })
                .collect();
            let stopped = &stop;
            s.spawn(move || {
                writers.into_iter().for_each(|w| w.join().unwrap());
                stopped.store(true, Ordering::SeqCst);
            });
            loop {
                // Read before asking: what was committed before this point is in the answer.
                let over = stop.load(Ordering::SeqCst);
                let batch = news(&store, &cursor);
                naive.look();
                let quiet = batch.changed.is_empty();
                batches += usize::from(!quiet);
                for changed in batch.changed {
                    naive.ours.insert(changed.key);
                    match changed.row {
                        Some(row) => known.insert(changed.key, row),
                        None => known.remove(&changed.key),
                    };
                }
                cursor = batch.cursor;
                if over && quiet {
                    break;
                }
            }
        });

        let truth = store.read(|tx| Ok::<_, StoreError>((tx.groups_after(None, 1000)?, tx.opportunities_after(None, 1000)?))).unwrap();
        let mut expected: HashMap<Uuid, Row> = truth.0.into_iter().map(|g| (g.id.0, Row::Group(Box::new(g)))).collect();
        expected.extend(truth.1.into_iter().map(|o: Opportunity| (o.id.0, Row::Opportunity(Box::new(o)))));
        assert_eq!(known.len(), expected.len());
        for (key, row) in &expected {
            assert_eq!(known.get(key), Some(row), "{key}");
        }
        let versions: HashMap<Uuid, i64> = store.read(|tx| tx.versions_after(Kind::Opportunity, None, 1000)).unwrap().into_iter().collect();
        assert!(versions.iter().all(|(key, version)| matches!(&known[key], Row::Opportunity(o) if o.version == *version)));
        let (kept, undone) = (kept.into_inner(), undone.into_inner());
        assert!(kept > 50 && undone > 10 && batches > 10, "{kept} kept, {undone} undone, {batches} batches: too little happened");
        println!("{:?}: {kept} kept, {undone} undone, {batches} batches, {} entries a naive follower never saw", place.backend, naive.missed());
    });
}

/// A follower that reads `WHERE seq > last`, beside ours, only to be counted.
struct Naive {
    raw: crate::backends::Raw,
    backend: Backend,
    last: i64,
    seen: HashSet<i64>,
    first: i64,
    ours: HashSet<Uuid>,
}

impl Naive {
    fn new(place: &crate::backends::Place) -> Self {
        let mut raw = place.raw();
        let last = raw.number("SELECT CAST(max(seq) AS text) AS line FROM change_log");
        Self { raw, backend: place.backend, last, seen: HashSet::new(), first: last, ours: HashSet::new() }
    }

    fn after(&mut self, seq: i64) -> Vec<i64> {
        self.raw.lines(&format!("SELECT CAST(seq AS text) AS line FROM change_log WHERE seq > {seq} ORDER BY seq")).iter().map(|l| l.parse().unwrap()).collect()
    }

    fn look(&mut self) {
        let new = self.after(self.last);
        self.last = new.last().copied().unwrap_or(self.last);
        self.seen.extend(new);
    }

    fn missed(mut self) -> usize {
        let missed = self.after(self.first).into_iter().filter(|seq| !self.seen.contains(seq)).count();
        assert!(self.backend == Backend::Postgres || missed == 0, "SQLite gives numbers in the order of commits");
        missed
    }
}
