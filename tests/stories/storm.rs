use crate::service::{Service, wait_until};
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// Memory that hashes may take: one at a time on two processors, 19 MiB each; and room for what 500 connections need.
const ROOM_KB: u64 = (2 * 19 + 96) * 1024;

/// The most memory a process has had, in kilobytes; nothing where the system does not tell.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:")).and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse().ok())
}

/// Each from another address, each for another account: no limit but that of the hashes stands between them and the memory.
#[test]
fn five_hundred_logins_at_once_cost_bounded_memory_and_searching_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let town = Service::start_giving_memory_back(dir.path(), &["--demo", "--trusted-proxies", "127.0.0.1"]);
    // Warm: what a first search and a first login allocate is not the storm's.
    town.get("/v1/opportunities?q=%E9%9B%AA").expect(200);
    town.post("/v1/logins", &json!({"email": "nobody@example.jp", "password": "not the password"})).expect(401);
    let before = peak(town.process());

    let (over, searched) = (AtomicBool::new(false), AtomicUsize::new(0));
    let statuses = std::thread::scope(|scope| {
        let searching = scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                town.get("/v1/opportunities?q=%E9%9B%AA&limit=5").expect(200);
                searched.fetch_add(1, Ordering::Relaxed);
            }
        });
        let logins: Vec<_> = (0..500)
            .map(|n| {
                let town = &town;
                scope.spawn(move || {
                    let body = json!({"email": format!("nobody{n}@example.jp"), "password": "not the password"}).to_string();
                    let from = format!("198.51.{}.{}", n / 250, n % 250);
                    let answer = town.send("POST", "/v1/logins", &[("X-Forwarded-For", &from)], Some(("application/json", &body)));
                    if answer.status != 401 {
                        assert!(answer.headers.contains_key("retry-after"), "{answer:?}");
                    }
                    answer.status
                })
            })
            .collect();
        let statuses: Vec<u16> = logins.into_iter().map(|l| l.join().unwrap()).collect();
        over.store(true, Ordering::Relaxed);
        searching.join().unwrap();
        statuses
    });
    let count = |status: u16| statuses.iter().filter(|s| **s == status).count();
    println!("{} refused, {} told to wait, {} turned away, {} searches meanwhile", count(401), count(429), count(503), searched.load(Ordering::Relaxed));
    assert_eq!(count(401) + count(429) + count(503), 500, "{statuses:?}");
    assert!(count(401) > 0 && searched.load(Ordering::Relaxed) > 0);
    if let (Some(before), Some(after)) = (before, peak(town.process())) {
        println!("{before} kB before, {after} kB at most");
        assert!(after - before <= ROOM_KB, "{before} kB before, {after} kB at most");
    }
    // Whoever was turned away comes back, and is let in.
    wait_until(|| {
        std::thread::sleep(Duration::from_millis(200));
        town.send(
            "POST",
            "/v1/logins",
            &[("X-Forwarded-For", "203.0.113.9")],
            Some(("application/json", r#"{"email":"late@example.jp","password":"not the password"}"#)),
        )
        .status
            == 401
    });
}
