use enmusubi_domain::matching::Offer;
use enmusubi_domain::place::Point;

/// Side of a square on the map, in millionths of a degree: about 1.7 km from south to north, 1.3 km from west to east in Sapporo.
const SIDE: i32 = 15_625;

/// Which shard a listing belongs to: listings of one spot are about as far from anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Spot {
    /// Joined from anywhere.
    Remote,
    /// Somewhere.
    Somewhere {
        /// Its area; nothing where it names several, or none.
        area: Option<u16>,
        /// The square its point lies in, if it has a point.
        square: Option<(i32, i32)>,
    },
}

impl Spot {
    /// The spot of a listing.
    pub fn of(offer: &Offer) -> Self {
        if offer.remote {
            return Self::Remote;
        }
        let square = |p: Point| (p.lat.div_euclid(SIDE), p.lon.div_euclid(SIDE));
        let area = if let [one] = offer.areas[..] { Some(one) } else { None };
        Self::Somewhere { area, square: offer.point.map(square) }
    }
}
