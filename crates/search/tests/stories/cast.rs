use chrono::{DateTime, Duration, TimeZone, Utc};
use enmusubi_domain::area::{Area, AreaKind, AreaTree};
use enmusubi_domain::city::City;
use enmusubi_domain::criteria::Criteria;
use enmusubi_domain::day::DayPart;
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::opportunity::{Kind, Opportunity, OpportunityDetails, State};
use enmusubi_domain::place::{Place, Point};
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_domain::text::Names;
use enmusubi_domain::theme::{Theme, Themes};
use enmusubi_search::{Document, Found, Item, Key, Order, TextIndex, Words};
use std::sync::{Arc, LazyLock};

/// Monday noon in Sapporo; a public holiday (勤労感謝の日).
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 3, 0, 0).unwrap()
}

fn area(code: &str, ja: &str, en: &str, kind: AreaKind, parent: Option<&str>, point: Option<Point>) -> Area {
    let names = Names { ja: ja.into(), en: en.into() };
    Area { code: code.into(), names, kind, parent: parent.map(Into::into), point, adjacent: vec![], postal_prefixes: vec![] }
}

pub fn city() -> City {
    let theme = |code: &str, ja: &str, en: &str| Theme { code: code.into(), names: Names { ja: ja.into(), en: en.into() }, fields: vec![], sdgs: vec![] };
    City {
        areas: AreaTree::new(vec![
            area("011002", "札幌市", "Sapporo", AreaKind::City, None, None),
            area("011029", "北区", "Kita-ku", AreaKind::Ward, Some("011002"), Point::from_degrees(43.09, 141.34).ok()),
            area("011037", "東区", "Higashi-ku", AreaKind::Ward, Some("011002"), None),
        ])
        .unwrap(),
        themes: Themes::new(vec![
            theme("snow", "除雪・冬のくらし", "Snow clearing"),
            theme("childcare", "子育て", "Child-rearing"),
            theme("culture", "文化・芸術", "Culture"),
        ])
        .unwrap(),
        ..Default::default()
    }
}

pub fn id(name: &str) -> OpportunityId {
    OpportunityId::derived(1, name)
}

pub fn group_id(name: &str) -> GroupId {
    GroupId::derived(1, name)
}

/// A session `days` after today, from an hour (Japan time) for some minutes.
pub fn session(days: i64, hour: i64, minutes: i64) -> Session {
    let day = Utc.with_ymd_and_hms(2026, 11, 22, 15, 0, 0).unwrap() + Duration::days(days);
    let starts_at = day + Duration::hours(hour);
    let ends_at = starts_at + Duration::minutes(minutes);
    Session { id: SessionId::derived(1, &format!("{days}{hour}")), starts_at, ends_at, seats: Some(10), seats_taken: 0, cancelled: false }
}

/// A published listing in the north ward on Saturday morning.
pub fn listing(name: &str, title: &str) -> Opportunity {
    let schedule = Schedule { sessions: vec![session(5, 10, 120)], ..Default::default() };
    let mut details = OpportunityDetails::new(Kind::Activity, title, schedule);
    details.areas = vec!["011029".into()];
    Opportunity {
        id: id(name),
        version: 1,
        group: group_id("hokusei"),
        details,
        state: State::Published,
        source: None,
        created_at: now(),
        updated_at: now(),
        published_at: Some(now() - Duration::days(3)),
    }
}

pub fn flexible(name: &str, title: &str, parts: &[&str]) -> Opportunity {
    let mut o = listing(name, title);
    let day_parts = parts.iter().map(|p| DayPart::parse(p).unwrap()).collect();
    o.details.schedule = Schedule { day_parts, minimum_minutes: Some(60), ..Default::default() };
    o
}

pub fn group(name: &str, title: &str) -> Group {
    let details = GroupDetails {
        name: title.into(),
        name_en: None,
        kind: GroupKind::Npo,
        summary: String::new(),
        description: String::new(),
        themes: vec![],
        areas: vec!["011029".into()],
        place: Place::default(),
        members: None,
        founded: None,
        url: None,
        accessibility: vec![],
    };
    Group {
        id: group_id(name),
        version: 1,
        details,
        standing: Standing::Active,
        source: None,
        imported: false,
        response_hours: None,
        created_at: now(),
        updated_at: now(),
    }
}

pub fn put(o: &Opportunity) -> Document {
    let item = Item::Opportunity { opportunity: o.clone(), group_name: "北星ボランティア会".into(), group_name_en: None };
    Document { key: Key::Opportunity(o.id), version: o.version, item, view: o.details.title.clone().into_bytes() }
}

pub fn put_group(g: &Group) -> Document {
    Document { key: Key::Group(g.id), version: g.version, item: Item::Group(g.clone()), view: g.details.name.clone().into_bytes() }
}

static WORDS: LazyLock<Arc<Words>> = LazyLock::new(|| Arc::new(Words::built_in()));

/// The built-in dictionary, read once.
pub fn words() -> Arc<Words> {
    WORDS.clone()
}

/// An index over a town, in a directory that goes away with it.
pub struct Town {
    pub index: TextIndex,
    _dir: tempfile::TempDir,
}

impl Town {
    pub fn of(listings: &[Opportunity]) -> Self {
        Self::with_words(listings, words())
    }

    pub fn with_words(listings: &[Opportunity], words: Arc<Words>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let index = TextIndex::create(&dir.path().join("index"), words, &city()).unwrap();
        index.apply(listings.iter().map(put).collect(), &[], "1").unwrap();
        Self { index, _dir: dir }
    }

    /// Listings with these titles and nothing else.
    pub fn titled(titles: &[&str]) -> Self {
        Self::of(&titles.iter().map(|t| listing(t, t)).collect::<Vec<_>>())
    }

    pub fn find(&self, criteria: &Criteria, order: &Order) -> Found {
        self.index.search(criteria, order, now()).unwrap()
    }

    /// The views of what a question finds, best first.
    pub fn ask(&self, question: &str) -> Vec<String> {
        self.matching(&Criteria { question: Some(question.into()), ..Default::default() })
    }

    /// The views of what criteria let through.
    pub fn matching(&self, criteria: &Criteria) -> Vec<String> {
        views(&self.find(criteria, &Order { limit: 100, ..Default::default() }))
    }
}

pub fn views(found: &Found) -> Vec<String> {
    found.hits.iter().map(|h| String::from_utf8(h.view.clone()).unwrap()).collect()
}
