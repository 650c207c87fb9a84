//! Opening a store, and being refused.

use crate::backends::{Backend, Place, in_every_place};
use crate::people::full_group;
use enmusubi_persistence::{Store, StoreError};
use std::net::TcpListener;
use std::time::{Duration, Instant};

fn refusal(url: &str) -> StoreError {
    Store::open(url).map(|_| ()).expect_err("it must not open")
}

#[test]
fn a_store_that_is_opened_again_has_everything() {
    in_every_place(|place| {
        let group = full_group("雪の会");
        place.store().write(|tx| tx.put_group(&group)).unwrap();
        let store = place.store();
        assert_eq!(store.read(|tx| tx.group(group.id)), Ok(Some(group)));
        assert_eq!(store.ping(), Ok(()));
    });
}

#[test]
fn nodes_that_start_together_make_one_schema() {
    let Some(place) = Place::postgres() else { return };
    std::thread::scope(|s| {
        let nodes: Vec<_> = (0..6).map(|_| s.spawn(|| place.store().ping())).collect();
        nodes.into_iter().for_each(|n| assert_eq!(n.join().unwrap(), Ok(())));
    });
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    in_every_place(|place| {
        drop(place.store());
        place.raw().run("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231235959')");
        let refusal = refusal(&place.url);
        assert_eq!(refusal, StoreError::NewerSchema { found: "29991231235959".into() });
        assert!(refusal.to_string().contains("newer version"));
    });
}

#[test]
fn two_stores_on_one_sqlite_file_are_refused() {
    let place = Place::sqlite();
    let first = place.store();
    let link = place.folder().join("link.db");
    std::os::unix::fs::symlink(place.path(), &link).unwrap();
    let roundabout = format!("sqlite:{}/../{}/town.db", place.folder().display(), place.folder().file_name().unwrap().to_str().unwrap());
    for url in [place.url.clone(), roundabout, format!("sqlite:{}", link.display())] {
        let refusal = refusal(&url);
        assert!(matches!(&refusal, StoreError::Locked { holder, .. } if holder.contains(&std::process::id().to_string())), "{refusal}");
    }
    // The one that was first works on, and whoever comes after it may open.
    first.write(|tx| tx.put_group(&full_group("a"))).unwrap();
    drop(first);
    assert_eq!(place.store().read(|tx| tx.counts()).unwrap().groups, 1);
}

/// Holds a store open in a process of its own, for [`another_process_is_refused`]; alone it does nothing.
#[test]
fn hold_a_store_open() {
    let Ok(url) = std::env::var("ENMUSUBI_TEST_HOLD") else { return };
    let store = Store::open(&url).unwrap();
    println!("\nheld");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    drop(store);
}

#[test]
fn another_process_is_refused() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let place = Place::sqlite();
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["opening::hold_a_store_open", "--exact", "--nocapture"])
        .env("ENMUSUBI_TEST_HOLD", &place.url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    assert!(BufReader::new(other.stdout.take().unwrap()).lines().map_while(Result::ok).any(|l| l == "held"));
    let refusal = refusal(&place.url);
    assert!(matches!(&refusal, StoreError::Locked { holder, .. } if holder.contains(&other.id().to_string())), "{refusal}");
    assert!(refusal.to_string().contains("stop that one first") && !refusal.to_string().contains('\n'));
    // A process that dies without a word leaves no lock.
    other.kill().unwrap();
    other.wait().unwrap();
    place.store();
}

#[test]
fn an_unreachable_postgres_answers_within_five_seconds() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let (closed, silent_port) = (TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port(), silent.local_addr().unwrap().port());
    for port in [closed, silent_port] {
        let begun = Instant::now();
        let refusal = refusal(&format!("postgres://anna:s3cret@127.0.0.1:{port}/town"));
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        let said = refusal.to_string();
        assert!(matches!(refusal, StoreError::Unreachable(_)) && !said.contains('\n') && !said.contains("s3cret"), "{said}");
    }
    let refusal = refusal("postgres://anna:s3cret@no-such-host.invalid/town").to_string();
    assert!(!refusal.contains("s3cret"), "{refusal}");
}

