//! The yardstick: the same gates, factors and order as one SQL query over plain tables, on SQLite and PostgreSQL.
//!
//! The wish goes into small tables (theme values, area values, hours per kind of day, excluded days), as a good SQL programmer
//! would do it. Arithmetic is double where ours is single, and ties are left to the id, so a few lists differ in the last places.

use diesel::connection::SimpleConnection;
use diesel::sql_types::Integer;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use enmusubi_domain::matching::wish_tables::{Tables, tables};
use enmusubi_domain::matching::{Offer, Question, UNCOUNTED, evaluate};
use enmusubi_search::matching::MatchIndex;
use std::fmt::Write;

enum Db {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

pub struct Yardstick {
    pub name: &'static str,
    db: Db,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Integer)]
    id: i32,
}

const TABLES: &str = "
CREATE TABLE listing (id INTEGER PRIMARY KEY, published INTEGER, closes BIGINT, remote INTEGER, lat INTEGER, lon INTEGER, area INTEGER, level INTEGER,
  needed INTEGER, beginner INTEGER, responsibility INTEGER, age_min INTEGER, age_max INTEGER, party_min INTEGER, party_max INTEGER, accessibility INTEGER,
  flexible INTEGER, flexible_left INTEGER, partial INTEGER, minimum INTEGER, ja INTEGER, en INTEGER, seeks_level INTEGER, newcomers INTEGER, equity DOUBLE PRECISION);
CREATE TABLE listing_theme (listing INTEGER, theme INTEGER);
CREATE TABLE slot (listing INTEGER, day INTEGER, begins INTEGER, ends INTEGER, seats INTEGER, kind INTEGER, next_kind INTEGER);
CREATE TABLE wish_theme (theme INTEGER PRIMARY KEY, value DOUBLE PRECISION);
CREATE TABLE wish_area (area INTEGER PRIMARY KEY, value DOUBLE PRECISION, reached INTEGER);
CREATE TABLE wish_hours (kind INTEGER, from_minute INTEGER, to_minute INTEGER);
CREATE TABLE wish_except (day INTEGER PRIMARY KEY);
";
const INDEXES: &str = "CREATE INDEX listing_theme_listing ON listing_theme(listing); CREATE INDEX slot_listing ON slot(listing); CREATE INDEX listing_area ON listing(area); ANALYZE;";

impl Yardstick {
    /// SQLite always, PostgreSQL where a server is given. The tables are filled with the offers.
    pub fn all(offers: &[Offer]) -> Vec<Self> {
        let mut all = vec![];
        let mut sqlite = SqliteConnection::establish(":memory:").expect("SQLite is compiled in");
        sqlite.batch_execute(TABLES).expect("plain tables");
        fill(offers, |sql| sqlite.batch_execute(sql).expect("plain rows"));
        sqlite.batch_execute(INDEXES).expect("plain indexes");
        all.push(Self { name: "sqlite", db: Db::Sqlite(sqlite) });
        if let Ok(url) = std::env::var("ENMUSUBI_TEST_POSTGRES_URL") {
            let mut postgres = PgConnection::establish(&url).expect("the server that was given answers");
            postgres
                .batch_execute(&format!("CREATE SCHEMA bench_{0}_{1}; SET search_path TO bench_{0}_{1}; SET jit = off;", std::process::id(), offers.len()))
                .expect("a schema of its own");
            postgres.batch_execute(TABLES).expect("plain tables");
            fill(offers, |sql| postgres.batch_execute(sql).expect("plain rows"));
            postgres.batch_execute(INDEXES).expect("plain indexes");
            all.push(Self { name: "postgresql", db: Db::Postgres(postgres) });
        }
        all
    }

