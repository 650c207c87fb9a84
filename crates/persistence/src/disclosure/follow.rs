use super::DisclosureRow;
use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::{application, disclosure};
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::application::{Application, Circumstances, Side};
use enmusubi_domain::disclosure::{Disclosure, Turn, ends_at, turn};
use enmusubi_domain::id::{ApplicationId, DisclosureId, OpportunityId};
use enmusubi_domain::schedule::Session;

impl Tx<'_> {
    /// What follows for contact when an application has changed: it opens at acceptance, and ends with a withdrawal or a refusal.
    pub fn disclosures_follow(&mut self, before: Option<&Application>, after: &Application, at: &Circumstances) -> Result<(), StoreError> {
        let open = self.live_disclosure(after.id, at.now)?;
        match (turn(before.map(|a| a.state), after.state), open, after.volunteer) {
            (Turn::Opens, None, Some(account)) => {
                let last_end = self.sessions_held(after.id)?.iter().map(|s| s.ends_at).max();
                self.insert_disclosure(&Disclosure::open(DisclosureId::new(), after.id, account, after.group, last_end, &at.rules, at.now))
            }
            (Turn::Stays, Some(open), _) => self.move_end(&open, at),
            (Turn::Ends, Some(open), _) => self.end_disclosure(open.id, Side::Service, at.now).map(drop),
            (Turn::Opens, _, _) | (Turn::Stays | Turn::Ends, None, _) => Ok(()),
        }
    }

    /// What follows for contact when the sessions of an opportunity have moved: what is open stays so until the new end.
    pub fn disclosures_follow_sessions(&mut self, opportunity: OpportunityId, at: &Circumstances) -> Result<(), StoreError> {
        let rows = disclosure::table
            .inner_join(application::table.on(application::id.eq(disclosure::application_id)))
            .filter(application::opportunity_id.eq(Id(opportunity.0)))
            .filter(disclosure::ended_at.is_null())
            .filter(disclosure::ends_at.gt(Ts::of(at.now)))
            .order(disclosure::id)
            .select(DisclosureRow::as_select())
            .load::<DisclosureRow>(self.db);
        let open: Vec<Disclosure> = self.look("disclosure", rows)?.into_iter().map(DisclosureRow::into_disclosure).collect::<Result<_, _>>()?;
        open.iter().try_for_each(|open| self.move_end(open, at))
    }

    /// The sessions somebody really takes part in by an application: those with a seat, or all of them where none is held any more.
    pub fn sessions_held(&mut self, id: ApplicationId) -> Result<Vec<Session>, StoreError> {
        let all: Vec<(Session, bool)> = self.sessions_of_application(id)?.into_iter().filter(|(session, _)| !session.cancelled).collect();
        let any = all.iter().any(|(_, seated)| *seated);
        Ok(all.into_iter().filter(|(_, seated)| *seated || !any).map(|(session, _)| session).collect())
    }

    fn move_end(&mut self, open: &Disclosure, at: &Circumstances) -> Result<(), StoreError> {
        let last_end = self.sessions_held(open.application)?.iter().map(|s| s.ends_at).max();
        let ends = ends_at(open.opened_at, last_end, &at.rules);
        if last_end.is_none() || ends == open.ends_at {
            // Without sessions there is nothing that could have moved.
            return Ok(());
        }
        let done = diesel::update(disclosure::table.filter(disclosure::id.eq(Id(open.id.0)))).set(disclosure::ends_at.eq(Ts::of(ends))).execute(self.db);
        self.look("disclosure", done).map(drop)
    }
}
