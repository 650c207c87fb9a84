//! Somebody leaves: what goes on ends, what is theirs is gone from every table and from the file, and what was counted stays.

/// One who leaves, and what they are in the middle of.
mod cast;
/// Where something may be left behind.
mod traces;

use crate::backends::{Backend, Place, in_every_place};
use crate::persons::standing_account;
use crate::taking_part::{accept, after, all, apply, decline, now_of, published, session_in, somebody, standing_group, taken};
use cast::{CANARIES, cast, write};
use enmusubi_domain::application::{Circumstances, DeclineReason, State};
use enmusubi_domain::id::AccountId;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_persistence::{Store, StoreError};
use traces::{bytes, everything, holds};

fn leave(store: &Store, who: AccountId, at: &Circumstances) {
    write(store, |tx| {
        tx.leave(who, at)?;
        tx.delete_account(who)
    });
}

/// Minutes a group has counted.
fn hours(store: &Store, of: &[Opportunity]) -> u64 {
    let lines = of.iter().flat_map(|o| store.read(|tx| tx.participations_of_opportunity_page(o.id, None, None, 100)).map_err(|e: StoreError| e).unwrap());
    lines.map(|p| u64::from(p.noted.minutes)).sum()
}

#[test]
fn whoever_leaves_is_gone_from_every_table_and_from_the_file() {
    in_every_place(|place| {
        let store = place.store();
        let cast = cast(&store);
        let states: Vec<State> = cast.all.iter().map(|a| a.state).collect();
        for state in State::ALL.iter().filter(|s| **s != State::Absent) {
            assert!(states.contains(state), "{state:?} is among what the story leaves: {states:?}");
        }
        let before = everything(place);
        for canary in CANARIES {
            assert!(before.contains(canary), "{canary} is there first");
        }
        leave(&store, cast.haru.id, &after(24 * 9));
        let left = everything(place);
        for canary in CANARIES {
            let line = left.lines().find(|line| line.contains(canary));
            assert!(line.is_none(), "left behind: {line:?}");
        }
        let id = if place.backend == Backend::Sqlite { cast.haru.id.0.simple().to_string().to_uppercase() } else { cast.haru.id.to_string() };
        assert!(!left.contains(&id), "nothing points at them either: {:?}", left.lines().find(|line| line.contains(&id)));
        if place.backend == Backend::Sqlite {
            assert!(store.has_traces().unwrap());
            assert!(CANARIES.iter().any(|canary| holds(&bytes(place), canary)), "the log remembers how it was");
            store.empty_the_log().unwrap();
            assert!(store.tidy().unwrap() && !store.tidy().unwrap() && !store.has_traces().unwrap());
            let bytes = bytes(place);
            assert!(holds(&bytes, "お待ちしています"), "the bytes are those of the database");
            for canary in CANARIES {
                assert!(!holds(&bytes, canary), "{canary} stands in the file");
            }
        } else {
            assert!(!store.has_traces().unwrap() && !store.tidy().unwrap());
        }
        assert_eq!(place.raw().number("SELECT CAST(count(*) AS text) AS line FROM idempotency"), 1, "answers about others are kept");
    });
}

/// SQLite leaves pieces of rows behind where it moves them from page to page: only a file that is written anew has none.
#[test]
fn a_file_in_which_much_was_moved_about_holds_nothing_either() {
    let place = Place::sqlite();
    let store = place.store();
    let mut raw = place.raw();
    raw.run("CREATE TABLE litter (id BLOB NOT NULL PRIMARY KEY, word TEXT NOT NULL) STRICT; CREATE INDEX litter_by_word ON litter (word)");
    raw.run("PRAGMA secure_delete = ON; PRAGMA synchronous = OFF");
    // The same numbers every time, in no order.
    let mut dice = 1_u64;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    raw.run("BEGIN");
    for n in 1..20_000 {
        let (id, length) = (roll(u64::MAX), usize::try_from(roll(60)).unwrap());
        let word = if roll(10) == 0 { format!("kanarie-{n}-{}", "x".repeat(length)) } else { format!("spatz-{n}-{}", "z".repeat(length)) };
        let one = roll(n) + 1;
        raw.run(&match roll(10) {
            0 | 1 => format!("DELETE FROM litter WHERE rowid = {one}"),
            2 | 3 => format!("UPDATE litter SET word = 'spatz-{}' WHERE rowid = {one}", "y".repeat(length * 9)),
            _ => format!("INSERT OR IGNORE INTO litter VALUES (CAST('{id:020}' AS BLOB), '{word}')"),
        });
    }
    raw.run("COMMIT");
    raw.run("DELETE FROM litter WHERE word LIKE 'kanarie%'");
    let haru = somebody(&store, "haru");
    leave(&store, haru, &after(0));
    store.empty_the_log().unwrap();
    assert!(holds(&bytes(&place), "kanarie-"), "what is deleted and overwritten is there all the same: the story needs it");
    assert!(store.tidy().unwrap());
    assert!(!holds(&bytes(&place), "kanarie-") && holds(&bytes(&place), "spatz-"));
}

