use crate::cli::{Common, Serve};
use crate::node::{Follower, Keeper, Keys, Postman, Timekeeper, Workshop};
use crate::{console, taxonomy, town};
use actix_web::rt::signal::unix::{SignalKind, signal};
use actix_web::web::Data;
use arc_swap::ArcSwap;
use chrono::Utc;
use enmusubi_domain::area::AreaKind;
use enmusubi_domain::city::City;
use enmusubi_http::{Context, RingHandle, Settings, ShelfHandle, StopSeal};
use enmusubi_persistence::StoreError;
use enmusubi_search::Shelf;
use sha2::{Digest, Sha256};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub fn run(common: &Common, settings: &Serve) -> Result<(), String> {
    let rules = settings.taking_part.rules()?;
    let ladder = Arc::new(crate::ladder::read(settings.ladder.as_deref())?);
    let (workshop, _lock) = super::open_alone(common)?;
    if settings.demo {
        load_town(&workshop)?;
    }
    if taxonomy::load_default_if_empty(&workshop.store).map_err(|e| e.to_string())? {
        console::note("No areas and themes were loaded yet: the default ones (Sapporo) are in use now. Another city loads its own first.");
    }
    let listener = TcpListener::bind(settings.listen).map_err(|e| format!("--listen {}: {e}: choose another address or port", settings.listen))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;

    let store = &workshop.store;
    let keys = Keys::open(&common.keys_dir())?;
    let ring: RingHandle = Arc::new(ArcSwap::from_pointee(keys.tend(store)?));
    if settings.demo {
        town::people::settle(store, &common.data_dir, &keys.hasher()?, Utc::now())?;
    }
    let shelf = ShelfHandle::default();
    let limits = Settings {
        cursor_key: cursor_key(&workshop)?,
        issuer: settings.public_url(address),
        requests_per_minute: settings.requests_per_minute,
        trusted_proxies: settings.trusted_proxies.iter().map(|range| range.0).collect(),
        review_new_groups: settings.review_new_groups,
        rules,
        workers: settings.workers.map_or(0, usize::from),
        ladder,
        ..Settings::default()
    };
    let context = Data::new(Context::new(shelf.clone(), store.clone(), ring.clone(), keys.hasher()?, Utc::now, limits));
    let follower = Follower::start(workshop.clone(), shelf.clone(), context.pulse(), Utc::now).map_err(|e| format!("the follower cannot start: {e}"))?;
    let stops = StopSeal::new(cursor_key(&workshop)?);
    let office = settings.mail.office(&common.data_dir, settings.public_url(address), stops, workshop.calendar.tz, rules)?;
    let postman = Postman::start(store.clone(), office, Utc::now)?;
    let timekeeper = Timekeeper::start(store.clone(), rules, workshop.calendar.tz)?;
    let keeper = Keeper::start(store.clone(), keys, &common.data_dir, ring, (rules, workshop.calendar.tz), Utc::now)?;
    let accounts = settings.demo.then(|| common.data_dir.join("demo-accounts.json")).filter(|file| file.exists());
    std::thread::spawn(move || greet(&shelf, address, accounts.as_deref()));
    let served = actix_web::rt::System::new().block_on(serve(listener, context)).map_err(|e| format!("the server stopped: {e}"));
    timekeeper.stop();
    postman.stop();
    follower.stop();
    // Last: what the others did is sealed.
    keeper.stop();
    served
}

/// Serves until somebody asks it to end; what is under way is finished first.
async fn serve(listener: TcpListener, context: Data<Context>) -> std::io::Result<()> {
    let pulse = context.pulse();
    let server = enmusubi_http::run(listener, context)?;
    let handle = server.handle();
    let (mut end, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    actix_web::rt::spawn(async move {
        let ended = std::pin::pin!(end.recv());
        let interrupted = std::pin::pin!(interrupt.recv());
        futures_util::future::select(ended, interrupted).await;
        pulse.leave();
        handle.stop(true).await;
    });
    server.await
}

/// The demo town enters an empty database only: nobody's data is mixed with it.
fn load_town(workshop: &Workshop) -> Result<(), String> {
    let now = Utc::now();
    let today = workshop.calendar.civil(now).date();
    let loaded = workshop.store.write(|tx| {
        let counts = tx.counts()?;
        if counts.groups > 0 || counts.opportunities > 0 {
            return Ok(false);
        }
        let (areas, themes, groups, opportunities) = town::load(today, &workshop.calendar);
        if counts.areas == 0 && counts.themes == 0 {
            tx.put_areas(&areas)?;
            tx.put_themes(&themes)?;
        }
        tx.insert_all(&groups, &opportunities)?;
        for (listing, source, at) in town::connections(&opportunities, now) {
            tx.note_connection(listing, source, at)?;
        }
        Ok::<bool, StoreError>(true)
    });
    loaded.map(drop).map_err(|e| e.to_string())
}

/// The same on every node of one database, another for every database, and nowhere written down.
fn cursor_key(workshop: &Workshop) -> Result<[u8; 32], String> {
    let start = workshop.present().map_err(|e| e.to_string())?;
    Ok(Sha256::digest(format!("enmusubi cursors {}", start.epoch())).into())
}

/// Where to go next, once there is something to see.
fn greet(shelf: &ShelfHandle, address: SocketAddr, accounts: Option<&Path>) {
    let shelf = loop {
        match shelf.load_full() {
            Some(shelf) => break shelf,
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    };
    // A wildcard address is no place to go to.
    let host = if address.ip().is_unspecified() { format!("127.0.0.1:{}", address.port()) } else { address.to_string() };
    greeting(&shelf, &host, accounts).iter().for_each(|line| console::say(line));
}

fn greeting(shelf: &Shelf, host: &str, accounts: Option<&Path>) -> Vec<String> {
    let wish =
        format!(r#"{{"areas":["{}"],"availability":{{"day_parts":["sat_morning","sat_afternoon"]}},"level":"introductory"}}"#, example_area(&shelf.city));
    let mut lines = vec![
        format!("地域の縁結び Enmusubi {} · {} groups and opportunities", env!("CARGO_PKG_VERSION"), shelf.text.len()),
        String::new(),
        format!("  http://{host}/                                  ようこそ · welcome"),
        format!("  http://{host}/docs/                             すべての呼び出し · every call, to try"),
        format!("  http://{host}/v1/opportunities?sort=soonest     近い日の募集 · what comes next"),
    ];
    lines.extend(accounts.map(|file| format!("  {}     体験用アカウント · accounts of every role", file.display())));
    lines.extend([String::new(), format!("  curl -s http://{host}/v1/matches -H 'Content-Type: application/json' -d '{wish}'")]);
    lines
}

/// A ward if there is one, or any area.
fn example_area(city: &City) -> &str {
    let areas = city.areas.all();
    areas.iter().find(|a| a.kind == AreaKind::Ward).or(areas.first()).map_or("", |a| a.code.as_str())
}
