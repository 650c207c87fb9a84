//! Volunteers' own profiles: one to an account, and gone with it.

/// The document in the row.
mod document;

use crate::columns::{Id, Json, Reading, Ts};
use crate::error::StoreError;
use crate::schema::profile;
use crate::tx::{Tx, Written};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::profile::Profile;

/// A profile as it is kept.
#[derive(Clone, PartialEq)]
pub struct KeptProfile {
    /// Counts its changes.
    pub version: i64,
    /// What it says.
    pub profile: Profile,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl std::fmt::Debug for KeptProfile {
    /// Says nothing of the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptProfile").field("version", &self.version).field("updated_at", &self.updated_at).finish_non_exhaustive()
    }
}

/// A row of the table.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = profile)]
struct ProfileRow {
    account_id: Id,
    version: i64,
    body: Json,
    open_to_introductions: bool,
    updated_at: Ts,
}

impl ProfileRow {
    fn into_kept(self) -> Result<KeptProfile, StoreError> {
        let r = Reading::new("profile", self.account_id.0);
        let (wish, birth_date) = document::read(&r, &self.body)?;
        let profile = Profile { wish, birth_date, open_to_introductions: self.open_to_introductions };
        Ok(KeptProfile { version: self.version, profile, updated_at: self.updated_at.0 })
    }
}

impl Tx<'_> {
    /// Somebody's profile, if they keep one.
    pub fn profile(&mut self, account: AccountId) -> Result<Option<KeptProfile>, StoreError> {
        let row = profile::table.filter(profile::account_id.eq(Id(account.0))).select(ProfileRow::as_select()).first(self.db).optional();
        self.look("profile", row)?.map(ProfileRow::into_kept).transpose()
    }

    /// Keeps somebody's profile; its version is the store's own. An age in the wish is not kept: it follows from the birth date.
    pub fn put_profile(&mut self, account: AccountId, profile: &Profile, now: DateTime<Utc>) -> Result<Written, StoreError> {
        let body = document::write(&profile.wish, profile.birth_date)?;
        let row = ProfileRow { account_id: Id(account.0), version: 1, body, open_to_introductions: profile.open_to_introductions, updated_at: Ts::of(now) };
        let Some(stands) = self.profile(account)? else {
            let done = diesel::insert_into(profile::table).values(&row).execute(self.db);
            return self.look("profile", done).map(|_| Written::Created);
        };
        let (wish, birth_date) = document::read(&Reading::new("profile", account.0), &row.body)?;
        if stands.profile == (Profile { wish, birth_date, open_to_introductions: row.open_to_introductions }) {
            return Ok(Written::Unchanged);
        }
        let row = ProfileRow { version: stands.version, ..row };
        let done = diesel::update(profile::table.filter(profile::account_id.eq(row.account_id))).set(&row).execute(self.db);
        self.look("profile", done).map(|_| Written::Updated)
    }

    /// Forgets somebody's profile; answers whether there was one.
    pub fn delete_profile(&mut self, account: AccountId) -> Result<bool, StoreError> {
        let done = diesel::delete(profile::table.filter(profile::account_id.eq(Id(account.0)))).execute(self.db);
        self.look("profile", done).map(|rows| rows > 0)
    }
}
