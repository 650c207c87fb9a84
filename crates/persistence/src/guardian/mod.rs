//! Guardians: their ties to minors, row to domain and back, and who stands in for whom.

/// What a minor shows a guardian, which works once.
mod code;
/// Ties that a coordinator is to look at.
mod waiting;

use crate::columns::{Id, Reading, Ts};
use crate::error::StoreError;
use crate::schema::guardianship;
use crate::tx::{Tx, rows_by_id};
use diesel::prelude::*;
use enmusubi_domain::application::Circumstances;
use enmusubi_domain::guardian::{Guardianship, Proof, Relation, State};
use enmusubi_domain::id::{AccountId, GuardianshipId};
use enmusubi_domain::profile::age_on;

/// A row of the table.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = guardianship, treat_none_as_default_value = false, treat_none_as_null = true)]
struct GuardianshipRow {
    id: Id,
    version: i64,
    ward_id: Id,
    guardian_id: Id,
    relation: String,
    state: String,
    proof: Option<String>,
    confirmed_by: Option<Id>,
    created_at: Ts,
    confirmed_at: Option<Ts>,
    until: Option<Ts>,
    ended_at: Option<Ts>,
}

impl GuardianshipRow {
    fn of(g: &Guardianship) -> Self {
        Self {
            id: Id(g.id.0),
            version: g.version,
            ward_id: Id(g.ward.0),
            guardian_id: Id(g.guardian.0),
            relation: g.relation.code().into(),
            state: g.state.code().into(),
            proof: g.proof.map(|proof| proof.code().into()),
            confirmed_by: g.confirmed_by.map(|id| Id(id.0)),
            created_at: Ts::of(g.created_at),
            confirmed_at: g.confirmed_at.map(Ts::of),
            until: g.until.map(Ts::of),
            ended_at: g.ended_at.map(Ts::of),
        }
    }

    fn into_guardianship(self) -> Result<Guardianship, StoreError> {
        let r = Reading::new("guardianship", self.id.0);
        Ok(Guardianship {
            id: GuardianshipId(self.id.0),
            version: self.version,
            ward: AccountId(self.ward_id.0),
            guardian: AccountId(self.guardian_id.0),
            relation: r.word("relation", &self.relation, Relation::parse)?,
            state: r.word("state", &self.state, State::parse)?,
            proof: self.proof.map(|word| r.word("proof", &word, Proof::parse)).transpose()?,
            confirmed_by: self.confirmed_by.map(|id| AccountId(id.0)),
            created_at: self.created_at.0,
            confirmed_at: self.confirmed_at.map(|at| at.0),
            until: self.until.map(|at| at.0),
            ended_at: self.ended_at.map(|at| at.0),
        })
    }
}

/// Counts at a moment: confirmed, not ended, and the ward is a minor still.
macro_rules! counts {
    ($now:expr) => {
        guardianship::state.eq(State::Live.code()).and(guardianship::until.gt($now))
    };
}

impl Tx<'_> {
    /// Keeps a tie that is new.
    pub fn insert_guardianship(&mut self, g: &Guardianship) -> Result<(), StoreError> {
        let done = diesel::insert_into(guardianship::table).values(&GuardianshipRow::of(g)).execute(self.db);
        self.look("guardianship", done).map(drop)
    }

    /// Writes how a tie stands now; its version is the store's own.
    pub fn put_guardianship(&mut self, g: &Guardianship) -> Result<(), StoreError> {
        let this = guardianship::table.filter(guardianship::id.eq(Id(g.id.0)));
        let done = diesel::update(this).set(&GuardianshipRow::of(g)).execute(self.db);
        self.look("guardianship", done).map(drop)
    }

    /// A tie, whatever became of it.
    pub fn guardianship(&mut self, id: GuardianshipId) -> Result<Option<Guardianship>, StoreError> {
        Ok(self.guardianships(&[id])?.pop())
    }

    /// Ties by id; those that are not there are left out.
    fn guardianships(&mut self, ids: &[GuardianshipId]) -> Result<Vec<Guardianship>, StoreError> {
        let keys: Vec<Id> = ids.iter().map(|id| Id(id.0)).collect();
        let mut rows = rows_by_id!(self, guardianship, GuardianshipRow, &keys)?;
        rows.sort_unstable_by_key(|row| row.id);
        rows.into_iter().map(GuardianshipRow::into_guardianship).collect()
    }

    /// Every tie of somebody, as ward or as guardian, oldest first.
    pub fn guardianships_of(&mut self, account: AccountId) -> Result<Vec<Guardianship>, StoreError> {
        let who = Id(account.0);
        let either = guardianship::ward_id.eq(who).or(guardianship::guardian_id.eq(who));
        let rows = guardianship::table.filter(either).order(guardianship::id).select(GuardianshipRow::as_select()).load(self.db);
        self.look("guardianship", rows)?.into_iter().map(GuardianshipRow::into_guardianship).collect()
    }

    /// The guardians who stand in for somebody now: confirmed, and only while the ward is a minor, by the database's clock.
    pub fn guardians_of(&mut self, ward: AccountId) -> Result<Vec<AccountId>, StoreError> {
        let now = Ts(self.clock()?);
        let these = guardianship::table.filter(guardianship::ward_id.eq(Id(ward.0))).filter(counts!(now));
        let ids = these.order(guardianship::id).select(guardianship::guardian_id).load::<Id>(self.db);
        Ok(self.look("guardianship", ids)?.into_iter().map(|id| AccountId(id.0)).collect())
    }

    /// For whom somebody stands in as a guardian now.
    pub fn wards_of(&mut self, guardian: AccountId) -> Result<Vec<AccountId>, StoreError> {
        let now = Ts(self.clock()?);
        let these = guardianship::table.filter(guardianship::guardian_id.eq(Id(guardian.0))).filter(counts!(now));
        let ids = these.order(guardianship::id).select(guardianship::ward_id).load::<Id>(self.db);
        Ok(self.look("guardianship", ids)?.into_iter().map(|id| AccountId(id.0)).collect())
    }

    /// Whether somebody stands in for somebody else now.
    pub fn is_guardian(&mut self, guardian: AccountId, ward: AccountId) -> Result<bool, StoreError> {
        Ok(self.guardians_of(ward)?.contains(&guardian))
    }

    /// Somebody's age in years on the city's today; nothing while they keep no birth date.
    pub fn age_of(&mut self, account: AccountId, at: &Circumstances) -> Result<Option<u8>, StoreError> {
        let born = self.profile(account)?.and_then(|kept| kept.profile.birth_date);
        Ok(born.and_then(|born| age_on(born, at.today())).map(|years| u8::try_from(years).unwrap_or(u8::MAX)))
    }
}
