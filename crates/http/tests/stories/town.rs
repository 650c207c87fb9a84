use crate::wire::{Answer, exchange};
use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use arc_swap::{ArcSwap, ArcSwapOption};
use chrono::{DateTime, Duration, TimeZone, Utc};
use enmusubi_domain::area::{Area, AreaKind, AreaTree};
use enmusubi_domain::city::City;
use enmusubi_domain::day::DayPart;
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::matching::{Offer, Policy};
use enmusubi_domain::opportunity::{Kind, Opportunity, OpportunityDetails, Seeks, State};
use enmusubi_domain::place::{Place, Point};
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_domain::text::Names;
use enmusubi_domain::theme::{Theme, Themes};
use enmusubi_http::secret::Hasher;
use enmusubi_http::token::{KeyPair, PublicKey, Ring};
use enmusubi_http::{Context, RingHandle, Settings, ShelfHandle, group_document, opportunity_document};
use enmusubi_persistence::Store;
use enmusubi_search::{Document, Item, Key, MatchIndex, Shelf, TextIndex, Words};
use serde_json::Value;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// Monday, 23 November 2026, a public holiday, 9 o'clock in Sapporo.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).unwrap()
}

/// How many opportunities the town lists.
pub const LISTED: usize = 60;

/// A server with a town behind it.
pub struct Town {
    address: SocketAddr,
    pub pulse: Arc<enmusubi_http::Pulse>,
    /// What is kept: empty but for the taxonomies, groups and opportunities of the town.
    pub store: Store,
    clock: fn() -> DateTime<Utc>,
    shelf: ShelfHandle,
    server: ServerHandle,
    _folder: tempfile::TempDir,
}

impl Drop for Town {
    /// Gives back threads and files: a story may have a thousand towns. The command is on its way before anybody waits for the answer.
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

/// Where tokens of the town come from.
pub const ISSUER: &str = "http://town";

static PAIR: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate().unwrap());

/// The pair that signs.
pub fn pair() -> KeyPair {
    PAIR.clone()
}

pub fn ring() -> Ring {
    let public = PublicKey { kid: PAIR.kid().into(), x: PAIR.x().into(), active_from: DateTime::UNIX_EPOCH, retired_at: None, revoked_at: None };
    Ring::new(vec![PAIR.clone()], vec![public]).unwrap()
}

static SHELF: LazyLock<Arc<Shelf>> = LazyLock::new(|| Arc::new(shelf()));
static TOWN: LazyLock<Town> = LazyLock::new(|| Town::with(Settings { requests_per_minute: 0, ..settings() }, Some(SHELF.clone())));

pub fn settings() -> Settings {
    Settings { cursor_key: [7; 32], workers: 2, issuer: ISSUER.into(), ..Settings::default() }
}

/// The town everybody shares.
pub fn town() -> &'static Town {
    &TOWN
}

/// The shelf everybody shares.
pub fn shared_shelf() -> Arc<Shelf> {
    SHELF.clone()
}

impl Town {
    /// A server of its own.
    pub fn with(settings: Settings, shelf: Option<Arc<Shelf>>) -> Self {
        Self::by_the_clock(settings, shelf, now)
    }

    /// A server that asks this clock.
    pub fn by_the_clock(settings: Settings, shelf: Option<Arc<Shelf>>, now: fn() -> DateTime<Utc>) -> Self {
        Self::in_folder(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap(), settings, shelf, now, Hasher::light())
    }

