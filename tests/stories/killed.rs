use crate::accounts::Accounts;
use crate::backends::Database;
use crate::behind::{Behind, Home};
use crate::crowd::{Line, Person, group_of, is_not_yet, number, offered, plant, start};
use crate::service::{Service, run, wait_until, words};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Writers at a time.
const WRITERS: usize = 8;
/// What they write about.
const LISTINGS: usize = 24;
/// Seats of each: fewer than writers, so that some wait.
const SEATS: usize = 3;

#[test]
fn whatever_was_answered_outlives_a_kill_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    killed_again_and_again(&Home { data: dir.path(), database: None });
}

#[test]
fn whatever_was_answered_outlives_a_kill_on_postgresql() {
    let Some(database) = Database::fresh() else { return };
    let dir = tempfile::tempdir().unwrap();
    killed_again_and_again(&Home { data: dir.path(), database: Some(&database) });
}

/// `ENMUSUBI_KILLS` times: eight people write as fast as they are answered, the process is killed at some moment, and starts anew.
fn killed_again_and_again(home: &Home<'_>) {
    let mut town = start(home, home.data, true);
    let (accounts, line) = (Accounts::of(home.data), Line::to(&town.url));
    let owner = Person::of(&accounts, "owner");
    let (group, mut behind) = (group_of(&line, &owner), home.behind());
    let listings: Vec<String> = (0..LISTINGS).map(|n| offered(&line, &owner, &group, n + 2, SEATS)["id"].as_str().unwrap().to_owned()).collect();
    let people = plant(&mut behind, &accounts, WRITERS);
    people.iter().for_each(|person| person.sign_in(&line).unwrap());
    drop((behind, line));
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().subsec_nanos();
    println!("seed {seed}");
    let mut chance = Chance(u64::from(seed) | 1);
    let mut writers: Vec<Writer<'_>> = people.iter().enumerate().map(|(n, person)| Writer::new(n, person, &owner, &listings, chance.next())).collect();
    for kill in 0..number("ENMUSUBI_KILLS", 5) {
        let life = Duration::from_millis(200 + chance.below(1_300) as u64);
        let url = town.url.clone();
        std::thread::scope(|scope| {
            for writer in &mut writers {
                let url = &url;
                scope.spawn(move || writer.write_until_the_line_breaks(&Line::to(url)));
            }
            std::thread::sleep(life);
            // SIGKILL: nothing is told, nothing is put in order.
            drop(town);
        });
        town = start(home, home.data, false);
        look(&mut home.behind(), &writers, &listings, kill);
        // Whoever got no answer asks again, with the same key.
        let line = Line::to(&town.url);
        writers.iter_mut().for_each(|writer| writer.ask_again(&line));
        look(&mut home.behind(), &writers, &listings, kill);
        the_public_sees_it(&town, &mut home.behind(), &listings);
    }
    what_is_damaged_is_seen(&mut home.behind(), &writers, &listings);
    let told = |of: fn(&Writer<'_>) -> usize| writers.iter().map(of).sum::<usize>();
    let (answered, unsure, done) = (told(|w| w.answered), told(|w| w.unsure), told(|w| w.unsure_but_done));
    println!("{answered} answers; {unsure} requests without an answer, of which {done} had been done");
    assert!(answered > 50, "so few answers prove nothing: {answered}");
    assert_eq!(town.end(), Some(0));
    let mut verify = home.arguments();
    verify.push("verify-audit");
    let audit = run(home.data, &verify);
    assert!(audit.status.success(), "{}", words(&audit));
}

/// The index was killed as well: it catches up with the database again.
fn the_public_sees_it(town: &Service, behind: &mut Behind, listings: &[String]) {
    for listing in listings {
        let of = format!("opportunity_id = {}", behind.id(listing));
        let left: i64 = behind.lines(&format!("SELECT CAST(seats - seats_taken AS text) AS line FROM session WHERE {of}"))[0].parse().unwrap();
        wait_until(|| {
            let shown = town.get(&format!("/v1/opportunities/{listing}"));
            shown.status == 200 && shown.json()["schedule"]["sessions"][0]["seats_left"] == left
        });
    }
}

/// Numbers by chance, the same from the same seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() >> 11) as usize % n
    }
}

/// A request, with a key of its own.
#[derive(Clone)]
struct Request {
    by_owner: bool,
    path: String,
    key: String,
    body: Value,
    /// For which listing.
    listing: usize,
}

/// Somebody who applies, is accepted, says yes, and withdraws again.
struct Writer<'a> {
    n: usize,
    person: &'a Person,
    owner: &'a Person,
    listings: &'a [String],
    chance: Chance,
    requests: usize,
    /// What was sent and not answered yet.
    pending: Option<Request>,
    /// By listing: the application that goes on, and where it was when it was last told.
    going_on: BTreeMap<usize, (String, String)>,
    /// By application: the version and the state that were told last.
    told: BTreeMap<String, (i64, String)>,
    answered: usize,
    unsure: usize,
    unsure_but_done: usize,
}