    /// The best `k` for a wish: places in the list of offers.
    pub fn best(&mut self, q: &Question, k: usize) -> Vec<usize> {
        let t = tables(q);
        let (prepare, query) = (prepare(&t), query(&t, k, matches!(self.db, Db::Postgres(_))));
        let found: Vec<Found> = match &mut self.db {
            Db::Sqlite(c) => {
                c.batch_execute(&prepare).expect("small tables");
                sql_query(query).load(c).expect("the query is fixed")
            }
            Db::Postgres(c) => {
                c.batch_execute(&prepare).expect("small tables");
                sql_query(query).load(c).expect("the query is fixed")
            }
        };
        found.into_iter().map(|f| f.id as usize).collect()
    }

    /// For how many wishes the query finds listings of the same worth, place by place: ties are broken otherwise, and it counts in doubles.
    pub fn agreement(&mut self, offers: &[Offer], index: &MatchIndex, questions: &[Question], k: usize) -> String {
        let some = &questions[..questions.len().min(if offers.len() > 100_000 { 10 } else { 40 })];
        let same = some.iter().filter(|q| {
            let theirs: Vec<_> = self.best(q, k).into_iter().map(|at| evaluate(q, &offers[at])).collect();
            let ours = index.search(q, k, 0).best;
            theirs.len() == ours.len() && ours.iter().zip(&theirs).all(|(a, b)| b.failed.is_empty() && (a.evaluation.order - b.order).abs() < 1e-5)
        });
        format!("{} of {} wishes", same.count(), some.len())
    }
}

fn fill(offers: &[Offer], mut run: impl FnMut(&str)) {
    let level = |l: Option<enmusubi_domain::level::Level>| l.map_or("NULL".to_owned(), |l| (l as u8).to_string());
    for (chunk, base) in offers.chunks(500).zip((0..).step_by(500)) {
        let (mut listings, mut themes, mut slots) = (String::new(), String::new(), String::new());
        for (o, id) in chunk.iter().zip(base..) {
            let (lat, lon) = o.point.map_or(("NULL".into(), "NULL".into()), |p| (p.lat.to_string(), p.lon.to_string()));
            let speaks = |l: &[u8; 2]| u8::from(o.languages.is_empty() || o.languages.contains(l));
            let equity = 0.9f64.powi(o.connections.min(200) as i32) * (1.0 + 0.1 * f64::from(o.unfilled));
            let seeks = o.seeks.as_deref();
            let _ = write!(
                listings,
                "{}({id},{},{},{},{lat},{lon},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{equity})",
                if listings.is_empty() { "" } else { "," },
                u8::from(o.published),
                o.closes,
                u8::from(o.remote),
                o.areas.first().map_or("NULL".into(), ToString::to_string),
                level(o.level),
                level(o.level_needed()),
                u8::from(o.beginner_friendly),
                o.responsibility as u8,
                o.ages.0,
                o.ages.1,
                o.party.0,
                o.party.1,
                o.accessibility,
                o.flexible.0,
                o.flexible_left,
                u8::from(o.partial),
                o.minimum,
                speaks(b"ja"),
                speaks(b"en"),
                level(seeks.and_then(|s| s.level)),
                seeks.map_or(0, |s| s.newcomer_seats),
            );
            for t in &o.themes {
                let _ = write!(themes, "{}({id},{t})", if themes.is_empty() { "" } else { "," });
            }
            for s in &o.slots {
                let _ = write!(
                    slots,
                    "{}({id},{},{},{},{},{},{})",
                    if slots.is_empty() { "" } else { "," },
                    s.day,
                    s.from,
                    s.to,
                    s.left,
                    s.kind as u8,
                    s.next_kind as u8
                );
            }
        }
        for (table, rows) in [("listing", listings), ("listing_theme", themes), ("slot", slots)] {
            if !rows.is_empty() {
                run(&format!("INSERT INTO {table} VALUES {rows};"));
            }
        }
    }
}

