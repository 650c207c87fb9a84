use crate::code;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Everything an opportunity says of itself, as members of a request; some requests have others before them.
macro_rules! opportunity_members {
    ($(#[$meta:meta])* $name:ident { $($(#[$extra_meta:meta])* $extra:ident: $extra_type:ty,)* }) => {
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$meta])*
        pub struct $name {
            $($(#[$extra_meta])* pub $extra: $extra_type,)*
            /// What sort of thing it is; `activity` unless said.
            #[schema(value_type = Option<crate::code::OpportunityKind>, example = "activity")]
            pub kind: Option<String>,
            /// Its title.
            #[schema(example = "通学路の朝の雪かき", min_length = 1, max_length = 120)]
            pub title: String,
            /// Its title in English.
            #[schema(example = "Morning snow clearing on the school route", max_length = 120)]
            pub title_en: Option<String>,
            /// One or two sentences.
            #[schema(example = "小学校までの歩道をみんなで除雪します。", max_length = 400)]
            pub summary: Option<String>,
            /// The same in English.
            #[schema(max_length = 400)]
            pub summary_en: Option<String>,
            /// All one should know.
            #[schema(max_length = 10_000)]
            pub description: Option<String>,
            /// Theme codes, the main one first. Without any, the answer suggests some.
            #[schema(example = json!(["snow", "safety"]), max_items = 10)]
            pub themes: Option<Vec<String>>,
            /// Area codes; needed unless one takes part from anywhere.
            #[schema(example = json!(["011029"]), max_items = 50)]
            pub areas: Option<Vec<String>>,
            /// Where it takes place.
            pub place: Option<crate::place::PlaceRequest>,
            /// Whether one takes part from anywhere.
            #[schema(example = false)]
            pub remote: Option<bool>,
            /// The level it asks for.
            pub level: Option<$crate::opportunity::request::LevelRequest>,
            /// How much responsibility it carries; `help` unless said.
            #[schema(value_type = Option<crate::code::Responsibility>, example = "help")]
            pub responsibility: Option<String>,
            /// When it happens.
            pub schedule: $crate::opportunity::request::ScheduleRequest,
            /// Places of an offer without dates; sessions have their own.
            pub capacity: Option<$crate::opportunity::request::CapacityRequest>,
            /// How many may come together.
            pub party_size: Option<$crate::opportunity::request::PartySizeRequest>,
            /// For whom it is meant.
            pub audience: Option<$crate::opportunity::request::AudienceRequest>,
            /// What to bring or to know, in plain words.
            #[schema(example = json!(["動きやすい服装"]), max_items = 20)]
            pub requirements: Option<Vec<String>>,
            /// Certificates that are really needed.
            #[schema(max_items = 20)]
            pub qualifications: Option<Vec<String>>,
            /// What it offers to people who need it.
            #[schema(value_type = Option<Vec<crate::code::Accessibility>>)]
            pub accessibility: Option<Vec<String>>,
            /// Languages one can take part in (ISO 639-1).
            #[schema(example = json!(["ja"]), max_items = 50)]
            pub languages: Option<Vec<String>>,
            /// Who insures.
            #[schema(value_type = Option<crate::code::Insurance>)]
            pub insurance: Option<String>,
            /// What it costs, in plain words.
            #[schema(example = "無料", max_length = 200)]
            pub cost: Option<String>,
            /// What one gets, in plain words.
            #[schema(example = "終了後に豚汁", max_length = 200)]
            pub rewards: Option<String>,
            /// Last moment to apply.
            #[schema(format = DateTime, example = "2026-12-04T18:00:00+09:00")]
            pub apply_by: Option<String>,
            /// Whether it suits a company team.
            #[schema(example = true)]
            pub company_ok: Option<bool>,
            /// What the group is looking for.
            pub seeks: Option<$crate::opportunity::request::SeeksRequest>,
            /// Its public page elsewhere.
            #[schema(max_length = 500)]
            pub url: Option<String>,
        }
    };
}
pub(crate) use opportunity_members;

/// The opportunity within a request that has other members before it.
macro_rules! opportunity_within {
    ($of:expr) => {{
        let of = $of;
        $crate::opportunity::request::OpportunityRequest {
            kind: of.kind,
            title: of.title,
            title_en: of.title_en,
            summary: of.summary,
            summary_en: of.summary_en,
            description: of.description,
            themes: of.themes,
            areas: of.areas,
            place: of.place,
            remote: of.remote,
            level: of.level,
            responsibility: of.responsibility,
            schedule: of.schedule,
            capacity: of.capacity,
            party_size: of.party_size,
            audience: of.audience,
            requirements: of.requirements,
            qualifications: of.qualifications,
            accessibility: of.accessibility,
            languages: of.languages,
            insurance: of.insurance,
            cost: of.cost,
            rewards: of.rewards,
            apply_by: of.apply_by,
            company_ok: of.company_ok,
            seeks: of.seeks,
            url: of.url,
        }
    }};
}
pub(crate) use opportunity_within;

opportunity_members! {
    /// What an opportunity says of itself. 募集の内容。
    #[schema(as = OpportunityRequest)]
    OpportunityRequest {}
}

/// The level it asks for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OpportunityLevelRequest)]
pub struct LevelRequest {
    /// Nothing is asked unless it is said.
    #[schema(value_type = Option<code::Level>, example = "introductory")]
    pub required: Option<String>,
    /// Beginners are welcome, whatever `required` says.
    #[schema(example = true)]
    pub beginner_friendly: Option<bool>,
}

/// When it happens: dated sessions, a rule that yields them, both; or flexible day parts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ScheduleRequest)]
pub struct ScheduleRequest {
    /// For offers without dates: when one may come.
    #[schema(value_type = Option<Vec<code::DayPart>>, max_items = 24)]
    pub day_parts: Option<Vec<String>>,
    /// Dated occurrences. Those that the rule yields come by themselves; name one here only to give it other places or to call it off.
    #[schema(max_items = 400)]
    pub sessions: Option<Vec<SessionRequest>>,
    /// A rule that yields sessions, half a year ahead.
    pub recurrence: Option<RecurrenceRequest>,
    /// Whether one may come for a part of a session.
    #[schema(example = true)]
    pub partial_attendance: Option<bool>,
    /// Shortest useful stay in minutes.
    #[schema(example = 60, minimum = 1, maximum = 1440)]
    pub minimum_minutes: Option<u32>,
}

/// One dated occurrence. 回。
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SessionRequest)]
pub struct SessionRequest {
    /// Which one, if it stands already: it may then be moved, and keeps its people. Without an id it is the one that begins at the same time, or
    /// a new one.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub id: Option<String>,
    /// When it begins.
    #[schema(format = DateTime, example = "2026-12-05T09:30:00+09:00")]
    pub starts_at: String,
    /// When it ends.
    #[schema(format = DateTime, example = "2026-12-05T12:00:00+09:00")]
    pub ends_at: String,
    /// Places in all; leave it out where nobody counts them.
    #[schema(example = 10, maximum = 100_000)]
    pub seats: Option<u32>,
    /// Whether it is called off; unless said, that stays as it is.
    #[schema(example = false)]
    pub cancelled: Option<bool>,
}

