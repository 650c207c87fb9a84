//! The ledger of consent: its rows, which never change but that they are taken back, and what follows from them.

/// Whether a guardian's word is there, and what falls when it is not.
mod cover;

use crate::columns::{Id, Instant, Reading, Ts};
use crate::error::StoreError;
use crate::schema::{consent, guardian_code, guardianship};
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::consent::{Consent, Method, Purpose, TextLang};
use enmusubi_domain::id::{AccountId, ApplicationId, ConsentId};

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = consent, treat_none_as_default_value = false)]
struct ConsentRow {
    id: Id,
    subject_id: Id,
    giver_id: Option<Id>,
    recorded_by: Option<Id>,
    purpose: String,
    application_id: Option<Id>,
    text_version: i32,
    lang: String,
    method: String,
    given_at: Ts,
    expires_at: Option<Ts>,
    withdrawn_at: Option<Ts>,
}

impl ConsentRow {
    fn into_consent(self) -> Result<Consent, StoreError> {
        let r = Reading::new("consent", self.id.0);
        Ok(Consent {
            id: ConsentId(self.id.0),
            subject: AccountId(self.subject_id.0),
            giver: self.giver_id.map(|id| AccountId(id.0)),
            recorded_by: self.recorded_by.map(|id| AccountId(id.0)),
            purpose: r.word("purpose", &self.purpose, Purpose::parse)?,
            application: self.application_id.map(|id| ApplicationId(id.0)),
            text_version: r.number("text_version", self.text_version)?,
            lang: r.word("lang", &self.lang, TextLang::parse)?,
            method: r.word("method", &self.method, Method::parse)?,
            given_at: self.given_at.0,
            expires_at: self.expires_at.map(|at| at.0),
            withdrawn_at: self.withdrawn_at.map(|at| at.0),
        })
    }
}

/// A word for one application is needed while that goes on, however long ago it was given.
const FORGET_FOR_ONE: &str = "DELETE FROM consent WHERE application_id IS NOT NULL AND given_at < $1
  AND NOT EXISTS (SELECT 1 FROM application a WHERE a.id = consent.application_id AND a.state IN ('proposed', 'applied', 'waitlisted', 'accepted'))";

impl Tx<'_> {
    /// Writes a line into the ledger.
    pub fn insert_consent(&mut self, c: &Consent) -> Result<(), StoreError> {
        let row = ConsentRow {
            id: Id(c.id.0),
            subject_id: Id(c.subject.0),
            giver_id: c.giver.map(|id| Id(id.0)),
            recorded_by: c.recorded_by.map(|id| Id(id.0)),
            purpose: c.purpose.code().into(),
            application_id: c.application.map(|id| Id(id.0)),
            text_version: i32::from(c.text_version),
            lang: c.lang.code().into(),
            method: c.method.code().into(),
            given_at: Ts::of(c.given_at),
            expires_at: c.expires_at.map(Ts::of),
            withdrawn_at: c.withdrawn_at.map(Ts::of),
        };
        let done = diesel::insert_into(consent::table).values(&row).execute(self.db);
        self.look("consent", done).map(drop)
    }

    /// A line of the ledger.
    pub fn consent(&mut self, id: ConsentId) -> Result<Option<Consent>, StoreError> {
        let row = consent::table.filter(consent::id.eq(Id(id.0))).select(ConsentRow::as_select()).first(self.db).optional();
        self.look("consent", row)?.map(ConsentRow::into_consent).transpose()
    }

    /// The next lines by id that are about somebody, or that somebody gave.
    pub fn consents_page(&mut self, account: AccountId, after: Option<ConsentId>, limit: usize) -> Result<Vec<Consent>, StoreError> {
        let who = Id(account.0);
        let theirs = consent::subject_id.eq(who).or(consent::giver_id.eq(who));
        let after = consent::id.gt(Id(after.map_or(uuid::Uuid::nil(), |id| id.0)));
        let query = consent::table.filter(theirs).filter(after).order(consent::id).limit(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows = query.select(ConsentRow::as_select()).load(self.db);
        self.look("consent", rows)?.into_iter().map(ConsentRow::into_consent).collect()
    }

    /// Every line that is about somebody, or that somebody gave, oldest first.
    pub fn consents_of(&mut self, account: AccountId) -> Result<Vec<Consent>, StoreError> {
        self.consents_page(account, None, usize::MAX)
    }

    /// Every line that is about somebody, oldest first.
    pub fn consents_about(&mut self, subject: AccountId) -> Result<Vec<Consent>, StoreError> {
        let rows = consent::table.filter(consent::subject_id.eq(Id(subject.0))).order(consent::id).select(ConsentRow::as_select()).load(self.db);
        self.look("consent", rows)?.into_iter().map(ConsentRow::into_consent).collect()
    }

    /// Takes a consent back; answers whether it was not taken back before. What follows for applications: [`Tx::settle_consents`].
    pub fn withdraw_consent(&mut self, id: ConsentId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let this = consent::table.filter(consent::id.eq(Id(id.0))).filter(consent::withdrawn_at.is_null());
        let done = diesel::update(this).set(consent::withdrawn_at.eq(Ts::of(now))).execute(self.db);
        self.look("consent", done).map(|rows| rows > 0)
    }

    /// Takes back all that somebody has agreed to for somebody else: they speak for them no more.
    pub fn withdraw_consents_given(&mut self, subject: AccountId, giver: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let these = consent::table.filter(consent::subject_id.eq(Id(subject.0))).filter(consent::giver_id.eq(Id(giver.0)));
        let done = diesel::update(these.filter(consent::withdrawn_at.is_null())).set(consent::withdrawn_at.eq(Ts::of(now))).execute(self.db);
        self.look("consent", done).map(drop)
    }

    /// Forgets what came to its end before a moment: consents that were taken back or have expired, or were for an application that is over or
    /// forgotten; ties to guardians that are over; codes. Answers how many rows.
    pub fn forget_consents_before(&mut self, moment: DateTime<Utc>) -> Result<usize, StoreError> {
        let before = Ts::of(moment);
        let over = consent::withdrawn_at.lt(before).or(consent::expires_at.lt(before));
        let done = diesel::delete(consent::table.filter(over)).execute(self.db);
        let mut gone = self.look("consent", done)?;
        let done = diesel::sql_query(FORGET_FOR_ONE).bind::<Instant, _>(before).execute(self.db);
        gone += self.look("consent", done)?;
        let over = guardianship::ended_at.lt(before).or(guardianship::until.lt(before));
        let done = diesel::delete(guardianship::table.filter(over)).execute(self.db);
        gone += self.look("guardianship", done)?;
        let done = diesel::delete(guardian_code::table.filter(guardian_code::expires_at.lt(before))).execute(self.db);
        gone += self.look("guardian_code", done)?;
        Ok(gone)
    }
}
