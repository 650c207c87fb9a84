//! The golden town: some hundred made-up listings on the default city's wards, looked at at one moment that never changes.

use crate::import::record::OpportunityRecord;
use crate::import::record::group::PlaceRecord;
use crate::import::record::opportunity::{AudienceRecord, CapacityRecord, LevelRecord, PartyRecord, SeeksRecord};
use crate::import::record::schedule::{Moment, ScheduleRecord, SessionRecord};
use crate::import::taxonomy;
use crate::town::BORN_MS;
use chrono::{DateTime, Utc};
use enmusubi_domain::city::{Calendar, City};
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::matching::Offer;
use enmusubi_domain::opportunity::{Opportunity, State};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// Tuesday, 1 December 2026, nine in the morning in Sapporo: the moment of every question.
const NOW: &str = "2026-12-01T00:00:00Z";

const DISTRICTS: &str = include_str!("../../../data/golden/town/districts.csv");
const PLACES: &str = include_str!("../../../data/golden/town/places.toml");

macro_rules! listings {
    ($($name:literal),*) => { [$((concat!("town/", $name, ".toml"), include_str!(concat!("../../../data/golden/town/", $name, ".toml")))),*] };
}

/// The files of the listings.
const FILES: [(&str, &str); 5] = listings!("children", "care", "winter", "green", "culture");

/// One listing of the town.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    /// The name by which cases call it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What matching needs of it.
    pub offer: Offer,
}

/// The town.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    pub city: City,
    pub now: DateTime<Utc>,
    pub listings: Vec<Listing>,
    by_id: HashMap<String, usize>,
}

/// A listing as it is written: what is left out is as in an import, but the language, which is Japanese.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    id: String,
    title: String,
    kind: Option<String>,
    themes: Vec<String>,
    /// A place of `places.toml`, or `areas` without one.
    at: Option<String>,
    areas: Vec<String>,
    remote: bool,
    level: Option<String>,
    beginners: bool,
    responsibility: Option<String>,
    sessions: Vec<Run>,
    day_parts: Vec<String>,
    seats: Option<u32>,
    taken: Option<u32>,
    partial: bool,
    minimum_minutes: Option<u32>,
    party_min: Option<u32>,
    party_max: Option<u32>,
    age_min: Option<u8>,
    age_max: Option<u8>,
    accessibility: Vec<String>,
    languages: Vec<String>,
    qualifications: Vec<String>,
    seeks: Option<SeeksRecord>,
    apply_by: Option<String>,
    /// Connections within the policy's window.
    connections: u32,
}

