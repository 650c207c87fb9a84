use enmusubi_domain::matching::Offer;
use enmusubi_domain::place::Point;

/// Side of a square on the map, in millionths of a degree: about 3.5 km from south to north, 2.5 km from west to east in Sapporo. Half of it made
/// 10,000 and 100,000 listings a third slower (more shards than words) and a million no faster.
const SIDE: i32 = 31_250;

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
