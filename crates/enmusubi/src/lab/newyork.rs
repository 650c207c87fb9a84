//! Real listings: 665 of New York in 2011, with how many people each asked for and how often each was looked at.

use super::town::{Facts, Town};
use crate::import::taxonomy;
use crate::taxonomy::city;
use crate::town::BORN_MS;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, Utc};
use enmusubi_domain::city::{Calendar, City};
use enmusubi_domain::day::{DayKind, DayPart, DayParts, PartOfDay};
use enmusubi_domain::holiday::Holidays;
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::matching::Offer;
use enmusubi_domain::opportunity::{Kind, Opportunity, OpportunityDetails, State};
use enmusubi_domain::place::Point;
use enmusubi_domain::schedule::{Schedule, Session};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

const LISTINGS: &str = include_str!("../../data/lab/new-york.csv");
const AREAS: &str = include_str!("../../../../examples/new-york/areas.csv");
const THEMES: &str = include_str!("../../../../examples/new-york/themes.csv");
/// Themes of the file's categories, by their number.
const CATEGORIES: [&str; 6] = ["machizukuri", "welfare", "education", "environment", "health", "disaster"];

#[derive(Debug, Deserialize)]
struct Row {
    opportunity_id: u32,
    organisation_id: u32,
    category_id: Option<usize>,
    needed: u32,
    hits: u32,
    borough: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    recurrence: String,
    created_on: NaiveDate,
    starts_on: NaiveDate,
}

/// New York on a day of 2011. The file holds no titles and no other free text.
pub(super) fn town(date: NaiveDate) -> Result<Town, String> {
    let calendar = Calendar { tz: chrono_tz::Tz::America__New_York, holidays: Holidays::Listed(BTreeMap::new()) };
    let wrong = |e: &dyn std::fmt::Display| format!("new-york.csv: {e}");
    let place = city(taxonomy::areas(AREAS).map_err(|e| wrong(&e))?, taxonomy::themes(THEMES).map_err(|e| wrong(&e))?, calendar)?;
    let now = place.calendar.instant(date.and_time(NaiveTime::MIN)).unwrap_or_else(Utc::now);
    let rows: Vec<Row> = csv::Reader::from_reader(LISTINGS.as_bytes()).deserialize().collect::<Result<_, _>>().map_err(|e| wrong(&e))?;
    let mut listings_of: HashMap<u32, u32> = HashMap::new();
    let mut first: HashMap<u32, NaiveDate> = HashMap::new();
    for row in &rows {
        *listings_of.entry(row.organisation_id).or_default() += 1;
        let born = first.entry(row.organisation_id).or_insert(row.created_on);
        *born = row.created_on.min(*born);
    }
    let raw = rows
        .iter()
        .filter_map(|row| {
            let opportunity = opportunity(row, &place, date)?;
            let facts = Facts {
                size: listings_of.get(&row.organisation_id).map(|n| size_class(*n)),
                age: first.get(&row.organisation_id).map(|born| age_class((date - *born).num_weeks())),
            };
            Some((Offer::of(&opportunity, &place, 0, now), Some(row.needed), Some(f64::from(row.hits)), facts))
        })
        .collect();
    Town::new(place, now, raw, ["団体の掲載数 Listings of the group", "団体の初掲載から Since the group's first listing"])
}

/// The file knows no members; how many listings an organisation has stands in for its size.
fn size_class(listings: u32) -> (u8, &'static str) {
    match listings {
        1 => (0, "1件 1 listing"),
        2..=4 => (1, "2〜4件 2 to 4 listings"),
        _ => (2, "5件以上 5 and more"),
    }
}

/// Nor does it know when an organisation was founded; its first listing in the file stands in for that.
fn age_class(weeks: i64) -> (u8, &'static str) {
    match weeks {
        ..9 => (0, "2か月以内 within 2 months"),
        9..26 => (1, "半年以内 within 6 months"),
        _ => (2, "半年より前 longer ago"),
    }
}

/// Days and hours are an assumption, the same as in examples/new-york: the file says only whether it goes on or is for one day.
fn opportunity(row: &Row, place: &City, date: NaiveDate) -> Option<Opportunity> {
    let id = OpportunityId::derived(BORN_MS, &format!("new-york {}", row.opportunity_id));
    let schedule = if row.recurrence == "ongoing" {
        Schedule { day_parts: working_hours(), partial_attendance: true, minimum_minutes: Some(120), ..Schedule::default() }
    } else {
        // The same weekday, within the next seven days.
        let ahead = (7 + row.starts_on.weekday().num_days_from_monday() - date.weekday().num_days_from_monday() - 1) % 7 + 1;
        let day = date.checked_add_days(Days::new(u64::from(ahead)))?;
        let at = |hour| place.calendar.instant(day.and_hms_opt(hour, 0, 0)?);
        let session = SessionId::derived(BORN_MS, &format!("new-york {} session", row.opportunity_id));
        let session = Session { id: session, starts_at: at(10)?, ends_at: at(13)?, seats: None, seats_taken: 0, cancelled: false };
        Schedule { sessions: vec![session], ..Schedule::default() }
    };
    let mut details = OpportunityDetails::new(Kind::Activity, row.opportunity_id.to_string(), schedule);
    details.themes = row.category_id.and_then(|n| CATEGORIES.get(n.checked_sub(1)?)).map(|t| (*t).to_owned()).into_iter().collect();
    details.areas = vec![row.borough.clone().unwrap_or_else(|| "NYC".into())];
    details.place.point = row.latitude.zip(row.longitude).and_then(|(lat, lon)| Point::from_degrees(lat, lon).ok());
    let born = place.calendar.instant(row.created_on.and_time(NaiveTime::MIN))?;
    Some(Opportunity {
        id,
        version: 1,
        group: GroupId::derived(BORN_MS, &format!("new-york organisation {}", row.organisation_id)),
        details,
        state: State::Published,
        source: None,
        created_at: born,
        updated_at: born,
        published_at: Some(born),
    })
}

/// Any part of Monday to Friday, and Saturdays until six.
fn working_hours() -> DayParts {
    let weekdays = [DayKind::Mon, DayKind::Tue, DayKind::Wed, DayKind::Thu, DayKind::Fri]
        .into_iter()
        .flat_map(|day| PartOfDay::ALL.iter().map(move |part| DayPart { day, part: *part }));
    let saturday = [PartOfDay::Morning, PartOfDay::Afternoon].into_iter().map(|part| DayPart { day: DayKind::Sat, part });
    weekdays.chain(saturday).collect()
}
