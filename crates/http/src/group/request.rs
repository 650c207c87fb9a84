use crate::code;
use crate::input::Wrong;
use crate::place::{PlaceRequest, line, lines};
use crate::problem::Problem;
use enmusubi_domain::city::City;
use enmusubi_domain::group::{GroupDetails, GroupKind};
use enmusubi_domain::level::Accessibility;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a group says of itself. 団体の内容。
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GroupRequest)]
pub struct GroupRequest {
    /// Its name.
    #[schema(example = "北24条ゆきみち隊", min_length = 1, max_length = 120)]
    name: String,
    /// Its name in English.
    #[schema(example = "Kita-24 Winter Path Team", max_length = 120)]
    name_en: Option<String>,
    /// What sort of group it is; `other` unless said.
    #[schema(value_type = Option<code::GroupKind>, example = "volunteer_group")]
    kind: Option<String>,
    /// One sentence.
    #[schema(max_length = 400)]
    summary: Option<String>,
    /// Who they are.
    #[schema(max_length = 10_000)]
    description: Option<String>,
    /// Theme codes, the main one first.
    #[schema(example = json!(["snow", "safety"]), max_items = 10)]
    themes: Option<Vec<String>>,
    /// Area codes. A coordinator of one of them reviews the group.
    #[schema(example = json!(["011029"]), max_items = 50)]
    areas: Option<Vec<String>>,
    /// Its seat.
    place: Option<PlaceRequest>,
    /// How many people.
    #[schema(example = 8)]
    members: Option<u32>,
    /// The year it was founded.
    #[schema(example = 2021, minimum = 1000, maximum = 2200)]
    founded: Option<i32>,
    /// What its place offers.
    #[schema(value_type = Option<Vec<code::Accessibility>>)]
    accessibility: Option<Vec<String>>,
    /// Its public page.
    #[schema(example = "https://example.jp/yukimichi", max_length = 500)]
    url: Option<String>,
}

impl GroupRequest {
    /// A group, as it would be sent: what a merge patch is put into.
    pub fn of(d: &GroupDetails) -> Self {
        Self {
            name: d.name.clone(),
            name_en: d.name_en.clone(),
            kind: Some(d.kind.code().into()),
            summary: Some(d.summary.clone()),
            description: Some(d.description.clone()),
            themes: Some(d.themes.clone()),
            areas: Some(d.areas.clone()),
            place: Some(PlaceRequest::of(&d.place)),
            members: d.members,
            founded: d.founded,
            accessibility: Some(d.accessibility.iter().map(|a| a.code().to_owned()).collect()),
            url: d.url.clone(),
        }
    }

    /// The domain's details, or every member that is wrong.
    pub fn details(self, city: &City) -> Result<GroupDetails, Problem> {
        let mut wrong = Wrong::default();
        let kind = self.kind.and_then(|code| wrong.word("kind", &code, GroupKind::parse, GroupKind::CODES));
        let details = GroupDetails {
            name: line(self.name),
            name_en: self.name_en.map(line),
            kind: kind.unwrap_or(GroupKind::Other),
            summary: self.summary.map(lines).unwrap_or_default(),
            description: self.description.map(lines).unwrap_or_default(),
            themes: self.themes.unwrap_or_default(),
            areas: self.areas.unwrap_or_default(),
            place: self.place.unwrap_or_default().place(&mut wrong),
            members: self.members,
            founded: self.founded,
            url: self.url.map(line),
            accessibility: wrong.words("accessibility", self.accessibility, Accessibility::parse, Accessibility::CODES),
        };
        wrong.with(details.check(city)).finish()?;
        Ok(details)
    }
}

/// The names of what is different between two descriptions, for the audit trail.
pub fn differences(before: &GroupDetails, after: &GroupDetails) -> Vec<&'static str> {
    let same = [
        ("name", before.name == after.name),
        ("name_en", before.name_en == after.name_en),
        ("kind", before.kind == after.kind),
        ("summary", before.summary == after.summary),
        ("description", before.description == after.description),
        ("themes", before.themes == after.themes),
        ("areas", before.areas == after.areas),
        ("place", before.place == after.place),
        ("members", before.members == after.members),
        ("founded", before.founded == after.founded),
        ("accessibility", before.accessibility == after.accessibility),
        ("url", before.url == after.url),
    ];
    same.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
}
