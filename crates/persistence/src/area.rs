//! Areas: their row, row to domain and back, their queries.

use crate::columns::{Json, Reading, maybe_text, text};
use crate::connection::each_backend;
use crate::error::StoreError;
use crate::schema::area;
use crate::theme::merged;
use crate::tx::{Tx, Written};
use diesel::prelude::*;
use enmusubi_domain::area::{Area, AreaKind};
use enmusubi_domain::text::Names;
use std::collections::HashMap;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = area, primary_key(code), treat_none_as_default_value = false, treat_none_as_null = true)]
struct AreaRow {
    code: String,
    position: i32,
    name_ja: String,
    name_en: String,
    kind: String,
    parent: Option<String>,
    lat: Option<i32>,
    lon: Option<i32>,
    adjacent: Json,
    postal_prefixes: Json,
}

impl AreaRow {
    fn of(area: &Area, position: i32) -> Result<Self, StoreError> {
        Ok(Self {
            code: text(&area.code)?,
            position,
            name_ja: text(&area.names.ja)?,
            name_en: text(&area.names.en)?,
            kind: area.kind.code().into(),
            parent: maybe_text(area.parent.as_ref())?,
            lat: area.point.map(|p| p.lat),
            lon: area.point.map(|p| p.lon),
            adjacent: Json::texts(&area.adjacent)?,
            postal_prefixes: Json::texts(&area.postal_prefixes)?,
        })
    }

    fn into_area(self) -> Result<Area, StoreError> {
        let r = Reading::new("area", &self.code);
        Ok(Area {
            kind: r.word("kind", &self.kind, AreaKind::parse)?,
            point: r.point(self.lat, self.lon)?,
            adjacent: r.doc("adjacent", &self.adjacent)?,
            postal_prefixes: r.doc("postal_prefixes", &self.postal_prefixes)?,
            code: self.code,
            names: Names { ja: self.name_ja, en: self.name_en },
            parent: self.parent,
        })
    }
}

impl Tx<'_> {
    /// Every area, in order.
    pub fn areas(&mut self) -> Result<Vec<Area>, StoreError> {
        let rows = area::table.order((area::position, area::code)).select(AreaRow::as_select()).load::<AreaRow>(self.db);
        self.look("area", rows)?.into_iter().map(AreaRow::into_area).collect()
    }

    /// Writes areas by code, in the order given; those that stand and are not given stay behind the one they followed.
    ///
    /// Answers for each one given.
    pub fn put_areas(&mut self, areas: &[Area]) -> Result<Vec<Written>, StoreError> {
        let stand = self.areas()?;
        let places = area::table.select((area::code, area::position)).load::<(String, i32)>(self.db);
        let places: HashMap<String, i32> = self.look("area", places)?.into_iter().collect();
        let before: HashMap<&str, &Area> = stand.iter().map(|a| (a.code.as_str(), a)).collect();
        let given: HashMap<&str, &Area> = areas.iter().map(|a| (a.code.as_str(), a)).collect();
        let order = merged(&areas.iter().map(|a| a.code.as_str()).collect::<Vec<_>>(), &stand.iter().map(|a| a.code.as_str()).collect::<Vec<_>>());
        let mut written: HashMap<&str, Written> = HashMap::new();
        let mut fresh = vec![];
        for (position, code) in order.into_iter().enumerate() {
            let position = i32::try_from(position).unwrap_or(i32::MAX);
            let Some(wanted) = given.get(code).or_else(|| before.get(code)) else { continue };
            let done = match before.get(code) {
                None => {
                    fresh.push(AreaRow::of(wanted, position)?);
                    Written::Created
                }
                Some(old) if old == wanted && places.get(code) == Some(&position) => Written::Unchanged,
                Some(_) => {
                    let done = diesel::update(area::table.filter(area::code.eq(code))).set(&AreaRow::of(wanted, position)?).execute(self.db);
                    self.look("area", done)?;
                    Written::Updated
                }
            };
            written.insert(code, done);
        }
        for chunk in fresh.chunks(500) {
            let done = each_backend!(&mut *self.db, c => diesel::insert_into(area::table).values(chunk).execute(c));
            self.look("area", done)?;
        }
        Ok(areas.iter().map(|a| written.get(a.code.as_str()).copied().unwrap_or(Written::Unchanged)).collect())
    }
}
