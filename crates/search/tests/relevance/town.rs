//! The demo town as the program ships it, on fixed dates.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use enmusubi_domain::area::{Area, AreaKind, AreaTree};
use enmusubi_domain::city::{Calendar, City};
use enmusubi_domain::day::{DayKind, DayPart};
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::opportunity::{Audience, Kind, Opportunity, OpportunityDetails, Seeks, State};
use enmusubi_domain::place::{Place, Point};
use enmusubi_domain::schedule::{Recurrence, Schedule, Session};
use enmusubi_domain::text::Names;
use enmusubi_domain::theme::{Theme, Themes};
use enmusubi_search::{Document, Item, Key};
use std::collections::BTreeMap;
use std::path::Path;
use toml::{Table, Value};

/// The day on which the town is looked at.
pub const TODAY: &str = "2026-11-23";

/// The town.
pub struct Town {
    pub city: City,
    pub documents: Vec<Document>,
    /// Key → the listing's name in the files.
    pub refs: BTreeMap<String, String>,
    /// The same texts for the yardstick: name, then columns.
    pub texts: Vec<(String, Vec<String>)>,
}

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 1, 0, 0).unwrap()
}

impl Town {
    pub fn read() -> Self {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../enmusubi/data");
        let city = city(&data.join("sapporo"));
        let mut town = Self { city, documents: vec![], refs: BTreeMap::new(), texts: vec![] };
        let mut files: Vec<_> = std::fs::read_dir(data.join("town")).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "toml")) {
            let table: Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
            let mut groups = BTreeMap::new();
            for group in list(&table, "group") {
                groups.insert(text(group, "ref"), town.group(group));
            }
            for opportunity in list(&table, "opportunity") {
                town.opportunity(opportunity, &groups[&text(opportunity, "group")]);
            }
        }
        town
    }

    fn group(&mut self, t: &Table) -> Group {
        let name = text(t, "ref");
        let details = GroupDetails {
            name: text(t, "name"),
            name_en: optional(t, "name_en"),
            kind: GroupKind::parse(&text(t, "kind")).unwrap(),
            summary: text(t, "summary"),
            description: text(t, "description"),
            themes: texts(t, "themes"),
            areas: texts(t, "areas"),
            place: place(t),
            members: None,
            founded: None,
            url: None,
            accessibility: vec![],
        };
        let group = Group {
            id: GroupId::derived(1, &name),
            version: 1,
            details,
            standing: Standing::Active,
            source: None,
            imported: false,
            response_hours: None,
            created_at: now(),
            updated_at: now(),
        };
        let d = &group.details;
        let names = self.names(&d.areas, &d.themes, &d.place);
        self.texts.push((name.clone(), vec![d.name.clone(), d.name_en.clone().unwrap_or_default(), names, d.summary.clone(), d.description.clone()]));
        self.add(name, Key::Group(group.id), Item::Group(group.clone()));
        group
    }

    fn opportunity(&mut self, t: &Table, group: &Group) {
        let name = text(t, "ref");
        let mut d = OpportunityDetails::new(Kind::parse(&text(t, "kind")).unwrap(), text(t, "title"), schedule(t, &self.city.calendar));
        d.title_en = optional(t, "title_en");
        d.summary = text(t, "summary");
        d.summary_en = optional(t, "summary_en");
        d.description = text(t, "description");
        d.themes = texts(t, "themes");
        d.areas = texts(t, "areas");
        d.place = place(t);
        d.remote = flag(t, "remote");
        if let Some(level) = t.get("level").and_then(Value::as_table) {
            d.level = optional(level, "required").and_then(|l| Level::parse(&l));
            d.beginner_friendly = flag(level, "beginner_friendly");
        }
        d.responsibility = optional(t, "responsibility").and_then(|r| Responsibility::parse(&r)).unwrap_or(Responsibility::Help);
        if let Some(audience) = t.get("audience").and_then(Value::as_table) {
            d.audience = Audience {
                families: flag(audience, "families"),
                students: flag(audience, "students"),
                seniors: flag(audience, "seniors"),
                ..Default::default()
            };
        }
        d.requirements = texts(t, "requirements");
        d.qualifications = optional(t, "qualification").into_iter().collect();
        d.accessibility = texts(t, "accessibility").iter().filter_map(|a| Accessibility::parse(a)).collect();
        d.languages = if t.contains_key("languages") { texts(t, "languages") } else { vec!["ja".into()] };
        d.cost = optional(t, "cost");
        d.rewards = optional(t, "rewards");
        d.company_ok = flag(t, "company_ok");
        d.seeks = t.get("seeks").and_then(Value::as_table).map(|s| Seeks { skills: texts(s, "skills"), ..Default::default() });
        let names = format!("{} {}", group.details.name, self.names(&d.areas, &d.themes, &d.place));
        let description = [vec![d.description.clone()], d.requirements.clone(), d.qualifications.clone()].concat().join(" ");
        self.texts.push((
            name.clone(),
            vec![
                d.title.clone(),
                format!("{} {}", d.title_en.clone().unwrap_or_default(), d.summary_en.clone().unwrap_or_default()),
                names,
                d.summary.clone(),
                description,
            ],
        ));
        let opportunity = Opportunity {
            id: OpportunityId::derived(1, &name),
            version: 1,
            group: group.id,
            details: d,
            state: State::Published,
            source: None,
            created_at: now(),
            updated_at: now(),
            published_at: Some(now() - Days::new(t.get("published_days_ago").and_then(Value::as_integer).unwrap_or(0) as u64)),
        };
        let item = Item::Opportunity { group_name: group.details.name.clone(), group_name_en: group.details.name_en.clone(), opportunity: opportunity.clone() };
        self.add(name, Key::Opportunity(opportunity.id), item);
    }

    fn add(&mut self, name: String, key: Key, item: Item) {
        self.refs.insert(key.to_string(), name);
        self.documents.push(Document { key, version: 1, item, view: vec![] });
    }

    /// What the yardstick gets of names: the same as the index.
    fn names(&self, areas: &[String], themes: &[String], place: &Place) -> String {
        let tree = &self.city.areas;
        let areas = areas.iter().filter_map(|c| tree.number(c)).flat_map(|n| tree.lineage(n)).filter_map(|n| tree.get(n));
        let themes = themes.iter().filter_map(|c| self.city.themes.find(c));
        let names = areas.map(|a| &a.names).chain(themes.map(|t| &t.names)).map(|n| format!("{} {}", n.ja, n.en));
        let place = place.name.iter().chain(&place.address).chain(&place.nearest_station).cloned();
        names.chain(place).collect::<Vec<_>>().join(" ")
    }
}

