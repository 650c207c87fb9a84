//! The public halves of the keys that sign tokens. The other halves are never in the database.

use crate::columns::{Ts, text};
use crate::error::StoreError;
use crate::schema::signing_key;
use crate::tx::Tx;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

/// For how long a key that signs no more is still shown: far longer than any token lives.
const REMEMBERED: TimeDelta = TimeDelta::days(1);

/// The public half of a key that signs tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Its name, which stands in every token it signed.
    pub kid: String,
    /// The public half, as base64url.
    pub public: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it signs: every node must know it by then.
    pub active_from: DateTime<Utc>,
    /// Since when it signs nothing new.
    pub retired_at: Option<DateTime<Utc>>,
    /// Since when nothing it signed counts.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A row of the table.
#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_key, treat_none_as_default_value = false)]
struct SigningKeyRow {
    kid: String,
    public: String,
    created_at: Ts,
    active_from: Ts,
    retired_at: Option<Ts>,
    revoked_at: Option<Ts>,
}

impl SigningKeyRow {
    fn into_key(self) -> SigningKey {
        SigningKey {
            kid: self.kid,
            public: self.public,
            created_at: self.created_at.0,
            active_from: self.active_from.0,
            retired_at: self.retired_at.map(|t| t.0),
            revoked_at: self.revoked_at.map(|t| t.0),
        }
    }
}

impl Tx<'_> {
    /// Enters a key.
    pub fn insert_signing_key(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        let row = SigningKeyRow {
            kid: text(&key.kid)?,
            public: text(&key.public)?,
            created_at: Ts::of(key.created_at),
            active_from: Ts::of(key.active_from),
            retired_at: key.retired_at.map(Ts::of),
            revoked_at: key.revoked_at.map(Ts::of),
        };
        let done = diesel::insert_into(signing_key::table).values(&row).execute(self.db);
        self.look("signing_key", done).map(drop)
    }

    /// The keys that sign, will sign, or have signed until a day ago; those that were revoked as well, so that they are known as such.
    pub fn signing_keys(&mut self) -> Result<Vec<SigningKey>, StoreError> {
        let since = Ts::of(self.clock()? - REMEMBERED);
        let rows = signing_key::table
            .filter(signing_key::retired_at.is_null().or(signing_key::retired_at.gt(since)))
            .filter(signing_key::revoked_at.is_null().or(signing_key::revoked_at.gt(since)))
            .order((signing_key::active_from, signing_key::kid))
            .select(SigningKeyRow::as_select())
            .load::<SigningKeyRow>(self.db);
        Ok(self.look("signing_key", rows)?.into_iter().map(SigningKeyRow::into_key).collect())
    }

    /// Lets a key sign nothing new from now on; what it signed counts until it ends. Answers whether it did until now.
    pub fn retire_signing_key(&mut self, kid: &str) -> Result<bool, StoreError> {
        let now = Ts(self.clock()?);
        let standing = signing_key::table.filter(signing_key::kid.eq(kid)).filter(signing_key::retired_at.is_null());
        let done = diesel::update(standing).set(signing_key::retired_at.eq(Some(now))).execute(self.db);
        self.look("signing_key", done).map(|n| n > 0)
    }

    /// Lets nothing that a key signed count any more. Answers whether it did until now.
    pub fn revoke_signing_key(&mut self, kid: &str) -> Result<bool, StoreError> {
        let now = Ts(self.clock()?);
        let standing = signing_key::table.filter(signing_key::kid.eq(kid)).filter(signing_key::revoked_at.is_null());
        let done = diesel::update(standing).set(signing_key::revoked_at.eq(Some(now))).execute(self.db);
        self.look("signing_key", done).map(|n| n > 0)
    }
}
