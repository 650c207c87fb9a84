use super::document;
use super::view::{AudienceView, GroupName, LevelView, PartySizeView, RecurrenceView, SeeksView, SourceView};
use crate::code;
use crate::place::PlaceView;
use chrono::{DateTime, FixedOffset, Utc};
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::schedule::Session;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An opportunity as those see it who look after it: whatever its state, with every session. 管理用の募集。
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = FullOpportunity)]
pub struct FullOpportunityView {
    /// Its id (UUIDv7).
    pub id: Uuid,
    /// Counts its changes; the `ETag` begins with it.
    #[schema(example = 3)]
    pub version: i64,
    /// Where it stands.
    #[schema(value_type = code::OpportunityState, example = "draft")]
    pub state: &'static str,
    /// The group that asks.
    pub group: FullGroupName,
    /// What sort of thing it is.
    #[schema(value_type = code::OpportunityKind, example = "activity")]
    pub kind: &'static str,
    /// Its title.
    #[schema(example = "通学路の朝の雪かき")]
    pub title: String,
    /// Its title in English.
    pub title_en: Option<String>,
    /// One or two sentences.
    pub summary: String,
    /// The same in English.
    pub summary_en: Option<String>,
    /// All one should know.
    pub description: String,
    /// Theme codes, the main one first.
    #[schema(example = json!(["snow", "safety"]))]
    pub themes: Vec<String>,
    /// Whether the themes were suggested from its words rather than given.
    pub themes_suggested: bool,
    /// Area codes.
    #[schema(example = json!(["011029"]))]
    pub areas: Vec<String>,
    /// Where it takes place.
    pub place: PlaceView,
    /// Whether one takes part from anywhere.
    pub remote: bool,
    /// The level it asks for.
    pub level: LevelView,
    /// How much responsibility it carries.
    #[schema(value_type = code::Responsibility, example = "help")]
    pub responsibility: &'static str,
    /// When it happens.
    pub schedule: FullScheduleView,
    /// Places over the sessions ahead, or of the offer without dates.
    pub capacity: FullCapacityView,
    /// How many may come together.
    pub party_size: PartySizeView,
    /// For whom it is meant.
    pub audience: AudienceView,
    /// What to bring or to know, in plain words.
    pub requirements: Vec<String>,
    /// Certificates that are really needed.
    pub qualifications: Vec<String>,
    /// What it offers to people who need it.
    #[schema(value_type = Vec<code::Accessibility>)]
    pub accessibility: Vec<String>,
    /// Languages one can take part in (ISO 639-1).
    #[schema(example = json!(["ja"]))]
    pub languages: Vec<String>,
    /// Who insures; null where nothing is said.
    #[schema(value_type = Option<code::Insurance>)]
    pub insurance: Option<&'static str>,
    /// What it costs, in plain words.
    #[schema(example = "無料")]
    pub cost: Option<String>,
    /// What one gets, in plain words.
    pub rewards: Option<String>,
    /// Last moment to apply.
    pub apply_by: Option<DateTime<FixedOffset>>,
    /// Whether it suits a company team.
    pub company_ok: bool,
    /// What the group is looking for, where it says so.
    pub seeks: Option<SeeksView>,
    /// Its public page elsewhere.
    pub url: Option<String>,
    /// Where it was brought in from, if it was.
    pub source: Option<SourceView>,
    /// When it was entered.
    pub created_at: DateTime<FixedOffset>,
    /// When it was first published.
    pub published_at: Option<DateTime<FixedOffset>>,
    /// When it last changed.
    pub updated_at: DateTime<FixedOffset>,
    /// Others that may be the same thing, the likeliest first. Only where it was just written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possible_duplicates: Option<Vec<DuplicateView>>,
    /// Themes its words speak of; they are not applied. Only where it was just written, and names no theme.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["snow"]))]
    pub suggested_themes: Option<Vec<String>>,
}

/// A group by name, and whether it can be seen.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FullGroupName {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "北24条ゆきみち隊")]
    pub name: String,
    /// Whether it may be seen in public; only then its opportunities are.
    #[schema(value_type = code::Standing, example = "active")]
    pub standing: &'static str,
    /// Where it was brought in from, if it was.
    pub source: Option<SourceView>,
}

/// When it happens, as it was said.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = FullSchedule)]
pub struct FullScheduleView {
    /// For offers without dates: when one may come.
    #[schema(value_type = Vec<code::DayPart>)]
    pub day_parts: Vec<String>,
    /// Every session, in order: those that are over or called off as well, and those that the rule yields.
    pub sessions: Vec<FullSessionView>,
    /// The rule that yields sessions, if there is one.
    pub recurrence: Option<RecurrenceView>,
    /// Whether one may come for a part of a session.
    pub partial_attendance: bool,
    /// Shortest useful stay in minutes.
    pub minimum_minutes: Option<u32>,
}

