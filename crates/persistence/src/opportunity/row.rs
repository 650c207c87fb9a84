//! The row of an opportunity, row to domain and back.

use super::documents;
use crate::columns::{Id, Json, Reading, Ts, maybe_text, text};
use crate::error::StoreError;
use crate::schema::opportunity;
use diesel::prelude::*;
use enmusubi_domain::day::DayParts;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::opportunity::{Audience, Insurance, Kind, Opportunity, OpportunityDetails, State};
use enmusubi_domain::place::Place;
use enmusubi_domain::schedule::{Schedule, Session};

/// A row of the table.
#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = opportunity, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct OpportunityRow {
    pub(super) id: Id,
    pub(super) version: i64,
    group_id: Id,
    kind: String,
    title: String,
    title_en: Option<String>,
    summary: String,
    summary_en: Option<String>,
    description: String,
    themes: Json,
    themes_suggested: bool,
    areas: Json,
    place_name: Option<String>,
    place_address: Option<String>,
    place_lat: Option<i32>,
    place_lon: Option<i32>,
    place_station: Option<String>,
    remote: bool,
    level: Option<String>,
    beginner_friendly: bool,
    responsibility: String,
    recurrence: Option<Json>,
    day_parts: i64,
    partial_attendance: bool,
    minimum_minutes: Option<i64>,
    seats: Option<i64>,
    seats_taken: i64,
    party_min: i64,
    party_max: Option<i64>,
    age_min: Option<i32>,
    age_max: Option<i32>,
    families: bool,
    students: bool,
    seniors: bool,
    requirements: Json,
    qualifications: Json,
    accessibility: Json,
    languages: Json,
    insurance: Option<String>,
    cost: Option<String>,
    rewards: Option<String>,
    apply_by: Option<Ts>,
    company_ok: bool,
    url: Option<String>,
    seeks: Option<Json>,
    state: String,
    source_name: Option<String>,
    source_reference: Option<String>,
    pub(super) created_at: Ts,
    updated_at: Ts,
    published_at: Option<Ts>,
}

impl OpportunityRow {
    /// The row of an opportunity that is new.
    pub(crate) fn of(opportunity: &Opportunity) -> Result<Self, StoreError> {
        let d = &opportunity.details;
        Ok(Self {
            id: Id(opportunity.id.0),
            version: 1,
            group_id: Id(opportunity.group.0),
            kind: d.kind.code().into(),
            title: text(&d.title)?,
            title_en: maybe_text(d.title_en.as_ref())?,
            summary: text(&d.summary)?,
            summary_en: maybe_text(d.summary_en.as_ref())?,
            description: text(&d.description)?,
            themes: Json::texts(&d.themes)?,
            themes_suggested: d.themes_suggested,
            areas: Json::texts(&d.areas)?,
            place_name: maybe_text(d.place.name.as_ref())?,
            place_address: maybe_text(d.place.address.as_ref())?,
            place_lat: d.place.point.map(|p| p.lat),
            place_lon: d.place.point.map(|p| p.lon),
            place_station: maybe_text(d.place.nearest_station.as_ref())?,
            remote: d.remote,
            level: d.level.map(|l| l.code().into()),
            beginner_friendly: d.beginner_friendly,
            responsibility: d.responsibility.code().into(),
            recurrence: d.schedule.recurrence.as_ref().map(documents::of_recurrence).transpose()?,
            day_parts: i64::from(d.schedule.day_parts.0),
            partial_attendance: d.schedule.partial_attendance,
            minimum_minutes: d.schedule.minimum_minutes.map(i64::from),
            seats: d.seats.map(i64::from),
            seats_taken: i64::from(d.seats_taken),
            party_min: i64::from(d.party_min),
            party_max: d.party_max.map(i64::from),
            age_min: d.audience.age_min.map(i32::from),
            age_max: d.audience.age_max.map(i32::from),
            families: d.audience.families,
            students: d.audience.students,
            seniors: d.audience.seniors,
            requirements: Json::texts(&d.requirements)?,
            qualifications: Json::texts(&d.qualifications)?,
            accessibility: Json::of(&d.accessibility.iter().map(|a| a.code()).collect::<Vec<_>>())?,
            languages: Json::texts(&d.languages)?,
            insurance: d.insurance.map(|i| i.code().into()),
            cost: maybe_text(d.cost.as_ref())?,
            rewards: maybe_text(d.rewards.as_ref())?,
            apply_by: d.apply_by.map(Ts::of),
            company_ok: d.company_ok,
            url: maybe_text(d.url.as_ref())?,
            seeks: d.seeks.as_ref().map(documents::of_seeks).transpose()?,
            state: opportunity.state.code().into(),
            source_name: maybe_text(opportunity.source.as_ref().map(|s| &s.name))?,
            source_reference: maybe_text(opportunity.source.as_ref().map(|s| &s.reference))?,
            created_at: Ts::of(opportunity.created_at),
            updated_at: Ts::of(opportunity.updated_at),
            published_at: opportunity.published_at.map(Ts::of),
        })
    }

