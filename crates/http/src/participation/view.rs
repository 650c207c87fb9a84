use super::note::Written;
use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;
use enmusubi_domain::participation::{Correction, Noted, Objection, Participation};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A line of one's own record. 参加記録。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Participation)]
pub struct ParticipationView {
    /// Its id (UUIDv7).
    pub id: Uuid,
    /// Counts its changes.
    #[schema(example = 1)]
    pub version: i64,
    /// The application it came from.
    application_id: Uuid,
    /// The opportunity.
    opportunity_id: Uuid,
    /// What it was called then.
    #[schema(example = "通学路の朝の雪かき")]
    pub title: String,
    /// The group.
    group_id: Uuid,
    /// What it was called then.
    #[schema(example = "北24条ゆきみち隊")]
    pub group_name: String,
    /// What sort of thing it was.
    #[schema(value_type = code::OpportunityKind, example = "activity")]
    kind: &'static str,
    /// The level it was for; null if it named none.
    #[schema(value_type = Option<code::Level>, example = "introductory")]
    level: Option<&'static str>,
    /// Codes of its themes, the main one first.
    #[schema(example = json!(["snow"]))]
    themes: Vec<String>,
    /// How much responsibility it carried.
    #[schema(value_type = code::Responsibility, example = "help")]
    responsibility: &'static str,
    /// The session; null where it had no dates.
    session_id: Option<Uuid>,
    /// The civil date on which it was, or began.
    pub date: NaiveDate,
    /// When the session began.
    starts_at: Option<DateTime<FixedOffset>>,
    /// When it ended.
    ends_at: Option<DateTime<FixedOffset>>,
    /// Whether one was there.
    #[schema(value_type = code::AttendanceOutcome, example = "attended")]
    pub outcome: &'static str,
    /// For how many minutes; 0 if one was not.
    #[schema(example = 120, minimum = 0, maximum = 1440)]
    pub minutes: u32,
    /// Whether an absence was announced beforehand.
    pub notice: bool,
    /// What one has to say against it.
    objection: Option<ObjectionView>,
    /// When it was first noted.
    recorded_at: DateTime<FixedOffset>,
    /// How it was corrected, in the order in which it happened.
    corrections: Vec<CorrectionView>,
}

/// A line as the group sees it: by ids, without a name. 参加記録（団体用）。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OpportunityParticipation)]
pub struct LineView {
    /// Its id (UUIDv7).
    pub id: Uuid,
    /// Counts its changes.
    #[schema(example = 1)]
    version: i64,
    /// The application it came from.
    application_id: Uuid,
    /// The session; null where it had no dates.
    session_id: Option<Uuid>,
    /// The civil date on which it was, or began.
    date: NaiveDate,
    /// Whether they were there.
    #[schema(value_type = code::AttendanceOutcome, example = "attended")]
    outcome: &'static str,
    /// For how many minutes; 0 if they were not.
    #[schema(example = 120, minimum = 0, maximum = 1440)]
    minutes: u32,
    /// Whether an absence was announced beforehand.
    notice: bool,
    /// What the volunteer has to say against it.
    objection: Option<ObjectionView>,
    /// The account of whoever noted it first; null once they have left.
    recorded_by: Option<Uuid>,
    /// When it was first noted.
    recorded_at: DateTime<FixedOffset>,
    /// How it was corrected, in the order in which it happened.
    corrections: Vec<LineCorrectionView>,
}

/// What somebody has to say against a line. 申し立て。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Objection)]
pub struct ObjectionView {
    /// In their words.
    #[schema(example = "この日は最後まで参加しました。")]
    text: String,
    /// When they said so.
    at: DateTime<FixedOffset>,
}

/// What stood in a line. 記録の内容。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Noted)]
pub struct NotedView {
    /// Whether somebody was there.
    #[schema(value_type = code::AttendanceOutcome, example = "attended")]
    outcome: &'static str,
    /// For how many minutes.
    #[schema(example = 120, minimum = 0, maximum = 1440)]
    minutes: u32,
    /// Whether an absence was announced beforehand.
    notice: bool,
}

/// How a line was corrected. 訂正。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Correction)]
pub struct CorrectionView {
    /// When.
    at: DateTime<FixedOffset>,
    /// What stood there.
    before: NotedView,
    /// What stood there then.
    after: NotedView,
    /// Why.
    #[schema(example = "別の日の記録と取り違えていました")]
    reason: Option<String>,
}

/// How a line was corrected, and by whom. 訂正（団体用）。
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OpportunityCorrection)]
pub struct LineCorrectionView {
    /// When.
    at: DateTime<FixedOffset>,
    /// The account of whoever did; null once they have left.
    by: Option<Uuid>,
    /// What stood there.
    before: NotedView,
    /// What stood there then.
    after: NotedView,
    /// Why; null once the volunteer has left.
    #[schema(example = "別の日の記録と取り違えていました")]
    reason: Option<String>,
}

