use crate::columns::{Id, Instant, Ts, Uid};
use crate::connection::Db;
use crate::error::StoreError;
use crate::schema::application;
use crate::tx::Tx;
use chrono::{DateTime, Datelike, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use enmusubi_domain::application::{Application, Circumstances, State};
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang, current};
use enmusubi_domain::guardian::{Guardianship, covers, demand};
use enmusubi_domain::id::{AccountId, ApplicationId, ConsentId, OpportunityId};
use enmusubi_domain::matching;
use enmusubi_domain::opportunity::Opportunity;
use std::collections::BTreeSet;

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Uid)]
    id: Id,
}

/// Whoever has, or is offered, a seat and was born after a date, or of whom nobody knows.
const POSTGRES: &str = "SELECT a.id FROM application a LEFT JOIN profile p ON p.account_id = a.account_id
  WHERE (a.state = 'accepted' OR (a.state = 'waitlisted' AND a.seated)) AND a.account_id IS NOT NULL AND ($1 OR a.account_id = $2)
    AND (p.body->>'birth_date' > $3 OR (p.body->>'birth_date' IS NULL AND NOT a.said_of_age))
    AND (NOT EXISTS (SELECT 1 FROM application_session x WHERE x.application_id = a.id)
      OR EXISTS (SELECT 1 FROM application_session x JOIN session s ON s.id = x.session_id WHERE x.application_id = a.id AND s.ends_at > $4))
  ORDER BY a.id";
const SQLITE: &str = "SELECT a.id FROM application a LEFT JOIN profile p ON p.account_id = a.account_id
  WHERE (a.state = 'accepted' OR (a.state = 'waitlisted' AND a.seated)) AND a.account_id IS NOT NULL AND ($1 OR a.account_id = $2)
    AND (json_extract(p.body, '$.birth_date') > $3 OR (json_extract(p.body, '$.birth_date') IS NULL AND NOT a.said_of_age))
    AND (NOT EXISTS (SELECT 1 FROM application_session x WHERE x.application_id = a.id)
      OR EXISTS (SELECT 1 FROM application_session x JOIN session s ON s.id = x.session_id WHERE x.application_id = a.id AND s.ends_at > $4))
  ORDER BY a.id";