    /// The opportunity, given its sessions in order.
    pub(super) fn into_opportunity(self, sessions: Vec<Session>) -> Result<Opportunity, StoreError> {
        let r = Reading::new("opportunity", self.id.0);
        let schedule = Schedule {
            sessions,
            recurrence: self.recurrence.as_ref().map(|d| documents::recurrence(&r, d)).transpose()?,
            day_parts: DayParts(r.number("day_parts", self.day_parts)?),
            partial_attendance: self.partial_attendance,
            minimum_minutes: r.maybe_number("minimum_minutes", self.minimum_minutes)?,
        };
        Ok(Opportunity {
            id: OpportunityId(self.id.0),
            version: self.version,
            group: GroupId(self.group_id.0),
            details: OpportunityDetails {
                kind: r.word("kind", &self.kind, Kind::parse)?,
                themes: r.doc("themes", &self.themes)?,
                areas: r.doc("areas", &self.areas)?,
                place: Place {
                    name: self.place_name,
                    address: self.place_address,
                    point: r.point(self.place_lat, self.place_lon)?,
                    nearest_station: self.place_station,
                },
                level: self.level.map(|w| r.word("level", &w, Level::parse)).transpose()?,
                responsibility: r.word("responsibility", &self.responsibility, Responsibility::parse)?,
                schedule,
                seats: r.maybe_number("seats", self.seats)?,
                seats_taken: r.number("seats_taken", self.seats_taken)?,
                party_min: r.number("party_min", self.party_min)?,
                party_max: r.maybe_number("party_max", self.party_max)?,
                audience: Audience {
                    age_min: r.maybe_number("age_min", self.age_min)?,
                    age_max: r.maybe_number("age_max", self.age_max)?,
                    families: self.families,
                    students: self.students,
                    seniors: self.seniors,
                },
                requirements: r.doc("requirements", &self.requirements)?,
                qualifications: r.doc("qualifications", &self.qualifications)?,
                accessibility: r.words("accessibility", &self.accessibility, Accessibility::parse)?,
                languages: r.doc("languages", &self.languages)?,
                insurance: self.insurance.map(|w| r.word("insurance", &w, Insurance::parse)).transpose()?,
                seeks: self.seeks.as_ref().map(|d| documents::seeks(&r, d)).transpose()?,
                title: self.title,
                title_en: self.title_en,
                summary: self.summary,
                summary_en: self.summary_en,
                description: self.description,
                themes_suggested: self.themes_suggested,
                remote: self.remote,
                beginner_friendly: self.beginner_friendly,
                cost: self.cost,
                rewards: self.rewards,
                apply_by: self.apply_by.map(|t| t.0),
                company_ok: self.company_ok,
                url: self.url,
            },
            state: r.word("state", &self.state, State::parse)?,
            source: r.source(self.source_name, self.source_reference)?,
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
            published_at: self.published_at.map(|t| t.0),
        })
    }
}
