use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::application::{Application, Side};
use enmusubi_domain::id::AccountId;
use enmusubi_domain::message::Message;
use enmusubi_domain::schedule::Session;
use enmusubi_persistence::{StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One of one's applications, with what was written in it. 応募。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedApplication)]
pub struct ApplicationPart {
    /// Its id.
    id: Uuid,
    /// Counts its changes.
    #[schema(example = 2)]
    version: i64,
    /// For what.
    opportunity_id: Uuid,
    /// What that is called.
    #[schema(example = "通学路の朝の雪かき")]
    opportunity: Option<String>,
    /// The group.
    group_id: Uuid,
    /// What it is called.
    #[schema(example = "北24条ゆきみち隊")]
    group: Option<String>,
    /// Who began it.
    #[schema(value_type = code::Origin, example = "self")]
    origin: &'static str,
    /// Whether another person began it.
    begun_by_another: bool,
    /// Where one came from.
    #[schema(value_type = code::ConnectionSource, example = "match")]
    source: &'static str,
    /// How many come together.
    #[schema(example = 1, minimum = 1)]
    party_size: u32,
    /// What the one who began it wrote.
    message: Option<String>,
    /// Whether one was new to the group.
    newcomer: bool,
    /// Whether one said to be of age, where no birth date was kept.
    said_of_age: bool,
    /// Where it stands.
    #[schema(value_type = code::ApplicationState, example = "accepted")]
    state: &'static str,
    /// Whether it takes a seat.
    seated: bool,
    /// Until when somebody must act.
    answer_by: Option<DateTime<FixedOffset>>,
    /// Who ended it.
    #[schema(value_type = Option<code::Side>)]
    ended_by: Option<&'static str>,
    /// Why, by a code.
    #[schema(value_type = Option<code::DeclineReason>)]
    reason: Option<&'static str>,
    /// Why, in words.
    reason_text: Option<String>,
    /// When it was begun.
    created_at: DateTime<FixedOffset>,
    /// When it last changed.
    updated_at: DateTime<FixedOffset>,
    /// When the group was first asked.
    applied_at: Option<DateTime<FixedOffset>>,
    /// When the group first answered.
    answered_at: Option<DateTime<FixedOffset>>,
    /// Since when it waits for a seat.
    waiting_since: Option<DateTime<FixedOffset>>,
    /// When it was certain.
    accepted_at: Option<DateTime<FixedOffset>>,
    /// When it came to its end.
    ended_at: Option<DateTime<FixedOffset>>,
    /// The sessions it is for.
    sessions: Vec<SessionPart>,
    /// What both sides wrote.
    messages: Vec<MessagePart>,
}

/// A session of an application. 応募した回。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedSession)]
pub struct SessionPart {
    /// Its id.
    session_id: Uuid,
    /// When it begins.
    starts_at: DateTime<FixedOffset>,
    /// When it ends.
    ends_at: DateTime<FixedOffset>,
    /// Whether one has a seat.
    seated: bool,
}

/// A message one wrote or got. メッセージ。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedMessage)]
pub struct MessagePart {
    /// Its id.
    id: Uuid,
    /// In which application.
    application_id: Uuid,
    /// Which side wrote it.
    #[schema(value_type = code::MessageSide, example = "volunteer")]
    side: &'static str,
    /// Whether one wrote it oneself.
    own: bool,
    /// What was written; null once it was taken back or forgotten.
    text: Option<String>,
    /// When.
    sent_at: DateTime<FixedOffset>,
    /// When it was taken back or forgotten.
    removed_at: Option<DateTime<FixedOffset>>,
}

/// An application one began for somebody else; whose it is, is theirs. ほかの人のために始めた応募。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedProposal)]
pub struct ProposalPart {
    /// Its id.
    id: Uuid,
    /// For what.
    opportunity_id: Uuid,
    /// Who began it.
    #[schema(value_type = code::Origin, example = "invitation")]
    origin: &'static str,
    /// What one wrote.
    message: Option<String>,
    /// When.
    created_at: DateTime<FixedOffset>,
}

impl MessagePart {
    /// Shows a message to somebody who wrote it or got it.
    pub fn of(m: Message, account: AccountId, tz: Tz) -> Self {
        Self {
            id: m.id.0,
            application_id: m.application.0,
            side: m.side.code(),
            own: m.author == Some(account),
            text: m.text,
            sent_at: local(m.sent_at, tz),
            removed_at: m.removed_at.map(|at| local(at, tz)),
        }
    }

    /// What somebody wrote in applications of others, for a group or as a guardian.
    pub fn elsewhere(tx: &mut Tx<'_>, account: AccountId, own: &[ApplicationPart], tz: Tz) -> Result<Vec<Self>, StoreError> {
        let others = tx.messages_by(account)?.into_iter().filter(|m| !own.iter().any(|a| a.id == m.application.0));
        Ok(others.map(|m| Self::of(m, account, tz)).collect())
    }
}

impl ProposalPart {
    /// Shows an application to who began it.
    pub fn of(a: Application, tz: Tz) -> Self {
        Self { id: a.id.0, opportunity_id: a.opportunity.0, origin: a.origin.code(), message: a.message, created_at: local(a.created_at, tz) }
    }
}

impl ApplicationPart {
    /// Every application of somebody.
    pub fn all(tx: &mut Tx<'_>, account: AccountId, tz: Tz) -> Result<Vec<Self>, StoreError> {
        let mut all = vec![];
        for a in tx.applications_of_account(account)? {
            let (sessions, messages) = (tx.sessions_of_application(a.id)?, tx.messages_of_application(a.id)?);
            let names = (tx.opportunity(a.opportunity)?.map(|o| o.details.title), tx.group(a.group)?.map(|g| g.details.name));
            all.push(Self::of(a, names, &sessions, messages.into_iter().map(|m| MessagePart::of(m, account, tz)).collect(), tz));
        }
        Ok(all)
    }

    /// Shows an application to whose it is.
    pub fn of(
        a: Application,
        (opportunity, group): (Option<String>, Option<String>),
        sessions: &[(Session, bool)],
        messages: Vec<MessagePart>,
        tz: Tz,
    ) -> Self {
        let at = |instant| local(instant, tz);
        let session = |(s, seated): &(Session, bool)| SessionPart { session_id: s.id.0, starts_at: at(s.starts_at), ends_at: at(s.ends_at), seated: *seated };
        Self {
            id: a.id.0,
            version: a.version,
            opportunity_id: a.opportunity.0,
            opportunity,
            group_id: a.group.0,
            group,
            origin: a.origin.code(),
            begun_by_another: a.begun_by.is_some(),
            source: a.source.code(),
            party_size: a.party,
            message: a.message,
            newcomer: a.newcomer,
            said_of_age: a.said_of_age,
            state: a.state.code(),
            seated: a.seated,
            answer_by: a.answer_by.map(at),
            ended_by: a.ended_by.map(Side::code),
            reason: a.reason.map(|reason| reason.code()),
            reason_text: a.reason_text,
            created_at: at(a.created_at),
            updated_at: at(a.updated_at),
            applied_at: a.applied_at.map(at),
            answered_at: a.answered_at.map(at),
            waiting_since: a.waiting_since.map(at),
            accepted_at: a.accepted_at.map(at),
            ended_at: a.ended_at.map(at),
            sessions: sessions.iter().map(session).collect(),
            messages,
        }
    }
}
