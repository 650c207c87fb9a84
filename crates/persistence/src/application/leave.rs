use crate::columns::{Doc, Id, Json};
use crate::connection::Db;
use crate::error::StoreError;
use crate::schema::{application, job};
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::application::{Application, Circumstances, DeclineReason, No, Side, State};
use enmusubi_domain::id::{AccountId, OpportunityId};
use std::collections::BTreeSet;

/// Answers that are kept for others and tell of somebody: they would be given once more.
const ANSWERS_POSTGRES: &str =
    "DELETE FROM idempotency WHERE EXISTS (SELECT 1 FROM jsonb_array_elements_text($1) AS named (word) WHERE strpos(body, word) > 0)";
const ANSWERS_SQLITE: &str = "DELETE FROM idempotency WHERE EXISTS (SELECT 1 FROM json_each($1) AS named WHERE instr(body, named.value) > 0)";

impl Tx<'_> {
    /// Somebody is about to leave, and takes along what is theirs: what goes on ends, with seats given back and offered to those who wait; they
    /// are nobody's guardian any more; their words go, and so do the words about them. What was counted stays, without the person.
    ///
    /// What hangs on the account's row goes with it, in [`Tx::delete_account`].
    pub fn leave(&mut self, account: AccountId, at: &Circumstances) -> Result<(), StoreError> {
        self.lock_for_leaving(account)?;
        for a in self.applications_of_account(account)? {
            if a.is_live() {
                self.leave_application(&a, at)?;
            }
        }
        self.end_guardianships_of(account, at)?;
        self.forget_answers_about(account)?;
        self.cut_messages_of(account)?;
        self.cut_words_of(account)?;
        let done = diesel::delete(job::table.filter(job::dedup_key.eq(format!("notices:{account}")))).execute(self.db);
        self.look("job", done)?;
        self.note_traces()
    }

    /// Locks whatever leaving may move, in the order in which every step takes it: the opportunities, then the people.
    fn lock_for_leaving(&mut self, account: AccountId) -> Result<(), StoreError> {
        let ties = self.guardianships_of(account)?;
        let people: BTreeSet<AccountId> = ties.iter().map(|tie| tie.ward).chain([account]).collect();
        let live: Vec<State> = State::ALL.iter().copied().filter(|s| s.is_live()).collect();
        let mut opportunities: BTreeSet<OpportunityId> = BTreeSet::new();
        for person in &people {
            opportunities.extend(self.applications_page(super::Of::Volunteer(*person), &live, None, usize::MAX)?.iter().map(|a| a.opportunity));
        }
        opportunities.into_iter().try_for_each(|id| self.lock_opportunity(id))?;
        people.into_iter().try_for_each(|id| self.lock_account(id))
    }

    /// The volunteer's last step in one application: no to what was proposed, and back with anything else, even what has begun already.
    fn leave_application(&mut self, a: &Application, at: &Circumstances) -> Result<(), StoreError> {
        let last = match a.state {
            State::Proposed => a.decline(Side::Volunteer, No { reason: DeclineReason::Other, text: None }, at.now),
            _ => a.withdraw(Side::Volunteer, None, at.now),
        };
        let opportunity = self.opportunity(a.opportunity)?;
        match (last, opportunity) {
            (Ok(after), Some(opportunity)) => self.settle(a, &after, &opportunity, at),
            _ => Err(StoreError::Other(format!("the application {} cannot be ended", a.id))),
        }
    }

    /// Takes the words out of somebody's applications, and out of those they began for others.
    fn cut_words_of(&mut self, account: AccountId) -> Result<(), StoreError> {
        let theirs = application::table.filter(application::account_id.eq(Id(account.0)));
        let none = (application::message.eq(None::<String>), application::reason_text.eq(None::<String>), application::begun_by.eq(None::<Id>));
        let done = diesel::update(theirs).set(none).execute(self.db);
        self.look("application", done)?;
        let begun = application::table.filter(application::begun_by.eq(Id(account.0)));
        let done = diesel::update(begun).set((application::message.eq(None::<String>), application::begun_by.eq(None::<Id>))).execute(self.db);
        self.look("application", done).map(drop)
    }

    /// Forgets the answers others got that tell of somebody: by the address, and by the ids of whatever is about them.
    fn forget_answers_about(&mut self, account: AccountId) -> Result<(), StoreError> {
        let mut words = vec![account.to_string()];
        words.extend(self.account(account)?.map(|a| a.email.as_str().to_owned()));
        for a in self.applications_of_account(account)? {
            words.push(a.id.to_string());
            words.extend(self.messages_of_application(a.id)?.iter().map(|m| m.id.to_string()));
        }
        words.extend(self.participations_of_account(account)?.iter().map(|p| p.id.to_string()));
        words.extend(self.disclosures_of_account(account)?.iter().map(|d| d.id.to_string()));
        words.extend(self.guardianships_of(account)?.iter().map(|g| g.id.to_string()));
        words.extend(self.consents_of(account)?.iter().map(|c| c.id.to_string()));
        let sql = match &*self.db {
            Db::Postgres(_) => ANSWERS_POSTGRES,
            Db::Sqlite(_) => ANSWERS_SQLITE,
        };
        let done = diesel::sql_query(sql).bind::<Doc, _>(Json::of(&words)?).execute(self.db);
        self.look("idempotency", done).map(drop)
    }
}
