//! One group, as a file describes it.

use super::field::{Complaints, list, said, text};
use enmusubi_domain::group::{GroupDetails, GroupKind};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::place::{Place, Point};
use serde::{Deserialize, Serialize};

/// A place, as a file describes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlaceRecord {
    /// What it is called.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its postal code; only used to find the area.
    pub postal_code: Option<String>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// The station to get off at.
    pub nearest_station: Option<String>,
}

impl PlaceRecord {
    /// The domain's place. Half a point is no point, and is named.
    pub fn place(&self, wrong: &mut Complaints) -> Place {
        let point = match (self.lat, self.lon) {
            (Some(lat), Some(lon)) => Point::from_degrees(lat, lon).map_err(|i| wrong.0.push(i.below("place"))).ok(),
            (None, None) => None,
            (Some(_), None) => {
                wrong.add("place/lon", Why::Required);
                None
            }
            (None, Some(_)) => {
                wrong.add("place/lat", Why::Required);
                None
            }
        };
        Place { name: text(self.name.as_ref()), address: text(self.address.as_ref()), point, nearest_station: text(self.nearest_station.as_ref()) }
    }
}

/// A group, as a file describes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GroupRecord {
    /// Its reference in the source.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its name in English.
    pub name_en: Option<String>,
    /// What sort of group it is; `other` unless said.
    pub kind: Option<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// Who they are.
    pub description: Option<String>,
    /// Theme codes, the main one first.
    pub themes: Vec<String>,
    /// Area codes.
    pub areas: Vec<String>,
    /// Its seat.
    pub place: PlaceRecord,
    /// How many people.
    pub members: Option<u32>,
    /// The year it was founded.
    pub founded: Option<i32>,
    /// Its public page.
    pub url: Option<String>,
    /// What its place offers.
    pub accessibility: Vec<String>,
}

impl GroupRecord {
    /// The domain's details, as far as they can be made out, and every wrong code and half point. Themes and areas are checked by the domain.
    pub fn details(&self) -> (GroupDetails, Vec<Invalid>) {
        let mut wrong = Complaints::default();
        let kind = wrong.word("kind", self.kind.as_deref(), GroupKind::parse, GroupKind::CODES).unwrap_or(GroupKind::Other);
        let place = self.place.place(&mut wrong);
        let accessibility = wrong.accessibility(&self.accessibility);
        let details = GroupDetails {
            name: said(self.name.as_deref()).unwrap_or_default().to_owned(),
            name_en: text(self.name_en.as_ref()),
            kind,
            summary: self.summary.clone().unwrap_or_default().trim().to_owned(),
            description: self.description.clone().unwrap_or_default().trim().to_owned(),
            themes: list(&self.themes),
            areas: list(&self.areas),
            place,
            members: self.members,
            founded: self.founded,
            url: text(self.url.as_ref()),
            accessibility,
        };
        (details, wrong.0)
    }
}
