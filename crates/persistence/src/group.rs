//! Groups: their row, row to domain and back, their queries.

use crate::columns::{Id, Json, Reading, Ts, maybe_text, text};
use crate::error::StoreError;
use crate::schema::group;
use crate::tx::{Tx, Written, rows_by_id};
use diesel::prelude::*;
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::GroupId;
use enmusubi_domain::level::Accessibility;
use enmusubi_domain::opportunity::Source;
use enmusubi_domain::place::Place;
use std::collections::HashMap;

/// A row of the table.
#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = group, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct GroupRow {
    id: Id,
    version: i64,
    name: String,
    name_en: Option<String>,
    kind: String,
    summary: String,
    description: String,
    themes: Json,
    areas: Json,
    place_name: Option<String>,
    place_address: Option<String>,
    place_lat: Option<i32>,
    place_lon: Option<i32>,
    place_station: Option<String>,
    members: Option<i64>,
    founded: Option<i32>,
    url: Option<String>,
    accessibility: Json,
    source_name: Option<String>,
    source_reference: Option<String>,
    imported: bool,
    created_at: Ts,
    updated_at: Ts,
    standing: String,
    response_hours: Option<i64>,
}

impl GroupRow {
    /// The row of a group that is new.
    pub(crate) fn of(group: &Group) -> Result<Self, StoreError> {
        let d = &group.details;
        Ok(Self {
            id: Id(group.id.0),
            version: 1,
            name: text(&d.name)?,
            name_en: maybe_text(d.name_en.as_ref())?,
            kind: d.kind.code().into(),
            summary: text(&d.summary)?,
            description: text(&d.description)?,
            themes: Json::texts(&d.themes)?,
            areas: Json::texts(&d.areas)?,
            place_name: maybe_text(d.place.name.as_ref())?,
            place_address: maybe_text(d.place.address.as_ref())?,
            place_lat: d.place.point.map(|p| p.lat),
            place_lon: d.place.point.map(|p| p.lon),
            place_station: maybe_text(d.place.nearest_station.as_ref())?,
            members: d.members.map(i64::from),
            founded: d.founded,
            url: maybe_text(d.url.as_ref())?,
            accessibility: Json::of(&d.accessibility.iter().map(|a| a.code()).collect::<Vec<_>>())?,
            source_name: maybe_text(group.source.as_ref().map(|s| &s.name))?,
            source_reference: maybe_text(group.source.as_ref().map(|s| &s.reference))?,
            imported: group.imported,
            created_at: Ts::of(group.created_at),
            updated_at: Ts::of(group.updated_at),
            standing: group.standing.code().into(),
            response_hours: group.response_hours.map(i64::from),
        })
    }

    fn into_group(self) -> Result<Group, StoreError> {
        let r = Reading::new("group", self.id.0);
        Ok(Group {
            id: GroupId(self.id.0),
            version: self.version,
            details: GroupDetails {
                kind: r.word("kind", &self.kind, GroupKind::parse)?,
                themes: r.doc("themes", &self.themes)?,
                areas: r.doc("areas", &self.areas)?,
                place: Place {
                    name: self.place_name,
                    address: self.place_address,
                    point: r.point(self.place_lat, self.place_lon)?,
                    nearest_station: self.place_station,
                },
                members: r.maybe_number("members", self.members)?,
                accessibility: r.words("accessibility", &self.accessibility, Accessibility::parse)?,
                name: self.name,
                name_en: self.name_en,
                summary: self.summary,
                description: self.description,
                founded: self.founded,
                url: self.url,
            },
            standing: r.word("standing", &self.standing, Standing::parse)?,
            source: r.source(self.source_name, self.source_reference)?,
            imported: self.imported,
            response_hours: r.maybe_number("response_hours", self.response_hours)?,
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
        })
    }
}

impl Tx<'_> {
    /// A group.
    pub fn group(&mut self, id: GroupId) -> Result<Option<Group>, StoreError> {
        Ok(self.groups(&[id])?.pop())
    }

    /// Groups in the order asked for; those that are not there are left out.
    pub fn groups(&mut self, ids: &[GroupId]) -> Result<Vec<Group>, StoreError> {
        let keys: Vec<Id> = ids.iter().map(|id| Id(id.0)).collect();
        let rows = rows_by_id!(self, group, GroupRow, &keys)?;
        let mut by_id: HashMap<Id, GroupRow> = rows.into_iter().map(|r| (r.id, r)).collect();
        keys.iter().filter_map(|id| by_id.remove(id)).map(GroupRow::into_group).collect()
    }

    /// The group that came from a source.
    pub fn group_by_source(&mut self, source: &Source) -> Result<Option<Group>, StoreError> {
        let query = group::table.filter(group::source_name.eq(&source.name)).filter(group::source_reference.eq(&source.reference)).select(group::id);
        let found = query.first::<Id>(self.db).optional();
        match self.look("group", found)? {
            Some(id) => self.group(GroupId(id.0)),
            None => Ok(None),
        }
    }

    /// The next groups by id, for walking through all of them.
    pub fn groups_after(&mut self, after: Option<GroupId>, limit: usize) -> Result<Vec<Group>, StoreError> {
        let mut query = group::table.select(group::id).order(group::id).limit(i64::try_from(limit).unwrap_or(i64::MAX)).into_boxed();
        if let Some(after) = after {
            query = query.filter(group::id.gt(Id(after.0)));
        }
        let ids = query.load::<Id>(self.db);
        let ids: Vec<GroupId> = self.look("group", ids)?.into_iter().map(|id| GroupId(id.0)).collect();
        self.groups(&ids)
    }

    /// Writes a group: a new one, or what is different about one that is there.
    ///
    /// `version` and, once it is there, `created_at` are the store's own: what is given does not count. Times are kept to the microsecond.
    pub fn put_group(&mut self, group: &Group) -> Result<Written, StoreError> {
        let mut row = GroupRow::of(group)?;
        let Some(stands) = self.group(group.id)? else {
            let done = diesel::insert_into(group::table).values(&row).execute(self.db);
            return self.look("group", done).map(|_| Written::Created);
        };
        let same = Group { version: stands.version, created_at: stands.created_at, updated_at: stands.updated_at, ..group.clone() };
        if same == stands {
            return Ok(Written::Unchanged);
        }
        (row.version, row.created_at) = (stands.version, Ts::of(stands.created_at));
        let done = diesel::update(group::table.filter(group::id.eq(row.id))).set(&row).execute(self.db);
        self.look("group", done).map(|_| Written::Updated)
    }
}
