//! A personal match through HTTP, beside an endpoint of the same server that reads the same request and returns a constant body of the
//! same size: what is left of the rate is what the matching, the reasons and the writing of JSON cost.
//!
//! `cargo bench -p enmusubi --bench serving` · the size by `ENMUSUBI_BENCH_SIZES=10000` · rounds by `ENMUSUBI_BENCH_ROUNDS=7`

#![allow(missing_docs, clippy::print_stdout, reason = "a bench is read by running it")]

mod support;

use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpResponse, HttpServer};
use arc_swap::{ArcSwap, ArcSwapOption};
use enmusubi::sample::{wish_body, wishes};
use enmusubi_domain::matching::{Offer, Policy};
use enmusubi_http::secret::Hasher;
use enmusubi_http::token::{KeyPair, PublicKey, Ring};
use enmusubi_http::{Context, Settings, opportunity_document};
use enmusubi_persistence::Store;
use enmusubi_search::{Document, Item, Key, MatchIndex, Shelf, TextIndex, Words};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::{Town, sizes};

/// Connections that ask at the same time.
const CLIENTS: usize = 4;
/// How long one endpoint is asked in one round.
const ROUND: Duration = Duration::from_secs(3);
/// Documents of one commit of the text index.
const PAGE: usize = 5_000;

fn main() {
    let size = sizes().into_iter().next().unwrap_or(10_000);
    let rounds: usize = std::env::var("ENMUSUBI_BENCH_ROUNDS").ok().and_then(|s| s.parse().ok()).unwrap_or(5);
    let folder = tempfile::tempdir().expect("a temporary directory");
    let town = Town::new();
    let bodies: Arc<Vec<String>> = Arc::new(wishes(&town.city(10), 200).map(|w| wish_body(&w).to_string()).collect());
    let address = serve(context(&town, size, folder.path()));
    let sizes: Vec<usize> = bodies.iter().map(|body| Client::new(address).ask("/v1/matches", body)).collect();
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    let constant = format!("/constant/{mean}");
    println!("{size} listings, {} wishes, answers of {mean} bytes in the mean, {CLIENTS} connections", bodies.len());

    // Turn by turn, so that whatever else the machine does disturbs both alike.
    let (mut matches, mut constants) = (vec![], vec![]);
    for _ in 0..rounds {
        constants.push(rate(address, &constant, &bodies));
        matches.push(rate(address, "/v1/matches", &bodies));
    }
    let (one, other) = (median(&mut matches), median(&mut constants));
    println!("POST /v1/matches   {one:>8.0} answers a second");
    println!("a constant body    {other:>8.0} answers a second");
    println!("ratio              {:>8.2}", one / other);
}

/// A node without a database to follow: a made-up town of this size in both indexes.
fn context(town: &Town, size: usize, folder: &Path) -> Data<Context> {
    let city = town.city(size);
    let words = Arc::new(Words::built_in());
    let text = TextIndex::create(&folder.join("index"), words.clone(), &town.place).expect("a new index");
    let matches = MatchIndex::new(Arc::new(Policy::default()));
    let groups: HashMap<_, _> = city.groups().map(|g| (g.id, g)).collect();
    let mut page = vec![];
    for opportunity in city.opportunities() {
        let group = &groups[&opportunity.group];
        matches.apply([Offer::of(&opportunity, &town.place, 0, town.now)], &[]);
        let view = opportunity_document(&opportunity, group, &town.place);
        let (key, version) = (Key::Opportunity(opportunity.id), opportunity.version);
        page.push(Document { key, version, item: Item::Opportunity { group_name: group.details.name.clone(), group_name_en: None, opportunity }, view });
        if page.len() == PAGE {
            text.apply(std::mem::take(&mut page), &[], "bench").expect("documents enter");
        }
    }
    text.apply(page, &[], "bench").expect("documents enter");
    let shelf = Shelf { city: Arc::new(town.place.clone()), words, text: Arc::new(text), matches: Arc::new(matches), policies: Arc::default() };
    let store = Store::open(&format!("sqlite:{}", folder.join("bench.db").display())).expect("a new database");
    let pair = KeyPair::generate().expect("a key");
    let public = PublicKey { kid: pair.kid().into(), x: pair.x().into(), active_from: chrono::DateTime::UNIX_EPOCH, retired_at: None, revoked_at: None };
    let ring = Ring::new(vec![pair], vec![public]).expect("a ring");
    let settings = Settings { requests_per_minute: 0, ..Settings::default() };
    let shelf = Arc::new(ArcSwapOption::from_pointee(shelf));
    // The clock stands still: the town was made for that day.
    Data::new(Context::new(shelf, store, Arc::new(ArcSwap::from_pointee(ring)), Hasher::light(), Town::today, settings))
}

/// The service itself with one more route, under everything that surrounds the others.
fn serve(context: Data<Context>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let app = move || enmusubi_http::app(context.clone()).route("/constant/{size}", web::post().to(constant));
            HttpServer::new(app).workers(2).worker_max_blocking_threads(16).disable_signals().listen(listener).expect("it listens").run().await
        })
    });
    address
}

/// Reads the request as it comes and answers so many bytes.
async fn constant(size: web::Path<usize>, body: Bytes) -> HttpResponse {
    assert!(!body.is_empty());
    HttpResponse::Ok().content_type("application/json").body(vec![b' '; *size])
}

/// Answers a second, asked by several at the same time.
fn rate(address: SocketAddr, path: &str, bodies: &Arc<Vec<String>>) -> f64 {
    let (over, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for n in 0..CLIENTS {
            let (over, answered) = (&over, &answered);
            scope.spawn(move || {
                let mut client = Client::new(address);
                for at in (n * bodies.len() / CLIENTS).. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    client.ask(path, &bodies[at % bodies.len()]);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(ROUND);
        over.store(true, Ordering::Relaxed);
    });
    answered.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64()
}

fn median(rates: &mut [f64]) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// The plainest client there is: one connection, one request at a time.
struct Client(BufReader<TcpStream>);

impl Client {
    fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the service listens");
        stream.set_nodelay(true).expect("a socket");
        Self(BufReader::with_capacity(64 * 1024, stream))
    }

    /// Asks, and reads the answer to its end: how many bytes its body had.
    fn ask(&mut self, path: &str, body: &str) -> usize {
        let head = format!("POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        self.0.get_mut().write_all((head + body).as_bytes()).expect("it takes the request");
        let (mut line, mut length) = (String::new(), 0);
        self.0.read_line(&mut line).expect("it answers");
        assert!(line.starts_with("HTTP/1.1 200"), "{line}");
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
        length
    }
}