/// What was noted, and what follows for the application. 出欠の結果。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attendance)]
pub struct AttendanceView {
    /// The application.
    application_id: Uuid,
    /// Where it stands now: `completed` or `absent` once all of it is noted.
    #[schema(value_type = code::ApplicationState, example = "completed")]
    application_state: &'static str,
    /// Its version.
    #[schema(example = 3)]
    application_version: i64,
    /// The line.
    participation_id: Uuid,
    /// Its version.
    #[schema(example = 1)]
    version: i64,
    /// The session; null where there are no dates.
    session_id: Option<Uuid>,
    /// The civil date on which it was, or began.
    date: NaiveDate,
    /// Whether they were there.
    #[schema(value_type = code::AttendanceOutcome, example = "attended")]
    outcome: &'static str,
    /// For how many minutes; 0 if they were not.
    #[schema(example = 150, minimum = 0, maximum = 1440)]
    minutes: u32,
    /// Whether an absence was announced beforehand.
    notice: bool,
}

/// What was noted of several. 出欠の結果の一覧。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AttendanceList)]
pub struct AttendanceListView {
    /// In the order of the request.
    pub results: Vec<AttendanceView>,
}

/// The code by which one is known at the door. 受付コード。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckInCode)]
pub struct CheckInCodeView {
    /// To be shown, or read out; it can be typed in small letters and with spaces.
    #[schema(example = "7K3M0QXZ", pattern = "^[0-9A-HJKMNP-TV-Z]{8}$")]
    pub code: String,
    /// The session it is for.
    pub session_id: Uuid,
    /// Until when it is good.
    pub valid_until: DateTime<FixedOffset>,
}

impl ObjectionView {
    fn of(objection: &Objection, tz: Tz) -> Self {
        Self { text: objection.text.clone(), at: local(objection.at, tz) }
    }
}

impl NotedView {
    fn of(noted: Noted) -> Self {
        Self { outcome: noted.outcome.code(), minutes: noted.minutes, notice: noted.notice }
    }
}

impl ParticipationView {
    /// Shows a line to whom it is about, with those of these corrections that are of it.
    pub fn of(p: &Participation, corrections: &[Correction], tz: Tz) -> Self {
        let at = |instant| local(instant, tz);
        let correction =
            |c: &Correction| CorrectionView { at: at(c.at), before: NotedView::of(c.before), after: NotedView::of(c.after), reason: c.reason.clone() };
        Self {
            id: p.id.0,
            version: p.version,
            application_id: p.application.0,
            opportunity_id: p.opportunity.0,
            title: p.title.clone(),
            group_id: p.group.0,
            group_name: p.group_name.clone(),
            kind: p.kind.code(),
            level: p.level.map(|level| level.code()),
            themes: p.themes.clone(),
            responsibility: p.responsibility.code(),
            session_id: p.session.map(|id| id.0),
            date: p.held_on,
            starts_at: p.starts_at.map(at),
            ends_at: p.ends_at.map(at),
            outcome: p.noted.outcome.code(),
            minutes: p.noted.minutes,
            notice: p.noted.notice,
            objection: p.objection.as_ref().map(|o| ObjectionView::of(o, tz)),
            recorded_at: at(p.recorded_at),
            corrections: corrections.iter().filter(|c| c.participation == p.id).map(correction).collect(),
        }
    }
}

impl LineView {
    /// Shows a line to the group.
    pub fn of(p: &Participation, corrections: &[Correction], tz: Tz) -> Self {
        let at = |instant| local(instant, tz);
        let correction = |c: &Correction| LineCorrectionView {
            at: at(c.at),
            by: c.by.map(|id| id.0),
            before: NotedView::of(c.before),
            after: NotedView::of(c.after),
            reason: c.reason.clone(),
        };
        Self {
            id: p.id.0,
            version: p.version,
            application_id: p.application.0,
            session_id: p.session.map(|id| id.0),
            date: p.held_on,
            outcome: p.noted.outcome.code(),
            minutes: p.noted.minutes,
            notice: p.noted.notice,
            objection: p.objection.as_ref().map(|o| ObjectionView::of(o, tz)),
            recorded_by: p.recorded_by.map(|id| id.0),
            recorded_at: at(p.recorded_at),
            corrections: corrections.iter().filter(|c| c.participation == p.id).map(correction).collect(),
        }
    }
}

impl AttendanceView {
    /// Shows what was noted. The application's version is the store's own, so it is told as it stands there.
    pub fn of(written: &Written, application_version: i64) -> Self {
        let Written { line, application, .. } = written;
        Self {
            application_id: application.id.0,
            application_state: application.state.code(),
            application_version,
            participation_id: line.id.0,
            version: line.version,
            session_id: line.session.map(|id| id.0),
            date: line.held_on,
            outcome: line.noted.outcome.code(),
            minutes: line.noted.minutes,
            notice: line.noted.notice,
        }
    }
}
