use super::document;
use super::full_view::FullCapacityView;
use super::view::SourceView;
use crate::code;
use chrono::{DateTime, FixedOffset, Utc};
use enmusubi_domain::city::City;
use enmusubi_domain::opportunity::Opportunity;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An opportunity in a list of those who look after it. 管理用の一覧の1件。
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = OpportunityRow)]
pub struct RowView {
    /// Its id (UUIDv7).
    pub id: Uuid,
    /// Counts its changes.
    #[schema(example = 3)]
    pub version: i64,
    /// Where it stands.
    #[schema(value_type = code::OpportunityState, example = "published")]
    pub state: &'static str,
    /// What sort of thing it is.
    #[schema(value_type = code::OpportunityKind, example = "activity")]
    pub kind: &'static str,
    /// Its title.
    #[schema(example = "通学路の朝の雪かき")]
    pub title: String,
    /// Its title in English.
    pub title_en: Option<String>,
    /// Theme codes, the main one first.
    #[schema(example = json!(["snow"]))]
    pub themes: Vec<String>,
    /// Area codes.
    #[schema(example = json!(["011029"]))]
    pub areas: Vec<String>,
    /// When the next session begins; null where none lies ahead.
    pub next_starts_at: Option<DateTime<FixedOffset>>,
    /// How many sessions lie ahead.
    #[schema(example = 4)]
    pub sessions_ahead: usize,
    /// Places over the sessions ahead, or of the offer without dates.
    pub capacity: FullCapacityView,
    /// Where it was brought in from, if it was.
    pub source: Option<SourceView>,
    /// When it was entered.
    pub created_at: DateTime<FixedOffset>,
    /// When it was first published.
    pub published_at: Option<DateTime<FixedOffset>>,
    /// When it last changed.
    pub updated_at: DateTime<FixedOffset>,
}

impl RowView {
    /// Shows the row of an opportunity at a moment.
    pub fn of(o: &Opportunity, city: &City, now: DateTime<Utc>) -> Self {
        let (d, local) = (&o.details, |t| document::local(t, city.calendar.tz));
        let ahead = || d.schedule.sessions.iter().filter(|s| !s.cancelled && s.starts_at > now);
        Self {
            id: o.id.0,
            version: o.version,
            state: o.state.code(),
            kind: d.kind.code(),
            title: d.title.clone(),
            title_en: d.title_en.clone(),
            themes: d.themes.clone(),
            areas: d.areas.clone(),
            next_starts_at: ahead().next().map(|s| local(s.starts_at)),
            sessions_ahead: ahead().count(),
            capacity: FullCapacityView::of(o, now),
            source: o.source.as_ref().map(document::source),
            created_at: local(o.created_at),
            published_at: o.published_at.map(local),
            updated_at: local(o.updated_at),
        }
    }
}
