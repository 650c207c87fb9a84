use super::steps::StepError;
use crate::columns::Id;
use crate::error::StoreError;
use crate::schema::application;
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::application::{Application, Circumstances, State};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::opportunity::{self, Opportunity};

impl Tx<'_> {
    /// Offers the seats that are free to those who wait, first come first: a party that does not fit lets smaller ones pass, and keeps its
    /// place. Whoever cannot be there is passed over likewise. Answers how many got an offer.
    ///
    /// Under the opportunity's lock.
    pub(super) fn offer_seats(&mut self, opportunity: &Opportunity, at: &Circumstances) -> Result<usize, StoreError> {
        if opportunity.state != opportunity::State::Published {
            return Ok(0);
        }
        let mut offered = 0;
        for waiting in self.waiting_at(opportunity.id)? {
            let Some(person) = waiting.volunteer else { continue };
            self.lock_account(person)?;
            match self.seat_for(&waiting, opportunity, at) {
                Ok(true) => {}
                Ok(false) | Err(StepError::Refused(_)) => continue,
                Err(StepError::Store(error)) => return Err(error),
            }
            let begins = self.sessions_of_application(waiting.id)?.into_iter().filter(|(_, seated)| *seated).map(|(s, _)| s.starts_at).min();
            let Ok(after) = waiting.offer(&at.rules, begins, at.now) else { continue };
            self.settle(&waiting, &after, opportunity, at)?;
            offered += 1;
        }
        Ok(offered)
    }

    /// Opportunities at which somebody waits and was offered no seat yet.
    pub fn opportunities_with_waiting(&mut self) -> Result<Vec<OpportunityId>, StoreError> {
        let ids = application::table
            .filter(application::state.eq(State::Waitlisted.code()))
            .filter(application::seated.eq(false))
            .select(application::opportunity_id)
            .distinct()
            .order(application::opportunity_id)
            .load::<Id>(self.db);
        Ok(self.look("application", ids)?.into_iter().map(|id| OpportunityId(id.0)).collect())
    }

    /// How many stand before an application on its list, if it waits and was offered no seat yet.
    pub fn place_in_queue(&mut self, a: &Application) -> Result<Option<usize>, StoreError> {
        if a.state != State::Waitlisted || a.seated {
            return Ok(None);
        }
        Ok(self.waiting_at(a.opportunity)?.iter().position(|other| other.id == a.id).map(|place| place + 1))
    }
}
