//! Accounts, and who wants one: their rows, row to domain and back, their queries.

use crate::columns::{Id, Reading, Ts, lang_code, lang_of, text};
use crate::error::StoreError;
use crate::schema::{account, idempotency, invitation, letter, registration};
use crate::tx::{Tx, Written};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Text;
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::id::AccountId;
use enmusubi_domain::text::Lang;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Letters that are still to be written to an account or an address.
const MAIL_OF: &str = "DELETE FROM job WHERE kind = 'mail' AND (payload ->> 'account' = $1 OR payload ->> 'email' = $2)";

/// Somebody who wants an account and has not proved the address yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its id.
    pub id: Uuid,
    /// The address that is to be proved.
    pub email: Email,
    /// What the person wants to be called.
    pub name: String,
    /// The language of letters.
    pub lang: Lang,
    /// The password's hash (PHC).
    pub password: String,
    /// Since when it waits.
    pub created_at: DateTime<Utc>,
    /// Until when it waits.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Registration {
    /// Says nothing of the person and nothing of the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registration").field("id", &self.id).field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// A row of the table, but for the password: nobody reads that along with the rest.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = account, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct AccountRow {
    id: Id,
    version: i64,
    email: String,
    name: String,
    lang: String,
    security_version: i64,
    disabled_at: Option<Ts>,
    created_at: Ts,
    updated_at: Ts,
}