impl<'a> Writer<'a> {
    fn new(n: usize, person: &'a Person, owner: &'a Person, listings: &'a [String], seed: u64) -> Self {
        Self {
            n,
            person,
            owner,
            listings,
            chance: Chance(seed | 1),
            requests: 0,
            pending: None,
            going_on: BTreeMap::new(),
            told: BTreeMap::new(),
            answered: 0,
            unsure: 0,
            unsure_but_done: 0,
        }
    }

    fn next_request(&mut self) -> Request {
        let listing = self.chance.below(self.listings.len());
        self.requests += 1;
        let key = format!("writer-{}-{}", self.n, self.requests);
        let Some((id, state)) = self.going_on.get(&listing) else {
            let body = json!({"opportunity_id": self.listings[listing], "of_age": true, "waitlist": true});
            return Request { by_owner: false, path: "/v1/applications".into(), key, body, listing };
        };
        let withdraws = self.chance.next() >> 20 & 3 == 0;
        let (by_owner, step) = match state.as_str() {
            "applied" if !withdraws => (true, "accept"),
            "waitlisted" if !withdraws => (false, "consent"),
            _ => (false, "withdraw"),
        };
        let body = if step == "consent" { Value::Null } else { json!({}) };
        Request { by_owner, path: format!("/v1/applications/{id}/{step}"), key, body, listing }
    }

    /// Sends what is pending until it is answered; an error is a broken line.
    fn send(&mut self, line: &Line) -> Result<bool, ureq::Error> {
        let Some(request) = self.pending.clone() else { return Ok(false) };
        let by = if request.by_owner { self.owner } else { self.person };
        let answer = loop {
            let answer = by.ask(line, "POST", &request.path, Some(&request.key), &request.body)?;
            if !is_not_yet(&answer) {
                break answer;
            }
        };
        self.pending = None;
        self.answered += 1;
        if answer.status == 409 {
            // Nobody offers a seat now; nothing has happened.
            let code = answer.json()["code"].as_str().unwrap().to_owned();
            assert!(code == "not_in_this_state" && request.path.ends_with("/consent"), "{} {}", request.path, answer.text);
            return Ok(false);
        }
        assert!([200, 201].contains(&answer.status), "{} {answer:?}", request.path);
        let shown = answer.json();
        let (id, state) = (shown["id"].as_str().unwrap().to_owned(), shown["state"].as_str().unwrap().to_owned());
        let version = answer.headers["etag"].to_str().unwrap().trim_matches('"').trim_start_matches('v').parse().unwrap();
        self.told.insert(id.clone(), (version, state.clone()));
        if state == "withdrawn" {
            self.going_on.remove(&request.listing);
        } else {
            self.going_on.insert(request.listing, (id, state));
        }
        Ok(answer.headers.contains_key("idempotency-replayed"))
    }

    fn write_until_the_line_breaks(&mut self, line: &Line) {
        loop {
            if self.pending.is_none() {
                self.pending = Some(self.next_request());
            }
            if self.send(line).is_err() {
                self.unsure += 1;
                return;
            }
        }
    }

    fn ask_again(&mut self, line: &Line) {
        let done = self.send(line).unwrap();
        self.unsure_but_done += usize::from(done);
    }
}

