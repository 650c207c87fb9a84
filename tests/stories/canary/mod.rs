//! People's data is seen by nobody it is not for: a whole story is told with a text in every personal field that stands nowhere else, everybody
//! asks for everything at every stage, and whatever was answered, logged, measured, indexed and sent is searched for those texts.

/// Who may see what of whom.
mod allowed;
/// People, and what stands for them.
mod cast;
/// Every column of the database, and where it comes along in an export.
mod columns;
/// Answers, written down.
mod listen;
/// Texts in all the forms in which they may hide.
mod net;
/// The story.
mod play;

use crate::accounts::readable;
use crate::service::{Service, run, words};
use allowed::{ALLOWED, Line, allows, parts};
use cast::{Cast, canaries};
use listen::Listener;
use net::Net;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn nobody_sees_what_is_not_for_them() {
    let dir = tempfile::tempdir().unwrap();
    let (data, log) = (dir.path().join("data"), dir.path().join("everything.log"));
    let town = Service::start_logging(&data, &["--demo", "--log", "trace", "--log-format", "json"], &log);
    let net = Net::new(canaries());
    let listener = Listener::new(&town);
    let cast = Cast::gather(&town, &data, &listener);
    play::play(&listener, &cast, net.canaries());
    let metrics = town.get("/metrics").expect(200).text;
    println!("{} answers", listener.answers());

    let sights = listener.sights(&net);
    let leaks: Vec<_> = sights.iter().filter(|(who, op, stage, of, field)| !ALLOWED.iter().any(|line| allows(line, &(who, op, stage, of, field)))).collect();
    assert!(leaks.is_empty(), "{} sights that nobody allowed:\n{}", leaks.len(), leaks.iter().map(|l| format!("{l:?}\n")).collect::<String>());
    let is_seen = |part: &Line| sights.iter().any(|(who, op, stage, of, field)| allows(part, &(who, op, stage, of, field)));
    let unused: Vec<_> = parts().into_iter().filter(|part| !is_seen(part)).collect();
    assert!(unused.is_empty(), "allowed, but never seen: {unused:#?}");

    let exports = listener.answers_to("export_my_data");
    assert_eq!(net.names(metrics.as_bytes()), []);
    assert_eq!(town.end(), Some(0));
    columns::all_come_along(&data, &exports);
    let log = std::fs::read(&log).unwrap();
    assert!(log.len() > 100_000, "the log wrote down too little to prove anything: {} bytes", log.len());
    assert_eq!(net.names(&log), [], "in the log");
    letters_hold_only_their_readers(&data, &net);
    let index = files(&data.join("index"));
    assert!(index.len() > 3, "{index:?}");
    for file in index {
        assert_eq!(net.names(&std::fs::read(&file).unwrap()), [], "in {}", file.display());
    }
    let audit = run(&data, &["verify-audit"]);
    assert!(audit.status.success() && net.names(words(&audit).as_bytes()).is_empty(), "{}", words(&audit));
}

/// What is put where it must not be is found: in an answer, in the index, in a letter, in a log.
#[test]
fn a_canary_in_the_wrong_place_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let town = Service::start(&data, &["--demo"]);
    let net = Net::new(canaries());
    let listener = Listener::new(&town);
    let cast = Cast::gather(&town, &data, &listener);
    let group = listener.ask(&cast.owner, "GET", "/v1/me/groups", None).expect(200).json()["results"][0]["id"].as_str().unwrap().to_owned();
    let leak = json!({
        "title": "名簿つきの募集", "kind": "trial", "themes": ["snow"], "areas": ["011011"], "summary": "連絡は 090-4711-0815 へ。", "description": "ー",
        "schedule": {"day_parts": ["sat_morning"]}
    });
    let draft = listener.ask(&cast.owner, "POST", &format!("/v1/groups/{group}/opportunities"), Some(&leak)).expect(201).json();
    let public = format!("/v1/opportunities/{}", draft["id"].as_str().unwrap());
    listener.ask(&cast.owner, "POST", &format!("{public}/publish"), Some(&json!({}))).expect(200);
    crate::service::wait_until(|| listener.ask(&cast.anyone, "GET", &public, None).status == 200);
    let sights = listener.sights(&net);
    let seen = ("anyone", "read_opportunity".to_owned(), "nobody asked", "haru", "phone");
    assert!(sights.contains(&seen), "{sights:?}");
    assert!(!ALLOWED.iter().any(|line| allows(line, &(seen.0, &seen.1, seen.2, seen.3, seen.4))), "and nobody allowed it");
    assert_eq!(town.end(), Some(0));
    let found = files(&data.join("index")).into_iter().any(|file| !net.caught(&std::fs::read(file).unwrap()).is_empty());
    assert!(found, "it stands in the index, and is found there");
    let letter = "To: natsu@example.jp\r\nContent-Transfer-Encoding: base64\r\n\r\n6YeR57O46YeOIOOBr+OCi+OBsg==\r\n";
    assert_eq!(net.names(readable(letter.as_bytes()).as_bytes()), [("haru", "name")]);
}

/// Every letter is without its transfer encoding what its reader may know: their own name and address.
fn letters_hold_only_their_readers(data: &Path, net: &Net) {
    let letters = files(&data.join("outbox"));
    let mut readers = BTreeSet::new();
    for file in &letters {
        let text = readable(&std::fs::read(file).unwrap());
        let to = text.lines().find(|line| line.to_ascii_lowercase().starts_with("to:")).unwrap_or_default().to_owned();
        let reader = [("haru", "kanarie-haru@"), ("child", "kanarie-hina@"), ("mother", "kanarie-oya@")].into_iter().find(|(_, a)| to.contains(a));
        for (of, field) in net.names(text.as_bytes()) {
            assert!(reader.is_some_and(|(who, _)| who == of) && ["name", "email"].contains(&field), "{of}'s {field} in a letter {to}");
            readers.insert(of);
        }
    }
    assert_eq!(readers.len(), 3, "everybody got letters: {}", letters.len());
}

fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut all = vec![];
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}
