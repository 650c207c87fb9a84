//! Stories in which time passes.

use crate::backends::{Backend, Place, in_every_place};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_persistence::Store;
use std::cell::Cell;

thread_local! {
    /// How far the clock of this story is ahead. Every story runs on a thread of its own, and threads it starts see the usual time.
    static AHEAD: Cell<TimeDelta> = const { Cell::new(TimeDelta::zero()) };
}

fn clock() -> DateTime<Utc> {
    Utc::now() + AHEAD.get()
}

/// A fresh database in which time can be made to pass.
pub struct Town<'a> {
    pub place: &'a Place,
    pub store: Store,
}

/// Tells a story in which time passes.
pub fn in_every_town(story: impl Fn(&Town<'_>)) {
    in_every_place(|place| {
        AHEAD.set(TimeDelta::zero());
        story(&Town { place, store: Store::open_with_clock(&place.url, clock).unwrap() });
    });
}

impl Town<'_> {
    /// What time it is for the database.
    pub fn now(&self) -> DateTime<Utc> {
        self.store.read(|tx| tx.clock()).unwrap()
    }

    /// Lets time pass, or go back. PostgreSQL's own clock cannot be moved, so there everything that is kept moves the other way.
    pub fn pass(&self, time: TimeDelta) {
        match self.place.backend {
            Backend::Sqlite => AHEAD.set(AHEAD.get() + time),
            Backend::Postgres => self.place.raw().run(&format!(
                "DO $$ DECLARE t record; BEGIN
                   FOR t IN SELECT table_name, string_agg(format('%1$I = %1$I - interval ''{} microseconds''', column_name), ', ') AS moved
                     FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'timestamp with time zone'
                      AND table_name !~ '^(__|audit|change|group|opportunity|ranking|session)' GROUP BY 1
                   LOOP EXECUTE format('UPDATE %I SET %s', t.table_name, t.moved); END LOOP;
                 END $$",
                time.num_microseconds().unwrap()
            )),
        }
    }
}

#[test]
fn the_clock_of_the_database_decides() {
    in_every_town(|town| {
        let before = Utc::now() - TimeDelta::seconds(5);
        assert!(town.now() > before && town.now() < before + TimeDelta::seconds(60));
        let (first, second) = town.store.read(|tx| Ok::<_, enmusubi_persistence::StoreError>((tx.clock()?, tx.clock()?))).unwrap();
        assert!(first <= second, "it goes on within a transaction");
        assert_eq!(first.timestamp_subsec_nanos() % 1_000, 0, "to the microsecond");
        if town.place.backend == Backend::Sqlite {
            town.pass(TimeDelta::days(2));
            assert!(town.now() > before + TimeDelta::days(1));
        }
    });
}
