use super::row::ParticipationRow;
use crate::columns::Id;
use crate::error::StoreError;
use crate::schema::{application, application_session, participation};
use crate::tx::Tx;
use chrono::NaiveDate;
use diesel::prelude::*;
use enmusubi_domain::application::State;
use enmusubi_domain::id::{AccountId, ApplicationId, OpportunityId, ParticipationId, SessionId};
use enmusubi_domain::participation::Participation;
use std::fmt;
use std::str::FromStr;

/// Where a line stands in a list: the latest date first, and of one date the latest id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Its date.
    pub held_on: NaiveDate,
    /// Its id.
    pub id: ParticipationId,
}

impl Line {
    /// Where a participation stands.
    pub fn of(p: &Participation) -> Self {
        Self { held_on: p.held_on, id: p.id }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.held_on, self.id)
    }
}

impl FromStr for Line {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (date, id) = text.split_once(' ').ok_or(())?;
        Ok(Self { held_on: date.parse().map_err(|_| ())?, id: id.parse().map_err(|_| ())? })
    }
}

/// The next rows of a list after a line of it.
macro_rules! page {
    ($self:ident, $query:expr, $after:expr, $limit:expr) => {{
        let mut query = $query
            .order((participation::held_on.desc(), participation::id.desc()))
            .limit(i64::try_from($limit).unwrap_or(i64::MAX))
            .select(ParticipationRow::as_select())
            .into_boxed();
        if let Some(Line { held_on, id }) = $after {
            let (held_on, id) = (held_on.to_string(), Id(id.0));
            let earlier = participation::held_on.lt(held_on.clone());
            query = query.filter(earlier.or(participation::held_on.eq(held_on).and(participation::id.lt(id))));
        }
        let rows = query.load($self.db);
        $self.look("participation", rows)?.into_iter().map(ParticipationRow::into_participation).collect()
    }};
}

impl Tx<'_> {
    /// The next lines of somebody's record, the latest first.
    pub fn participations_of_account_page(&mut self, account: AccountId, after: Option<Line>, limit: usize) -> Result<Vec<Participation>, StoreError> {
        page!(self, participation::table.filter(participation::account_id.eq(Id(account.0))), after, limit)
    }

    /// The next lines of an opportunity, or of one session of it, the latest first.
    pub fn participations_of_opportunity_page(
        &mut self,
        opportunity: OpportunityId,
        session: Option<SessionId>,
        after: Option<Line>,
        limit: usize,
    ) -> Result<Vec<Participation>, StoreError> {
        let all = participation::table.filter(participation::opportunity_id.eq(Id(opportunity.0)));
        match session {
            None => page!(self, all, after, limit),
            Some(session) => page!(self, all.filter(participation::session_id.eq(Id(session.0))), after, limit),
        }
    }

    /// Whoever is expected at sessions, or was there already: each application with the session.
    pub fn expected_at(&mut self, sessions: &[SessionId]) -> Result<Vec<(ApplicationId, SessionId)>, StoreError> {
        let ids: Vec<Id> = sessions.iter().map(|id| Id(id.0)).collect();
        let states = [State::Accepted, State::Completed, State::Absent].map(State::code);
        let rows = application_session::table
            .inner_join(application::table.on(application::id.eq(application_session::application_id)))
            .filter(application_session::session_id.eq_any(ids))
            .filter(application_session::seated.eq(true))
            .filter(application::state.eq_any(states))
            .order((application::id, application_session::session_id))
            .select((application::id, application_session::session_id))
            .load::<(Id, Id)>(self.db);
        let typed = |(application, session): (Id, Id)| (ApplicationId(application.0), SessionId(session.0));
        Ok(self.look("application_session", rows)?.into_iter().map(typed).collect())
    }
}