#[test]
fn a_server_that_goes_away_is_an_error_within_five_seconds_and_comes_back() {
    let Some(place) = Place::postgres() else { return };
    let Place { backend: Backend::Postgres, .. } = place else { panic!() };
    // A door between the store and the server, which can be shut.
    let server = place.url.split('@').nth(1).unwrap().split('/').next().unwrap().to_owned();
    let door = Door::open(&server);
    let store = Store::open(&place.url.replace(&server, &door.address)).unwrap();
    let group = full_group("雪の会");
    store.write(|tx| tx.put_group(&group)).unwrap();
    door.shut(true);
    for _ in 0..2 {
        let begun = Instant::now();
        let (ping, read) = (store.ping(), store.read(|tx| tx.counts()));
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        for error in [ping.unwrap_err(), read.unwrap_err()] {
            assert!(matches!(error, StoreError::Unreachable(_)), "{error}");
        }
    }
    door.shut(false);
    assert_eq!(store.read(|tx| tx.group(group.id)), Ok(Some(group)));
    assert_eq!(store.ping(), Ok(()));
}

/// Passes bytes between whoever knocks and a server, until it is shut.
struct Door {
    address: String,
    shut: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

impl Door {
    fn open(server: &str) -> Self {
        use std::net::TcpStream;
        use std::sync::Arc;
        use std::sync::atomic::{AtomicBool, Ordering};
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let door = Self { address: listener.local_addr().unwrap().to_string(), shut: Arc::new(AtomicBool::new(false)) };
        let (shut, server) = (door.shut.clone(), server.to_owned());
        std::thread::spawn(move || {
            for knock in listener.incoming().map_while(Result::ok) {
                if shut.load(Ordering::SeqCst) {
                    continue;
                }
                let inner = TcpStream::connect(&server).unwrap();
                for (mut from, mut to) in [(knock.try_clone().unwrap(), inner.try_clone().unwrap()), (inner, knock)] {
                    let shut = shut.clone();
                    from.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
                    std::thread::spawn(move || {
                        use std::io::{Read, Write};
                        let mut bytes = [0; 8192];
                        while !shut.load(Ordering::SeqCst) {
                            match from.read(&mut bytes) {
                                Ok(0) => break,
                                Ok(n) if to.write_all(&bytes[..n]).is_err() => break,
                                Err(e) if !matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => break,
                                _ => {}
                            }
                        }
                        let _ = to.shutdown(std::net::Shutdown::Both);
                    });
                }
            }
        });
        door
    }

    fn shut(&self, shut: bool) {
        self.shut.store(shut, std::sync::atomic::Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(150));
    }
}

#[test]
fn a_wrong_password_is_said_and_not_repeated() {
    let Some(place) = Place::postgres() else { return };
    let Some((head, tail)) = place.url.split_once('@') else { return };
    let user = head.rsplit(':').nth(1).unwrap().trim_start_matches('/');
    let said = refusal(&format!("postgres://{user}:wr0ng@{tail}")).to_string();
    assert!(said.contains("password authentication failed") && !said.contains("wr0ng"), "{said}");
    assert!(!format!("{:?}", place.store()).contains(head.rsplit(':').next().unwrap()), "not even for those who debug");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let place = Place::sqlite();
    std::fs::write(place.path(), "this is not a database, but it is long enough to look like one if one does not look closely. ".repeat(20)).unwrap();
    let said = refusal(&place.url).to_string();
    assert!(said.contains("damaged") && !said.contains('\n'), "{said}");
    let folder = refusal(&format!("sqlite:{}", place.folder().display())).to_string();
    assert!(!folder.contains('\n'), "{folder}");
}

#[test]
fn people_s_data_is_for_the_owner_s_eyes() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/town.db");
    let store = Store::open(&format!("sqlite:{}", path.display())).unwrap();
    store.write(|tx| tx.put_group(&full_group("a"))).unwrap();
    for file in ["town.db", "town.db-wal"] {
        assert_eq!(std::fs::metadata(path.with_file_name(file)).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
}
