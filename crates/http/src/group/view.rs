use crate::code;
use crate::opportunity::{SourceView, accessibility, local, source};
use crate::place::PlaceView;
use crate::problem::Problem;
use chrono::{DateTime, FixedOffset};
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A group as everybody may see it. 団体。
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Group)]
pub struct GroupView {
    /// Its id (UUIDv7).
    pub id: Uuid,
    /// Counts its changes; the `ETag` begins with it.
    #[schema(example = 1)]
    pub version: i64,
    /// What sort of group it is.
    #[schema(value_type = code::GroupKind, example = "volunteer_group")]
    pub kind: String,
    /// Its name.
    #[schema(example = "北24条ゆきみち隊")]
    pub name: String,
    /// Its name in English.
    #[schema(example = "Kita-24 Winter Path Team")]
    pub name_en: Option<String>,
    /// One sentence.
    pub summary: String,
    /// Who they are.
    pub description: String,
    /// Theme codes, the main one first.
    #[schema(example = json!(["snow", "elderly"]))]
    pub themes: Vec<String>,
    /// Area codes.
    #[schema(example = json!(["011029"]))]
    pub areas: Vec<String>,
    /// Its seat.
    pub place: PlaceView,
    /// How many people.
    #[schema(example = 8)]
    pub members: Option<u32>,
    /// The year it was founded.
    #[schema(example = 2021)]
    pub founded: Option<i32>,
    /// What its place offers.
    #[schema(value_type = Vec<code::Accessibility>)]
    pub accessibility: Vec<String>,
    /// Its public page.
    pub url: Option<String>,
    /// Known only because a listing named it: nobody has spoken for it yet.
    pub imported: bool,
    /// Days it takes to answer an application: the median of the last half year, with one decimal. Null while it has answered fewer than three.
    #[schema(example = 1.5, minimum = 0)]
    pub response_days: Option<f32>,
    /// Where it was brought in from, if it was.
    pub source: Option<SourceView>,
    /// When it last changed.
    pub updated_at: DateTime<FixedOffset>,
}

/// Hours as days with one decimal.
fn response_days(hours: u32) -> f32 {
    (hours as f32 / 2.4).round() / 10.0
}

/// What the index keeps of a group, and gives back with hits: its public view as JSON.
pub fn group_document(group: &Group, city: &City) -> Vec<u8> {
    // Strings, numbers and lists only: nothing in it can fail to be written.
    serde_json::to_vec(&GroupView::of(group, city)).unwrap_or_default()
}

/// A group as those see it who look after it. 管理用の団体。
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = FullGroup)]
pub struct FullGroupView {
    /// What everybody may see, if it is active.
    #[serde(flatten)]
    pub group: GroupView,
    /// Whether it may be seen in public.
    #[schema(value_type = code::Standing, example = "pending")]
    pub standing: &'static str,
    /// How many people have a role in it here.
    #[schema(example = 1)]
    pub people: usize,
    /// When it was entered.
    pub created_at: DateTime<FixedOffset>,
}

impl FullGroupView {
    /// Shows all of it.
    pub fn of(group: &Group, people: usize, city: &City) -> Self {
        let created_at = local(group.created_at, city.calendar.tz);
        Self { group: GroupView::of(group, city), standing: group.standing.code(), people, created_at }
    }
}

impl GroupView {
    /// Shows what everybody may see.
    pub fn of(group: &Group, city: &City) -> Self {
        let d = &group.details;
        Self {
            id: group.id.0,
            version: group.version,
            kind: d.kind.code().into(),
            name: d.name.clone(),
            name_en: d.name_en.clone(),
            summary: d.summary.clone(),
            description: d.description.clone(),
            themes: d.themes.clone(),
            areas: d.areas.clone(),
            place: PlaceView::of(&d.place),
            members: d.members,
            founded: d.founded,
            accessibility: accessibility(&d.accessibility),
            url: d.url.clone(),
            imported: group.imported,
            response_days: group.response_hours.map(response_days),
            source: group.source.as_ref().map(source),
            updated_at: local(group.updated_at, city.calendar.tz),
        }
    }

    /// Reads a stored document.
    pub fn stored(document: &[u8]) -> Result<Self, Problem> {
        serde_json::from_slice(document).map_err(|error| {
            tracing::error!(error = %error, "a stored group cannot be read: the index must be rebuilt");
            Problem::Index
        })
    }
}
