use crate::accounts::Accounts;
use crate::backends::Database;
use crate::behind::{Behind, Home};
use crate::crowd::{Line, Person, group_of, number, offered, plant, start, start_beside};
use crate::service::Service;
use serde_json::json;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Who wants a seat, and how many there are.
const WANT: usize = 200;
const SEATS: usize = 10;

#[test]
fn two_hundred_acceptances_at_once_through_two_processes_give_ten_seats() {
    let Some(database) = Database::fresh() else { return };
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let home = Home { data: here.path(), database: Some(&database) };
    let one = start(&home, here.path(), true);
    let two = start_beside(&home, there.path());
    rounds(&home, &[&one, &two]);
    assert_eq!((one.end(), two.end()), (Some(0), Some(0)));
}

#[test]
fn two_hundred_acceptances_at_once_give_ten_seats_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home { data: dir.path(), database: None };
    let town = start(&home, dir.path(), true);
    rounds(&home, &[&town]);
    assert_eq!(town.end(), Some(0));
}

/// `ENMUSUBI_STORM_ROUNDS` of them; each on another day, so that nobody has to be at two places at once.
fn rounds(home: &Home<'_>, towns: &[&Service]) {
    let (accounts, line) = (Accounts::of(home.data), Line::to(&towns[0].url));
    let owner = Person::of(&accounts, "owner");
    let (group, mut behind) = (group_of(&line, &owner), home.behind());
    plant(&mut behind, &accounts, WANT);
    let (begun, asked_again) = (Instant::now(), AtomicUsize::new(0));
    let rounds = number("ENMUSUBI_STORM_ROUNDS", 5);
    for round in 0..rounds {
        owner.sign_in(&line).unwrap();
        let listing = offered(&line, &owner, &group, round + 2, SEATS);
        let applications = applied(&mut behind, listing["id"].as_str().unwrap(), &group);
        let start = Barrier::new(WANT);
        let states: Vec<String> = std::thread::scope(|scope| {
            let accept = |(n, id): (usize, &String)| {
                let (id, line) = (id.clone(), Line::to(&towns[n % towns.len()].url));
                let (owner, start, asked_again) = (&owner, &start, &asked_again);
                scope.spawn(move || {
                    start.wait();
                    accept(owner, &line, &id, asked_again)
                })
            };
            let all: Vec<_> = applications.iter().enumerate().map(accept).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let of = |state: &str| states.iter().filter(|s| *s == state).count();
        assert_eq!((of("accepted"), of("waitlisted")), (SEATS, WANT - SEATS), "round {round}");
        stands(&mut behind, listing["id"].as_str().unwrap());
    }
    println!("{rounds} rounds in {:.1?}, asked again after a 503: {}", begun.elapsed(), asked_again.into_inner());
}

/// The group's yes; where a server has too much to do, the same request again.
fn accept(owner: &Person, line: &Line, id: &str, asked_again: &AtomicUsize) -> String {
    let (path, key) = (format!("/v1/applications/{id}/accept"), format!("accept-{id}"));
    loop {
        let answer = owner.ask(line, "POST", &path, Some(&key), &json!({})).unwrap();
        match answer.status {
            503 => {
                asked_again.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            _ => return answer.expect(200).json()["state"].as_str().unwrap().to_owned(),
        }
    }
}

/// Everybody of the crowd has applied.
fn applied(behind: &mut Behind, opportunity: &str, group: &str) -> Vec<String> {
    let (opportunity, group) = (behind.id(opportunity), behind.id(group));
    behind.run(&format!(
        "INSERT INTO application (id, version, opportunity_id, group_id, account_id, origin, source, party, newcomer, said_of_age, state, seated, answer_by,
           created_at, updated_at, applied_at)
         SELECT <fresh id>, 1, {opportunity}, {group}, id, 'self', 'match', 1, <yes>, <yes>, 'applied', <no>, <in a week>, <now>, <now>, <now>
         FROM account WHERE email LIKE 'crowd%@example.jp';
         INSERT INTO application_session (application_id, session_id, seated)
         SELECT a.id, s.id, <no> FROM application a JOIN session s ON s.opportunity_id = a.opportunity_id WHERE a.opportunity_id = {opportunity};"
    ));
    let ids = behind.lines(&format!("SELECT <id> AS line FROM application WHERE opportunity_id = {opportunity}"));
    assert_eq!(ids.len(), WANT);
    ids.into_iter().map(|hex| format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])).collect()
}

/// What stands in the database afterwards.
fn stands(behind: &mut Behind, opportunity: &str) {
    let of = format!("opportunity_id = {}", behind.id(opportunity));
    let seated = format!("application a JOIN application_session s ON s.application_id = a.id AND s.seated = <yes> WHERE a.{of}");
    assert_eq!(behind.lines(&format!("SELECT CAST(sum(seats_taken) AS text) AS line FROM session WHERE {of}")), [SEATS.to_string()]);
    assert_eq!((behind.count(&seated), behind.count(&format!("application WHERE {of} AND state = 'accepted' AND seated = <yes>"))), (SEATS, SEATS));
    let disclosed = format!("disclosure WHERE application_id IN (SELECT id FROM application WHERE {of})");
    assert_eq!(behind.count(&disclosed), SEATS, "contact is open for those who are accepted, and for nobody else");
}