impl Tx<'_> {
    /// Whether an application has the guardian's word it needs, if it needs one, up to the end of the last session it is accepted for.
    ///
    /// Whoever's age nobody knows needs none if they said to be of age. Under the person's lock, so that nobody takes it back in between.
    pub fn consent_is_live(
        &mut self,
        a: &Application,
        opportunity: &Opportunity,
        until: Option<DateTime<Utc>>,
        at: &Circumstances,
    ) -> Result<bool, StoreError> {
        let Some(person) = a.volunteer else { return Ok(false) };
        let Some(age) = self.age_of(person, at)? else { return Ok(a.said_of_age) };
        let demand = demand(age, &at.rules, opportunity, &a.sessions, at.tz);
        if covers(&[], demand, a.id, until, at.now) {
            return Ok(true);
        }
        Ok(covers(&self.consents_about(person)?, demand, a.id, until, at.now))
    }

    /// Applications with a seat, or the offer of one, that lie ahead and lack the guardian's word they need: of one person, or of all.
    pub fn accepted_without_consent(&mut self, account: Option<AccountId>, at: &Circumstances) -> Result<Vec<ApplicationId>, StoreError> {
        let (sql, today) = (if matches!(&*self.db, Db::Postgres(_)) { POSTGRES } else { SQLITE }, at.today());
        // A day more than there are minors: who is one is judged below.
        let year = today.year() - i32::from(at.rules.consent_age);
        let of_age = today.with_year(year).or_else(|| today.pred_opt()?.with_year(year)).and_then(|day| day.pred_opt()).unwrap_or(today);
        let keys = diesel::sql_query(sql)
            .bind::<Bool, _>(account.is_none())
            .bind::<Uid, _>(Id(account.map_or(uuid::Uuid::nil(), |id| id.0)))
            .bind::<Text, _>(of_age.to_string())
            .bind::<Instant, _>(Ts::of(at.now))
            .load::<Key>(self.db);
        let keys: Vec<ApplicationId> = self.look("application", keys)?.into_iter().map(|key| ApplicationId(key.id.0)).collect();
        let mut lacking = vec![];
        for a in self.applications(&keys)? {
            if self.lacks_consent(&a, at)? {
                lacking.push(a.id);
            }
        }
        Ok(lacking)
    }

    fn lacks_consent(&mut self, a: &Application, at: &Circumstances) -> Result<bool, StoreError> {
        let ahead = self.sessions_of_application(a.id)?.into_iter().filter(|(s, _)| !s.cancelled && s.ends_at > at.now);
        let until = ahead.map(|(s, _)| s.ends_at).max();
        if !a.sessions.is_empty() && until.is_none() {
            // It lies behind: what was agreed to then is not undone.
            return Ok(false);
        }
        let Some(opportunity) = self.opportunity(a.opportunity)? else { return Ok(false) };
        Ok(!self.consent_is_live(a, &opportunity, until, at)?)
    }

    /// Lets what lacks a guardian's word lapse, of one person: wherever a word can vanish, in the same transaction. Answers what lapsed.
    ///
    /// Begins with [`Tx::lock_for_consents`], before anything is changed.
    pub fn settle_consents(&mut self, account: AccountId, at: &Circumstances) -> Result<Vec<ApplicationId>, StoreError> {
        let mut lapsed = self.accepted_without_consent(Some(account), at)?;
        let mut failed = None;
        lapsed.retain(|id| failed.is_none() && self.lapse_application(*id, at).unwrap_or_else(|e| failed.replace(e).is_some()));
        failed.map_or(Ok(lapsed), Err)
    }

    /// The same for everybody who was accepted for an opportunity: it may weigh more than it did, or end later.
    ///
    /// Under the opportunity's lock.
    pub fn settle_consents_for(&mut self, opportunity: OpportunityId, at: &Circumstances) -> Result<Vec<ApplicationId>, StoreError> {
        let mut lapsed = vec![];
        for a in self.applications_page(crate::Of::Opportunity(opportunity), &[State::Accepted, State::Waitlisted], None, usize::MAX)? {
            let has_seat = a.state == State::Accepted || a.is_offered();
            if has_seat && self.lacks_consent(&a, at)? && self.lapse_application(a.id, at)? {
                lapsed.push(a.id);
            }
        }
        Ok(lapsed)
    }

    /// Locks what a word about somebody may move: the opportunities of what they have applied for, then the person, in the order every step takes
    /// them. Whoever accepts meanwhile waits, and looks at the ledger afterwards.
    pub fn lock_for_consents(&mut self, account: AccountId) -> Result<(), StoreError> {
        let live: Vec<State> = State::ALL.iter().copied().filter(|s| s.is_live()).collect();
        let applications = self.applications_page(crate::Of::Volunteer(account), &live, None, usize::MAX)?;
        let opportunities: BTreeSet<OpportunityId> = applications.iter().map(|a| a.opportunity).collect();
        opportunities.into_iter().try_for_each(|id| self.lock_opportunity(id))?;
        self.lock_account(account)
    }

    /// Ends a tie, and takes back what that guardian agreed to; what lacks their word then lapses. Answers what lapsed.
    pub fn end_guardianship(&mut self, ended: &Guardianship, at: &Circumstances) -> Result<Vec<ApplicationId>, StoreError> {
        self.put_guardianship(ended)?;
        self.withdraw_consents_given(ended.ward, ended.guardian, at.now)?;
        self.settle_consents(ended.ward, at)
    }

    /// Somebody is about to leave: they are nobody's guardian any more, and nobody is theirs.
    pub fn end_guardianships_of(&mut self, account: AccountId, at: &Circumstances) -> Result<(), StoreError> {
        for tie in self.guardianships_of(account)? {
            if tie.guardian == account {
                self.lock_for_consents(tie.ward)?;
            }
            if let Ok(ended) = tie.end(tie.guardian, at.now) {
                self.end_guardianship(&ended, at)?;
            }
        }
        Ok(())
    }

    /// A guardian applies for a ward, and thereby agrees: the ledger says so.
    pub fn agree_by_applying(&mut self, id: ConsentId, guardian: AccountId, a: &Application, lang: TextLang, at: &Circumstances) -> Result<(), StoreError> {
        let (Some(ward), Some(text)) = (a.volunteer, current(Purpose::GuardianApplication)) else { return Ok(()) };
        let given = Given { purpose: Purpose::GuardianApplication, application: Some(a.id), text_version: text.version, lang, method: Method::Account };
        self.insert_consent(&Consent::give(id, ward, Some(guardian), None, given, at.now, at.tz))
    }

    /// Keeps in what goes on that somebody is of age, where the birth date that said so is about to go.
    pub fn note_of_age(&mut self, account: AccountId) -> Result<(), StoreError> {
        let live: Vec<&str> = State::ALL.iter().filter(|s| s.is_live()).map(|s| s.code()).collect();
        let these = application::table.filter(application::account_id.eq(Id(account.0))).filter(application::state.eq_any(live));
        let done = diesel::update(these.filter(application::said_of_age.eq(false))).set(application::said_of_age.eq(true)).execute(self.db);
        self.look("application", done).map(drop)
    }

    /// What is known of a guardian's word when a minor is matched: a word for the year is on file, or can be asked for.
    pub fn wish_consent(&mut self, account: AccountId, at: &Circumstances) -> Result<matching::Consent, StoreError> {
        let yearly_is_enough = |age: u8| age < at.rules.consent_age && age >= at.rules.consent_each_age;
        if !self.age_of(account, at)?.is_some_and(yearly_is_enough) {
            return Ok(matching::Consent::CanBeAsked);
        }
        let on_file = self.consents_about(account)?.iter().any(|c| c.purpose == Purpose::GuardianYear && c.is_live(at.now));
        Ok(if on_file { matching::Consent::OnFile } else { matching::Consent::CanBeAsked })
    }
}