/// A rule that yields sessions, on civil dates and hours of the city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecurrenceRequest)]
pub struct RecurrenceRequest {
    /// RFC 5545, without its name: days, weeks, months or years.
    #[schema(example = "FREQ=WEEKLY;BYDAY=SA", max_length = 200)]
    pub rule: String,
    /// First date it may yield; unless said, the day on which the rule is first sent.
    #[schema(format = Date, example = "2026-12-05")]
    pub starts_on: Option<String>,
    /// Last date, if it ends.
    #[schema(format = Date, example = "2027-03-27")]
    pub until: Option<String>,
    /// Hour at which each session begins.
    #[schema(example = "09:30", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    pub from: String,
    /// Hour at which it ends; not after `from` means on the next day.
    #[schema(example = "12:00", pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
    pub to: String,
    /// Dates left out.
    #[schema(example = json!(["2027-01-02"]), max_items = 400)]
    pub except: Option<Vec<String>>,
    /// Places in each session; leave it out where nobody counts them.
    #[schema(example = 10, maximum = 100_000)]
    pub seats: Option<u32>,
}

/// Places of an offer without dates.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CapacityRequest)]
pub struct CapacityRequest {
    /// In all; leave it out where nobody counts them.
    #[schema(maximum = 100_000)]
    pub seats: Option<u32>,
}

/// How many may come together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PartySizeRequest)]
pub struct PartySizeRequest {
    /// At least; 1 unless said.
    #[schema(example = 1, minimum = 1, maximum = 1000)]
    pub min: Option<u32>,
    /// At most; without, only the seats are the limit.
    #[schema(example = 4)]
    pub max: Option<u32>,
}

/// For whom it is meant.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AudienceRequest)]
pub struct AudienceRequest {
    /// Youngest age.
    #[schema(example = 15, maximum = 150)]
    pub age_min: Option<u32>,
    /// Oldest age.
    #[schema(maximum = 150)]
    pub age_max: Option<u32>,
    /// Families are welcome in particular.
    pub families: Option<bool>,
    /// Students are welcome in particular.
    pub students: Option<bool>,
    /// Older people are welcome in particular.
    pub seniors: Option<bool>,
}

/// What the group is looking for in the people who come.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeeksRequest)]
pub struct SeeksRequest {
    /// A level it would like.
    #[schema(value_type = Option<code::Level>)]
    pub level: Option<String>,
    /// For how long.
    #[schema(value_type = Option<code::Commitment>)]
    pub commitment: Option<String>,
    /// Skills, in plain words.
    #[schema(example = json!(["運転"]), max_items = 20)]
    pub skills: Option<Vec<String>>,
    /// Languages (ISO 639-1).
    #[schema(max_items = 50)]
    pub languages: Option<Vec<String>>,
    /// Seats it keeps for newcomers.
    #[schema(example = 2, maximum = 100_000)]
    pub newcomer_seats: Option<u32>,
}
