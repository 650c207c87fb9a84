use crate::access::Act;
use crate::code;
use crate::disclosure::{VolunteerAtStageView, standing, volunteer_view};
use crate::opportunity::local;
use crate::problem::Problem;
use chrono::{DateTime, FixedOffset};
use enmusubi_domain::access::Ground;
use enmusubi_domain::application::{Application, Circumstances, Origin, Side, Step, TRANSITIONS};
use enmusubi_domain::city::City;
use enmusubi_domain::disclosure::{Field, Shown};
use enmusubi_domain::id::ApplicationId;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::schedule::Session;
use enmusubi_domain::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An application, as the caller may see it. 応募。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Application)]
pub struct ApplicationView {
    /// Its id (UUIDv7).
    pub id: Uuid,
    /// Counts its changes; the `ETag` begins with it.
    #[schema(example = 1)]
    pub version: i64,
    /// For what.
    opportunity: NamedView,
    /// The group that asks.
    group: NamedView,
    /// Where it stands.
    #[schema(value_type = code::ApplicationState, example = "applied")]
    state: &'static str,
    /// The same in the caller's language.
    #[schema(example = "応募中")]
    state_name: &'static str,
    /// Who began it.
    #[schema(value_type = code::Origin, example = "self")]
    origin: &'static str,
    /// Where the volunteer came from.
    #[schema(value_type = code::ConnectionSource, example = "match")]
    source: &'static str,
    /// Whose turn it is; null if nobody's.
    #[schema(value_type = Option<code::Side>, example = "group")]
    turn: Option<&'static str>,
    /// What the caller can do now.
    #[schema(value_type = Vec<code::Step>, example = json!(["withdraw"]))]
    steps: Vec<&'static str>,
    /// Until when whoever's turn it is must act; then it expires, and a seat that is offered goes to the next. On the waiting list: when it begins.
    answer_by: Option<DateTime<FixedOffset>>,
    /// Whether a seat came free and is held for the volunteer until `answer_by`.
    offered: bool,
    /// Place on the waiting list, from 1; null off the list, or when a seat is offered.
    #[schema(minimum = 1)]
    queue_place: Option<usize>,
    /// The sessions it is for, by begin; empty if the opportunity has no dates.
    sessions: Vec<ApplicationSessionView>,
    /// How many come together.
    #[schema(example = 1, minimum = 1)]
    party_size: u32,
    /// What a group or a coordinator sees of the volunteer at this stage; null for the volunteer's own side.
    volunteer: Option<VolunteerAtStageView>,
    /// What the one who began it wrote, for the two sides, while it goes on. Coordinators do not see it.
    message: Option<String>,
    /// Why it was declined or taken back, by a code.
    #[schema(value_type = Option<code::DeclineReason>)]
    reason: Option<&'static str>,
    /// The same in words.
    reason_text: Option<String>,
    /// Who ended it.
    #[schema(value_type = Option<code::Side>)]
    ended_by: Option<&'static str>,
    /// When it was begun.
    created_at: DateTime<FixedOffset>,
    /// When it last changed.
    updated_at: DateTime<FixedOffset>,
    /// When the group was first asked.
    applied_at: Option<DateTime<FixedOffset>>,
    /// When the group first answered.
    answered_at: Option<DateTime<FixedOffset>>,
    /// When it was certain.
    accepted_at: Option<DateTime<FixedOffset>>,
    /// When it came to its end.
    ended_at: Option<DateTime<FixedOffset>>,
}

/// Something by its id and name. 名前。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Named)]
pub struct NamedView {
    /// Its id.
    id: Uuid,
    /// Its title or name.
    #[schema(example = "通学路の朝の雪かき")]
    name: String,
}

/// A session of an application. 応募した回。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ApplicationSession)]
pub struct ApplicationSessionView {
    /// Its id.
    id: Uuid,
    /// When it begins.
    starts_at: DateTime<FixedOffset>,
    /// When it ends.
    ends_at: DateTime<FixedOffset>,
    /// Whether the volunteer has a seat.
    seated: bool,
    /// Called off.
    cancelled: bool,
}

/// What is known of an application beside its own row.
pub struct Around {
    /// What it is for.
    pub opportunity: Opportunity,
    /// The group's name.
    pub group: String,
    /// Its sessions, and whether it has seats.
    pub sessions: Vec<(Session, bool)>,
    /// Its place on the waiting list.
    pub queue_place: Option<usize>,
    /// What this caller sees of the volunteer.
    pub volunteer: Option<VolunteerAtStageView>,
    /// Whether what was written at the beginning is for this caller's eyes.
    pub message_is_shown: bool,
}

