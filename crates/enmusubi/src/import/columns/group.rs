//! Columns of a group.

use super::{Columns, Readable};
use crate::import::record::{GroupRecord, PlaceRecord};
use crate::import::report::Refusal;

impl Readable for GroupRecord {
    const COLUMNS: &'static [&'static str] = &[
        "ref",
        "name",
        "name_en",
        "kind",
        "summary",
        "description",
        "themes",
        "areas",
        "place_name",
        "address",
        "postal_code",
        "lat",
        "lon",
        "nearest_station",
        "members",
        "founded",
        "url",
        "accessibility",
    ];

    const KEY: &'static str = "ref";

    fn from_columns(c: &Columns) -> (Self, Vec<Refusal>) {
        let mut wrong = vec![];
        let record = Self {
            reference: c.text("ref"),
            name: c.text("name"),
            name_en: c.text("name_en"),
            kind: c.text("kind"),
            summary: c.text("summary"),
            description: c.text("description"),
            themes: c.list("themes"),
            areas: c.list("areas"),
            place: place(c, &mut wrong),
            members: c.number("members", &mut wrong),
            founded: c.number("founded", &mut wrong),
            url: c.text("url"),
            accessibility: c.list("accessibility"),
        };
        (record, wrong)
    }

    fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }
}

/// The columns of a place.
pub(super) fn place(c: &Columns, wrong: &mut Vec<Refusal>) -> PlaceRecord {
    PlaceRecord {
        name: c.text("place_name"),
        address: c.text("address"),
        postal_code: c.text("postal_code"),
        lat: c.number("lat", wrong),
        lon: c.number("lon", wrong),
        nearest_station: c.text("nearest_station"),
    }
}
