//! How volunteers can be reached: one row to an account, and gone with it.

use crate::columns::{Id, Reading, Ts, maybe_text, text};
use crate::error::StoreError;
use crate::schema::contact;
use crate::tx::{Tx, Written};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::contact::{Contact, Emergency};
use enmusubi_domain::id::AccountId;

/// A contact as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptContact {
    /// Counts its changes.
    pub version: i64,
    /// What it says.
    pub contact: Contact,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A row of the table.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = contact, treat_none_as_default_value = false, treat_none_as_null = true)]
struct ContactRow {
    account_id: Id,
    version: i64,
    name_kana: Option<String>,
    phone: Option<String>,
    share_phone: bool,
    share_email: bool,
    share_needs: bool,
    emergency_name: Option<String>,
    emergency_phone: Option<String>,
    emergency_relation: Option<String>,
    updated_at: Ts,
}

impl ContactRow {
    fn of(account: AccountId, c: &Contact, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let emergency = c.emergency.as_ref();
        Ok(Self {
            account_id: Id(account.0),
            version: 1,
            name_kana: maybe_text(c.name_kana.as_ref())?,
            phone: maybe_text(c.phone.as_ref())?,
            share_phone: c.share_phone,
            share_email: c.share_email,
            share_needs: c.share_needs,
            emergency_name: emergency.map(|e| text(&e.name)).transpose()?,
            emergency_phone: emergency.map(|e| text(&e.phone)).transpose()?,
            emergency_relation: maybe_text(emergency.and_then(|e| e.relation.as_ref()))?,
            updated_at: Ts::of(now),
        })
    }

    fn into_kept(self) -> Result<KeptContact, StoreError> {
        let emergency = match (self.emergency_name, self.emergency_phone) {
            (Some(name), Some(phone)) => Some(Emergency { name, phone, relation: self.emergency_relation }),
            (None, None) => None,
            _ => return Err(Reading::new("contact", self.account_id.0).damaged("one half of the emergency contact is missing")),
        };
        let contact = Contact {
            name_kana: self.name_kana,
            phone: self.phone,
            share_phone: self.share_phone,
            share_email: self.share_email,
            share_needs: self.share_needs,
            emergency,
        };
        Ok(KeptContact { version: self.version, contact, updated_at: self.updated_at.0 })
    }
}

impl Tx<'_> {
    /// How somebody can be reached, if they keep it here.
    pub fn contact(&mut self, account: AccountId) -> Result<Option<KeptContact>, StoreError> {
        let row = contact::table.filter(contact::account_id.eq(Id(account.0))).select(ContactRow::as_select()).first(self.db).optional();
        self.look("contact", row)?.map(ContactRow::into_kept).transpose()
    }

    /// Keeps how somebody can be reached; its version is the store's own.
    pub fn put_contact(&mut self, account: AccountId, contact: &Contact, now: DateTime<Utc>) -> Result<Written, StoreError> {
        let row = ContactRow::of(account, contact, now)?;
        let Some(stands) = self.contact(account)? else {
            let done = diesel::insert_into(contact::table).values(&row).execute(self.db);
            return self.look("contact", done).map(|_| Written::Created);
        };
        if stands.contact == *contact {
            return Ok(Written::Unchanged);
        }
        let row = ContactRow { version: stands.version, ..row };
        let done = diesel::update(contact::table.filter(contact::account_id.eq(row.account_id))).set(&row).execute(self.db);
        self.look("contact", done).map(|_| Written::Updated)
    }

    /// Forgets how somebody can be reached; answers whether it was known.
    pub fn delete_contact(&mut self, account: AccountId) -> Result<bool, StoreError> {
        let done = diesel::delete(contact::table.filter(contact::account_id.eq(Id(account.0)))).execute(self.db);
        self.look("contact", done).map(|rows| rows > 0)
    }
}
