//! The files of the town as they are written: like the import format, with dates relative to the day.

use crate::import::record::opportunity::{AudienceRecord, LevelRecord, PartyRecord, SeeksRecord};
use crate::import::record::{GroupRecord, PlaceRecord};
use enmusubi_domain::group::GroupDetails;
use serde::Deserialize;

/// One ward.
pub(super) struct File {
    /// Its groups with their references.
    pub groups: Vec<(String, GroupDetails)>,
    /// Its opportunities.
    pub opportunities: Vec<Listing>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    group: Vec<GroupRecord>,
    opportunity: Vec<Listing>,
}

/// One opportunity of the town.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Listing {
    #[serde(rename = "ref")]
    pub reference: String,
    pub group: String,
    pub kind: String,
    pub title: String,
    pub title_en: Option<String>,
    pub summary: String,
    pub summary_en: Option<String>,
    pub description: String,
    pub themes: Vec<String>,
    pub areas: Vec<String>,
    pub place: PlaceRecord,
    pub remote: bool,
    pub level: LevelRecord,
    pub responsibility: String,
    pub sessions: Vec<RelativeSession>,
    pub recurrence: Option<Rule>,
    pub day_parts: Vec<String>,
    pub seats: Option<u32>,
    pub taken: u32,
    pub partial_attendance: bool,
    pub minimum_minutes: Option<u32>,
    pub party: PartyRecord,
    pub audience: AudienceRecord,
    pub requirements: Vec<String>,
    pub qualification: Option<String>,
    pub accessibility: Vec<String>,
    pub languages: Vec<String>,
    pub insurance: Option<String>,
    pub cost: Option<String>,
    pub rewards: Option<String>,
    /// Days before the first session.
    pub apply_by: Option<u64>,
    pub company_ok: bool,
    pub seeks: Option<SeeksRecord>,
    pub published_days_ago: u64,
}

/// A session so many weeks from today.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelativeSession {
    pub week: u64,
    pub day: String,
    pub from: String,
    pub to: String,
    pub seats: u32,
    pub taken: u32,
}

/// A rule, and the places taken in each of its next two sessions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub rule: String,
    pub from: String,
    pub to: String,
    pub seats: u32,
    pub taken: u32,
}

/// Reads one ward.
pub(super) fn read(toml: &str) -> Result<File, String> {
    let raw: Raw = toml::from_str(toml).map_err(|e| e.to_string())?;
    let mut groups = vec![];
    for record in raw.group {
        let (details, wrong) = record.details();
        if let Some(wrong) = wrong.first() {
            return Err(format!("{:?}: {wrong}", record.reference));
        }
        groups.push((record.reference.unwrap_or_default(), details));
    }
    Ok(File { groups, opportunities: raw.opportunity })
}