    fn in_folder(folder: tempfile::TempDir, settings: Settings, shelf: Option<Arc<Shelf>>, now: fn() -> DateTime<Utc>, hasher: Hasher) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let handle: ShelfHandle = Arc::new(ArcSwapOption::new(shelf));
        let store = Store::open_with_clock(&format!("sqlite:{}", folder.path().join("town.db").display()), now).unwrap();
        let ring: RingHandle = Arc::new(ArcSwap::from_pointee(ring()));
        let context = Context::new(handle.clone(), store.clone(), ring, hasher, now, settings);
        let pulse = context.pulse();
        let context = Data::new(context);
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let server = enmusubi_http::run(listener, context).unwrap();
                sender.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Self { address, pulse, store, clock: now, shelf: handle, server: receiver.recv().unwrap(), _folder: folder }
    }

    /// A server that takes its time with passwords, as a real one does.
    pub fn hashing_in_earnest(settings: Settings, clock: fn() -> DateTime<Utc>) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        Self::in_folder(folder, settings, Some(SHELF.clone()), clock, Hasher::new(vec![]))
    }

    /// A server of its own whose store holds the town: themes, areas, groups, opportunities. People come by [`people`](crate::people).
    pub fn with_store() -> Self {
        Self::with_store_by(Settings { requests_per_minute: 0, ..settings() }, now)
    }

    /// The same with settings and a clock of its own.
    pub fn with_store_by(settings: Settings, clock: fn() -> DateTime<Utc>) -> Self {
        let town = Self::by_the_clock(settings, Some(SHELF.clone()), clock);
        let city = city();
        let groups: Vec<Group> = (0..6).map(group).collect();
        let opportunities: Vec<Opportunity> = (0..12).map(opportunity).collect();
        let filled = town.store.write(|tx| {
            tx.put_themes(city.themes.all())?;
            tx.put_areas(city.areas.all())?;
            tx.insert_all(&groups, &opportunities)
        });
        filled.unwrap();
        town
    }

    /// Keeps what the town holds in a file, with what is in the log beside it.
    pub fn copy_store(&self, file: &Path) {
        for ending in ["db", "db-wal"] {
            let from = self._folder.path().join("town").with_extension(ending);
            if from.exists() {
                std::fs::copy(from, file.with_extension(ending)).unwrap();
            }
        }
    }

    /// A server on a copy of what another town held.
    pub fn on_a_copy(file: &Path, settings: Settings, clock: fn() -> DateTime<Utc>) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        for ending in ["db", "db-wal"] {
            let from = file.with_extension(ending);
            if from.exists() {
                std::fs::copy(from, folder.path().join("town").with_extension(ending)).unwrap();
            }
        }
        Self::in_folder(folder, settings, Some(SHELF.clone()), clock, Hasher::light())
    }

    /// Does what a node's follower does when it hears that something about the ranking policies has changed.
    pub fn take_up_policies(&self) {
        let (policies, _) = self.store.read(|tx| tx.policies()).unwrap();
        let shelf = self.shelf.load_full().unwrap();
        self.shelf.store(Some(Arc::new(shelf.under(policies))));
    }

    /// The present moment of this town.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    pub fn send(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = format!("{method} {target} HTTP/1.1\r\nHost: town\r\nConnection: close\r\n");
        headers.iter().for_each(|(name, value)| request += &format!("{name}: {value}\r\n"));
        if !body.is_empty() || matches!(method, "POST" | "PUT" | "PATCH") {
            request += &format!("Content-Length: {}\r\n", body.len());
        }
        let mut bytes = (request + "\r\n").into_bytes();
        bytes.extend_from_slice(body);
        exchange(self.address, &bytes, method == "HEAD")
    }

    pub fn raw(&self, bytes: &[u8]) -> Answer {
        exchange(self.address, bytes, false)
    }

    pub fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], b"")
    }

    pub fn get_with(&self, target: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", target, headers, b"")
    }

    pub fn post(&self, target: &str, body: &Value) -> Answer {
        self.send("POST", target, &[("Content-Type", "application/json")], body.to_string().as_bytes())
    }

    pub fn find(&self, wish: Value) -> Value {
        self.post("/v1/matches", &wish).expect(200).json()
    }
}

/// An address of the document, with the id of something that is there.
pub fn address(template: &str) -> String {
    let id = match template {
        t if t.starts_with("/v1/groups/") => group(0).id.to_string(),
        t if t.starts_with("/v1/ranking-policies/") => Policy::default().id.to_string(),
        _ => opportunity(0).id.to_string(),
    };
    template.replace("{id}", &id)
}

