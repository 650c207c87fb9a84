//! What a caller may see of a list: fetched by the same rights that `access::decide` decides, so nothing else is ever read.

use crate::columns::{Doc, Id, Json, Ts, Uid};
use crate::connection::Db;
use crate::error::StoreError;
use crate::schema::role_grant;
use crate::tx::Tx;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use enmusubi_domain::access::{Reach, RoleKind};
use enmusubi_domain::area::AreaTree;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::{AccountId, GroupId};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// What a coordinator looks after, for the database: areas with all that lies below them.
#[derive(Serialize)]
struct Field<'a> {
    areas: BTreeSet<&'a str>,
    themes: &'a [String],
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Uid)]
    id: Id,
}

const POSTGRES: &str = r#"SELECT g.id FROM "group" g WHERE g.standing = $1 AND g.id > $2 AND ($3
    OR g.id IN (SELECT own::uuid FROM jsonb_array_elements_text($4) AS own)
    OR (g.id NOT IN (SELECT own::uuid FROM jsonb_array_elements_text($5) AS own) AND EXISTS (
      SELECT FROM jsonb_array_elements($6) AS field
       WHERE g.areas ?| ARRAY(SELECT jsonb_array_elements_text(field->'areas'))
         AND (field->'themes' = '[]' OR g.themes ?| ARRAY(SELECT jsonb_array_elements_text(field->'themes'))))))
  ORDER BY g.id LIMIT $7"#;
const SQLITE: &str = r#"SELECT g.id FROM "group" g WHERE g.standing = $1 AND g.id > $2 AND ($3
    OR lower(hex(g.id)) IN (SELECT value FROM json_each($4))
    OR (lower(hex(g.id)) NOT IN (SELECT value FROM json_each($5)) AND EXISTS (
      SELECT 1 FROM json_each($6) AS field
       WHERE EXISTS (SELECT 1 FROM json_each(g.areas) AS own JOIN json_each(field.value, '$.areas') AS theirs ON theirs.value = own.value)
         AND (json_array_length(field.value, '$.themes') = 0
           OR EXISTS (SELECT 1 FROM json_each(g.themes) AS own JOIN json_each(field.value, '$.themes') AS theirs ON theirs.value = own.value)))))
  ORDER BY g.id LIMIT $7"#;

impl Tx<'_> {
    /// The next groups by id that wait for review and that somebody may see.
    pub fn groups_waiting(&mut self, reach: &Reach, areas: &AreaTree, after: Option<GroupId>, limit: usize) -> Result<Vec<Group>, StoreError> {
        let fields: Vec<Field<'_>> = reach.areas.iter().map(|(codes, themes)| Field { areas: below(codes, areas), themes }).collect();
        let sql = match &*self.db {
            Db::Postgres(_) => POSTGRES,
            Db::Sqlite(_) => SQLITE,
        };
        let keys = diesel::sql_query(sql)
            .bind::<Text, _>(Standing::Pending.code())
            .bind::<Uid, _>(Id(after.map_or(uuid::Uuid::nil(), |id| id.0)))
            .bind::<Bool, _>(reach.all)
            .bind::<Doc, _>(ids(&reach.groups)?)
            .bind::<Doc, _>(ids(&reach.but_not_by_area)?)
            .bind::<Doc, _>(Json::of(&fields)?)
            .bind::<BigInt, _>(i64::try_from(limit).unwrap_or(i64::MAX))
            .load::<Key>(self.db);
        let keys: Vec<GroupId> = self.look("group", keys)?.into_iter().map(|key| GroupId(key.id.0)).collect();
        self.groups(&keys)
    }

    /// The groups somebody belongs to now, by id, and as what.
    pub fn groups_of_account(&mut self, account: AccountId) -> Result<Vec<(Group, RoleKind)>, StoreError> {
        let now = Ts(self.clock()?);
        let rows = role_grant::table
            .filter(role_grant::account_id.eq(Id(account.0)))
            .filter(role_grant::taken_at.is_null())
            .filter(role_grant::until.is_null().or(role_grant::until.gt(now)))
            .filter(role_grant::group_id.is_not_null())
            .order(role_grant::group_id)
            .select((role_grant::id, role_grant::group_id.assume_not_null(), role_grant::kind))
            .load::<(Id, Id, String)>(self.db);
        let rows = self.look("role_grant", rows)?;
        let ids: Vec<GroupId> = rows.iter().map(|(_, group, _)| GroupId(group.0)).collect();
        let mut groups: HashMap<GroupId, Group> = self.groups(&ids)?.into_iter().map(|group| (group.id, group)).collect();
        let mut found = vec![];
        for (id, group, kind) in rows {
            let kind = crate::columns::Reading::new("role_grant", id.0).word("kind", &kind, RoleKind::parse)?;
            found.extend(groups.remove(&GroupId(group.0)).map(|group| (group, kind)));
        }
        Ok(found)
    }
}

/// The codes of areas that are known, and of everything that lies in them.
pub(crate) fn below<'a>(codes: &[String], tree: &'a AreaTree) -> BTreeSet<&'a str> {
    let numbers = codes.iter().filter_map(|code| tree.number(code)).flat_map(|number| tree.descendants(number));
    numbers.filter_map(|number| tree.get(number)).map(|area| area.code.as_str()).collect()
}

/// Ids as both databases can compare them: 32 hexadecimal digits.
fn ids(groups: &[GroupId]) -> Result<Json, StoreError> {
    Json::of(&groups.iter().map(|id| id.0.simple().to_string()).collect::<Vec<_>>())
}
