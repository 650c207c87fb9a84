//! Durable applications a second, beside the bare `INSERT` and `COMMIT` of the same database in the same run: through the store's one transaction
//! (application, sessions, audit line, kept answer, notice to the group), and through HTTP. docs/benchmarks.md says how to read it.
//!
//! `cargo bench -p enmusubi --bench applying` · rounds by `ENMUSUBI_BENCH_ROUNDS=3` · PostgreSQL: the server that `ENMUSUBI_TEST_POSTGRES_URL` names (with
//! `fsync` on, if the rate is to mean anything), or one that the bench starts where its programs are found

#![allow(missing_docs, clippy::print_stdout, reason = "a bench is read by running it")]

/// People who apply.
#[path = "support/crowd.rs"]
mod crowd;
/// A PostgreSQL that keeps its word.
#[path = "support/postgres.rs"]
mod postgres;
mod support;

use actix_web::HttpServer;
use actix_web::web::Data;
use arc_swap::{ArcSwap, ArcSwapOption};
use chrono::{DateTime, Utc};
use crowd::Crowd;
use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection, set_default_instrumentation};
use diesel::prelude::*;
use enmusubi_domain::application::{Circumstances, Origin, Rules, Submission};
use enmusubi_domain::audit::{Actor, Event, ObjectKind};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::ApplicationId;
use enmusubi_domain::matching::Policy;
use enmusubi_http::secret::Hasher;
use enmusubi_http::token::{KeyPair, PublicKey, Ring};
use enmusubi_http::{Context, Settings};
use enmusubi_persistence::{Asking, StepError, Store, Stored};
use enmusubi_search::{MatchIndex, Shelf, TextIndex, Words};
use postgres::Postgres;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use support::Town;

/// Writers at a time.
const WRITERS: [usize; 2] = [1, 8];
/// How long each of the three is measured in one round.
const ROUND: Duration = Duration::from_secs(2);

fn main() {
    let rounds: usize = std::env::var("ENMUSUBI_BENCH_ROUNDS").ok().and_then(|s| s.parse().ok()).unwrap_or(5);
    set_default_instrumentation(|| Some(Box::new(Counting(None)))).expect("nobody else counts");
    let folder = tempfile::tempdir().expect("a temporary directory");
    let file = folder.path().join("bench.db").display().to_string();
    measure("SQLite, synchronous=FULL", &Database::Sqlite(file), folder.path(), rounds);
    match Postgres::find() {
        Some(server) => measure(&server.manner, &Database::Postgres(server.url.clone()), folder.path(), rounds),
        None => println!("PostgreSQL: no server is named, and no programs to start one"),
    }
}

enum Database {
    Sqlite(String),
    Postgres(String),
}

impl Database {
    fn url(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite:{file}"),
            Self::Postgres(url) => url.clone(),
        }
    }
}

/// Everything that is measured on one database.
fn measure(name: &str, database: &Database, folder: &Path, rounds: usize) {
    let store = Store::open(&database.url()).expect("a database");
    let pair = KeyPair::generate().expect("a key");
    let public = PublicKey { kid: pair.kid().into(), x: pair.x().into(), active_from: DateTime::UNIX_EPOCH, retired_at: None, revoked_at: None };
    let ring = Arc::new(Ring::new(vec![pair], vec![public]).expect("a ring"));
    let settings = Settings { requests_per_minute: 0, ..Settings::default() };
    let crowd = Crowd::gather(&store, &ring, &settings.issuer).expect("people");
    let address = serve(&store, &ring, settings, folder);
    let bare = Bare::new(database);
    // Never the same two again: a person and a listing for each application there is.
    let next = AtomicUsize::new(0);
    let one_more = || next.fetch_add(1, Ordering::Relaxed);

    let client = Mutex::new(Client::new(address));
    let in_store = statements(|| apply(&store, &crowd, one_more()));
    let through_http = statements(|| client.lock().expect("one at a time").apply(&crowd, one_more()));
    println!("\n{name}\nstatements for one application, BEGIN and COMMIT included: {in_store} in the store, {through_http} through HTTP");
    println!("{:<24} {:>10} {:>10} {:>8} {:>10} {:>8}", "durable a second", "bare", "store", "ratio", "HTTP", "ratio");
    for writers in WRITERS {
        let (mut bares, mut stores, mut https) = (vec![], vec![], vec![]);
        // Turn by turn, so that whatever else the machine does disturbs all alike.
        for _ in 0..rounds {
            bares.push(rate(writers, || bare.writer(), BareWriter::insert));
            stores.push(rate(writers, || (), |()| apply(&store, &crowd, one_more())));
            https.push(rate(writers, || Client::new(address), |client| client.apply(&crowd, one_more())));
        }
        let [bare, store, http] = [&mut bares, &mut stores, &mut https].map(|rates| median(rates));
        let name = if writers == 1 { "1 writer".to_owned() } else { format!("{writers} writers") };
        println!("{name:<24} {bare:>10.0} {store:>10.0} {:>8.2} {http:>10.0} {:>8.2}", store / bare, http / bare);
    }
}

