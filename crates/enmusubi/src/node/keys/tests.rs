use super::*;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::audit::Actor;
use enmusubi_domain::id::{AccountId, LoginId};
use enmusubi_http::secret::Verdict;
use enmusubi_http::token::{Refused, Subject, check, mint};
use enmusubi_persistence::StoreError;
use std::cell::Cell;
use tempfile::TempDir;

thread_local! {
    static AHEAD: Cell<TimeDelta> = const { Cell::new(TimeDelta::zero()) };
}

const ISSUER: &str = "https://api.example.jp";

fn clock() -> DateTime<Utc> {
    Utc::now() + AHEAD.get()
}

fn pass(time: TimeDelta) {
    AHEAD.set(AHEAD.get() + time);
}

fn town() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open_with_clock(&format!("sqlite:{}", dir.path().join("a.db").display()), clock).unwrap();
    (dir, store)
}

fn token(ring: &Ring) -> String {
    let subject = Subject::User { account: AccountId::new(), login: LoginId::new(), security_version: 1, auth_time: clock() };
    mint(ring, ISSUER, &subject, clock()).unwrap().text.reveal().to_owned()
}

fn verdict(ring: &Ring, token: &str) -> Result<(), Refused> {
    check(ring, ISSUER, token, clock()).map(drop)
}

fn actions(store: &Store) -> Vec<String> {
    let lines = store.read(|tx| tx.audit_page(None, &Default::default(), 100)).map_err(|e: StoreError| e).unwrap();
    lines.into_iter().rev().map(|l| l.action).collect()
}

#[test]
fn the_first_key_signs_at_once_and_stays_over_a_restart() {
    let (dir, store) = town();
    let keys = Keys::open(&dir.path().join("keys")).unwrap();
    let token = token(&keys.tend(&store).unwrap());
    let again = Keys::open(&dir.path().join("keys")).unwrap();
    assert_eq!(verdict(&again.tend(&store).unwrap(), &token), Ok(()));
    assert_eq!(again.here().unwrap().len(), 1);
    assert_eq!(actions(&store), ["make_signing_key"]);
}

#[test]
fn two_installations_believe_each_other_through_the_database() {
    let (dir, store) = town();
    let (a, b) = (Keys::open(&dir.path().join("a")).unwrap(), Keys::open(&dir.path().join("b")).unwrap());
    let first = a.tend(&store).unwrap();
    let second = b.tend(&store).unwrap();
    let (of_a, of_b) = (token(&first), token(&second));
    assert_ne!(a.here().unwrap(), b.here().unwrap());
    assert_eq!(verdict(&second, &of_a), Ok(()));
    assert_eq!(verdict(&first, &of_b), Err(Refused::UnknownKey), "not heard of yet");
    assert_eq!(verdict(&a.tend(&store).unwrap(), &of_b), Ok(()));
}

#[test]
fn a_new_key_takes_over_after_ten_minutes_and_nobody_is_turned_away() {
    let (dir, store) = town();
    let keys = Keys::open(dir.path().join("keys").as_path()).unwrap();
    let old = keys.tend(&store).unwrap().signer(clock()).unwrap().kid().to_owned();
    let new = keys.rotate(&store, Actor::Operator).unwrap();
    let ring = keys.tend(&store).unwrap();
    assert_eq!(ring.signer(clock()).unwrap().kid(), old);
    pass(TimeDelta::minutes(9));
    let token = token(&keys.tend(&store).unwrap());
    pass(TimeDelta::minutes(2));
    let ring = keys.tend(&store).unwrap();
    assert_eq!(ring.signer(clock()).unwrap().kid(), new);
    assert_eq!(verdict(&ring, &token), Ok(()));
    assert_eq!(actions(&store), ["make_signing_key", "make_signing_key", "retire_signing_key"]);
    keys.tend(&store).unwrap();
    assert_eq!(keys.here().unwrap(), [new], "the private half of the old one has gone");
}

#[test]
fn a_key_is_replaced_after_ninety_days() {
    let (dir, store) = town();
    let keys = Keys::open(&dir.path().join("keys")).unwrap();
    keys.tend(&store).unwrap();
    pass(TimeDelta::days(89));
    keys.tend(&store).unwrap();
    assert_eq!(keys.here().unwrap().len(), 1, "it is not old yet");
    pass(TimeDelta::days(2));
    keys.tend(&store).unwrap();
    keys.tend(&store).unwrap();
    assert_eq!(keys.here().unwrap().len(), 2, "one successor, however often one looks");
}

