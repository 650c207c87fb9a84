//! To whom somebody's contact was opened, and who looked. Both go with the account.

/// What opens and ends disclosures.
mod follow;
/// Who looked.
mod look;

use crate::columns::{Id, Json, Reading, Ts};
use crate::error::StoreError;
use crate::schema::disclosure;
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::application::Side;
use enmusubi_domain::disclosure::{Disclosure, Field, Purpose};
use enmusubi_domain::id::{AccountId, ApplicationId, DisclosureId, GroupId};

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = disclosure, treat_none_as_default_value = false)]
struct DisclosureRow {
    id: Id,
    application_id: Id,
    account_id: Id,
    group_id: Id,
    purpose: String,
    fields: Json,
    opened_at: Ts,
    ends_at: Ts,
    ended_at: Option<Ts>,
    ended_by: Option<String>,
}

impl DisclosureRow {
    fn of(d: &Disclosure) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id(d.id.0),
            application_id: Id(d.application.0),
            account_id: Id(d.account.0),
            group_id: Id(d.group.0),
            purpose: d.purpose.code().into(),
            fields: codes(&d.fields)?,
            opened_at: Ts::of(d.opened_at),
            ends_at: Ts::of(d.ends_at),
            ended_at: d.ended_at.map(Ts::of),
            ended_by: d.ended_by.map(|side| side.code().into()),
        })
    }

    fn into_disclosure(self) -> Result<Disclosure, StoreError> {
        let r = Reading::new("disclosure", self.id.0);
        Ok(Disclosure {
            id: DisclosureId(self.id.0),
            application: ApplicationId(self.application_id.0),
            account: AccountId(self.account_id.0),
            group: GroupId(self.group_id.0),
            purpose: r.word("purpose", &self.purpose, Purpose::parse)?,
            fields: r.words("fields", &self.fields, Field::parse)?,
            opened_at: self.opened_at.0,
            ends_at: self.ends_at.0,
            ended_at: self.ended_at.map(|at| at.0),
            ended_by: self.ended_by.map(|word| r.word("ended_by", &word, Side::parse)).transpose()?,
        })
    }
}

/// Fields as they stand in a row.
fn codes(fields: &[Field]) -> Result<Json, StoreError> {
    Json::of(&fields.iter().map(|field| field.code()).collect::<Vec<_>>())
}

impl Tx<'_> {
    /// Keeps a disclosure that is new.
    pub fn insert_disclosure(&mut self, d: &Disclosure) -> Result<(), StoreError> {
        let done = diesel::insert_into(disclosure::table).values(&DisclosureRow::of(d)?).execute(self.db);
        self.look("disclosure", done).map(drop)
    }

    /// A disclosure, whether or not it still counts.
    pub fn disclosure(&mut self, id: DisclosureId) -> Result<Option<Disclosure>, StoreError> {
        let row = disclosure::table.filter(disclosure::id.eq(Id(id.0))).select(DisclosureRow::as_select()).first(self.db).optional();
        self.look("disclosure", row)?.map(DisclosureRow::into_disclosure).transpose()
    }

    /// The disclosure of an application that counts at a moment.
    pub fn live_disclosure(&mut self, application: ApplicationId, now: DateTime<Utc>) -> Result<Option<Disclosure>, StoreError> {
        let open = disclosure::table.filter(disclosure::application_id.eq(Id(application.0))).filter(disclosure::ended_at.is_null());
        let row = open.select(DisclosureRow::as_select()).first(self.db).optional();
        let found = self.look("disclosure", row)?.map(DisclosureRow::into_disclosure).transpose()?;
        Ok(found.filter(|d| d.is_live(now)))
    }

    /// Every disclosure of somebody's contact, the newest first.
    pub fn disclosures_of_account(&mut self, account: AccountId) -> Result<Vec<Disclosure>, StoreError> {
        self.disclosures_page(account, None, usize::MAX)
    }

    /// The next disclosures of somebody's contact, the newest first.
    pub fn disclosures_page(&mut self, account: AccountId, after: Option<DisclosureId>, limit: usize) -> Result<Vec<Disclosure>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut query = disclosure::table
            .filter(disclosure::account_id.eq(Id(account.0)))
            .order(disclosure::id.desc())
            .limit(limit)
            .select(DisclosureRow::as_select())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(disclosure::id.lt(Id(after.0)));
        }
        let rows = query.load::<DisclosureRow>(self.db);
        self.look("disclosure", rows)?.into_iter().map(DisclosureRow::into_disclosure).collect()
    }

    /// Ends a disclosure; answers whether it still counted.
    pub fn end_disclosure(&mut self, id: DisclosureId, by: Side, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let now = Ts::of(now);
        let live = disclosure::table.filter(disclosure::id.eq(Id(id.0))).filter(disclosure::ended_at.is_null()).filter(disclosure::ends_at.gt(now));
        let set = (disclosure::ended_at.eq(now), disclosure::ended_by.eq(by.code()));
        let done = diesel::update(live).set(set).execute(self.db);
        self.look("disclosure", done).map(|rows| rows > 0)
    }

    /// Forgets disclosures that were over before a moment, and who looked; answers how many.
    pub fn forget_disclosures_before(&mut self, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let at = Ts::of(at);
        // An end that was set before its time counts; otherwise the time itself.
        let over = disclosure::ended_at.lt(at).or(disclosure::ended_at.is_null().and(disclosure::ends_at.lt(at)).nullable());
        let done = diesel::delete(disclosure::table.filter(over)).execute(self.db);
        self.look("disclosure", done)
    }
}
