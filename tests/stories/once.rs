use crate::accounts::Accounts;
use crate::backends::Database;
use crate::behind::Home;
use crate::crowd::{Line, Person, group_of, listing, number, offered, plant, start, start_beside};
use crate::service::{Answer, Service};
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpStream;
use std::sync::Barrier;
use std::time::Instant;

/// How often each request comes, all at once.
const COPIES: usize = 5;
/// Keys that are at work at the same time.
const AT_A_TIME: usize = 8;
/// People of the crowd.
const PEOPLE: usize = 25;

#[test]
fn a_key_does_a_thing_once_through_two_processes() {
    let Some(database) = Database::fresh() else { return };
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let home = Home { data: here.path(), database: Some(&database) };
    let one = start(&home, here.path(), true);
    let two = start_beside(&home, there.path());
    each_key_once(&home, &[&one, &two]);
    assert_eq!((one.end(), two.end()), (Some(0), Some(0)));
}

#[test]
fn a_key_does_a_thing_once_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home { data: dir.path(), database: None };
    let town = start(&home, dir.path(), true);
    each_key_once(&home, &[&town]);
    assert_eq!(town.end(), Some(0));
}

/// What one key is for: one in two is an application, the other a draft, of which the database would take any number.
struct Request<'a> {
    person: &'a Person,
    path: String,
    key: String,
    body: Value,
}

/// `ENMUSUBI_STORM_KEYS` of them.
fn each_key_once(home: &Home<'_>, towns: &[&Service]) {
    let keys = number("ENMUSUBI_STORM_KEYS", 200);
    let (accounts, line, mut behind) = (Accounts::of(home.data), Line::to(&towns[0].url), home.behind());
    let owner = Person::of(&accounts, "owner");
    let group = group_of(&line, &owner);
    let people = plant(&mut behind, &accounts, PEOPLE);
    people.iter().for_each(|person| person.sign_in(&line).unwrap());
    let listings: Vec<Value> = (0..keys.div_ceil(2 * PEOPLE)).map(|n| offered(&line, &owner, &group, n + 2, PEOPLE)).collect();
    let request = |n: usize| {
        let key = format!("once-{n}-key");
        if n % 2 == 1 {
            let body = listing(&format!("一度だけの募集 {n}"), 2, 1);
            return Request { person: &owner, path: format!("/v1/groups/{group}/opportunities"), key, body };
        }
        let (person, what) = (&people[n / 2 % PEOPLE], &listings[n / 2 / PEOPLE]);
        Request { person, path: "/v1/applications".into(), key, body: json!({"opportunity_id": what["id"], "of_age": true, "waitlist": true}) }
    };
    let (begun, before) = (Instant::now(), behind.count("idempotency"));
    let replayed: usize = std::thread::scope(|scope| {
        let worker = |w: usize| {
            let request = &request;
            scope.spawn(move || (w..keys).step_by(AT_A_TIME).map(|n| copies(n, &request(n), towns)).sum::<usize>())
        };
        let workers: Vec<_> = (0..AT_A_TIME).map(worker).collect();
        workers.into_iter().map(|w| w.join().unwrap()).sum()
    });
    println!("{keys} keys, {COPIES} copies each, in {:.1?}: {replayed} answers were given again", begun.elapsed());
    // So many effects, so many answers kept, so many lines of the audit trail.
    let (applications, drafts) = (keys.div_ceil(2), keys / 2);
    assert_eq!(behind.count("application WHERE account_id IN (SELECT id FROM account WHERE email LIKE 'crowd%')"), applications);
    assert_eq!(behind.count("opportunity WHERE title LIKE '一度だけの募集 %'"), drafts);
    assert_eq!(behind.count("idempotency") - before, keys);
    assert_eq!(behind.count("audit_event WHERE action = 'submit_application'"), applications);
}

/// Who hangs up as soon as everything is sent: one in ten, and everybody for one key in fifty.
fn hangs_up(n: usize, copy: usize) -> bool {
    let tens = n / 2;
    n % 50 == 7 || (tens % COPIES == copy && tens / COPIES % 2 == n % 2)
}

/// Sends one request so many times at once; answers how many answers were given again.
fn copies(n: usize, request: &Request<'_>, towns: &[&Service]) -> usize {
    let start = Barrier::new(COPIES);
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let send = |copy: usize| {
            let (start, url) = (&start, &towns[copy % towns.len()].url);
            scope.spawn(move || {
                let line = Line::to(url);
                start.wait();
                if hangs_up(n, copy) {
                    send_and_hang_up(url, request);
                    return None;
                }
                Some(request.person.insist(&line, "POST", &request.path, &request.key, &request.body).unwrap())
            })
        };
        let all: Vec<_> = (0..COPIES).map(send).collect();
        all.into_iter().filter_map(|one| one.join().unwrap()).collect()
    });
    // Somebody asks once more, much later.
    let late = request.person.insist(&Line::to(&towns[n % towns.len()].url), "POST", &request.path, &request.key, &request.body).unwrap();
    let heard = answers.len();
    assert!(heard == 0 || is_replayed(&late), "key {n}: a late copy is answered with what was answered before");
    let all: Vec<&Answer> = answers.iter().chain([&late]).collect();
    for answer in &all {
        let same = |name: &str| answer.headers.get(name) == late.headers.get(name);
        assert_eq!((answer.status, &answer.text), (201, &late.text), "key {n}");
        assert!(same("etag") && same("location"), "key {n}: {:?} and {:?}", answer.headers, late.headers);
    }
    let fresh = all.iter().filter(|a| !is_replayed(a)).count();
    // The one that did it may be among those who hung up.
    assert!(fresh == 1 || (fresh == 0 && heard < COPIES), "key {n}: {fresh} of {heard} answers are first ones");
    all.len() - fresh
}

fn is_replayed(answer: &Answer) -> bool {
    answer.headers.get("idempotency-replayed").is_some_and(|value| value == "true")
}

/// Sends everything and reads nothing.
fn send_and_hang_up(url: &str, request: &Request<'_>) {
    let address = url.trim_start_matches("http://");
    let body = request.body.to_string();
    let text = format!(
        "POST {} HTTP/1.1\r\nHost: {address}\r\nAuthorization: {}\r\nIdempotency-Key: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        request.path,
        request.person.authorization(),
        request.key,
        body.len()
    );
    TcpStream::connect(address).unwrap().write_all(text.as_bytes()).unwrap();
}
