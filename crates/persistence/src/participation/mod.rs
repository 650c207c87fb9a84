//! Participations: their rows, how they are corrected, and what follows for the application they came from.

/// How lines were corrected.
mod correction;
/// Lists of participations.
mod lists;
/// What is kept no longer.
mod retention;
/// The row, row to domain and back.
mod row;
/// What the record says of the application it came from.
mod settle;

pub use lists::Line;
pub(crate) use row::date;

use crate::columns::{Id, Ts, text};
use crate::error::StoreError;
use crate::schema::participation;
use crate::tx::{Tx, rows_by_id};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::id::{AccountId, ApplicationId, GroupId, ParticipationId};
use enmusubi_domain::participation::{Outcome, Participation};
use row::ParticipationRow;
use std::collections::HashMap;

impl Tx<'_> {
    /// Writes a line of a record. A second one for the same session, or the same date, is refused by the database.
    pub fn insert_participation(&mut self, p: &Participation) -> Result<(), StoreError> {
        let done = diesel::insert_into(participation::table).values(&ParticipationRow::of(p)?).execute(self.db);
        self.look("participation", done).map(drop)
    }

    /// A line of a record.
    pub fn participation(&mut self, id: ParticipationId) -> Result<Option<Participation>, StoreError> {
        Ok(self.participations(&[id])?.pop())
    }

    /// Lines in the order asked for; those that are not there are left out.
    pub fn participations(&mut self, ids: &[ParticipationId]) -> Result<Vec<Participation>, StoreError> {
        let keys: Vec<Id> = ids.iter().map(|id| Id(id.0)).collect();
        let rows = rows_by_id!(self, participation, ParticipationRow, &keys)?;
        let mut by_id: HashMap<Id, ParticipationRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        keys.iter().filter_map(|id| by_id.remove(id)).map(ParticipationRow::into_participation).collect()
    }

    /// Every line of an application, by date and id.
    pub fn participations_of_application(&mut self, application: ApplicationId) -> Result<Vec<Participation>, StoreError> {
        let query = participation::table.filter(participation::application_id.eq(Id(application.0))).order((participation::held_on, participation::id));
        let rows = query.select(ParticipationRow::as_select()).load(self.db);
        self.look("participation", rows)?.into_iter().map(ParticipationRow::into_participation).collect()
    }

    /// Every line of somebody's record, by date and id.
    pub fn participations_of_account(&mut self, account: AccountId) -> Result<Vec<Participation>, StoreError> {
        let query = participation::table.filter(participation::account_id.eq(Id(account.0))).order((participation::held_on, participation::id));
        let rows = query.select(ParticipationRow::as_select()).load(self.db);
        self.look("participation", rows)?.into_iter().map(ParticipationRow::into_participation).collect()
    }

    /// Whether somebody was with a group before: then they are no newcomer to it.
    pub fn attended_group(&mut self, account: AccountId, group: GroupId) -> Result<bool, StoreError> {
        let there = participation::table
            .filter(participation::account_id.eq(Id(account.0)))
            .filter(participation::group_id.eq(Id(group.0)))
            .filter(participation::outcome.eq(Outcome::Attended.code()));
        let there = diesel::select(diesel::dsl::exists(there)).get_result::<bool>(self.db);
        self.look("participation", there)
    }

    /// Keeps what a volunteer has to say against a line; whatever they said before gives way.
    pub fn object_to_participation(&mut self, id: ParticipationId, words: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let set = (participation::objection.eq(text(words)?), participation::objected_at.eq(Ts::of(now)));
        let done = diesel::update(participation::table.filter(participation::id.eq(Id(id.0)))).set(set).execute(self.db);
        self.look("participation", done).map(drop)
    }
}
