//! The demo town: a fictional picture of civic life in the ten wards of the default city.

/// From "the second Saturday from today" to dates.
mod dates;
/// The files of the town as they are written.
mod file;
/// The people and machines of the town.
pub mod people;
/// What the volunteer keeps of themselves.
mod profile;
/// What the volunteer has asked for.
mod wishes;

use crate::import::record::schedule::Moment;
use crate::import::taxonomy;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use enmusubi_domain::area::Area;
use enmusubi_domain::city::Calendar;
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::group::{Group, GroupDetails, Standing};
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId, mix};
use enmusubi_domain::opportunity::{Opportunity, State};
use enmusubi_domain::theme::Theme;
use std::collections::HashMap;

/// Birth time of everything in the town (2026-01-01), so that ids do not depend on the day it is loaded.
pub const BORN_MS: u64 = 1_767_225_600_000;

/// The areas of the default city.
pub const AREAS_CSV: &str = include_str!("../../data/sapporo/areas.csv");
/// The themes of the default city.
pub const THEMES_CSV: &str = include_str!("../../data/sapporo/themes.csv");

macro_rules! wards {
    ($($name:literal),*) => { &[$(($name, include_str!(concat!("../../data/town/", $name, ".toml")))),*] };
}

/// The files of the town: a ward's name and its TOML.
pub fn files() -> &'static [(&'static str, &'static str)] {
    wards!("chuo", "kita", "higashi", "shiroishi", "toyohira", "minami", "nishi", "atsubetsu", "teine", "kiyota")
}

/// The areas of the default city, largest first.
pub fn areas() -> Vec<Area> {
    taxonomy::areas(AREAS_CSV).expect("the areas inside the program are proved by a test")
}

/// The themes of the default city, in the order they are shown.
pub fn themes() -> Vec<Theme> {
    taxonomy::themes(THEMES_CSV).expect("the themes inside the program are proved by a test")
}

/// The town as it looks on a day: everything published, sessions relative to that day, the same ids on every day.
pub fn load(today: NaiveDate, calendar: &Calendar) -> (Vec<Area>, Vec<Theme>, Vec<Group>, Vec<Opportunity>) {
    let (mut groups, mut opportunities) = (vec![], vec![]);
    let morning = calendar.instant(today.and_hms_opt(0, 0, 0).unwrap_or_default()).unwrap_or_default();
    for (_, toml) in files() {
        let file = file::read(toml).expect("the town inside the program is proved by a test");
        groups.extend(file.groups.into_iter().map(|(reference, details)| group(&reference, details, morning)));
        for listing in &file.opportunities {
            opportunities.push(opportunity(listing, today, morning, calendar).expect("the town inside the program is proved by a test"));
        }
    }
    let mut first: HashMap<GroupId, DateTime<Utc>> = HashMap::new();
    for opportunity in &opportunities {
        let born = first.entry(opportunity.group).or_insert(opportunity.created_at);
        *born = (*born).min(opportunity.created_at);
    }
    for group in &mut groups {
        group.created_at = first.get(&group.id).copied().unwrap_or(morning);
        group.updated_at = group.created_at;
    }
    (areas(), themes(), groups, opportunities)
}

/// Who joined in the town's last days, as it is counted: about two listings in five have found somebody, most of them once. Every tenth came
/// by a group's own link, which does not count against it.
///
/// Whole hours before now, and none near the edge of the built-in window: two towns that are loaded at different times of a day look the same.
pub fn connections(opportunities: &[Opportunity], now: DateTime<Utc>) -> Vec<(OpportunityId, ConnectionSource, DateTime<Utc>)> {
    let mut all = vec![];
    for listing in opportunities {
        let chance = mix(listing.id.0.as_u64_pair().1 ^ 0x0063_6f6e_6e65_6374);
        let joined = [0, 0, 0, 1, 1, 0, 0, 2, 0, 4][(chance % 10) as usize];
        for n in 0..joined {
            let chance = mix(chance ^ n);
            let source = match chance % 10 {
                0 => ConnectionSource::GroupLink,
                1 => ConnectionSource::Desk,
                2 | 3 => ConnectionSource::Search,
                _ => ConnectionSource::Match,
            };
            let at = now - TimeDelta::hours((mix(chance) % 140) as i64);
            // Nobody joins before there is something to join.
            all.extend((listing.published_at.is_some_and(|published| published < at)).then_some((listing.id, source, at)));
        }
    }
    all
}

/// The id of a group of the town.
pub fn group_id(reference: &str) -> GroupId {
    GroupId::derived(BORN_MS, reference)
}

/// The id of an opportunity of the town.
pub fn opportunity_id(reference: &str) -> OpportunityId {
    OpportunityId::derived(BORN_MS, reference)
}

fn group(reference: &str, details: GroupDetails, at: DateTime<Utc>) -> Group {
    Group {
        id: group_id(reference),
        version: 1,
        details,
        standing: Standing::Active,
        source: None,
        imported: false,
        response_hours: None,
        created_at: at,
        updated_at: at,
    }
}

fn opportunity(listing: &file::Listing, today: NaiveDate, morning: DateTime<Utc>, calendar: &Calendar) -> Result<Opportunity, String> {
    let record = dates::record(listing, today, calendar)?;
    let moment = Moment { calendar, now: morning, stored: None };
    let mut fresh = |at: DateTime<Utc>| SessionId::derived(BORN_MS, &format!("{} {}", listing.reference, at.timestamp()));
    let (said, wrong) = record.said(&moment, &mut fresh);
    if let Some(wrong) = wrong.first() {
        return Err(format!("{}: {wrong}", listing.reference));
    }
    let mut details = said.details;
    // The places taken of a rule stand for its next two sessions.
    let taken = listing.recurrence.as_ref().map_or(0, |r| r.taken);
    let upcoming = details.schedule.sessions.iter_mut().filter(|s| calendar.civil(s.starts_at).date() > today);
    upcoming.take(if taken > 0 { 2 } else { 0 }).for_each(|s| s.seats_taken = taken);
    let published_at = published(listing, today, calendar).unwrap_or(morning);
    Ok(Opportunity {
        id: opportunity_id(&listing.reference),
        version: 1,
        group: group_id(&listing.group),
        details,
        state: State::Published,
        source: None,
        created_at: published_at,
        updated_at: published_at,
        published_at: Some(published_at),
    })
}

/// Some minute between eight in the morning and nine in the evening of that day; what is new today was there at midnight.
fn published(listing: &file::Listing, today: NaiveDate, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let day = today.checked_sub_days(Days::new(listing.published_days_ago))?;
    let minute = if listing.published_days_ago == 0 { 0 } else { 480 + mix(opportunity_id(&listing.reference).0.as_u64_pair().1) % 780 };
    calendar.instant(day.and_hms_opt((minute / 60) as u32, (minute % 60) as u32, 0)?)
}

#[cfg(test)]
mod tests;
