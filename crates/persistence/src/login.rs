//! Logins: their row, row to domain and back, their queries.

use crate::columns::{Id, Reading, Ts, text};
use crate::error::StoreError;
use crate::schema::login;
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::id::{AccountId, LoginId};
use enmusubi_domain::login::{Ending, Login};

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = login, treat_none_as_default_value = false)]
pub(crate) struct LoginRow {
    id: Id,
    account_id: Id,
    device: String,
    created_at: Ts,
    used_at: Ts,
    idle_expires_at: Ts,
    absolute_expires_at: Ts,
    ended_at: Option<Ts>,
    ending: Option<String>,
}

impl LoginRow {
    fn of(login: &Login) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id(login.id.0),
            account_id: Id(login.account.0),
            device: text(&login.device)?,
            created_at: Ts::of(login.created_at),
            used_at: Ts::of(login.used_at),
            idle_expires_at: Ts::of(login.idle_expires_at),
            absolute_expires_at: Ts::of(login.absolute_expires_at),
            ended_at: login.ended.map(|(at, _)| Ts::of(at)),
            ending: login.ended.map(|(_, why)| why.code().into()),
        })
    }

    /// The login.
    pub(crate) fn into_login(self) -> Result<Login, StoreError> {
        let r = Reading::new("login", self.id.0);
        let ended = match (self.ended_at, self.ending) {
            (None, None) => None,
            (Some(at), Some(why)) => Some((at.0, r.word("ending", &why, Ending::parse)?)),
            _ => return Err(r.damaged("one half of the ending is missing")),
        };
        Ok(Login {
            id: LoginId(self.id.0),
            account: AccountId(self.account_id.0),
            device: self.device,
            created_at: self.created_at.0,
            used_at: self.used_at.0,
            idle_expires_at: self.idle_expires_at.0,
            absolute_expires_at: self.absolute_expires_at.0,
            ended,
        })
    }
}

impl Tx<'_> {
    /// Begins a login with the hash of its first refresh token.
    pub fn insert_login(&mut self, login: &Login, hash: &[u8; 32]) -> Result<(), StoreError> {
        let done = diesel::insert_into(login::table).values(&LoginRow::of(login)?).execute(self.db);
        self.look("login", done)?;
        self.insert_refresh_token(login.id, hash, None, Ts::of(login.created_at))
    }

    /// A login, live or not.
    pub fn login(&mut self, id: LoginId) -> Result<Option<Login>, StoreError> {
        let row = login::table.filter(login::id.eq(Id(id.0))).select(LoginRow::as_select()).first(self.db).optional();
        self.look("login", row)?.map(LoginRow::into_login).transpose()
    }

    /// An account's live logins, the newest first.
    pub fn logins_of(&mut self, account: AccountId) -> Result<Vec<Login>, StoreError> {
        let now = Ts(self.clock()?);
        let rows = login::table
            .filter(login::account_id.eq(Id(account.0)))
            .filter(login::ended_at.is_null())
            .filter(login::idle_expires_at.gt(now))
            .filter(login::absolute_expires_at.gt(now))
            .order((login::created_at.desc(), login::id.desc()))
            .select(LoginRow::as_select())
            .load(self.db);
        self.look("login", rows)?.into_iter().map(LoginRow::into_login).collect()
    }

    /// Ends a login; answers whether it had not ended yet.
    pub fn end_login(&mut self, id: LoginId, why: Ending) -> Result<bool, StoreError> {
        let now = Ts(self.clock()?);
        self.end_login_at(id, now, why)
    }

    /// Ends a login at a moment.
    pub(crate) fn end_login_at(&mut self, id: LoginId, at: Ts, why: Ending) -> Result<bool, StoreError> {
        let open = login::table.filter(login::id.eq(Id(id.0))).filter(login::ended_at.is_null());
        let done = diesel::update(open).set((login::ended_at.eq(at), login::ending.eq(why.code()))).execute(self.db);
        Ok(self.look("login", done)? > 0)
    }

    /// Ends every login of an account but one; answers how many had not ended yet. An expired one counts: clocks can go back.
    pub fn end_logins(&mut self, account: AccountId, except: Option<LoginId>, why: Ending) -> Result<usize, StoreError> {
        let now = Ts(self.clock()?);
        // No login has the id nil.
        let except = Id(except.unwrap_or(LoginId(uuid::Uuid::nil())).0);
        let open = login::table.filter(login::account_id.eq(Id(account.0))).filter(login::id.ne(except)).filter(login::ended_at.is_null());
        let done = diesel::update(open).set((login::ended_at.eq(now), login::ending.eq(why.code()))).execute(self.db);
        self.look("login", done)
    }
}