/// An application as the service keeps it, all in one transaction.
fn apply(store: &Store, crowd: &Crowd, n: usize) {
    let (person, listing) = crowd.pair(n);
    let person = crowd.people[person];
    let (id, principal, key) = (ApplicationId::new(), [7; 32], format!("bench-{n}"));
    let wish = Submission { sessions: vec![], party: 1, message: Some("よろしくお願いします。".into()), source: ConnectionSource::Match };
    let asking = Asking { origin: Origin::Volunteer, begun_by: None, waitlist: false, of_age: true };
    let event = Event {
        actor: Actor::Service,
        action: "submit_application",
        object: (ObjectKind::Application, id.0),
        fields: vec!["opportunity"],
        reason: None,
        trace_id: "00".into(),
    };
    let done = store.write_by_locks(|tx| {
        let now = tx.clock()?;
        let at = Circumstances { rules: Rules::default(), tz: enmusubi_domain::city::Calendar::default().tz, now };
        assert!(tx.replay(&principal, "submit_application", &key)?.is_none());
        tx.submit_application(id, person, listing, &wish, asking, &at)?;
        tx.audit(&event)?;
        let answer = Stored { fingerprint: [7; 32], status: 201, headers: vec![("etag".into(), "\"v1\"".into())], body: format!("{:0>1200}", n) };
        tx.keep(&principal, "submit_application", &key, &answer)?;
        Ok::<_, StepError>(())
    });
    done.expect("everybody may apply");
}

/// The yardstick: a row of a few hundred bytes under a primary key, and nothing else.
enum Bare {
    /// As the store does it, one after another on one connection: connections that wait for each other's lock would be slower.
    Sqlite(Arc<Mutex<SqliteConnection>>),
    Postgres(String),
}

enum BareWriter {
    Sqlite(Arc<Mutex<SqliteConnection>>),
    Postgres(PgConnection),
}

impl Bare {
    fn new(database: &Database) -> Self {
        match database {
            Database::Sqlite(file) => {
                let mut c = SqliteConnection::establish(file).expect("the same file");
                c.batch_execute("PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA journal_mode=WAL;").expect("the same settings");
                c.batch_execute("CREATE TABLE bare (id BLOB NOT NULL PRIMARY KEY, body TEXT NOT NULL) STRICT").expect("a table");
                Self::Sqlite(Arc::new(Mutex::new(c)))
            }
            Database::Postgres(url) => {
                let mut c = PgConnection::establish(url).expect("the same server");
                c.batch_execute("CREATE TABLE bare (id uuid NOT NULL PRIMARY KEY, body text NOT NULL)").expect("a table");
                Self::Postgres(url.clone())
            }
        }
    }

    fn writer(&self) -> BareWriter {
        match self {
            Self::Sqlite(c) => BareWriter::Sqlite(c.clone()),
            Self::Postgres(url) => BareWriter::Postgres(PgConnection::establish(url).expect("the same server")),
        }
    }
}

impl BareWriter {
    fn insert(&mut self) {
        use diesel::sql_types::{Binary, Text, Uuid};
        let (id, body) = (ApplicationId::new().0, "応".repeat(100));
        match self {
            Self::Sqlite(c) => {
                let mut c = c.lock().expect("one at a time");
                let insert = diesel::sql_query("INSERT INTO bare (id, body) VALUES (?, ?)").bind::<Binary, _>(id.as_bytes().to_vec()).bind::<Text, _>(body);
                c.immediate_transaction(|c| insert.execute(c)).expect("a row");
            }
            Self::Postgres(c) => {
                let insert = diesel::sql_query("INSERT INTO bare (id, body) VALUES ($1, $2)").bind::<Uuid, _>(id).bind::<Text, _>(body);
                insert.execute(c).expect("a row");
            }
        }
    }
}