/// An application as it stands now, as whoever stands on a ground sees it: alone, or as one of a list.
pub fn shown(act: &mut Act<'_, '_>, id: ApplicationId, ground: Ground, city: &City, at: &Circumstances, listed: bool) -> Result<ApplicationView, Problem> {
    let a = act.tx.application(id)?.ok_or(Problem::Internal)?;
    let opportunity = act.tx.opportunity(a.opportunity)?.ok_or(Problem::Internal)?;
    let group = act.tx.group(a.group)?.ok_or(Problem::Internal)?.details.name;
    let volunteer = volunteer_view(act, &a, &opportunity, city, at, ground, listed)?;
    let message_is_shown = match side_of(ground) {
        Some(Side::Volunteer) => true,
        // What the group wrote itself it may read.
        Some(Side::Group) if ground != Ground::Coordinator && a.origin == Origin::Invitation => true,
        Some(Side::Group) if ground != Ground::Coordinator => Field::Message.at(standing(act, &a, at)?.stage) == Shown::Yes,
        Some(_) | None => false,
    };
    let (sessions, queue_place) = (act.tx.sessions_of_application(a.id)?, act.tx.place_in_queue(&a)?);
    Ok(ApplicationView::of(&a, Around { opportunity, group, sessions, queue_place, volunteer, message_is_shown }, ground, city, act.lang()))
}

/// On whose side somebody stands who may see an application.
pub fn side_of(ground: Ground) -> Option<Side> {
    match ground {
        Ground::Itself | Ground::Guardian => Some(Side::Volunteer),
        Ground::Manager | Ground::Owner | Ground::Coordinator => Some(Side::Group),
        Ground::Helper
        | Ground::Anyone
        | Ground::SignedIn
        | Ground::CompanyManager
        | Ground::Administrator
        | Ground::Auditor
        | Ground::Partner
        | Ground::CompanyServer => None,
    }
}

impl ApplicationView {
    /// Shows an application.
    pub fn of(a: &Application, around: Around, ground: Ground, city: &City, lang: Lang) -> Self {
        let at = |instant| local(instant, city.calendar.tz);
        let session = |(s, seated): &(Session, bool)| ApplicationSessionView {
            id: s.id.0,
            starts_at: at(s.starts_at),
            ends_at: at(s.ends_at),
            seated: *seated,
            cancelled: s.cancelled,
        };
        Self {
            id: a.id.0,
            version: a.version,
            opportunity: NamedView { id: a.opportunity.0, name: around.opportunity.details.title.clone() },
            group: NamedView { id: a.group.0, name: around.group },
            state: a.state.code(),
            state_name: a.state.word(lang),
            origin: a.origin.code(),
            source: a.source.code(),
            turn: a.turn().map(Side::code),
            steps: side_of(ground).map(|side| steps(a, side)).unwrap_or_default(),
            answer_by: a.answer_by.map(at),
            offered: a.is_offered(),
            queue_place: around.queue_place,
            sessions: around.sessions.iter().map(session).collect(),
            party_size: a.party,
            volunteer: around.volunteer,
            message: a.message.clone().filter(|_| around.message_is_shown),
            reason: a.reason.filter(|_| side_of(ground).is_some()).map(|reason| reason.code()),
            reason_text: a.reason_text.clone().filter(|_| side_of(ground).is_some() && ground != Ground::Coordinator),
            ended_by: a.ended_by.map(Side::code),
            created_at: at(a.created_at),
            updated_at: at(a.updated_at),
            applied_at: a.applied_at.map(at),
            answered_at: a.answered_at.map(at),
            accepted_at: a.accepted_at.map(at),
            ended_at: a.ended_at.map(at),
        }
    }
}

/// What one side can do now, by the table.
fn steps(a: &Application, side: Side) -> Vec<&'static str> {
    let mut steps: Vec<&'static str> = vec![];
    let open = TRANSITIONS.iter().filter(|t| t.from == a.state && t.by == side && (t.origins.is_empty() || t.origins.contains(&a.origin)));
    // Who was there is noted by an operation of its own, when it has begun.
    let noted = |step: &Step| matches!(step, Step::Attend | Step::Miss);
    for step in open.map(|t| t.step).filter(|step| !noted(step)).filter(|step| *step != Step::Consent || a.state.is_asking(a.seated)) {
        if !steps.contains(&step.code()) {
            steps.push(step.code());
        }
    }
    steps
}

/// What one is invited to, and how often one may still be asked. 自分への提案。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitations)]
pub struct InvitationsView {
    /// How often one may still be asked.
    pub budget: BudgetView,
    /// Open proposals, oldest first.
    pub results: Vec<ApplicationView>,
}

/// How often somebody is asked. 提案を受ける回数。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvitationBudget)]
pub struct BudgetView {
    /// Proposals within seven days.
    #[schema(example = 3)]
    pub per_week: u8,
    /// Of the last seven days.
    #[schema(example = 1)]
    pub used: usize,
    /// That may still come.
    #[schema(example = 2)]
    pub left: usize,
    /// When the oldest of them does not count any more; null if there is none.
    pub next_leaves_at: Option<DateTime<FixedOffset>>,
}
