use crate::place::{Point, Ruler};

/// Least and greatest coordinates of a number of points. It only grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    least: Point,
    greatest: Point,
}

impl Span {
    /// The span of one point.
    pub fn of(point: Point) -> Self {
        Self { least: point, greatest: point }
    }

    /// The span that holds one more.
    #[must_use]
    pub fn with(self, point: Point) -> Self {
        let least = Point { lat: self.least.lat.min(point.lat), lon: self.least.lon.min(point.lon) };
        let greatest = Point { lat: self.greatest.lat.max(point.lat), lon: self.greatest.lon.max(point.lon) };
        Self { least, greatest }
    }

    /// A point of the span that nothing in it is nearer than.
    ///
    /// Distance grows with each difference. Seen across the date line one end of the span may be the nearer one: both are tried.
    pub(super) fn nearest(&self, home: Point, ruler: &Ruler) -> Point {
        let lat = home.lat.clamp(self.least.lat, self.greatest.lat);
        if (self.least.lon..=self.greatest.lon).contains(&home.lon) {
            return Point { lat, lon: home.lon };
        }
        let ends = [Point { lat, lon: self.least.lon }, Point { lat, lon: self.greatest.lon }];
        if ruler.squared_metres(ends[0]) <= ruler.squared_metres(ends[1]) { ends[0] } else { ends[1] }
    }
}

/// Where a number of offers lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// They are joined from anywhere.
    Remote,
    /// They lie somewhere.
    Some {
        /// The areas all of them name; nothing where they differ.
        areas: Option<Vec<u16>>,
        /// The span of their points, if they have points; nothing if none has.
        span: Option<Span>,
    },
}
