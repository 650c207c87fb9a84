//! A point on the map and the distance between two.
//!
//! Distances are whole metres from integer arithmetic, so that every node of the service computes the same ones:
//! the cosine of the platform's library differs between machines.

use crate::invalid::{Invalid, Why};

/// A point: millionths of a degree, WGS 84 / JGD2011.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    /// Latitude, north positive.
    pub lat: i32,
    /// Longitude, east positive.
    pub lon: i32,
}

/// Metres per degree of latitude (mean meridian of WGS 84).
const METRES_PER_DEGREE: i64 = 111_132;

impl Point {
    /// Reads degrees; refuses what is not on the globe.
    pub fn from_degrees(lat: f64, lon: f64) -> Result<Self, Invalid> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(Invalid::new("lat", Why::OutOfRange { min: -90.0, max: 90.0 }));
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(Invalid::new("lon", Why::OutOfRange { min: -180.0, max: 180.0 }));
        }
        Ok(Self { lat: (lat * 1e6).round() as i32, lon: (lon * 1e6).round() as i32 })
    }

    /// Degrees, latitude first.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.lat) / 1e6, f64::from(self.lon) / 1e6)
    }

    /// A ruler for distances from this point.
    pub fn ruler(self) -> Ruler {
        Ruler { origin: self, metres_per_degree_lon: metres_per_degree_lon(self.lat) }
    }
}

/// Measures from one point. Exact enough within a city (equirectangular), the same on every machine.
#[derive(Debug, Clone, Copy)]
pub struct Ruler {
    origin: Point,
    metres_per_degree_lon: i64,
}

impl Ruler {
    /// The square of the distance in metres. Grows with each of the two differences.
    pub fn squared_metres(&self, to: Point) -> i64 {
        let dy = (i64::from(to.lat) - i64::from(self.origin.lat)) * METRES_PER_DEGREE / 1_000_000;
        let mut dlon = i64::from(to.lon) - i64::from(self.origin.lon);
        if dlon > 180_000_000 {
            dlon -= 360_000_000;
        } else if dlon < -180_000_000 {
            dlon += 360_000_000;
        }
        let dx = dlon * self.metres_per_degree_lon / 1_000_000;
        dx * dx + dy * dy
    }

    /// The point it measures from, and metres per degree of longitude there.
    pub fn parts(&self) -> (Point, i64) {
        (self.origin, self.metres_per_degree_lon)
    }

    /// The distance in whole metres.
    pub fn metres(&self, to: Point) -> u32 {
        self.squared_metres(to).isqrt() as u32
    }
}

/// 111,320 m × cos(latitude), by the Taylor series in plain operations: the same everywhere.
fn metres_per_degree_lon(lat_micro: i32) -> i64 {
    let x = f64::from(lat_micro) / 1e6 * (std::f64::consts::PI / 180.0);
    let x2 = x * x;
    let cos = 1.0 - x2 / 2.0 * (1.0 - x2 / 12.0 * (1.0 - x2 / 30.0 * (1.0 - x2 / 56.0 * (1.0 - x2 / 90.0))));
    (111_320.0 * cos) as i64
}

/// Where an opportunity takes place, or a group has its seat.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// What the place is called.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its point on the map.
    pub point: Option<Point>,
    /// The station to get off at.
    pub nearest_station: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_within_a_city_are_right_to_half_a_percent() {
        let ruler = Point::from_degrees(43.062089, 141.354389).unwrap().ruler();
        // Sapporo city hall to the Higashi ward office: 1,729 m on the WGS 84 ellipsoid (Vincenty)
        let metres = ruler.metres(Point::from_degrees(43.076111, 141.363611).unwrap());
        assert!((1_718..=1_740).contains(&metres), "{metres}");
        assert_eq!(ruler.metres(Point::from_degrees(43.062089, 141.354389).unwrap()), 0);
    }

    #[test]
    fn the_date_line_is_no_wall() {
        let metres = Point::from_degrees(0.0, 179.999).unwrap().ruler().metres(Point::from_degrees(0.0, -179.999).unwrap());
        assert!(metres < 300, "{metres}");
    }

    #[test]
    fn what_is_not_on_the_globe_is_refused() {
        assert!(Point::from_degrees(f64::NAN, 0.0).is_err());
        assert!(Point::from_degrees(91.0, 0.0).is_err());
        assert!(Point::from_degrees(0.0, f64::INFINITY).is_err());
    }
}
