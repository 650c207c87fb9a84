use crate::columns::{Doc, Id, Json, Uid};
use crate::connection::Db;
use crate::error::StoreError;
use crate::reach::below;
use crate::tx::Tx;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use enmusubi_domain::access::Reach;
use enmusubi_domain::area::AreaTree;
use enmusubi_domain::guardian::{Guardianship, State};
use enmusubi_domain::id::GuardianshipId;

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Uid)]
    id: Id,
}

/// Where the ward's profile says they can be found decides whose it is to look at; a tie has no theme, so coordinators of some themes see none.
const POSTGRES: &str = "SELECT g.id FROM guardianship g LEFT JOIN profile p ON p.account_id = g.ward_id
  WHERE g.state = $1 AND g.id > $2 AND ($3 OR p.body->'areas' ?| ARRAY(SELECT jsonb_array_elements_text($4)))
  ORDER BY g.id LIMIT $5";
const SQLITE: &str = "SELECT g.id FROM guardianship g LEFT JOIN profile p ON p.account_id = g.ward_id
  WHERE g.state = $1 AND g.id > $2 AND ($3
    OR EXISTS (SELECT 1 FROM json_each(p.body, '$.areas') AS own JOIN json_each($4) AS theirs ON theirs.value = own.value))
  ORDER BY g.id LIMIT $5";

impl Tx<'_> {
    /// The next ties by id that stand in a state and that somebody may see: those of wards in their areas.
    pub fn guardianships_in(
        &mut self,
        state: State,
        reach: &Reach,
        areas: &AreaTree,
        after: Option<GuardianshipId>,
        limit: usize,
    ) -> Result<Vec<Guardianship>, StoreError> {
        let whole = reach.areas.iter().filter(|(_, themes)| themes.is_empty());
        let codes: Vec<&str> = whole.flat_map(|(codes, _)| below(codes, areas)).collect();
        let sql = match &*self.db {
            Db::Postgres(_) => POSTGRES,
            Db::Sqlite(_) => SQLITE,
        };
        let keys = diesel::sql_query(sql)
            .bind::<Text, _>(state.code())
            .bind::<Uid, _>(Id(after.map_or(uuid::Uuid::nil(), |id| id.0)))
            .bind::<Bool, _>(reach.all)
            .bind::<Doc, _>(Json::of(&codes)?)
            .bind::<BigInt, _>(i64::try_from(limit).unwrap_or(i64::MAX))
            .load::<Key>(self.db);
        let keys: Vec<GuardianshipId> = self.look("guardianship", keys)?.into_iter().map(|key| GuardianshipId(key.id.0)).collect();
        self.guardianships(&keys)
    }
}