/// The wish as small tables.
fn prepare(t: &Tables) -> String {
    let mut sql = String::from("DELETE FROM wish_theme; DELETE FROM wish_area; DELETE FROM wish_hours; DELETE FROM wish_except;");
    for (n, value) in t.themes.iter().flatten().enumerate() {
        let _ = write!(sql, "INSERT INTO wish_theme VALUES ({n},{value});");
    }
    for (n, (value, reached)) in t.areas.iter().flatten().enumerate() {
        let _ = write!(sql, "INSERT INTO wish_area VALUES ({n},{value},{});", u8::from(*reached));
    }
    for (kind, from, to) in t.hours.iter().flatten() {
        let _ = write!(sql, "INSERT INTO wish_hours VALUES ({kind},{from},{to});");
    }
    for day in &t.except {
        let _ = write!(sql, "INSERT INTO wish_except VALUES ({day});");
    }
    sql
}

/// One query: candidates with their cheap gates, their sessions' overlap, factors, both sides, order.
fn query(t: &Tables, k: usize, postgres: bool) -> String {
    let (most, least) = if postgres { ("greatest", "least") } else { ("max", "min") };
    let nothing = || "CAST(NULL AS DOUBLE PRECISION)".to_owned();
    let asked = |yes: bool, then: String| if yes { then } else { nothing() };
    let distance = |home: &(i32, i32, i64, i64)| {
        let (lat, lon, per_degree, reach2) = home;
        let dx = format!("(CAST(l.lon - {lon} AS DOUBLE PRECISION) * {per_degree} / 1000000)");
        let dy = format!("(CAST(l.lat - {lat} AS DOUBLE PRECISION) * 111132 / 1000000)");
        (format!("({dx} * {dx} + {dy} * {dy})"), *reach2)
    };
    let (area, travel) = match (&t.home, &t.areas) {
        (Some(home), _) => {
            let (d2, reach2) = distance(home);
            (
                format!("CASE WHEN l.remote = 1 THEN 0.9 WHEN l.lat IS NULL THEN wa.value ELSE {most}(0, 1 - ({d2}) / {reach2}.0) END"),
                format!("(l.remote = 1 OR (l.lat IS NOT NULL AND {d2} <= {reach2}) OR (l.lat IS NULL AND wa.reached = 1))"),
            )
        }
        (None, Some(_)) => ("CASE WHEN l.remote = 1 THEN 0.9 ELSE wa.value END".into(), "(l.remote = 1 OR wa.reached = 1)".into()),
        (None, None) => (nothing(), "1 = 1".into()),
    };
    let time_asked = t.hours.is_some();
    let stay = format!("CASE WHEN l.partial = 1 THEN {least}(l.minimum, s.ends - s.begins) ELSE s.ends - s.begins END");
    let shared = |kind: &str, from: &str, to: &str, day: &str| {
        format!(
            "CASE WHEN {day} IN (SELECT day FROM wish_except) THEN 0 ELSE coalesce((SELECT sum({most}(0, {least}(h.to_minute, {to}) - {most}(h.from_minute, {from}))) FROM wish_hours h WHERE h.kind = {kind}), 0) END"
        )
    };
    let minutes = format!(
        "({} + CASE WHEN s.ends > 1440 THEN {} ELSE 0 END)",
        shared("s.kind", "s.begins", &format!("{least}(s.ends, 1440)"), "s.day"),
        shared("s.next_kind", "0", "s.ends - 1440", "s.day + 1")
    );
    // Seats kept for newcomers are not for somebody who is known to be none.
    let kept = if t.level.is_some_and(|l| l > 0) { "CASE WHEN l.needed IS NULL THEN l.newcomers ELSE 0 END" } else { "0" };
    let counted = if time_asked {
        format!(
            "SELECT s.listing, sum({minutes}) AS shared, sum(s.ends - s.begins) AS asked, max(CASE WHEN {minutes} >= {stay} THEN 1 ELSE 0 END) AS fits \
             FROM slot s JOIN candidate l ON l.id = s.listing WHERE s.day * 1440 + s.begins > {} AND (s.seats = {UNCOUNTED} OR s.seats >= {} + {kept}) AND s.day >= {} GROUP BY s.listing",
            t.now, t.party, t.first_day
        )
    } else {
        format!(
            "SELECT s.listing, 0 AS shared, 1 AS asked, 1 AS fits FROM slot s JOIN candidate l ON l.id = s.listing WHERE s.day * 1440 + s.begins > {} AND (s.seats = {UNCOUNTED} OR s.seats >= {} + {kept}) GROUP BY s.listing",
            t.now, t.party
        )
    };
    let mine = t.level;
    let level = asked(
        mine.is_some(),
        format!(
            "CASE WHEN l.level IS NULL THEN NULL WHEN l.level < {0} THEN 1 - 0.25 * ({0} - l.level) WHEN l.beginner = 1 OR l.level <= {0} + 1 THEN 1 ELSE 1 - 0.25 * (l.level - {0} - 1) END",
            mine.unwrap_or(0)
        ),
    );
    let group_level =
        asked(mine.is_some(), format!("CASE WHEN l.seeks_level IS NULL THEN NULL ELSE 1 - 0.25 * {most}(0, l.seeks_level - {}) END", mine.unwrap_or(0)));
    let newcomer = asked(mine == Some(0), "CASE WHEN l.newcomers > 0 THEN 1.0 ELSE NULL END".into());
    let theme = asked(t.themes.is_some(), "(SELECT max(w.value) FROM listing_theme lt JOIN wish_theme w ON w.theme = lt.theme WHERE lt.listing = l.id)".into());
    let time = asked(time_asked, "CASE WHEN l.flexible <> 0 THEN 0.9 ELSE CAST(c.shared AS DOUBLE PRECISION) / c.asked END".into());
    let mut gates = vec![
        "l.published = 1".to_owned(),
        format!("l.closes >= {}", t.now),
        format!("{} BETWEEN l.party_min AND l.party_max", t.party),
        travel,
        format!("(l.flexible = 0 OR l.flexible_left = {UNCOUNTED} OR l.flexible_left >= {} + {kept})", t.party),
    ];
    gates.extend(mine.map(|m| format!("(l.needed IS NULL OR l.needed <= {m})")));
    gates.extend(t.age.map(|a| format!("{a} BETWEEN l.age_min AND l.age_max")));
    gates.extend(t.responsibility.map(|r| format!("l.responsibility <= {r}")));
    if time_asked {
        gates.push(format!("(l.flexible = 0 OR (l.flexible & {}) <> 0)", t.parts));
    }
    let mean = |list: &[(&str, f64)]| {
        let top: Vec<_> = list.iter().map(|(v, w)| format!("coalesce({v} * {w}, 0)")).collect();
        let low: Vec<_> = list.iter().map(|(v, w)| format!("CASE WHEN {v} IS NULL THEN 0 ELSE {w} END")).collect();
        format!("({}) / nullif({}, 0)", top.join(" + "), low.join(" + "))
    };
    format!(
        "WITH candidate AS MATERIALIZED (SELECT l.*, {area} AS area_value FROM listing l LEFT JOIN wish_area wa ON wa.area = l.area WHERE {gates}), \
         counted AS ({counted}), \
         valued AS (SELECT l.id, l.equity, l.area_value AS a, {time} AS t, {theme} AS h, {level} AS v, {group_level} AS gl, {newcomer} AS gn \
                    FROM candidate l LEFT JOIN counted c ON c.listing = l.id WHERE l.flexible <> 0 OR c.fits = 1), \
         sided AS (SELECT id, equity, coalesce({person}, 1) AS p, {group} AS g FROM valued) \
         SELECT id FROM sided ORDER BY (CASE WHEN g IS NULL THEN p WHEN p + g = 0 THEN 0 ELSE 2 * p * g / (p + g) END) * equity DESC, id LIMIT {k}",
        gates = gates.join(" AND "),
        person = mean(&[("a", 0.33), ("t", 0.30), ("h", 0.28), ("v", 0.09)]),
        group = mean(&[("gl", 1.0), ("gn", 1.0)]),
    )
}
