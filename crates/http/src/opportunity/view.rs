use crate::code;
use crate::place::PlaceView;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An opportunity as everybody may see it. 募集・活動。
///
/// `title` and `summary` stay as the group wrote them; `*_en` stand beside. Times carry the city's offset. Sessions that
/// are over or called off are left out; `capacity` counts the sessions ahead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Opportunity)]
pub struct OpportunityView {
    /// Its id (UUIDv7).
    pub id: Uuid,
    /// Counts its changes; the `ETag` begins with it.
    #[schema(example = 3)]
    pub version: i64,
    /// What sort of thing it is.
    #[schema(value_type = code::OpportunityKind, example = "activity")]
    pub kind: String,
    /// Where it stands.
    #[schema(value_type = code::OpportunityState, example = "published")]
    pub state: String,
    /// Its title.
    #[schema(example = "通学路の朝の雪かき")]
    pub title: String,
    /// Its title in English.
    #[schema(example = "Morning snow clearing on the school route")]
    pub title_en: Option<String>,
    /// One or two sentences.
    #[schema(example = "登校前の30分、小学校までの歩道をみんなで除雪します。")]
    pub summary: String,
    /// The same in English.
    pub summary_en: Option<String>,
    /// All one should know.
    pub description: String,
    /// The group that asks.
    pub group: GroupName,
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
    pub responsibility: String,
    /// When it happens.
    pub schedule: ScheduleView,
    /// Places over the sessions ahead.
    pub capacity: CapacityView,
    /// How many may come together.
    pub party_size: PartySizeView,
    /// For whom it is meant.
    pub audience: AudienceView,
    /// What to bring or to know, in plain words.
    #[schema(example = json!(["動きやすい服装"]))]
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
    pub insurance: Option<String>,
    /// What it costs, in plain words.
    #[schema(example = "無料")]
    pub cost: Option<String>,
    /// What one gets, in plain words.
    #[schema(example = "終了後に豚汁")]
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
    /// When it was first published.
    pub published_at: Option<DateTime<FixedOffset>>,
    /// When it last changed.
    pub updated_at: DateTime<FixedOffset>,
}

/// A group by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GroupName {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "北24条ゆきみち隊")]
    pub name: String,
}

/// The level it asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = OpportunityLevel)]
pub struct LevelView {
    /// Null where nothing is asked.
    #[schema(value_type = Option<code::Level>, example = "introductory")]
    pub required: Option<String>,
    /// Beginners are welcome, whatever `required` says.
    pub beginner_friendly: bool,
}

/// When it happens: dated sessions, a rule that yields them, or flexible day parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Schedule)]
pub struct ScheduleView {
    /// The day parts it touches: of its sessions, or, for flexible opportunities, when one may come.
    #[schema(value_type = Vec<code::DayPart>)]
    pub day_parts: Vec<String>,
    /// Dated occurrences that are not over, in order.
    pub sessions: Vec<SessionView>,
    /// The rule that yields them, if there is one.
    pub recurrence: Option<RecurrenceView>,
    /// Whether one may come for a part of a session.
    pub partial_attendance: bool,
    /// Shortest useful stay in minutes.
    #[schema(example = 60)]
    pub minimum_minutes: Option<u32>,
}

/// One dated occurrence, with its own seats. 回。
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
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
    /// Places left; null where nobody counts them.
    #[schema(example = 7)]
    pub seats_left: Option<u32>,
}

/// A rule that yields sessions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Recurrence)]
pub struct RecurrenceView {
    /// RFC 5545, without its name.
    #[schema(example = "FREQ=WEEKLY;BYDAY=SA")]
    pub rule: String,
    /// First date it may yield.
    pub starts_on: NaiveDate,
    /// Last date, if it ends.
    pub until: Option<NaiveDate>,
    /// Hour at which each session begins.
    #[schema(example = "09:30")]
    pub from: String,
    /// Hour at which it ends; not after `from` means on the next day.
    #[schema(example = "12:00")]
    pub to: String,
    /// Dates left out.
    pub except: Vec<NaiveDate>,
    /// Places in each session.
    pub seats: Option<u32>,
}

/// Places; null where nobody counts them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Capacity)]
pub struct CapacityView {
    /// In all.
    #[schema(example = 40)]
    pub seats: Option<u32>,
    /// Left.
    #[schema(example = 27)]
    pub seats_left: Option<u32>,
}

/// How many may come together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = PartySize)]
pub struct PartySizeView {
    /// At least.
    #[schema(example = 1)]
    pub min: u32,
    /// At most; null means no limit but the seats.
    pub max: Option<u32>,
}

/// For whom it is meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Welcome)]
pub struct AudienceView {
    /// Youngest age.
    #[schema(example = 15)]
    pub age_min: Option<u8>,
    /// Oldest age.
    pub age_max: Option<u8>,
    /// Families are welcome in particular.
    pub families: bool,
    /// Students are welcome in particular.
    pub students: bool,
    /// Older people are welcome in particular.
    pub seniors: bool,
}

/// What the group is looking for in the people who come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Seeks)]
pub struct SeeksView {
    /// A level it would like.
    #[schema(value_type = Option<code::Level>)]
    pub level: Option<String>,
    /// For how long.
    #[schema(value_type = Option<code::Commitment>)]
    pub commitment: Option<String>,
    /// Skills, in plain words.
    #[schema(example = json!(["運転"]))]
    pub skills: Vec<String>,
    /// Languages (ISO 639-1).
    pub languages: Vec<String>,
    /// Seats it keeps for newcomers.
    pub newcomer_seats: u32,
}

/// Where a thing came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Source)]
pub struct SourceView {
    /// The source's name.
    pub name: String,
    /// Its reference there.
    pub reference: String,
}