/// How often a second so many do it, each with something of its own.
fn rate<T>(writers: usize, own: impl Fn() -> T + Sync, work: impl Fn(&mut T) + Sync) -> f64 {
    let (over, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..writers {
            let (over, done, own, work) = (&over, &done, &own, &work);
            scope.spawn(move || {
                let mut own = own();
                while !over.load(Ordering::Relaxed) {
                    work(&mut own);
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(ROUND);
        over.store(true, Ordering::Relaxed);
    });
    done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64()
}

fn median(rates: &mut [f64]) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);
static TOLD: AtomicBool = AtomicBool::new(false);

/// Counts what every connection sends from now on.
struct Counting(Option<Instant>);

impl Instrumentation for Counting {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => {
                STATEMENTS.fetch_add(1, Ordering::Relaxed);
                self.0 = Some(Instant::now());
            }
            InstrumentationEvent::FinishQuery { query, .. } if TOLD.load(Ordering::Relaxed) => {
                let told: String = query.to_string().chars().take(140).collect();
                println!("{:>8.1} µs  {told}", self.0.map_or(0.0, |begun| begun.elapsed().as_secs_f64() * 1e6));
            }
            _ => {}
        }
    }
}

/// How many statements a thing takes, in the mean of fifty. `ENMUSUBI_BENCH_STATEMENTS=1` tells those of one, and how long each took.
fn statements(work: impl Fn()) -> usize {
    // Whatever is prepared or looked up once is no part of it.
    work();
    let before = STATEMENTS.load(Ordering::Relaxed);
    (0..50).for_each(|_| work());
    let many = (STATEMENTS.load(Ordering::Relaxed) - before) / 50;
    if std::env::var_os("ENMUSUBI_BENCH_STATEMENTS").is_some() {
        TOLD.store(true, Ordering::Relaxed);
        work();
        TOLD.store(false, Ordering::Relaxed);
        println!();
    }
    many
}

/// The service on this store, without anything in its index.
fn serve(store: &Store, ring: &Arc<Ring>, settings: Settings, folder: &Path) -> SocketAddr {
    let (town, words, index) = (Town::new(), Arc::new(Words::built_in()), tempfile::tempdir_in(folder).expect("a folder").keep());
    let text = TextIndex::create(&index.join("index"), words.clone(), &town.place).expect("a new index");
    let matches = MatchIndex::new(Arc::new(Policy::default()));
    let shelf = Shelf { city: Arc::new(town.place), words, text: Arc::new(text), matches: Arc::new(matches), policies: Arc::default() };
    let (shelf, ring) = (Arc::new(ArcSwapOption::from_pointee(shelf)), Arc::new(ArcSwap::new(ring.clone())));
    let context = Data::new(Context::new(shelf, store.clone(), ring, Hasher::light(), Utc::now, settings));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let app = move || enmusubi_http::app(context.clone());
            HttpServer::new(app).workers(2).worker_max_blocking_threads(32).disable_signals().listen(listener).expect("it listens").run().await
        })
    });
    address
}

/// The plainest client there is: one connection, one request at a time.
struct Client(BufReader<TcpStream>);

impl Client {
    fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the service listens");
        stream.set_nodelay(true).expect("a socket");
        Self(BufReader::with_capacity(64 * 1024, stream))
    }

    fn apply(&mut self, crowd: &Crowd, n: usize) {
        let (person, listing) = crowd.pair(n);
        let body = format!(r#"{{"opportunity_id":"{listing}","of_age":true,"message":"よろしくお願いします。","source":"match"}}"#);
        let head = format!(
            "POST /v1/applications HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {}\r\nIdempotency-Key: bench-http-{n}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            crowd.tokens[person],
            body.len()
        );
        self.0.get_mut().write_all((head + &body).as_bytes()).expect("it takes the request");
        let (mut line, mut length) = (String::new(), 0);
        self.0.read_line(&mut line).expect("it answers");
        let status = line.clone();
        loop {
            line.clear();
            self.0.read_line(&mut line).expect("it answers");
            let field = line.trim_end().to_ascii_lowercase();
            if field.is_empty() {
                break;
            }
            if let Some(n) = field.strip_prefix("content-length:") {
                length = n.trim().parse().expect("a length");
            }
        }
        let mut left = vec![0; length];
        self.0.read_exact(&mut left).expect("it answers to the end");
        assert!(status.starts_with("HTTP/1.1 201"), "{status}{}", String::from_utf8_lossy(&left));
    }
}