#[test]
fn what_goes_on_ends_and_whoever_waits_gets_the_seat() {
    in_every_place(|place| {
        let store = place.store();
        let cast = cast(&store);
        assert!(cast.offer.1.is_offered());
        leave(&store, cast.haru.id, &after(24 * 9));
        for a in &cast.all {
            let stands = now_of(&store, a);
            let expected = match a.state {
                State::Applied | State::Waitlisted | State::Accepted => State::Withdrawn,
                State::Proposed => State::Declined,
                over => over,
            };
            assert_eq!((stands.state, stands.volunteer, stands.seated && stands.is_live()), (expected, None, false), "{a:?}");
            assert_eq!((stands.message, stands.reason_text, stands.begun_by), (None, None, None), "{a:?}");
            assert!(stands.ended_at.is_some());
        }
        for (o, _, next) in [&cast.seat, &cast.offer] {
            assert!(now_of(&store, next).is_offered(), "the next on the list is asked");
            assert_eq!(taken(&store, o), [1], "and holds the seat meanwhile");
        }
        let child = now_of(&store, &cast.child);
        assert_eq!((child.state, child.reason), (State::Withdrawn, Some(DeclineReason::Age)), "nobody takes part on the word of somebody who has left");
        let begun = now_of(&store, &cast.begun);
        assert_eq!((begun.state, begun.message, begun.begun_by), (State::Proposed, None, None), "what they wrote to others went along");
    });
}

#[test]
fn counted_hours_stay_and_name_nobody() {
    in_every_place(|place| {
        let store = place.store();
        let cast = cast(&store);
        let done = cast.all.iter().find(|a| a.state == State::Completed).unwrap();
        let listings: Vec<Opportunity> =
            cast.all.iter().map(|a| store.read(|tx| tx.opportunity(a.opportunity)).map_err(|e: StoreError| e).unwrap().unwrap()).collect();
        let before = hours(&store, &listings);
        assert_eq!(before, 100);
        leave(&store, cast.haru.id, &after(24 * 61));
        assert_eq!(hours(&store, &listings), before);
        let line = store.read(|tx| tx.participations_of_application(done.id)).map_err(|e: StoreError| e).unwrap().remove(0);
        assert_eq!((line.account, line.objection.is_none(), line.group), (None, true, cast.group.id));
        // Whoever noted it may leave as well.
        leave(&store, cast.aki.id, &after(24 * 62));
        assert_eq!(hours(&store, &listings), before);
    });
}

#[test]
fn whoever_leaves_in_the_middle_of_a_session_leaves_no_seat_taken_afterwards() {
    in_every_place(|place| {
        let store = place.store();
        let (haru, group) = (somebody(&store, "haru"), standing_group(&store, "雪の会"));
        let o = published(&store, &group, vec![session_in(24, Some(2)), session_in(48, Some(2))], None, |_| ());
        accept(&store, &apply(&store, haru, &o, &all(), &after(0)).unwrap(), &after(0)).unwrap();
        assert_eq!(taken(&store, &o), [1, 1]);
        leave(&store, haru, &after(25));
        assert_eq!(taken(&store, &o), [1, 0], "who was there was there; what lies ahead is free");
        assert!(apply(&store, somebody(&store, "natsu"), &o, &all(), &after(25)).is_ok());
    });
}

#[test]
fn nobody_is_accepted_while_they_leave() {
    in_every_place(|place| {
        let store = place.store();
        let group = standing_group(&store, "雪の会");
        let o = published(&store, &group, vec![session_in(240, Some(50))], None, |_| ());
        for round in 0..10 {
            let haru = somebody(&store, &format!("haru{round}"));
            let a = apply(&store, haru, &o, &all(), &after(0)).unwrap();
            let start = std::sync::Barrier::new(3);
            std::thread::scope(|s| {
                s.spawn(|| {
                    start.wait();
                    // Whether it comes before or after: it is told, and nothing is half done.
                    drop(accept(&store, &a, &after(1)));
                });
                s.spawn(|| {
                    start.wait();
                    drop(decline(&store, &a, &after(1)));
                });
                s.spawn(|| {
                    start.wait();
                    leave(&store, haru, &after(1));
                });
            });
            let stands = now_of(&store, &a);
            assert!(!stands.is_live() && stands.volunteer.is_none(), "{stands:?}");
            assert_eq!(taken(&store, &o), [0], "round {round}");
        }
    });
}

#[test]
fn leaving_takes_nothing_from_anybody_else() {
    in_every_place(|place| {
        let store = place.store();
        let cast = cast(&store);
        let stranger = standing_account(&store, "stranger");
        let before = everything(place);
        leave(&store, stranger.id, &after(24 * 9));
        let left = everything(place);
        let gone: Vec<&str> = before.lines().filter(|line| !left.contains(line)).collect();
        assert_eq!(gone.len(), 1, "their own row: {gone:?}");
        assert!(left.contains("kanarie-thread") && now_of(&store, &cast.seat.1).state == State::Accepted);
        assert_eq!(taken(&store, &cast.seat.0), [1]);
    });
}
