use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::notice::Notice;
use enmusubi_persistence::KeptNoticeSettings;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Of what one wants to hear, and when. お知らせの設定。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedNoticeSettings)]
pub struct NoticeSettingsPart {
    /// Counts its changes; 0 while nothing was ever said.
    #[schema(example = 1)]
    version: i64,
    /// Of what one does not want to hear.
    #[schema(value_type = Vec<code::NoticeKind>, example = json!([]))]
    off: Vec<&'static str>,
    /// How letters that can wait are gathered.
    #[schema(value_type = code::NoticeDigest, example = "hourly")]
    digest: &'static str,
    /// From when on no letter goes, in minutes of the day.
    #[schema(example = 1260)]
    quiet_from: Option<u16>,
    /// Until when.
    #[schema(example = 480)]
    quiet_to: Option<u16>,
    /// When it last changed.
    updated_at: Option<DateTime<FixedOffset>>,
}

impl NoticeSettingsPart {
    /// Shows settings.
    pub fn of(kept: &KeptNoticeSettings, tz: Tz) -> Self {
        Self {
            version: kept.version,
            off: kept.settings.off.iter().map(|kind| kind.code()).collect(),
            digest: kept.settings.digest.code(),
            quiet_from: kept.settings.quiet.map(|hours| hours.from),
            quiet_to: kept.settings.quiet.map(|hours| hours.to),
            updated_at: kept.updated_at.map(|at| local(at, tz)),
        }
    }
}

/// Something one was told, or is to be told. お知らせ。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedNotice)]
pub struct NoticePart {
    /// Its id.
    id: Uuid,
    /// What sort of thing.
    #[schema(value_type = code::NoticeKind, example = "accepted")]
    kind: &'static str,
    /// The application it is about.
    application_id: Option<Uuid>,
    /// The opportunity it is about.
    opportunity_id: Option<Uuid>,
    /// The session it is about, if one alone.
    session_id: Option<Uuid>,
    /// When it is looked at next.
    due_at: DateTime<FixedOffset>,
    /// Since when there is something to know.
    created_at: DateTime<FixedOffset>,
    /// When it was sent.
    sent_at: Option<DateTime<FixedOffset>>,
    /// When it was dropped: not wanted, or not true any more.
    dropped_at: Option<DateTime<FixedOffset>>,
}

impl NoticePart {
    /// Shows a notice.
    pub fn of(notice: &Notice, tz: Tz) -> Self {
        Self {
            id: notice.id.0,
            kind: notice.kind.code(),
            application_id: notice.application.map(|id| id.0),
            opportunity_id: notice.opportunity.map(|id| id.0),
            session_id: notice.session.map(|id| id.0),
            due_at: local(notice.due_at, tz),
            created_at: local(notice.created_at, tz),
            sent_at: notice.sent_at.map(|at| local(at, tz)),
            dropped_at: notice.dropped_at.map(|at| local(at, tz)),
        }
    }
}

/// Whether one's calendar can be read at a secret address, which nobody knows any more. カレンダーの購読。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedCalendar)]
pub struct CalendarPart {
    /// When the address was made; null: there is none.
    pub created_at: Option<DateTime<FixedOffset>>,
}
