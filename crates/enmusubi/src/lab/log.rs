//! A log of real searches instead of made-up visitors: one a line, pseudonymous and by consent. Nothing that tells who somebody is
//! is read: a member this format does not know is refused by its name.

use super::arrivals::{Arrival, Way};
use super::town::Town;
use enmusubi_domain::availability::Availability;
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::day::{DayPart, DayParts};
use enmusubi_domain::level::Level;
use enmusubi_domain::matching::{Policy, Question, Wish, WishTheme};
use serde_json::{Map, Value};
use std::io::BufRead;

/// The members of a line.
const MEMBERS: [&str; 8] = ["week", "themes", "areas", "day_parts", "level", "party_size", "source", "opportunity_id"];
/// Most weeks a log may span.
const WEEKS_MAX: u32 = 520;

/// Reads a log: the visits of each week, the first week first. Answers a sentence that names line and member of what is wrong.
pub(super) fn read(lines: impl BufRead, town: &Town) -> Result<Vec<Vec<Arrival>>, String> {
    let mut weeks: Vec<Vec<Arrival>> = vec![];
    for (n, line) in lines.lines().enumerate() {
        let line = line.map_err(|e| format!("line {}: {e}", n + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let (week, arrival) = visit(&line, town).map_err(|e| format!("line {}: {e}", n + 1))?;
        if weeks.len() < week {
            weeks.resize(week, vec![]);
        }
        weeks[week - 1].push(arrival);
    }
    if weeks.is_empty() { Err("there is no visit in it".into()) } else { Ok(weeks) }
}

fn visit(line: &str, town: &Town) -> Result<(usize, Arrival), String> {
    let mut members: Map<String, Value> = serde_json::from_str(line).map_err(|e| e.to_string())?;
    if let Some(foreign) = members.keys().find(|m| !MEMBERS.contains(&m.as_str())) {
        let known = MEMBERS.join(", ");
        return Err(format!("the member \"{foreign}\" has no place in this log: nothing that tells who somebody is may stand in it. Its members are {known}"));
    }
    let week: u32 = member(&mut members, "week")?.ok_or("week: is missing")?;
    if week == 0 || week > WEEKS_MAX {
        return Err(format!("week: {week} is not from 1 to {WEEKS_MAX}"));
    }
    let source: String = member(&mut members, "source")?.ok_or("source: is missing")?;
    let day_parts: DayParts = codes(&mut members, "day_parts")?
        .iter()
        .map(|code| DayPart::parse(code).ok_or_else(|| format!("day_parts: \"{code}\" is none")))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .collect();
    let level: Option<String> = member(&mut members, "level")?;
    let wish = Wish {
        themes: codes(&mut members, "themes")?.into_iter().map(|code| WishTheme { code, interest: 1.0, level: None }).collect(),
        areas: codes(&mut members, "areas")?,
        availability: (!day_parts.is_empty()).then(|| Availability { day_parts, ..Availability::default() }),
        level: level.map(|code| Level::parse(&code).ok_or_else(|| format!("level: \"{code}\" is none"))).transpose()?,
        party: member(&mut members, "party_size")?.unwrap_or(1),
        ..Wish::default()
    };
    // The same checks as on a real search: unknown themes and areas are named.
    Question::new(wish.clone(), &town.city, &Policy::default(), town.now)
        .map_err(|wrong| wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    Ok((week as usize, Arrival { wish, way: way(&source, member(&mut members, "opportunity_id")?, town)? }))
}

fn codes(members: &mut Map<String, Value>, name: &str) -> Result<Vec<String>, String> {
    Ok(member(members, name)?.unwrap_or_default())
}

/// The value of a member, if it is there; `null` counts as absent.
fn member<T: serde::de::DeserializeOwned>(members: &mut Map<String, Value>, name: &str) -> Result<Option<T>, String> {
    members.remove(name).map_or(Ok(None), |value| serde_json::from_value(value).map_err(|e| format!("{name}: {e}")))
}

fn way(source: &str, opportunity: Option<String>, town: &Town) -> Result<Way, String> {
    let Some(source) = ConnectionSource::parse(source) else {
        let known = ConnectionSource::ALL.iter().map(|s| s.code()).collect::<Vec<_>>().join(", ");
        return Err(format!("source: \"{source}\" is none of {known}"));
    };
    match (source.counts_against(), opportunity) {
        (false, None) => Ok(Way::Link(None)),
        (false, Some(id)) => {
            let id = id.parse().map_err(|_| format!("opportunity_id: \"{id}\" is no id"))?;
            let listing = town.listings.iter().position(|l| l.offer.id == id);
            Ok(Way::Link(Some(listing.ok_or_else(|| format!("opportunity_id: {id} is not among the published listings"))?)))
        }
        // All others are searches of some kind.
        (true, None) => Ok(Way::Search),
        (true, Some(_)) => Err("opportunity_id: only a visit by group_link goes to one listing".into()),
    }
}
