//! What a letter carries to prove that it arrived: kept as a hash, and good for one use.

use crate::columns::{Id, Reading, Ts};
use crate::error::StoreError;
use crate::schema::letter;
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::account::Email;
use enmusubi_domain::id::{AccountId, InvitationId};
use uuid::Uuid;

/// What a letter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Proves the address of somebody who wants an account.
    VerifyAccount,
    /// Lets a person choose another password.
    ResetPassword,
    /// Proves the new address of an account.
    ConfirmEmail,
    /// Invites into a group.
    Invitation,
}

impl Purpose {
    /// Its code in the table.
    pub fn code(self) -> &'static str {
        match self {
            Self::VerifyAccount => "verify_account",
            Self::ResetPassword => "reset_password",
            Self::ConfirmEmail => "confirm_email",
            Self::Invitation => "invitation",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::VerifyAccount, Self::ResetPassword, Self::ConfirmEmail, Self::Invitation].into_iter().find(|p| p.code() == code)
    }
}

/// What is known of a letter: whose it is and what for, and the hash of what it carries.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// SHA-256 of the secret it carries.
    pub hash: [u8; 32],
    /// What it is for.
    pub purpose: Purpose,
    /// The account it is about.
    pub account: Option<AccountId>,
    /// The registration it is about.
    pub registration: Option<Uuid>,
    /// The invitation it is about.
    pub invitation: Option<InvitationId>,
    /// The address it proves, where that is not the account's yet.
    pub email: Option<Email>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    /// When it was used, or made void.
    pub used_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Letter {
    /// Says nothing of the secret and nothing of the address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut f = f.debug_struct("Letter");
        f.field("purpose", &self.purpose).field("account", &self.account).field("registration", &self.registration);
        f.field("invitation", &self.invitation).field("expires_at", &self.expires_at).field("used_at", &self.used_at).finish_non_exhaustive()
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = letter, treat_none_as_default_value = false)]
struct LetterRow {
    hash: Vec<u8>,
    purpose: String,
    account_id: Option<Id>,
    registration_id: Option<Id>,
    invitation_id: Option<Id>,
    email: Option<String>,
    created_at: Ts,
    expires_at: Ts,
    used_at: Option<Ts>,
}

impl LetterRow {
    fn into_letter(self) -> Result<Letter, StoreError> {
        // The hash would be a poor name for the row: it is as good as the secret to whoever may write to the table.
        let r = Reading::new("letter", "of purpose ".to_owned() + &self.purpose);
        Ok(Letter {
            hash: r.hash("hash", &self.hash)?,
            purpose: r.word("purpose", &self.purpose, Purpose::parse)?,
            account: self.account_id.map(|id| AccountId(id.0)),
            registration: self.registration_id.map(|id| id.0),
            invitation: self.invitation_id.map(|id| InvitationId(id.0)),
            email: self.email.map(|email| r.email("email", &email)).transpose()?,
            created_at: self.created_at.0,
            expires_at: self.expires_at.0,
            used_at: self.used_at.map(|at| at.0),
        })
    }
}

impl Tx<'_> {
    /// Notes that a letter is on its way.
    pub fn insert_letter(&mut self, l: &Letter) -> Result<(), StoreError> {
        let row = LetterRow {
            hash: l.hash.to_vec(),
            purpose: l.purpose.code().into(),
            account_id: l.account.map(|id| Id(id.0)),
            registration_id: l.registration.map(Id),
            invitation_id: l.invitation.map(|id| Id(id.0)),
            email: l.email.as_ref().map(|email| email.as_str().into()),
            created_at: Ts::of(l.created_at),
            expires_at: Ts::of(l.expires_at),
            used_at: l.used_at.map(Ts::of),
        };
        let done = diesel::insert_into(letter::table).values(&row).execute(self.db);
        self.look("letter", done).map(drop)
    }

    /// Uses what a letter carried: answers the letter once, and nothing if it was used, has expired, or was for something else.
    pub fn use_letter(&mut self, purpose: Purpose, hash: &[u8; 32]) -> Result<Option<Letter>, StoreError> {
        let now = Ts(self.clock()?);
        let this = letter::table.filter(letter::hash.eq(hash.as_slice())).filter(letter::purpose.eq(purpose.code()));
        let unused = this.filter(letter::used_at.is_null()).filter(letter::expires_at.gt(now));
        let done = diesel::update(unused).set(letter::used_at.eq(now)).execute(self.db);
        if self.look("letter", done)? == 0 {
            return Ok(None);
        }
        let row = this.select(LetterRow::as_select()).first(self.db);
        self.look("letter", row)?.into_letter().map(Some)
    }

    /// What a letter carried, without using it up: nothing if it was used, has expired, or was for something else.
    pub fn letter(&mut self, purpose: Purpose, hash: &[u8; 32]) -> Result<Option<Letter>, StoreError> {
        let now = Ts(self.clock()?);
        let this = letter::table.filter(letter::hash.eq(hash.as_slice())).filter(letter::purpose.eq(purpose.code()));
        let row = this.filter(letter::used_at.is_null()).filter(letter::expires_at.gt(now)).select(LetterRow::as_select()).first(self.db).optional();
        self.look("letter", row)?.map(LetterRow::into_letter).transpose()
    }

    /// Makes every letter to an account void that is for this purpose and was not used.
    pub fn void_letters(&mut self, account: AccountId, purpose: Purpose) -> Result<(), StoreError> {
        let now = Ts(self.clock()?);
        let these = letter::table.filter(letter::account_id.eq(Id(account.0))).filter(letter::purpose.eq(purpose.code())).filter(letter::used_at.is_null());
        let done = diesel::update(these).set(letter::used_at.eq(now)).execute(self.db);
        self.look("letter", done).map(drop)
    }
}