impl AccountRow {
    fn of(account: &Account) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id(account.id.0),
            version: 1,
            email: account.email.as_str().into(),
            name: text(&account.name)?,
            lang: lang_code(account.lang).into(),
            security_version: account.security_version,
            disabled_at: account.disabled_at.map(Ts::of),
            created_at: Ts::of(account.created_at),
            updated_at: Ts::of(account.updated_at),
        })
    }

    /// The account.
    pub(crate) fn into_account(self) -> Result<Account, StoreError> {
        let r = Reading::new("account", self.id.0);
        Ok(Account {
            id: AccountId(self.id.0),
            version: self.version,
            email: r.email("email", &self.email)?,
            name: self.name,
            lang: r.word("lang", &self.lang, lang_of)?,
            security_version: self.security_version,
            disabled_at: self.disabled_at.map(|at| at.0),
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = registration)]
struct RegistrationRow {
    id: Id,
    email: String,
    name: String,
    lang: String,
    password: String,
    created_at: Ts,
    expires_at: Ts,
}

impl Tx<'_> {
    /// Notes that somebody wants an account.
    pub fn insert_registration(&mut self, r: &Registration) -> Result<(), StoreError> {
        let row = RegistrationRow {
            id: Id(r.id),
            email: r.email.as_str().into(),
            name: text(&r.name)?,
            lang: lang_code(r.lang).into(),
            password: text(&r.password)?,
            created_at: Ts::of(r.created_at),
            expires_at: Ts::of(r.expires_at),
        };
        let done = diesel::insert_into(registration::table).values(&row).execute(self.db);
        self.look("registration", done).map(drop)
    }

    /// Whoever wants an account, expired or not.
    pub fn registration(&mut self, id: Uuid) -> Result<Option<Registration>, StoreError> {
        let row = registration::table.filter(registration::id.eq(Id(id))).select(RegistrationRow::as_select()).first(self.db).optional();
        let Some(row) = self.look("registration", row)? else { return Ok(None) };
        let r = Reading::new("registration", id);
        Ok(Some(Registration {
            id,
            email: r.email("email", &row.email)?,
            name: row.name,
            lang: r.word("lang", &row.lang, lang_of)?,
            password: row.password,
            created_at: row.created_at.0,
            expires_at: row.expires_at.0,
        }))
    }

    /// Forgets that somebody wanted an account, and the letters about it.
    pub fn delete_registration(&mut self, id: Uuid) -> Result<(), StoreError> {
        let done = diesel::delete(registration::table.filter(registration::id.eq(Id(id)))).execute(self.db);
        self.look("registration", done).map(drop)
    }

    /// An account.
    pub fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let row = account::table.filter(account::id.eq(Id(id.0))).select(AccountRow::as_select()).first(self.db).optional();
        self.look("account", row)?.map(AccountRow::into_account).transpose()
    }

    /// The account with an address.
    pub fn account_by_email(&mut self, email: &Email) -> Result<Option<Account>, StoreError> {
        let row = account::table.filter(account::email.eq(email.as_str())).select(AccountRow::as_select()).first(self.db).optional();
        self.look("account", row)?.map(AccountRow::into_account).transpose()
    }

    /// Opens an account; its version is the store's.
    pub fn insert_account(&mut self, account: &Account, password: &str) -> Result<(), StoreError> {
        let row = (&AccountRow::of(account)?, account::password.eq(text(password)?));
        let done = diesel::insert_into(account::table).values(row).execute(self.db);
        self.look("account", done).map(drop)
    }

    /// Writes what is different about an account that is there; its version and `created_at` are the store's own.
    pub fn put_account(&mut self, account: &Account) -> Result<Written, StoreError> {
        let mut row = AccountRow::of(account)?;
        let Some(stands) = self.account(account.id)? else {
            return Err(StoreError::Other(format!("there is no account {} to change", account.id)));
        };
        let same = Account { version: stands.version, created_at: stands.created_at, updated_at: stands.updated_at, ..account.clone() };
        if AccountRow::of(&same)?.into_account()? == (Account { version: 1, ..stands.clone() }) {
            return Ok(Written::Unchanged);
        }
        (row.version, row.created_at) = (stands.version, Ts::of(stands.created_at));
        let done = diesel::update(account::table.filter(account::id.eq(row.id))).set(&row).execute(self.db);
        self.look("account", done).map(|_| Written::Updated)
    }

    /// The hash of an account's password (PHC).
    pub fn password_of(&mut self, id: AccountId) -> Result<Option<String>, StoreError> {
        let found = account::table.filter(account::id.eq(Id(id.0))).select(account::password).first(self.db).optional();
        self.look("account", found)
    }

    /// Keeps another hash of an account's password.
    pub fn set_password(&mut self, id: AccountId, password: &str) -> Result<(), StoreError> {
        let done = diesel::update(account::table.filter(account::id.eq(Id(id.0)))).set(account::password.eq(text(password)?)).execute(self.db);
        self.look("account", done).map(drop)
    }

    /// The next accounts by id, or the one with an address.
    pub fn accounts_page(&mut self, after: Option<AccountId>, email: Option<&Email>, limit: usize) -> Result<Vec<Account>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut query = account::table.select(AccountRow::as_select()).order(account::id).limit(limit).into_boxed();
        if let Some(after) = after {
            query = query.filter(account::id.gt(Id(after.0)));
        }
        if let Some(email) = email {
            query = query.filter(account::email.eq(email.as_str()));
        }
        let rows = query.load::<AccountRow>(self.db);
        self.look("account", rows)?.into_iter().map(AccountRow::into_account).collect()
    }

    /// Erases an account with its logins, tokens, letters and roles, its profile and what it has seen, the invitations it sent, the answers
    /// that were kept for it, and everything that waits for its address.
    /// The audit trail keeps its id.
    pub fn delete_account(&mut self, id: AccountId) -> Result<(), StoreError> {
        let email = account::table.filter(account::id.eq(Id(id.0))).select(account::email).first::<String>(self.db).optional();
        let Some(email) = self.look("account", email)? else { return Ok(()) };
        // What is tied to the account goes with it by foreign key; this is what is tied to the address alone.
        let done = diesel::delete(registration::table.filter(registration::email.eq(&email))).execute(self.db);
        self.look("registration", done)?;
        let done = diesel::delete(invitation::table.filter(invitation::email.eq(&email))).execute(self.db);
        self.look("invitation", done)?;
        let done = diesel::delete(letter::table.filter(letter::email.eq(&email))).execute(self.db);
        self.look("letter", done)?;
        let done = diesel::sql_query(MAIL_OF).bind::<Text, _>(id.to_string()).bind::<Text, _>(&email).execute(self.db);
        self.look("job", done)?;
        // Answers are kept under the hash of whoever asked.
        let principal = Sha256::digest(id.0.as_bytes()).to_vec();
        let done = diesel::delete(idempotency::table.filter(idempotency::principal.eq(principal))).execute(self.db);
        self.look("idempotency", done)?;
        let done = diesel::delete(account::table.filter(account::id.eq(Id(id.0)))).execute(self.db);
        self.look("account", done).map(drop)
    }
}