/// Sessions at the same hours on several dates. An end before the begin is on the next day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    on: Vec<chrono::NaiveDate>,
    from: String,
    to: String,
    seats: u32,
    taken: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceWritten {
    name: String,
    area: String,
    lat: f64,
    lon: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWritten {
    listing: Vec<toml::Table>,
}

impl Cast {
    /// Reads the town. Answers a sentence that names the file and the listing of what is wrong.
    pub fn read() -> Result<Self, String> {
        Self::of(&FILES)
    }

    fn of(files: &[(&str, &str)]) -> Result<Self, String> {
        let city = city()?;
        let now = NOW.parse().map_err(|e| format!("{NOW}: {e}"))?;
        let places: BTreeMap<String, PlaceWritten> = toml::from_str(PLACES).map_err(|e| format!("town/places.toml: {e}"))?;
        let (mut listings, mut by_id) = (vec![], HashMap::new());
        for (file, text) in files {
            let read: FileWritten = toml::from_str(text).map_err(|e| format!("{file}: {e}"))?;
            for table in read.listing {
                let id = table.get("id").and_then(toml::Value::as_str).unwrap_or("(no id)").to_owned();
                let named = |e: &dyn std::fmt::Display| format!("{file}: {id}: {e}");
                let written: Written = table.try_into().map_err(|e| named(&e))?;
                let listing = listing(written, &places, &city, now).map_err(|e| named(&e))?;
                if by_id.insert(id.clone(), listings.len()).is_some() {
                    return Err(named(&"there are two of this id"));
                }
                listings.push(listing);
            }
        }
        Ok(Self { city, now, listings, by_id })
    }

    /// The number of a listing.
    pub fn number(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }
}

/// The default city, with a few districts so that cases can be told within a ward.
fn city() -> Result<City, String> {
    let mut areas = crate::town::areas();
    areas.extend(taxonomy::areas(DISTRICTS).map_err(|e| format!("town/districts.csv: {e}"))?);
    crate::taxonomy::city(areas, crate::town::themes(), Calendar::default())
}

fn listing(written: Written, places: &BTreeMap<String, PlaceWritten>, city: &City, now: DateTime<Utc>) -> Result<Listing, String> {
    let (id, title, connections) = (written.id.clone(), written.title.clone(), written.connections);
    let record = record(written, places)?;
    let moment = Moment { calendar: &city.calendar, now, stored: None };
    let mut fresh = |at: DateTime<Utc>| SessionId::derived(BORN_MS, &format!("golden {id} {}", at.timestamp()));
    let (said, wrong) = record.said(&moment, &mut fresh);
    let sentence = |wrong: &[enmusubi_domain::invalid::Invalid]| wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    if !wrong.is_empty() {
        return Err(sentence(&wrong));
    }
    said.details.check(city).map_err(|wrong| sentence(&wrong))?;
    let opportunity = Opportunity {
        id: OpportunityId::derived(BORN_MS, &format!("golden {id}")),
        version: 1,
        group: GroupId::derived(BORN_MS, "golden"),
        details: said.details,
        state: State::Published,
        source: None,
        created_at: now,
        updated_at: now,
        published_at: Some(now),
    };
    Ok(Listing { offer: Offer::of(&opportunity, city, connections, now), id, title })
}

fn record(w: Written, places: &BTreeMap<String, PlaceWritten>) -> Result<OpportunityRecord, String> {
    let place = w.at.as_ref().map(|at| places.get(at).ok_or_else(|| format!("at: there is no place \"{at}\""))).transpose()?;
    let sessions = w.sessions.iter().flat_map(|run| run.on.iter().map(|date| session(run, *date))).collect();
    Ok(OpportunityRecord {
        reference: Some(w.id),
        kind: w.kind,
        title: Some(w.title),
        themes: w.themes,
        areas: place.map_or(w.areas, |p| vec![p.area.clone()]),
        place: place.map_or_else(PlaceRecord::default, |p| PlaceRecord {
            name: Some(p.name.clone()),
            lat: Some(p.lat),
            lon: Some(p.lon),
            ..PlaceRecord::default()
        }),
        remote: w.remote,
        level: LevelRecord { required: w.level, beginner_friendly: w.beginners },
        responsibility: w.responsibility,
        schedule: ScheduleRecord { sessions, recurrence: None, day_parts: w.day_parts, partial_attendance: w.partial, minimum_minutes: w.minimum_minutes },
        capacity: CapacityRecord { seats: w.seats, seats_taken: w.taken },
        party_size: PartyRecord { min: w.party_min, max: w.party_max },
        audience: AudienceRecord { age_min: w.age_min, age_max: w.age_max, ..AudienceRecord::default() },
        qualifications: w.qualifications,
        accessibility: w.accessibility,
        languages: if w.languages.is_empty() { vec!["ja".into()] } else { w.languages },
        seeks: w.seeks,
        apply_by: w.apply_by,
        ..OpportunityRecord::default()
    })
}

fn session(run: &Run, date: chrono::NaiveDate) -> SessionRecord {
    let end = if run.to > run.from { Some(date) } else { date.succ_opt() };
    SessionRecord {
        starts_at: Some(format!("{date}T{}", run.from)),
        ends_at: end.map(|end| format!("{end}T{}", run.to)),
        seats: Some(run.seats),
        seats_taken: Some(run.taken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_listing_is_named_with_its_file() {
        let wrong = |text: &str| Cast::of(&[("town/x.toml", text)]).unwrap_err();
        let listing = |more: &str| format!("[[listing]]\nid = \"a\"\ntitle = \"あ\"\nday_parts = [\"sat_morning\"]\n{more}\n");
        assert_eq!(Cast::of(&[("town/x.toml", &listing("at = \"odori\""))]).unwrap().listings.len(), 1);
        for (more, named) in [
            ("at = \"odori\"\ncolour = 1", "colour"),
            ("at = \"atlantis\"", "atlantis"),
            ("at = \"odori\"\nthemes = [\"juggling\"]", "juggling"),
            ("", "areas"),
            ("at = \"odori\"\nseeks = { level = \"basic\", kindness = true }", "kindness"),
            ("at = \"odori\"\nsessions = [{ on = [\"2026-12-32\"], from = \"09:00\", to = \"10:00\", seats = 1, taken = 0 }]", "sessions"),
        ] {
            let said = wrong(&listing(more));
            assert!(said.starts_with("town/x.toml: a: ") && said.contains(named), "{said}");
        }
        assert!(wrong(&format!("{}{}", listing("at = \"odori\""), listing("at = \"odori\""))).contains("two"));
    }
}
