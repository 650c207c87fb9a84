use crate::columns::{Id, Reading, Ts, maybe_text};
use crate::error::StoreError;
use crate::schema::application;
use diesel::prelude::*;
use enmusubi_domain::application::{Application, DeclineReason, Origin, Side, State};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::{AccountId, ApplicationId, GroupId, OpportunityId, SessionId};

/// A row of the table.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = application, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct ApplicationRow {
    pub(super) id: Id,
    pub(super) version: i64,
    opportunity_id: Id,
    group_id: Id,
    account_id: Option<Id>,
    origin: String,
    begun_by: Option<Id>,
    source: String,
    party: i64,
    message: Option<String>,
    newcomer: bool,
    said_of_age: bool,
    state: String,
    seated: bool,
    answer_by: Option<Ts>,
    ended_by: Option<String>,
    reason: Option<String>,
    reason_text: Option<String>,
    created_at: Ts,
    updated_at: Ts,
    applied_at: Option<Ts>,
    answered_at: Option<Ts>,
    waiting_since: Option<Ts>,
    accepted_at: Option<Ts>,
    ended_at: Option<Ts>,
}

impl ApplicationRow {
    /// The row of an application.
    pub(super) fn of(a: &Application) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id(a.id.0),
            version: a.version,
            opportunity_id: Id(a.opportunity.0),
            group_id: Id(a.group.0),
            account_id: a.volunteer.map(|id| Id(id.0)),
            origin: a.origin.code().into(),
            begun_by: a.begun_by.map(|id| Id(id.0)),
            source: a.source.code().into(),
            party: i64::from(a.party),
            message: maybe_text(a.message.as_ref())?,
            newcomer: a.newcomer,
            said_of_age: a.said_of_age,
            state: a.state.code().into(),
            seated: a.seated,
            answer_by: a.answer_by.map(Ts::of),
            ended_by: a.ended_by.map(|side| side.code().into()),
            reason: a.reason.map(|reason| reason.code().into()),
            reason_text: maybe_text(a.reason_text.as_ref())?,
            created_at: Ts::of(a.created_at),
            updated_at: Ts::of(a.updated_at),
            applied_at: a.applied_at.map(Ts::of),
            answered_at: a.answered_at.map(Ts::of),
            waiting_since: a.waiting_since.map(Ts::of),
            accepted_at: a.accepted_at.map(Ts::of),
            ended_at: a.ended_at.map(Ts::of),
        })
    }

    /// The application, for these sessions.
    pub(super) fn into_application(self, sessions: Vec<SessionId>) -> Result<Application, StoreError> {
        let r = Reading::new("application", self.id.0);
        Ok(Application {
            id: ApplicationId(self.id.0),
            version: self.version,
            opportunity: OpportunityId(self.opportunity_id.0),
            group: GroupId(self.group_id.0),
            volunteer: self.account_id.map(|id| AccountId(id.0)),
            origin: r.word("origin", &self.origin, Origin::parse)?,
            begun_by: self.begun_by.map(|id| AccountId(id.0)),
            source: r.word("source", &self.source, ConnectionSource::parse)?,
            sessions,
            party: r.number("party", self.party)?,
            message: self.message,
            newcomer: self.newcomer,
            said_of_age: self.said_of_age,
            state: r.word("state", &self.state, State::parse)?,
            seated: self.seated,
            answer_by: self.answer_by.map(|at| at.0),
            ended_by: self.ended_by.map(|w| r.word("ended_by", &w, Side::parse)).transpose()?,
            reason: self.reason.map(|w| r.word("reason", &w, DeclineReason::parse)).transpose()?,
            reason_text: self.reason_text,
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
            applied_at: self.applied_at.map(|at| at.0),
            answered_at: self.answered_at.map(|at| at.0),
            waiting_since: self.waiting_since.map(|at| at.0),
            accepted_at: self.accepted_at.map(|at| at.0),
            ended_at: self.ended_at.map(|at| at.0),
        })
    }
}
