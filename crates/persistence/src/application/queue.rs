use super::steps::StepError;
use crate::columns::{Id, Instant, Ts, Uid};
use crate::error::StoreError;
use crate::schema::application;
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::application::{Application, Circumstances, State};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::opportunity::{self, Opportunity};

/// Somebody waits, and at some session ahead (or at the offer without dates) not every seat is taken.
const FREE: &str = "SELECT DISTINCT a.opportunity_id FROM application a JOIN opportunity o ON o.id = a.opportunity_id
  WHERE a.state = 'waitlisted' AND NOT a.seated AND o.state = 'published'
    AND (EXISTS (SELECT 1 FROM application_session x JOIN session s ON s.id = x.session_id
           WHERE x.application_id = a.id AND NOT s.cancelled AND s.starts_at > $1 AND (s.seats IS NULL OR s.seats_taken < s.seats))
      OR (NOT EXISTS (SELECT 1 FROM application_session x WHERE x.application_id = a.id) AND (o.seats IS NULL OR o.seats_taken < o.seats)))
  ORDER BY a.opportunity_id";

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Uid)]
    opportunity_id: Id,
}

impl Tx<'_> {
    /// Offers the seats that are free to those who wait, first come first: a party that does not fit lets smaller ones pass, and keeps its
    /// place. Whoever cannot be there is passed over likewise. Answers how many got an offer.
    ///
    /// Under the opportunity's lock.
    pub(super) fn offer_seats(&mut self, opportunity: &Opportunity, at: &Circumstances) -> Result<usize, StoreError> {
        if opportunity.state != opportunity::State::Published {
            return Ok(0);
        }
        // As it is now: seats may just have been given back.
        let Some(opportunity) = &self.opportunity(opportunity.id)? else { return Ok(0) };
        let mut offered = 0;
        for waiting in self.waiting_at(opportunity.id)? {
            let Some(person) = waiting.volunteer else { continue };
            let ahead = self.ahead_of(&waiting, at)?;
            // Whoever is in the middle of another step is asked in the next round: to wait for them here could be to wait in a circle.
            if Self::has_room(&waiting, opportunity, &ahead, at).is_err() || !self.try_lock_account(person)? {
                continue;
            }
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

    /// Offers the seats of an opportunity that came free by time alone, or by nobody's step here; answers how many.
    pub fn offer_free_seats(&mut self, id: OpportunityId, at: &Circumstances) -> Result<usize, StoreError> {
        self.lock_opportunity(id)?;
        match self.opportunity(id)? {
            Some(opportunity) => self.offer_seats(&opportunity, at),
            None => Ok(0),
        }
    }

    /// Opportunities at which somebody waits who was offered no seat yet, and there is one.
    pub fn opportunities_with_waiting(&mut self, at: &Circumstances) -> Result<Vec<OpportunityId>, StoreError> {
        let free = diesel::sql_query(FREE).bind::<Instant, _>(Ts::of(at.now)).load::<Key>(self.db);
        Ok(self.look("application", free)?.into_iter().map(|key| OpportunityId(key.opportunity_id.0)).collect())
    }

    /// How many stand before an application on its list, if it waits and was offered no seat yet.
    pub fn place_in_queue(&mut self, a: &Application) -> Result<Option<usize>, StoreError> {
        if a.state != State::Waitlisted || a.seated {
            return Ok(None);
        }
        let before = application::waiting_since
            .lt(a.waiting_since.map(Ts::of))
            .or(application::waiting_since.eq(a.waiting_since.map(Ts::of)).and(application::id.lt(Id(a.id.0))));
        let number = application::table
            .filter(application::opportunity_id.eq(Id(a.opportunity.0)))
            .filter(application::state.eq(State::Waitlisted.code()))
            .filter(application::seated.eq(false))
            .filter(before.assume_not_null())
            .count()
            .get_result::<i64>(self.db);
        Ok(usize::try_from(self.look("application", number)?).ok().map(|before| before + 1))
    }
}
