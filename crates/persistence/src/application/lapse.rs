use super::lists::keys;
use super::steps::StepError;
use crate::columns::{Id, Ts, Uid};
use crate::error::StoreError;
use crate::schema::application;
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::application::{Ahead, Application, Circumstances, Refused, State};
use enmusubi_domain::id::{ApplicationId, OpportunityId};
use enmusubi_domain::opportunity as listing;

/// Called off: nobody comes. Closed: nobody new comes. Every session called off: nobody comes to this one.
const ENDED: &str = "SELECT DISTINCT a.opportunity_id FROM application a JOIN opportunity o ON o.id = a.opportunity_id
  WHERE (o.state = 'cancelled' AND a.state IN ('proposed', 'applied', 'waitlisted', 'accepted'))
     OR (o.state = 'closed' AND a.state IN ('proposed', 'applied', 'waitlisted'))
     OR (a.state IN ('proposed', 'applied', 'waitlisted', 'accepted')
       AND EXISTS (SELECT 1 FROM application_session x WHERE x.application_id = a.id)
       AND NOT EXISTS (SELECT 1 FROM application_session x JOIN session s ON s.id = x.session_id WHERE x.application_id = a.id AND NOT s.cancelled))
  ORDER BY a.opportunity_id";

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Uid)]
    opportunity_id: Id,
}

impl Tx<'_> {
    /// Applications whose time to be answered is over, the longest overdue first.
    pub fn applications_overdue(&mut self, at: &Circumstances, limit: usize) -> Result<Vec<ApplicationId>, StoreError> {
        let ids = application::table
            .filter(application::answer_by.le(Ts::of(at.now)))
            .order((application::answer_by, application::id))
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select(application::id)
            .load::<Id>(self.db);
        self.look("application", ids).map(keys)
    }

    /// Ends an application that nobody answered in time; answers whether it did.
    pub fn expire_application(&mut self, id: ApplicationId, at: &Circumstances) -> Result<bool, StoreError> {
        self.end(id, at, |a| a.expire(at.now))
    }

    /// Ends an accepted application whose guardian's consent is gone; answers whether it did.
    pub fn lapse_application(&mut self, id: ApplicationId, at: &Circumstances) -> Result<bool, StoreError> {
        self.end(id, at, |a| a.lapse(at.now))
    }

    fn end(&mut self, id: ApplicationId, at: &Circumstances, step: impl FnOnce(&Application) -> Result<Application, Refused>) -> Result<bool, StoreError> {
        let (a, opportunity) = match self.held(id) {
            Ok(found) => found,
            Err(StepError::Store(error)) => return Err(error),
            Err(StepError::Refused(_)) => return Ok(false),
        };
        let Ok(after) = step(&a) else { return Ok(false) };
        self.settle(&a, &after, &opportunity, at)?;
        Ok(true)
    }

    /// Lets the deadlines of an application follow sessions that have moved.
    fn reschedule(&mut self, a: &Application, at: &Circumstances) -> Result<(), StoreError> {
        let after = a.rescheduled(&at.rules, &Ahead::of(&self.ahead_of(a, at)?));
        if after.answer_by == a.answer_by { Ok(()) } else { self.put_application(&after) }
    }

    /// Opportunities that have ended, or of which nothing is left that somebody's application was for, while that application goes on.
    pub fn opportunities_ended_with_applications(&mut self) -> Result<Vec<OpportunityId>, StoreError> {
        let ended = diesel::sql_query(ENDED).load::<Key>(self.db);
        Ok(self.look("application", ended)?.into_iter().map(|key| OpportunityId(key.opportunity_id.0)).collect())
    }

    /// Does what an opportunity's own change means for the applications for it: where it ended, or every session of one is called off or gone,
    /// that one ends; where there are more seats now, they are offered. Answers how many ended.
    ///
    /// A closed opportunity takes nobody new; whoever was accepted still comes.
    pub fn applications_follow(&mut self, id: OpportunityId, at: &Circumstances) -> Result<usize, StoreError> {
        self.lock_opportunity(id)?;
        let Some(opportunity) = self.opportunity(id)? else { return Ok(0) };
        let mut ended = 0;
        for a in self.applications_page(super::Of::Opportunity(id), &[State::Proposed, State::Applied, State::Waitlisted, State::Accepted], None, usize::MAX)? {
            let sessions = &opportunity.details.schedule.sessions;
            let dated = !opportunity.details.schedule.is_flexible();
            let gone = dated && sessions.iter().filter(|s| a.sessions.contains(&s.id)).all(|s| s.cancelled);
            let ends = match opportunity.state {
                listing::State::Cancelled => true,
                listing::State::Closed => a.state != State::Accepted || gone,
                listing::State::Draft | listing::State::Published => gone,
            };
            if !ends {
                self.reschedule(&a, at)?;
                continue;
            }
            if let Some(person) = a.volunteer {
                self.lock_account(person)?;
            }
            if let Ok(after) = a.call_off(at.now) {
                self.settle(&a, &after, &opportunity, at)?;
                ended += 1;
            }
        }
        // It may weigh more than it did, or end later: a guardian's word may not reach that far.
        ended += self.settle_consents_for(id, at)?.len();
        self.disclosures_follow_sessions(id, at)?;
        self.offer_seats(&opportunity, at)?;
        Ok(ended)
    }
}
