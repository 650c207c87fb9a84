use super::codes;
use crate::columns::{Id, Json, Reading, Ts};
use crate::error::StoreError;
use crate::schema::disclosure_view;
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::disclosure::{Field, Look};
use enmusubi_domain::id::{AccountId, DisclosureId};
use uuid::Uuid;

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = disclosure_view, treat_none_as_default_value = false)]
struct LookRow {
    id: Id,
    disclosure_id: Id,
    viewer_id: Option<Id>,
    viewed_at: Ts,
    fields: Json,
}

impl LookRow {
    fn into_look(self) -> Result<Look, StoreError> {
        let r = Reading::new("disclosure_view", self.id.0);
        Ok(Look {
            disclosure: DisclosureId(self.disclosure_id.0),
            viewer: self.viewer_id.map(|id| AccountId(id.0)),
            at: self.viewed_at.0,
            fields: r.words("fields", &self.fields, Field::parse)?,
        })
    }
}

impl Tx<'_> {
    /// Notes that somebody looked. What they saw stands nowhere.
    pub fn note_look(&mut self, look: &Look) -> Result<(), StoreError> {
        let row = LookRow {
            id: Id(Uuid::now_v7()),
            disclosure_id: Id(look.disclosure.0),
            viewer_id: look.viewer.map(|a| Id(a.0)),
            viewed_at: Ts::of(look.at),
            fields: codes(&look.fields)?,
        };
        let done = diesel::insert_into(disclosure_view::table).values(&row).execute(self.db);
        self.look("disclosure_view", done).map(drop)
    }

    /// The latest looks at what was disclosed, the newest first.
    pub fn looks_at(&mut self, disclosure: DisclosureId, limit: usize) -> Result<Vec<Look>, StoreError> {
        let rows = disclosure_view::table
            .filter(disclosure_view::disclosure_id.eq(Id(disclosure.0)))
            .order((disclosure_view::viewed_at.desc(), disclosure_view::id.desc()))
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select(LookRow::as_select())
            .load::<LookRow>(self.db);
        self.look("disclosure_view", rows)?.into_iter().map(LookRow::into_look).collect()
    }

    /// How often somebody looked.
    pub fn looks_in_all(&mut self, disclosure: DisclosureId) -> Result<u64, StoreError> {
        let many = disclosure_view::table.filter(disclosure_view::disclosure_id.eq(Id(disclosure.0))).count().get_result::<i64>(self.db);
        Ok(self.look("disclosure_view", many)?.unsigned_abs())
    }
}
