//! How long things take. `cargo test -p enmusubi-persistence --release -- --ignored --nocapture speed`

use crate::backends::in_every_place;
use crate::follow::{news, start};
use crate::people::{full_group, full_opportunity, session};
use enmusubi_domain::group::Group;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_persistence::{Follow, StoreError};
use std::time::{Duration, Instant};

fn measure<T>(what: &str, times: usize, f: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let result = f();
    let took = begun.elapsed();
    println!("{what:40} {:>9.2?} in all, {:>9.1} µs each", took, took.as_secs_f64() * 1e6 / times as f64);
    (result, took)
}

#[test]
#[ignore = "only a measurement"]
fn who_asks_is_known_at_once_however_many_there_are() {
    use crate::persons::{account, at_once, grant, hash, login};
    in_every_place(|place| {
        println!("{:?}", place.backend);
        let store = place.store();
        let group = full_group("雪の会");
        store.write(|tx| tx.put_group(&group)).unwrap();
        let people: Vec<_> = (0..5_000).map(|n| account(&format!("p{n}"))).collect();
        let mut logins = vec![];
        for some in people.chunks(500) {
            let begun: Vec<_> = some.iter().map(|a| login(a, a.created_at, &[])).collect();
            let put = store.write(|tx| {
                some.iter().zip(&begun).try_for_each(|(a, l)| {
                    tx.insert_account(a, "x")?;
                    tx.insert_login(l, &hash(&a.name))?;
                    tx.give_role(&grant(a, enmusubi_domain::access::Role::Helper(group.id)))
                })
            });
            put.map_err(|e: StoreError| e).unwrap();
            logins.extend(begun);
        }
        measure("caller_of_login", 2_000, || {
            for (a, l) in people.iter().zip(&logins).take(2_000) {
                assert!(store.read(|tx| tx.caller_of_login(a.id, l.id, 1)).unwrap().is_some());
            }
        });
        measure("turn_refresh_token", 1_000, || {
            people.iter().take(1_000).for_each(|a| _ = store.write(|tx| tx.turn_refresh_token(&hash(&a.name), &hash(&a.email.as_str()[1..]))).unwrap());
        });
        let take = |who: &str| store.write(|tx| tx.take(enmusubi_persistence::Bucket::Global, &hash(who), 1e9, 1.0)).map(drop);
        measure("take, 8 threads, a bucket each", 800, || at_once(8, |n| (0..100).try_for_each(|_| take(&n.to_string()))));
        measure("take, 8 threads, one bucket", 800, || at_once(8, |_| (0..100).try_for_each(|_| take("all"))));
    });
}

fn city(groups: usize, opportunities: usize) -> (Vec<Group>, Vec<Opportunity>) {
    let groups: Vec<Group> = (0..groups).map(|n| full_group(&format!("group {n}"))).collect();
    let opportunities = (0..opportunities).map(|n| {
        let mut one = full_opportunity(&format!("opportunity {n}"), &groups[n % groups.len()]);
        one.details.description = "町内の道の雪をみんなで片付けます。道具は貸します。".repeat(8);
        one.details.schedule.sessions = (0..5).map(|s| session(&format!("{n}/{s}"), &format!("2026-12-{:02}T01:00:00Z", s * 5 + 1))).collect();
        one
    });
    let opportunities = opportunities.collect();
    (groups, opportunities)
}

#[test]
#[ignore = "takes minutes without --release"]
fn a_hundred_thousand_opportunities_go_in_and_out() {
    let n = 100_000;
    let (groups, opportunities) = city(2_000, n);
    in_every_place(|place| {
        println!("{:?}", place.backend);
        let store = place.store();
        let cursor = start(&store);
        let (result, took) = measure("insert_all, 5 sessions each", n, || store.write(|tx| tx.insert_all(&groups, &opportunities)));
        result.unwrap();
        assert!(took < Duration::from_secs(60));
        measure("follow", n, || {
            let (mut at, mut seen) = (cursor.clone(), 0);
            while let Follow::Batch(batch) = store.follow(Some(&at)).unwrap() {
                if batch.changed.is_empty() {
                    break;
                }
                (at, seen) = (batch.cursor, seen + batch.changed.len());
            }
            println!("{seen} keys");
        });
        measure("opportunities_after, pages of 2,000", n, || {
            let mut after = None;
            while let Some(last) = store.read(|tx| tx.opportunities_after(after, 2_000)).unwrap().last() {
                after = Some(last.id);
            }
        });
        let some = &opportunities[..2_000];
        measure("put_opportunity, unchanged, one each", some.len(), || some.iter().for_each(|o| _ = store.write(|tx| tx.put_opportunity(o)).unwrap()));
        let changed: Vec<Opportunity> = some
            .iter()
            .cloned()
            .map(|mut o| {
                o.details.title.push('!');
                o
            })
            .collect();
        measure("put_opportunity, changed, one each", some.len(), || changed.iter().for_each(|o| _ = store.write(|tx| tx.put_opportunity(o)).unwrap()));
        let others = city(2_000, n + 2_000).1.split_off(n);
        measure("put_opportunity, new, in one transaction", others.len(), || {
            store.write(|tx| others.iter().try_for_each(|o| tx.put_opportunity(o).map(drop))).unwrap();
        });
        measure("an empty follow", 500, || (0..500).for_each(|_| drop(news(&store, &start(&store)))));
        measure("counts", 20, || (0..20).for_each(|_| _ = store.read(|tx| tx.counts()).unwrap()));
        measure("8 threads x 250 changes", 2_000, || {
            let busy = std::sync::atomic::AtomicU32::new(0);
            std::thread::scope(|s| {
                for part in changed.chunks(250) {
                    let (store, busy) = (&store, &busy);
                    s.spawn(move || {
                        for o in part {
                            let put = store.write(|tx| {
                                let mut o = o.clone();
                                o.details.title.push('?');
                                tx.put_opportunity(&o)
                            });
                            match put {
                                Err(StoreError::Busy(_)) => _ = busy.fetch_add(1, std::sync::atomic::Ordering::Relaxed),
                                put => _ = put.unwrap(),
                            }
                        }
                    });
                }
            });
            println!("{busy:?} gave up");
        });
    });
}