/// One dated occurrence, with the places that are taken. 回。
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = FullSession)]
pub struct FullSessionView {
    /// Its id.
    pub id: Uuid,
    /// When it begins.
    #[schema(example = "2026-11-28T09:30:00+09:00")]
    pub starts_at: DateTime<FixedOffset>,
    /// When it ends.
    #[schema(example = "2026-11-28T12:00:00+09:00")]
    pub ends_at: DateTime<FixedOffset>,
    /// Places in all; null where nobody counts them.
    #[schema(example = 10)]
    pub seats: Option<u32>,
    /// Places that are taken.
    #[schema(example = 3)]
    pub seats_taken: u32,
    /// Whether it is called off.
    pub cancelled: bool,
}

/// Places, over the sessions ahead or of the offer without dates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[schema(as = FullCapacity)]
pub struct FullCapacityView {
    /// In all; null where nobody counts them.
    #[schema(example = 40)]
    pub seats: Option<u32>,
    /// Left; null where nobody counts them.
    #[schema(example = 27)]
    pub seats_left: Option<u32>,
    /// Taken.
    #[schema(example = 13)]
    pub seats_taken: u32,
}

/// One that may be the same thing, and why.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Duplicate)]
pub struct DuplicateView {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    #[schema(example = "通学路の雪かき")]
    pub title: String,
    /// Where it stands.
    #[schema(value_type = code::OpportunityState, example = "published")]
    pub state: &'static str,
    /// The group that asks.
    pub group: GroupName,
    /// Why.
    pub reasons: Vec<ReasonView>,
}

/// Why two may be the same thing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = DuplicateReasonText)]
pub struct ReasonView {
    /// A stable code.
    #[schema(value_type = code::DuplicateReason, example = "same_title")]
    pub code: &'static str,
    /// Words for people.
    #[schema(example = "題名が同じ")]
    pub text: &'static str,
}

impl FullOpportunityView {
    /// Shows all of it, as it is at a moment.
    pub fn of(o: &Opportunity, group: &Group, city: &City, now: DateTime<Utc>) -> Self {
        let (d, tz) = (&o.details, city.calendar.tz);
        let source = group.source.as_ref().map(document::source);
        Self {
            id: o.id.0,
            version: o.version,
            state: o.state.code(),
            group: FullGroupName { id: group.id.0, name: group.details.name.clone(), standing: group.standing.code(), source },
            kind: d.kind.code(),
            title: d.title.clone(),
            title_en: d.title_en.clone(),
            summary: d.summary.clone(),
            summary_en: d.summary_en.clone(),
            description: d.description.clone(),
            themes: d.themes.clone(),
            themes_suggested: d.themes_suggested,
            areas: d.areas.clone(),
            place: PlaceView::of(&d.place),
            remote: d.remote,
            level: LevelView { required: d.level.map(|l| l.code().into()), beginner_friendly: d.beginner_friendly },
            responsibility: d.responsibility.code(),
            schedule: FullScheduleView {
                day_parts: d.schedule.day_parts.iter().map(|p| p.code()).collect(),
                sessions: d.schedule.sessions.iter().map(|s| FullSessionView::of(s, city)).collect(),
                recurrence: d.schedule.recurrence.as_ref().map(document::recurrence),
                partial_attendance: d.schedule.partial_attendance,
                minimum_minutes: d.schedule.minimum_minutes,
            },
            capacity: FullCapacityView::of(o, now),
            party_size: PartySizeView { min: d.party_min, max: d.party_max },
            audience: document::audience(&d.audience),
            requirements: d.requirements.clone(),
            qualifications: d.qualifications.clone(),
            accessibility: document::accessibility(&d.accessibility),
            languages: d.languages.clone(),
            insurance: d.insurance.map(|i| i.code()),
            cost: d.cost.clone(),
            rewards: d.rewards.clone(),
            apply_by: d.apply_by.map(|t| document::local(t, tz)),
            company_ok: d.company_ok,
            seeks: d.seeks.as_ref().map(document::seeks),
            url: d.url.clone(),
            source: o.source.as_ref().map(document::source),
            created_at: document::local(o.created_at, tz),
            published_at: o.published_at.map(|t| document::local(t, tz)),
            updated_at: document::local(o.updated_at, tz),
            possible_duplicates: None,
            suggested_themes: None,
        }
    }
}

impl FullSessionView {
    fn of(s: &Session, city: &City) -> Self {
        let local = |t| document::local(t, city.calendar.tz);
        Self { id: s.id.0, starts_at: local(s.starts_at), ends_at: local(s.ends_at), seats: s.seats, seats_taken: s.seats_taken, cancelled: s.cancelled }
    }
}

impl FullCapacityView {
    /// Counts the places of an opportunity at a moment.
    pub fn of(o: &Opportunity, now: DateTime<Utc>) -> Self {
        let d = &o.details;
        let (seats, seats_left) = o.capacity(now).unzip();
        let ahead = d.schedule.sessions.iter().filter(|s| !s.cancelled && s.starts_at > now);
        let seats_taken = if d.schedule.is_flexible() { d.seats_taken } else { ahead.map(|s| s.seats_taken).sum() };
        Self { seats, seats_left, seats_taken }
    }
}
