//! What is kept about one person that no other room asks for: what is over, what they wrote elsewhere, what the trail says of them.

use crate::audit::AuditFilter;
use crate::columns::{Id, Reading, Ts};
use crate::error::StoreError;
use crate::letter::Purpose;
use crate::login::LoginRow;
use crate::schema::{application, invitation, letter, login, message, role_grant};
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::access::Grant;
use enmusubi_domain::account::Email;
use enmusubi_domain::application::Application;
use enmusubi_domain::audit::Entry;
use enmusubi_domain::id::{AccountId, ApplicationId, GrantId, InvitationId, MessageId};
use enmusubi_domain::invitation::Invitation;
use enmusubi_domain::login::Login;
use enmusubi_domain::message::Message;

/// What of a letter can be told to whom it went: nothing that opens a door.
#[derive(Clone, PartialEq, Eq)]
pub struct LetterNote {
    /// What it was for.
    pub purpose: Purpose,
    /// The address it proves, where that was not the account's yet.
    pub email: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for LetterNote {
    /// Says nothing of an address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LetterNote").field("purpose", &self.purpose).field("created_at", &self.created_at).finish_non_exhaustive()
    }
}

impl Tx<'_> {
    /// Every login of an account that is kept, ended ones too, the newest first.
    pub fn logins_ever(&mut self, account: AccountId) -> Result<Vec<Login>, StoreError> {
        let query = login::table.filter(login::account_id.eq(Id(account.0))).order((login::created_at.desc(), login::id.desc()));
        let rows = query.select(LoginRow::as_select()).load(self.db);
        self.look("login", rows)?.into_iter().map(LoginRow::into_login).collect()
    }

    /// Every role somebody was ever given, by id.
    pub fn grants_ever(&mut self, account: AccountId) -> Result<Vec<Grant>, StoreError> {
        let query = role_grant::table.filter(role_grant::account_id.eq(Id(account.0))).order(role_grant::id).select(role_grant::id);
        let ids = query.load::<Id>(self.db);
        let ids = self.look("role_grant", ids)?;
        self.each(ids, |tx, id| tx.grant(GrantId(id.0)))
    }

    /// Letters to an account that are kept, the newest first.
    pub fn letters_to(&mut self, account: AccountId) -> Result<Vec<LetterNote>, StoreError> {
        let query = letter::table.filter(letter::account_id.eq(Id(account.0))).order(letter::created_at.desc());
        let columns = (letter::purpose, letter::email, letter::created_at, letter::expires_at, letter::used_at);
        let rows = query.select(columns).load::<(String, Option<String>, Ts, Ts, Option<Ts>)>(self.db);
        let r = Reading::new("letter", account);
        let note = |(purpose, email, created_at, expires_at, used_at): (String, _, Ts, Ts, Option<Ts>)| {
            let purpose = r.word("purpose", &purpose, Purpose::parse)?;
            Ok(LetterNote { purpose, email, created_at: created_at.0, expires_at: expires_at.0, used_at: used_at.map(|at| at.0) })
        };
        self.look("letter", rows)?.into_iter().map(note).collect()
    }

    /// Invitations into groups that somebody sent, or that went to an address, by id.
    pub fn invitations_about(&mut self, account: AccountId, email: &Email) -> Result<Vec<Invitation>, StoreError> {
        let theirs = invitation::invited_by.eq(Id(account.0)).or(invitation::email.eq(email.as_str()));
        let ids = invitation::table.filter(theirs).order(invitation::id).select(invitation::id).load::<Id>(self.db);
        let ids = self.look("invitation", ids)?;
        self.each(ids, |tx, id| tx.invitation(InvitationId(id.0)))
    }

    /// Every message somebody wrote, in whatever application, by id.
    pub fn messages_by(&mut self, account: AccountId) -> Result<Vec<Message>, StoreError> {
        let query = message::table.filter(message::author_id.eq(Id(account.0))).order(message::id).select(message::id);
        let ids = query.load::<Id>(self.db);
        let ids = self.look("message", ids)?;
        self.each(ids, |tx, id| tx.message(MessageId(id.0)))
    }

    /// Applications somebody began for others, by id.
    pub fn applications_begun_by(&mut self, account: AccountId) -> Result<Vec<Application>, StoreError> {
        let query = application::table.filter(application::begun_by.eq(Id(account.0))).order(application::id).select(application::id);
        let ids = query.load::<Id>(self.db);
        let ids: Vec<ApplicationId> = self.look("application", ids)?.into_iter().map(|id| ApplicationId(id.0)).collect();
        self.applications(&ids)
    }

    /// The newest lines of the trail about what somebody did, or what was done to their account.
    pub fn audit_about(&mut self, account: AccountId, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let did = AuditFilter { account: Some(account), ..AuditFilter::default() };
        let done = AuditFilter { object_id: Some(account.0), ..AuditFilter::default() };
        let mut lines = self.audit_page(None, &did, limit)?;
        lines.extend(self.audit_page(None, &done, limit)?);
        lines.sort_unstable_by_key(|line| std::cmp::Reverse(line.seq));
        lines.dedup_by_key(|line| line.seq);
        lines.truncate(limit);
        Ok(lines)
    }

    fn each<T>(&mut self, ids: Vec<Id>, mut read: impl FnMut(&mut Self, Id) -> Result<Option<T>, StoreError>) -> Result<Vec<T>, StoreError> {
        ids.into_iter().filter_map(|id| read(self, id).transpose()).collect()
    }
}
