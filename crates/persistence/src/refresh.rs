//! Refresh tokens: each is exchanged once for the next. One that comes back ends its login, because two people may have it.

use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::login::LoginRow;
use crate::schema::{account, login, refresh_token};
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::id::LoginId;
use enmusubi_domain::login::{Ending, Lifetime, Login};

/// What became of a refresh token that was presented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turned {
    /// It was good, and is used up: the new one takes its place.
    Turned(Login),
    /// It had been used before. Its login has been ended in this transaction, which must be committed, whatever the caller is told.
    Reused(Login),
    /// Nobody knows it, or nothing can be done with it any more: its login has ended or expired, its account is closed.
    Unknown,
}

impl Tx<'_> {
    /// Exchanges a refresh token for the next. Of any number of attempts with one token exactly one succeeds, on both databases: write
    /// transactions happen as if one after the other, and the table has no place for a second child.
    ///
    /// The login lasts on as its account's roles allow, and never longer than it was to last in all.
    pub fn turn_refresh_token(&mut self, old: &[u8; 32], new: &[u8; 32]) -> Result<Turned, StoreError> {
        let now = self.clock()?;
        let found = refresh_token::table
            .inner_join(login::table.on(login::id.eq(refresh_token::login_id)))
            .inner_join(account::table.on(account::id.eq(login::account_id)))
            .filter(refresh_token::hash.eq(old.as_slice()))
            .filter(account::disabled_at.is_null())
            .select((refresh_token::used_at, LoginRow::as_select()))
            .first::<(Option<Ts>, LoginRow)>(self.db)
            .optional();
        let Some((used_at, row)) = self.look("refresh_token", found)? else { return Ok(Turned::Unknown) };
        let mut login = row.into_login()?;
        if !login.is_live(now) {
            return Ok(Turned::Unknown);
        }
        let unused = refresh_token::table.filter(refresh_token::hash.eq(old.as_slice())).filter(refresh_token::used_at.is_null());
        let used = match used_at {
            Some(_) => 0,
            None => {
                let done = diesel::update(unused).set(refresh_token::used_at.eq(Ts(now))).execute(self.db);
                self.look("refresh_token", done)?
            }
        };
        if used == 0 {
            self.end_login_at(login.id, Ts(now), Ending::Reuse)?;
            login.ended = Some((now, Ending::Reuse));
            return Ok(Turned::Reused(login));
        }
        self.insert_refresh_token(login.id, new, Some(old), Ts(now))?;
        let roles: Vec<_> = self.grants_of(login.account)?.into_iter().map(|grant| grant.role).collect();
        let lifetime = Lifetime::of(&roles);
        // Whoever was given a role since may not stay signed in as long as before; nobody is thrown out at once.
        login.absolute_expires_at = login.absolute_expires_at.min(now + lifetime.absolute);
        login.idle_expires_at = (now + lifetime.idle).min(login.absolute_expires_at);
        login.used_at = now;
        let times =
            (login::used_at.eq(Ts(now)), login::idle_expires_at.eq(Ts(login.idle_expires_at)), login::absolute_expires_at.eq(Ts(login.absolute_expires_at)));
        let done = diesel::update(login::table.filter(login::id.eq(Id(login.id.0)))).set(times).execute(self.db);
        self.look("login", done)?;
        Ok(Turned::Turned(login))
    }

    /// Keeps the hash of a refresh token.
    pub(crate) fn insert_refresh_token(&mut self, login: LoginId, hash: &[u8; 32], parent: Option<&[u8; 32]>, at: Ts) -> Result<(), StoreError> {
        let row = (
            refresh_token::hash.eq(hash.as_slice()),
            refresh_token::login_id.eq(Id(login.0)),
            refresh_token::parent.eq(parent.map(|p| p.as_slice())),
            refresh_token::created_at.eq(at),
        );
        let done = diesel::insert_into(refresh_token::table).values(row).execute(self.db);
        self.look("refresh_token", done).map(drop)
    }
}