/// Names and values as they may stand in a query string.
pub fn encode(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() || b"-._~,".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

pub fn city() -> City {
    let area = |code: &str, ja: &str, en: &str, kind, parent: Option<&str>, at: (f64, f64), adjacent: &[&str], postal: &[&str]| Area {
        code: code.into(),
        names: Names { ja: ja.into(), en: en.into() },
        kind,
        parent: parent.map(Into::into),
        point: Point::from_degrees(at.0, at.1).ok(),
        adjacent: adjacent.iter().map(|s| (*s).into()).collect(),
        postal_prefixes: postal.iter().map(|s| (*s).into()).collect(),
    };
    let areas = vec![
        area("011002", "札幌市", "Sapporo City", AreaKind::City, None, (43.062089, 141.354389), &[], &[]),
        area("011011", "中央区", "Chuo-ku", AreaKind::Ward, Some("011002"), (43.055387, 141.340967), &["011029", "011037"], &["060"]),
        area("011029", "北区", "Kita-ku", AreaKind::Ward, Some("011002"), (43.090793, 141.340881), &["011037"], &["001"]),
        area("011037", "東区", "Higashi-ku", AreaKind::Ward, Some("011002"), (43.076111, 141.363611), &[], &["065"]),
        area("011061", "南区", "Minami-ku", AreaKind::Ward, Some("011002"), (42.990, 141.353), &[], &["005"]),
    ];
    let theme = |code: &str, ja: &str, en: &str, fields: &[u8]| Theme {
        code: code.into(),
        names: Names { ja: ja.into(), en: en.into() },
        fields: fields.to_vec(),
        sdgs: vec![11],
    };
    let themes = vec![
        theme("snow", "除雪・冬のくらし", "Snow and winter life", &[3]),
        theme("childcare", "子育て", "Childcare", &[13]),
        theme("education", "学び・読書", "Learning", &[2, 13]),
        theme("elderly", "高齢者支援", "Support for older people", &[1]),
        theme("environment", "環境・清掃", "Environment", &[7]),
        theme("culture", "文化・芸術", "Culture", &[6]),
    ];
    City { areas: AreaTree::new(areas).unwrap(), themes: Themes::new(themes).unwrap(), ..City::default() }
}

pub fn group(n: usize) -> Group {
    let names = ["北24条ゆきみち隊", "東区えほんの会", "円山クリーンクラブ", "南のひだまりサロン", "まなびサポート札幌", "冬の音楽広場"];
    let kinds = [GroupKind::VolunteerGroup, GroupKind::Npo, GroupKind::Neighbourhood];
    let themes = ["snow", "childcare", "environment", "elderly", "education", "culture"];
    let details = GroupDetails {
        name: names[n % 6].into(),
        name_en: Some(format!("Group {n}")),
        kind: kinds[n % 3],
        summary: "近所の有志の集まりです。".into(),
        description: "はじめての方も、都合のつく日だけの方も歓迎しています。".into(),
        themes: vec![themes[n % 6].into()],
        areas: vec![WARDS[n % 4].into()],
        place: place(n),
        members: Some(5 + n as u32),
        founded: Some(2015 + n as i32),
        url: None,
        accessibility: vec![Accessibility::StepFree],
    };
    let id = GroupId::derived(1_700_000_000_000 + n as u64, "group");
    Group {
        id,
        version: 1,
        details,
        standing: Standing::Active,
        source: None,
        imported: false,
        response_hours: None,
        created_at: now(),
        updated_at: now() - Duration::days(n as i64),
    }
}

const WARDS: [&str; 4] = ["011029", "011037", "011011", "011061"];

fn place(n: usize) -> Place {
    let centre = [(43.0907, 141.3408), (43.0761, 141.3636), (43.0553, 141.3409), (42.9900, 141.3530)][n % 4];
    let step = 0.001 * (n % 7) as f64;
    Place {
        name: Some(format!("地区会館{n}")),
        address: Some(format!("札幌市{}丁目", n + 1)),
        point: Point::from_degrees(centre.0 + step, centre.1 - step).ok(),
        nearest_station: Some("北24条".into()),
    }
}

fn session(n: usize, days: i64, hour: i64, seats: Option<u32>, taken: u32) -> Session {
    let starts_at = now() + Duration::days(days) + Duration::hours(hour - 9);
    let id = SessionId::derived(1_700_000_000_000, &format!("session {n} {days} {hour}"));
    Session { id, starts_at, ends_at: starts_at + Duration::hours(2), seats, seats_taken: taken, cancelled: false }
}

/// The n-th opportunity of the town.
pub fn opportunity(n: usize) -> Opportunity {
    let titles = ["通学路の雪かき", "絵本の読み聞かせ", "公園のごみ拾い", "お年寄りとお茶の時間", "放課後の宿題サポート", "冬のコンサートの手伝い"];
    let title_en = ["Snow clearing", "Picture book reading", "Litter picking in the park", "Tea with older people", "Homework help", "Winter concert"];
    let themes = ["snow", "childcare", "environment", "elderly", "education", "culture"];
    let flexible = n % 10 == 9;
    let days = 1 + (n % 20) as i64;
    let schedule = if flexible {
        Schedule {
            day_parts: [DayPart::parse("wed_evening").unwrap(), DayPart::parse("sat_morning").unwrap()].into_iter().collect(),
            minimum_minutes: Some(60),
            ..Schedule::default()
        }
    } else {
        let seats = if n % 7 == 3 { None } else { Some(10) };
        let taken = if n % 8 == 5 { 10 } else { 3 };
        Schedule {
            sessions: vec![session(n, -7, 10, Some(5), 0), session(n, days, 10, seats, taken.min(seats.unwrap_or(0))), session(n, days + 14, 14, seats, 0)],
            partial_attendance: n.is_multiple_of(2),
            minimum_minutes: Some(60),
            ..Schedule::default()
        }
    };
    let details = OpportunityDetails {
        title_en: Some(format!("{} {n}", title_en[n % 6])),
        summary: format!("{}をいっしょにしませんか。", titles[n % 6]),
        description: "道具はこちらで用意します。\nはじめての方も、短い時間だけの方もどうぞ。".into(),
        themes: vec![themes[n % 6].into()],
        areas: vec![WARDS[n % 4].into()],
        place: place(n),
        remote: n == 58,
        level: Some([Level::Introductory, Level::Introductory, Level::Basic, Level::Applied][n % 4]),
        beginner_friendly: n.is_multiple_of(3),
        responsibility: [Responsibility::Help, Responsibility::Observe, Responsibility::Own, Responsibility::Lead][n % 4],
        seats: flexible.then_some(4),
        languages: vec!["ja".into(), if n.is_multiple_of(5) { "en" } else { "zh" }.into()],
        accessibility: if n.is_multiple_of(4) { vec![Accessibility::Wheelchair, Accessibility::StepFree] } else { vec![] },
        company_ok: n.is_multiple_of(6),
        cost: Some("無料".into()),
        seeks: (n % 5 == 1).then(|| Seeks { level: Some(Level::Introductory), newcomer_seats: 2, ..Seeks::default() }),
        ..OpportunityDetails::new(
            if n % 12 == 11 { Kind::Course } else { [Kind::Activity, Kind::Event, Kind::Trial][n % 3] },
            format!("{}{n}", titles[n % 6]),
            schedule,
        )
    };
    Opportunity {
        id: OpportunityId::derived(1_700_000_000_000 + n as u64, "opportunity"),
        version: 1 + n as i64,
        group: group(n % 6).id,
        details,
        state: State::Published,
        source: None,
        created_at: now() - Duration::days(30),
        updated_at: now() - Duration::hours(n as i64),
        published_at: Some(now() - Duration::hours(n as i64 / 3)),
    }
}

fn shelf() -> Shelf {
    let mut opportunities: Vec<Opportunity> = (0..LISTED).map(opportunity).collect();
    // One that is called off: it can be read, and is not listed.
    opportunities.push(Opportunity { state: State::Cancelled, ..opportunity(LISTED) });
    shelf_of(&opportunities, city())
}

/// The town's groups with these opportunities, in a city.
pub fn shelf_of(opportunities: &[Opportunity], city: City) -> Shelf {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap().keep();
    let (city, words, policy) = (Arc::new(city), Arc::new(Words::built_in()), Arc::new(Policy::default()));
    let text = TextIndex::create(&dir.join("index"), words.clone(), &city).unwrap();
    let matches = MatchIndex::new(policy);
    let groups: Vec<Group> = (0..6).map(group).collect();
    let mut documents: Vec<Document> = opportunities
        .iter()
        .map(|o| {
            let g = groups.iter().find(|g| g.id == o.group).unwrap();
            let item = Item::Opportunity { opportunity: o.clone(), group_name: g.details.name.clone(), group_name_en: g.details.name_en.clone() };
            Document { key: Key::Opportunity(o.id), version: o.version, item, view: opportunity_document(o, g, &city) }
        })
        .collect();
    documents.extend(groups.iter().map(|g| Document {
        key: Key::Group(g.id),
        version: g.version,
        item: Item::Group(g.clone()),
        view: group_document(g, &city),
    }));
    text.apply(documents, &[], "start").unwrap();
    matches.apply(opportunities.iter().map(|o| Offer::of(o, &city, 0, now())), &[]);
    Shelf { city, words, text: Arc::new(text), matches: Arc::new(matches), policies: Arc::default() }
}
