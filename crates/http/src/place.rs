use crate::input::Wrong;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::place::{Place, Point};
use enmusubi_domain::text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where it takes place. 場所。
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = Place)]
pub struct PlaceView {
    /// What the place is called.
    #[schema(example = "北24条地区会館")]
    pub name: Option<String>,
    /// Its address.
    #[schema(example = "札幌市北区北24条西6丁目")]
    pub address: Option<String>,
    /// Latitude in degrees (JGD2011).
    #[schema(example = 43.0906, minimum = -90, maximum = 90)]
    pub lat: Option<f64>,
    /// Longitude in degrees (JGD2011).
    #[schema(example = 141.3437, minimum = -180, maximum = 180)]
    pub lon: Option<f64>,
    /// The station to get off at.
    #[schema(example = "北24条")]
    pub nearest_station: Option<String>,
}

impl PlaceView {
    /// Shows a place.
    pub fn of(place: &Place) -> Self {
        let (lat, lon) = place.point.map(|p| p.degrees()).unzip();
        Self { name: place.name.clone(), address: place.address.clone(), lat, lon, nearest_station: place.nearest_station.clone() }
    }
}

/// Where it takes place, as it is sent: half a point is no point. 場所。
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlaceRequest)]
pub struct PlaceRequest {
    /// What the place is called.
    #[schema(example = "北24条地区会館", max_length = 200)]
    pub name: Option<String>,
    /// Its address.
    #[schema(example = "札幌市北区北24条西6丁目", max_length = 200)]
    pub address: Option<String>,
    /// Latitude in degrees (JGD2011); together with `lon`.
    #[schema(example = 43.0906, minimum = -90, maximum = 90)]
    pub lat: Option<f64>,
    /// Longitude in degrees (JGD2011); together with `lat`.
    #[schema(example = 141.3437, minimum = -180, maximum = 180)]
    pub lon: Option<f64>,
    /// The station to get off at.
    #[schema(example = "北24条", max_length = 200)]
    pub nearest_station: Option<String>,
}

impl PlaceRequest {
    /// A place, as it would be sent.
    pub fn of(place: &Place) -> Self {
        let PlaceView { name, address, lat, lon, nearest_station } = PlaceView::of(place);
        Self { name, address, lat, lon, nearest_station }
    }

    /// The domain's place; the member that holds it is called `place`. Lengths are looked at by the domain.
    pub fn place(self, wrong: &mut Wrong) -> Place {
        let point = match (self.lat, self.lon) {
            (Some(lat), Some(lon)) => wrong.take(Point::from_degrees(lat, lon).map_err(|invalid| invalid.below("place"))),
            (None, None) => None,
            (half, _) => {
                wrong.add(Invalid::new(if half.is_some() { "place/lon" } else { "place/lat" }, Why::Required));
                None
            }
        };
        let line = |text: Option<String>| text.map(line);
        Place { name: line(self.name), address: line(self.address), point, nearest_station: line(self.nearest_station) }
    }
}

/// One line as it is kept: without blanks around it.
pub fn line(text: String) -> String {
    text.trim().to_owned()
}

/// Several lines as they are kept.
pub fn lines(text: String) -> String {
    text::body("", &text, usize::MAX).unwrap_or(text)
}
