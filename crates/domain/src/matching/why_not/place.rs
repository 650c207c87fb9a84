use crate::area::AreaKind;
use crate::city::City;
use crate::matching::Change;
use crate::matching::offer::Offer;
use crate::matching::question::{Home, Question};
use crate::matching::wish::REACH_MAX;

/// The metres to go further, or the nearest area of the listing.
pub(super) fn smallest(q: &Question, offer: &Offer, city: &City) -> Change {
    further(q, offer, city).or_else(|| area(q, offer, city)).unwrap_or(Change::Nothing)
}

/// Where a reach was named: the whole metres that are missing.
fn further(q: &Question, offer: &Offer, city: &City) -> Option<Change> {
    let home = q.home.as_ref().filter(|h| h.gate)?;
    let to = |point| metres_up(home.ruler.squared_metres(point));
    let distance = match offer.point {
        Some(point) => to(point),
        None => {
            let areas = offer.areas.iter().filter_map(|n| city.areas.get(*n));
            areas.filter(|a| matches!(a.kind, AreaKind::Ward | AreaKind::District)).filter_map(|a| a.point).map(to).min()?
        }
    };
    let missing = distance.checked_sub(reach(home)).filter(|m| *m > 0)?;
    (distance <= i64::from(REACH_MAX)).then_some(Change::FurtherBy(missing as u32))
}

fn reach(home: &Home) -> i64 {
    home.reach2.isqrt()
}

/// The distance in whole metres, rounded up: what a reach must be to take it in.
fn metres_up(squared: i64) -> i64 {
    let metres = squared.isqrt();
    metres + i64::from(metres * metres < squared)
}

/// The area of the listing that is nearest to those the person named; of equals the smallest kind, then the first.
fn area(q: &Question, offer: &Offer, city: &City) -> Option<Change> {
    let value = |n: u16| q.areas.as_ref().map_or(0.0, |table| table[usize::from(n)].value);
    let areas = offer.areas.iter().filter_map(|n| city.areas.get(*n).map(|a| (*n, a)));
    let nearest = areas.reduce(|best, next| {
        let closer = value(next.0).total_cmp(&value(best.0)).then(next.1.kind.cmp(&best.1.kind));
        if closer.is_gt() { next } else { best }
    })?;
    Some(Change::AddArea(nearest.1.code.clone()))
}
