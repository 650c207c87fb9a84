//! How many rows there are, and their versions, by which an index is proved true.

use crate::change::Kind;
use crate::columns::Id;
use crate::error::StoreError;
use crate::schema::{area, group, opportunity, theme};
use crate::tx::Tx;
use diesel::prelude::*;
use uuid::Uuid;

/// How many of each there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Themes.
    pub themes: u64,
    /// Areas.
    pub areas: u64,
    /// Groups.
    pub groups: u64,
    /// Opportunities in any state.
    pub opportunities: u64,
}

impl Tx<'_> {
    /// How many of each there are.
    pub fn counts(&mut self) -> Result<Counts, StoreError> {
        let themes = theme::table.count().get_result::<i64>(self.db);
        let themes = self.look("theme", themes)?;
        let areas = area::table.count().get_result::<i64>(self.db);
        let areas = self.look("area", areas)?;
        let groups = group::table.count().get_result::<i64>(self.db);
        let groups = self.look("group", groups)?;
        let opportunities = opportunity::table.count().get_result::<i64>(self.db);
        let opportunities = self.look("opportunity", opportunities)?;
        let [themes, areas, groups, opportunities] = [themes, areas, groups, opportunities].map(i64::unsigned_abs);
        Ok(Counts { themes, areas, groups, opportunities })
    }

    /// The next ids with their versions, by id. Taxonomies, policies and connections have none.
    pub fn versions_after(&mut self, kind: Kind, after: Option<Uuid>, limit: usize) -> Result<Vec<(Uuid, i64)>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<(Id, i64)> = match kind {
            Kind::Theme | Kind::Area | Kind::Policy | Kind::Connection => vec![],
            Kind::Group => {
                let mut query = group::table.select((group::id, group::version)).order(group::id).limit(limit).into_boxed();
                if let Some(after) = after {
                    query = query.filter(group::id.gt(Id(after)));
                }
                let rows = query.load(self.db);
                self.look("group", rows)?
            }
            Kind::Opportunity => {
                let mut query = opportunity::table.select((opportunity::id, opportunity::version)).order(opportunity::id).limit(limit).into_boxed();
                if let Some(after) = after {
                    query = query.filter(opportunity::id.gt(Id(after)));
                }
                let rows = query.load(self.db);
                self.look("opportunity", rows)?
            }
        };
        Ok(rows.into_iter().map(|(id, version)| (id.0, version)).collect())
    }
}
