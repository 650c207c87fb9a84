//! Where a row belongs: by code, postal code, the words of its address or its coordinates, in this order.

use crate::import::record::PlaceRecord;
use crate::import::record::field::{list, said};
use crate::import::report::Notes;
use enmusubi_domain::area::{AreaTree, repaired_code};
use enmusubi_domain::place::Point;

/// How far, in metres, the point of the nearest area may be.
const REACH: u32 = 15_000;

/// Area codes of a row. Codes that are given and not known stay, to be refused by name.
pub fn found(codes: &[String], place: &PlaceRecord, fallback: Option<&str>, tree: &AreaTree, notes: &mut Notes) -> Vec<String> {
    let codes = list(codes);
    if !codes.is_empty() {
        notes.area_from = Some("code");
        return codes.into_iter().map(|code| known(code, tree, notes)).collect();
    }
    let code = |n: u16| tree.get(n).map(|a| vec![a.code.clone()]);
    let by_point = place.lat.zip(place.lon).and_then(|(lat, lon)| Point::from_degrees(lat, lon).ok()).and_then(|p| tree.nearest(p, REACH));
    let by_postal = said(place.postal_code.as_deref()).and_then(|p| tree.by_postal_code(p));
    let by_address = said(place.address.as_deref()).and_then(|a| tree.by_address(a));
    // An address that names no more than the city is no better than a point within that city.
    let vague = by_address.zip(by_point).is_some_and(|(address, point)| address != point && tree.within(point, address));
    let ways = [("postal_code", by_postal), ("address", by_address.filter(|_| !vague)), ("coordinates", by_point)];
    for (way, number) in ways {
        if let Some(codes) = number.and_then(code) {
            notes.area_from = Some(way);
            return codes;
        }
    }
    match said(fallback) {
        Some(code) => {
            notes.area_from = Some("fallback");
            vec![known(code.to_owned(), tree, notes)]
        }
        None => vec![],
    }
}

fn known(code: String, tree: &AreaTree, notes: &mut Notes) -> String {
    if tree.number(&code).is_some() {
        return code;
    }
    match repaired_code(&code).filter(|c| tree.number(c).is_some()) {
        Some(whole) => {
            notes.codes_repaired.push(code);
            whole
        }
        None => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> AreaTree {
        AreaTree::new(crate::town::areas()).unwrap()
    }

    fn place(postal_code: &str, address: &str, point: Option<(f64, f64)>) -> PlaceRecord {
        PlaceRecord {
            postal_code: Some(postal_code.into()),
            address: Some(address.into()),
            lat: point.map(|p| p.0),
            lon: point.map(|p| p.1),
            ..PlaceRecord::default()
        }
    }

    fn find(codes: &[&str], place: &PlaceRecord, fallback: Option<&str>) -> (Vec<String>, Notes) {
        let mut notes = Notes::default();
        let codes: Vec<String> = codes.iter().map(|c| (*c).to_owned()).collect();
        (found(&codes, place, fallback, &tree(), &mut notes), notes)
    }

    #[test]
    fn a_code_goes_before_a_postal_code_before_an_address_before_a_point() {
        let everything = place("060-0808", "札幌市東区北13条", Some((43.0475, 141.4052)));
        let (codes, notes) = find(&["11011"], &everything, None);
        assert_eq!((codes, notes.area_from, notes.codes_repaired), (vec!["011011".to_owned()], Some("code"), vec!["11011".to_owned()]));
        assert_eq!((find(&[], &everything, None).0, find(&[], &everything, None).1.area_from), (vec!["011029".to_owned()], Some("postal_code")));
        let no_postal = place("", "札幌市東区北13条", Some((43.0475, 141.4052)));
        assert_eq!((find(&[], &no_postal, None).0, find(&[], &no_postal, None).1.area_from), (vec!["011037".to_owned()], Some("address")));
        let point = place("", "", Some((43.0475, 141.4052)));
        assert_eq!((find(&[], &point, None).0, find(&[], &point, None).1.area_from), (vec!["011045".to_owned()], Some("coordinates")));
        assert_eq!(find(&[], &PlaceRecord::default(), Some("11002")).0, ["011002"]);
        assert!(find(&[], &PlaceRecord::default(), None).0.is_empty());
    }

    #[test]
    fn an_address_that_names_only_the_city_leaves_the_ward_to_the_point() {
        let (codes, notes) = find(&[], &place("", "北海道札幌市", Some((43.0475, 141.4052))), None);
        assert_eq!((codes, notes.area_from), (vec!["011045".to_owned()], Some("coordinates")));
    }

    #[test]
    fn an_unknown_code_stays_to_be_refused() {
        assert_eq!(find(&["999999"], &PlaceRecord::default(), None).0, ["999999"]);
    }
}
