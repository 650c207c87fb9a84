use enmusubi_domain::place::Place;
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