#[test]
fn a_key_that_was_taken_back_opens_nothing_and_another_one_is_made() {
    let (dir, store) = town();
    let keys = Keys::open(&dir.path().join("keys")).unwrap();
    let ring = keys.tend(&store).unwrap();
    let (bad, token) = (ring.signer(clock()).unwrap().kid().to_owned(), token(&ring));
    assert_eq!(keys.revoke(&store, &bad, Actor::Operator), Ok(true));
    assert_eq!(keys.revoke(&store, "0123456789ab", Actor::Operator), Ok(false));
    let ring = keys.tend(&store).unwrap();
    assert_eq!(verdict(&ring, &token), Err(Refused::DeadKey));
    assert_ne!(ring.signer(clock()).unwrap().kid(), bad);
    assert_eq!(actions(&store), ["make_signing_key", "revoke_signing_key", "make_signing_key"]);
}

#[test]
fn what_is_asked_at_the_command_line_is_heard_once() {
    let (dir, _store) = town();
    let keys = Keys::open(&dir.path().join("keys")).unwrap();
    keys.ask(&Asked::Rotate).unwrap();
    keys.ask(&Asked::Revoke("0123456789ab".into())).unwrap();
    assert_eq!(keys.asked().unwrap(), [Asked::Revoke("0123456789ab".into()), Asked::Rotate]);
    assert_eq!(keys.asked().unwrap(), []);
}

#[test]
fn the_key_of_the_trail_is_made_once() {
    let (dir, _store) = town();
    let keys = Keys::open(&dir.path().join("keys")).unwrap();
    assert!(keys.audit_key().unwrap().is_none());
    let key = keys.audit_key_or_new().unwrap();
    assert_eq!(keys.audit_key_or_new().unwrap().id(), key.id());
    fs::write(dir.path().join("keys/audit.key"), "short").unwrap();
    assert!(keys.audit_key_or_new().unwrap_err().contains("restore it from a backup"));
}

#[test]
fn a_pepper_goes_into_new_hashes_and_an_older_one_is_still_known() {
    let (dir, _store) = town();
    let keys = Keys::open(&dir.path().join("keys")).unwrap();
    let (plain, old, new) = ("0".repeat(64), "1".repeat(64), "2".repeat(64));
    let hash = |text: &str| {
        keys.write("pepper.key", text).unwrap();
        keys.hasher().unwrap().hash("correct horse battery").unwrap()
    };
    let (first, second) = (hash(&old), hash(&format!("{new}\n{old}\n")));
    let both = keys.hasher().unwrap();
    assert_eq!(both.verify("correct horse battery", Some(&first)), Verdict::Right { outdated: true });
    assert_eq!(both.verify("correct horse battery", Some(&second)), Verdict::Right { outdated: false });
    keys.write("pepper.key", &plain).unwrap();
    assert_eq!(keys.hasher().unwrap().verify("correct horse battery", Some(&first)), Verdict::Wrong);
    keys.write("pepper.key", "salt").unwrap();
    assert!(Keys::open(&dir.path().join("keys")).unwrap_err().contains("pepper.key"));
}

#[cfg(unix)]
#[test]
fn keys_that_others_may_read_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, store) = town();
    let place = dir.path().join("keys");
    let keys = Keys::open(&place).unwrap();
    assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o700);
    keys.tend(&store).unwrap();
    let file = place.join(format!("{}.pem", keys.here().unwrap()[0]));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let why = Keys::open(&place).unwrap_err();
    assert!(why.contains("can be read by others") && why.contains("chmod 600"), "{why}");
}

#[test]
fn a_key_under_a_strange_name_is_refused() {
    let (dir, store) = town();
    let keys = Keys::open(&dir.path().join("keys")).unwrap();
    keys.tend(&store).unwrap();
    let file = dir.path().join(format!("keys/{}.pem", keys.here().unwrap()[0]));
    fs::rename(&file, dir.path().join("keys/mine.pem")).unwrap();
    assert!(keys.here().unwrap_err().contains("give the file its name back"));
}
