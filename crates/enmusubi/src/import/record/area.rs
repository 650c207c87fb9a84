//! One area, as a file describes it.

use super::field::{Complaints, list, said};
use enmusubi_domain::area::{Area, AreaKind};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::place::Point;
use enmusubi_domain::text::{self, Names};
use serde::{Deserialize, Serialize};

/// An area, as a file describes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AreaRecord {
    /// Its code.
    pub code: Option<String>,
    /// Japanese name.
    pub name_ja: Option<String>,
    /// English name.
    pub name_en: Option<String>,
    /// `prefecture`, `city`, `ward` or `district`.
    pub kind: Option<String>,
    /// Latitude in degrees of the point to measure from.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Code of the area it belongs to.
    pub parent: Option<String>,
    /// Codes of the areas that border on it.
    pub adjacent: Vec<String>,
    /// Beginnings of the postal codes that lie in it.
    pub postal_prefixes: Vec<String>,
}

impl AreaRecord {
    /// The domain's area. Names missing in one language are taken from the other.
    pub fn area(&self) -> Result<Area, Vec<Invalid>> {
        let mut wrong = Complaints::default();
        let code = required(&mut wrong, "code", self.code.as_deref(), 20);
        let names = names(&mut wrong, self.name_ja.as_deref(), self.name_en.as_deref());
        let kind = wrong.word("kind", self.kind.as_deref(), AreaKind::parse, AreaKind::CODES);
        if said(self.kind.as_deref()).is_none() {
            wrong.add("kind", Why::Required);
        }
        let point = match (self.lat, self.lon) {
            (Some(lat), Some(lon)) => Point::from_degrees(lat, lon).map_err(|i| wrong.0.push(i)).ok(),
            (None, None) => None,
            _ => {
                wrong.add(if self.lat.is_none() { "lat" } else { "lon" }, Why::Required);
                None
            }
        };
        let postal_prefixes = list(&self.postal_prefixes);
        if postal_prefixes.iter().any(|p| p.len() > 12 || !p.bytes().all(|b| b.is_ascii_digit())) {
            wrong.add("postal_prefixes", Why::Malformed("digits"));
        }
        let parent = said(self.parent.as_deref()).map(str::to_owned);
        match kind {
            Some(kind) if wrong.0.is_empty() => Ok(Area { code, names, kind, parent, point, adjacent: list(&self.adjacent), postal_prefixes }),
            _ => Err(wrong.0),
        }
    }
}

/// A line that must be there.
pub(super) fn required(wrong: &mut Complaints, field: &str, raw: Option<&str>, max: usize) -> String {
    text::line(field, raw.unwrap_or_default(), max).map_err(|i| wrong.0.push(i)).unwrap_or_default()
}

/// Names in both languages; one of them is enough.
pub(super) fn names(wrong: &mut Complaints, ja: Option<&str>, en: Option<&str>) -> Names {
    let (ja, en) = (said(ja), said(en));
    let ja_or_en = ja.or(en).unwrap_or_default();
    Names {
        ja: required(wrong, "name_ja", Some(ja_or_en), text::TITLE_MAX),
        en: en.or(ja).map(|en| required(wrong, "name_en", Some(en), text::TITLE_MAX)).unwrap_or_default(),
    }
}
