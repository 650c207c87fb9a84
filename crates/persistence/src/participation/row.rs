use crate::columns::{Id, Json, Reading, Ts, maybe_text, text};
use crate::error::StoreError;
use crate::schema::participation;
use chrono::NaiveDate;
use diesel::prelude::*;
use enmusubi_domain::id::{AccountId, ApplicationId, GroupId, OpportunityId, ParticipationId, SessionId};
use enmusubi_domain::level::{Level, Responsibility};
use enmusubi_domain::opportunity::Kind;
use enmusubi_domain::participation::{Noted, Objection, Outcome, Participation};

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = participation, treat_none_as_default_value = false)]
pub(super) struct ParticipationRow {
    pub(super) id: Id,
    version: i64,
    account_id: Option<Id>,
    application_id: Id,
    opportunity_id: Id,
    group_id: Id,
    group_name: String,
    title: String,
    kind: String,
    level: Option<String>,
    themes: Json,
    responsibility: String,
    session_id: Option<Id>,
    held_on: String,
    starts_at: Option<Ts>,
    ends_at: Option<Ts>,
    outcome: String,
    minutes: i64,
    notice: bool,
    objection: Option<String>,
    objected_at: Option<Ts>,
    recorded_by: Option<Id>,
    recorded_at: Ts,
}

impl ParticipationRow {
    /// The row of a participation.
    pub(super) fn of(p: &Participation) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id(p.id.0),
            version: p.version,
            account_id: p.account.map(|id| Id(id.0)),
            application_id: Id(p.application.0),
            opportunity_id: Id(p.opportunity.0),
            group_id: Id(p.group.0),
            group_name: text(&p.group_name)?,
            title: text(&p.title)?,
            kind: p.kind.code().into(),
            level: p.level.map(|level| level.code().into()),
            themes: Json::texts(&p.themes)?,
            responsibility: p.responsibility.code().into(),
            session_id: p.session.map(|id| Id(id.0)),
            held_on: p.held_on.to_string(),
            starts_at: p.starts_at.map(Ts::of),
            ends_at: p.ends_at.map(Ts::of),
            outcome: p.noted.outcome.code().into(),
            minutes: i64::from(p.noted.minutes),
            notice: p.noted.notice,
            objection: maybe_text(p.objection.as_ref().map(|o| &o.text))?,
            objected_at: p.objection.as_ref().map(|o| Ts::of(o.at)),
            recorded_by: p.recorded_by.map(|id| Id(id.0)),
            recorded_at: Ts::of(p.recorded_at),
        })
    }

    pub(super) fn into_participation(self) -> Result<Participation, StoreError> {
        let r = Reading::new("participation", self.id.0);
        Ok(Participation {
            id: ParticipationId(self.id.0),
            version: self.version,
            account: self.account_id.map(|id| AccountId(id.0)),
            application: ApplicationId(self.application_id.0),
            opportunity: OpportunityId(self.opportunity_id.0),
            group: GroupId(self.group_id.0),
            group_name: self.group_name,
            title: self.title,
            kind: r.word("kind", &self.kind, Kind::parse)?,
            level: self.level.map(|w| r.word("level", &w, Level::parse)).transpose()?,
            themes: r.doc("themes", &self.themes)?,
            responsibility: r.word("responsibility", &self.responsibility, Responsibility::parse)?,
            session: self.session_id.map(|id| SessionId(id.0)),
            held_on: date(&r, "held_on", &self.held_on)?,
            starts_at: self.starts_at.map(|at| at.0),
            ends_at: self.ends_at.map(|at| at.0),
            noted: noted(&r, &self.outcome, self.minutes, self.notice)?,
            objection: self.objection.zip(self.objected_at).map(|(text, at)| Objection { text, at: at.0 }),
            recorded_by: self.recorded_by.map(|id| AccountId(id.0)),
            recorded_at: self.recorded_at.0,
        })
    }
}

/// What is noted, out of its columns.
pub(super) fn noted(r: &Reading, outcome: &str, minutes: i64, notice: bool) -> Result<Noted, StoreError> {
    Ok(Noted { outcome: r.word("outcome", outcome, Outcome::parse)?, minutes: r.number("minutes", minutes)?, notice })
}

/// A civil date.
pub(crate) fn date(r: &Reading, column: &str, raw: &str) -> Result<NaiveDate, StoreError> {
    raw.parse().map_err(|_| r.damaged(format!("{column} is no date")))
}