/// Looks at everything as of one moment.
fn look(behind: &mut Behind, writers: &[Writer<'_>], listings: &[String], kill: usize) {
    behind.is_sound().unwrap_or_else(|e| panic!("kill {kill}: {e}"));
    behind.run("BEGIN <snapshot>");
    all_is_whole(behind, writers, listings).unwrap_or_else(|e| panic!("kill {kill}: {e}"));
    behind.run("COMMIT");
}

/// Whoever looks must be able to see: each of these is found.
fn what_is_damaged_is_seen(behind: &mut Behind, writers: &[Writer<'_>], listings: &[String]) {
    let damages = [
        "DELETE FROM application_session WHERE application_id = (SELECT id FROM application WHERE <own> LIMIT 1)",
        "UPDATE application_session SET seated = <no> WHERE application_id = (SELECT id FROM application WHERE <own> AND state = 'accepted' LIMIT 1)",
        "UPDATE session SET seats_taken = seats_taken - 1 WHERE id = (SELECT x.session_id FROM application_session x JOIN application a ON a.id = x.application_id
           WHERE a.<own> AND x.seated = <yes> LIMIT 1)",
        "DELETE FROM idempotency WHERE key = (SELECT min(key) FROM idempotency WHERE key LIKE 'writer-%' AND operation = 'accept_application')",
        "DELETE FROM disclosure WHERE application_id = (SELECT id FROM application WHERE <own> AND state = 'accepted' LIMIT 1)",
        "DELETE FROM application WHERE id = (SELECT id FROM application WHERE <own> AND state = 'withdrawn' LIMIT 1)",
        "UPDATE application SET state = 'declined' WHERE id = (SELECT id FROM application WHERE <own> AND state = 'withdrawn' LIMIT 1)",
    ];
    for damage in damages {
        behind.run("BEGIN <snapshot>");
        behind.run(&damage.replace("<own>", OWN));
        assert!(all_is_whole(behind, writers, listings).is_err(), "not seen: {damage}");
        behind.run("ROLLBACK");
    }
}

/// The crowd's applications.
const OWN: &str = "account_id IN (SELECT id FROM account WHERE email LIKE 'crowd%@example.jp')";

/// Every answer is true still, and nothing is there by half.
fn all_is_whole(behind: &mut Behind, writers: &[Writer<'_>], listings: &[String]) -> Result<(), String> {
    // Where each application stands: id, version, state.
    let rows = behind.lines(&format!("SELECT <id> || ' ' || version || ' ' || state AS line FROM application WHERE {OWN}"));
    let stand: BTreeMap<String, (i64, String)> = rows.iter().map(|row| in_three(row)).collect();
    for (id, (version, state)) in writers.iter().flat_map(|w| &w.told) {
        let (now, stands) = stand.get(&id.replace('-', "")).ok_or(format!("{id} was answered and is gone"))?;
        if now < version || (now == version && stands != state) {
            return Err(format!("{id} was {state} (v{version}) and is {stands} (v{now})"));
        }
    }
    // An application with its sessions, or none; seats are counted for whoever has some, and for nobody else.
    let ours: Vec<String> = listings.iter().map(|id| behind.id(id)).collect();
    let there = "EXISTS (SELECT 1 FROM application_session s WHERE s.application_id = a.id AND s.seated = <yes>)";
    let sum = "(SELECT coalesce(sum(a.party), 0) FROM application_session x JOIN application a ON a.id = x.application_id
        WHERE x.session_id = s.id AND x.seated = <yes>)";
    // Contact is open where somebody is accepted, and was where somebody had been.
    let opened = "EXISTS (SELECT 1 FROM disclosure d WHERE d.application_id = a.id)";
    let open = "EXISTS (SELECT 1 FROM disclosure d WHERE d.application_id = a.id AND d.ended_at IS NULL)";
    let never = [
        format!("application a WHERE {OWN} AND NOT EXISTS (SELECT 1 FROM application_session s WHERE s.application_id = a.id)"),
        format!("application a WHERE {OWN} AND (a.seated = <yes>) <> {there}"),
        format!("session s WHERE s.opportunity_id IN ({}) AND (s.seats_taken <> {sum} OR s.seats_taken > s.seats)", ours.join(", ")),
        format!("application a WHERE {OWN} AND (a.accepted_at IS NOT NULL) <> {opened}"),
        format!("application a WHERE {OWN} AND (a.state = 'accepted') <> {open}"),
    ];
    for rows in never {
        same(behind.count(&rows), 0, &rows)?;
    }
    // An answer is kept, and a line of the audit trail, if, and only if, what they tell of has happened.
    let steps = [
        ("submit_application", "1 = 1"),
        ("accept_application", "answered_at IS NOT NULL"),
        ("consent_to_application", "waiting_since IS NOT NULL AND accepted_at IS NOT NULL"),
        ("withdraw_application", "state = 'withdrawn'"),
    ];
    for (operation, happened) in steps {
        let done: BTreeSet<String> = behind.lines(&format!("SELECT <id> AS line FROM application WHERE {OWN} AND {happened}")).into_iter().collect();
        let bodies = behind.lines(&format!("SELECT body AS line FROM idempotency WHERE operation = '{operation}' AND key LIKE 'writer-%'"));
        let told = |body: &String| serde_json::from_str::<Value>(body).unwrap()["id"].as_str().unwrap().replace('-', "");
        same(bodies.iter().map(told).collect(), done.clone(), &format!("answers of {operation} that are kept, and what has happened"))?;
        let about = format!("audit_event WHERE action = '{operation}' AND object_id IN (SELECT id FROM application WHERE {OWN})");
        let objects = behind.lines(&format!("SELECT <hex object> AS line FROM {about}"));
        same(objects.len(), done.len(), &format!("lines of the audit trail about {operation}"))?;
        same(objects.into_iter().collect(), done, &format!("what the audit trail says of {operation}"))?;
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Debug>(one: T, other: T, what: &str) -> Result<(), String> {
    if one == other { Ok(()) } else { Err(format!("{what}: {one:?} and {other:?}")) }
}

fn in_three(row: &str) -> (String, (i64, String)) {
    let mut words = row.split(' ');
    let mut word = || words.next().unwrap().to_owned();
    (word(), (word().parse().unwrap(), word()))
}