fn schedule(t: &Table, calendar: &Calendar) -> Schedule {
    let today: NaiveDate = TODAY.parse().unwrap();
    let mut schedule = Schedule {
        partial_attendance: flag(t, "partial_attendance"),
        minimum_minutes: t.get("minimum_minutes").and_then(Value::as_integer).map(|m| m as u32),
        day_parts: texts(t, "day_parts").iter().filter_map(|p| DayPart::parse(p)).collect(),
        ..Default::default()
    };
    let time = |t: &Table, key: &str| NaiveTime::parse_from_str(&text(t, key), "%H:%M").unwrap();
    let seats = |t: &Table| t.get("seats").and_then(Value::as_integer).map(|s| s as u32);
    for (n, s) in list(t, "sessions").iter().enumerate() {
        let mut day = today + Days::new(1 + 7 * s.get("week").and_then(Value::as_integer).unwrap_or(0) as u64);
        let wanted = text(s, "day");
        while wanted != if wanted == "holiday" { calendar.kind(day) } else { DayKind::of_weekday(day.weekday()) }.code() {
            day = day.succ_opt().unwrap();
        }
        let at = |key: &str| calendar.instant(day.and_time(time(s, key))).unwrap();
        let id = SessionId::derived(1, &format!("{}{n}", text(t, "ref")));
        schedule.sessions.push(Session { id, starts_at: at("from"), ends_at: at("to"), seats: seats(s), seats_taken: 0, cancelled: false });
    }
    if let Some(r) = t.get("recurrence").and_then(Value::as_table) {
        let (from, to) = (time(r, "from"), time(r, "to"));
        schedule.recurrence = Some(Recurrence { rule: text(r, "rule"), starts_on: today, until: None, from, to, except: vec![], seats: seats(r) });
        schedule.extend(today, calendar.tz, |at| SessionId::derived(1, &format!("{}{at}", text(t, "ref"))));
    }
    schedule
}

fn place(t: &Table) -> Place {
    let Some(p) = t.get("place").and_then(Value::as_table) else {
        return Place::default();
    };
    let degrees = |key: &str| p.get(key).and_then(Value::as_float);
    Place {
        name: optional(p, "name"),
        address: optional(p, "address"),
        point: degrees("lat").zip(degrees("lon")).and_then(|(lat, lon)| Point::from_degrees(lat, lon).ok()),
        nearest_station: optional(p, "nearest_station"),
    }
}

fn city(data: &Path) -> City {
    let rows = |file: &str| -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(data.join(file)).unwrap();
        // A quoted name may hold a comma.
        let cut = |line: &str| {
            let (mut quoted, mut out) = (false, vec![String::new()]);
            for c in line.chars() {
                match c {
                    '"' => quoted = !quoted,
                    ',' if !quoted => out.push(String::new()),
                    c => out.last_mut().unwrap().push(c),
                }
            }
            out
        };
        text.lines().skip(1).map(cut).collect()
    };
    let areas = rows("areas.csv").into_iter().map(|r| Area {
        code: r[0].clone(),
        names: Names { ja: r[1].clone(), en: r[2].clone() },
        kind: AreaKind::parse(&r[3]).unwrap(),
        point: r[4].parse().ok().zip(r[5].parse().ok()).and_then(|(lat, lon)| Point::from_degrees(lat, lon).ok()),
        parent: Some(r[6].clone()).filter(|p| !p.is_empty()),
        adjacent: r[7].split(';').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        postal_prefixes: vec![],
    });
    let themes = rows("themes.csv").into_iter().map(|r| Theme {
        code: r[0].clone(),
        names: Names { ja: r[1].clone(), en: r[2].clone() },
        fields: r[3].split(';').filter_map(|f| f.parse().ok()).collect(),
        sdgs: vec![],
    });
    City { areas: AreaTree::new(areas.collect()).unwrap(), themes: Themes::new(themes.collect()).unwrap(), calendar: Calendar::default() }
}

fn list<'a>(t: &'a Table, key: &str) -> Vec<&'a Table> {
    t.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).collect()
}

fn texts(t: &Table, key: &str) -> Vec<String> {
    t.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn text(t: &Table, key: &str) -> String {
    optional(t, key).unwrap_or_default()
}

fn optional(t: &Table, key: &str) -> Option<String> {
    t.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn flag(t: &Table, key: &str) -> bool {
    t.get(key).and_then(Value::as_bool).unwrap_or(false)
}
