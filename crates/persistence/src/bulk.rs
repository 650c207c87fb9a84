//! Many rows at once: sample cities and large imports.

use crate::connection::each_backend;
use crate::error::StoreError;
use crate::group::GroupRow;
use crate::opportunity::{OpportunityRow, SessionRow};
use crate::schema::{group, opportunity};
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::group::Group;
use enmusubi_domain::opportunity::Opportunity;

/// Rows in one INSERT. An opportunity has 51 columns, and a statement may bind 32,766 values (SQLite) or 65,535 (PostgreSQL).
const ROWS: usize = 100;

impl Tx<'_> {
    /// Adds groups and opportunities that are not there yet, many rows in one statement. One that is there is refused.
    pub fn insert_all(&mut self, groups: &[Group], opportunities: &[Opportunity]) -> Result<(), StoreError> {
        for chunk in groups.chunks(ROWS) {
            let rows = chunk.iter().map(GroupRow::of).collect::<Result<Vec<_>, _>>()?;
            let done = each_backend!(&mut *self.db, c => diesel::insert_into(group::table).values(&rows).execute(c));
            self.look("group", done)?;
        }
        for chunk in opportunities.chunks(ROWS) {
            let rows = chunk.iter().map(OpportunityRow::of).collect::<Result<Vec<_>, _>>()?;
            let done = each_backend!(&mut *self.db, c => diesel::insert_into(opportunity::table).values(&rows).execute(c));
            self.look("opportunity", done)?;
            let sessions = chunk.iter().flat_map(|o| o.details.schedule.sessions.iter().map(|s| SessionRow::of(o.id, s))).collect();
            self.insert_sessions(sessions)?;
        }
        Ok(())
    }
}
