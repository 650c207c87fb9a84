//! The tree prefecture > city > ward > district, its neighbours and its postal codes.

use crate::invalid::{Invalid, Why};
use crate::level::words;
use crate::place::Point;
use crate::text::Names;
use std::collections::{HashMap, HashSet};

/// Most areas a city may load.
pub const AREAS_MAX: usize = 20_000;

words! {
    /// How large an area is.
    AreaKind {
        /// A prefecture or state.
        Prefecture = "prefecture", "都道府県", "prefecture";
        /// A city.
        City = "city", "市", "city";
        /// A ward or borough.
        Ward = "ward", "区", "ward";
        /// A district within a ward.
        District = "district", "地区", "district";
    }
}

/// One area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its code: in Japan the 6-digit 全国地方公共団体コード; elsewhere any code of letters, digits, `-` and `_`.
    pub code: String,
    /// Its name.
    pub names: Names,
    /// How large it is.
    pub kind: AreaKind,
    /// The area it belongs to, if that is loaded as well.
    pub parent: Option<String>,
    /// Where to measure from when nothing better is known: its office, not its centroid.
    pub point: Option<Point>,
    /// Codes of the areas that border on it.
    pub adjacent: Vec<String>,
    /// Beginnings of the postal codes that lie in it, digits only. The longest beginning decides.
    pub postal_prefixes: Vec<String>,
}

/// A city's areas as a tree, each with a small number.
#[derive(Debug, Clone, Default)]
pub struct AreaTree {
    all: Vec<Area>,
    by_code: HashMap<String, u16>,
    parent: Vec<Option<u16>>,
    adjacent: Vec<Vec<u16>>,
    postal: HashMap<String, u16>,
}

impl PartialEq for AreaTree {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl AreaTree {
    /// Takes a list. A parent that is not in it is no parent here; a circle is refused.
    pub fn new(all: Vec<Area>) -> Result<Self, Vec<Invalid>> {
        if all.len() > AREAS_MAX {
            return Err(vec![Invalid::new("areas", Why::TooMany { max: AREAS_MAX })]);
        }
        let mut wrong = vec![];
        let mut by_code = HashMap::new();
        for (i, area) in all.iter().enumerate() {
            if !is_code(&area.code) {
                wrong.push(Invalid::new(format!("{i}/code"), Why::Malformed("[A-Za-z0-9_-]{1,20}")));
            }
            if by_code.insert(area.code.clone(), i as u16).is_some() {
                wrong.push(Invalid::new(format!("{i}/code"), Why::Duplicate(area.code.clone())));
            }
        }
        let number = |code: &String| by_code.get(code).copied();
        let parent: Vec<Option<u16>> = all.iter().map(|a| a.parent.as_ref().and_then(number)).collect();
        for (i, area) in all.iter().enumerate() {
            let mut at = parent[i];
            let mut steps = 0;
            while let Some(p) = at {
                steps += 1;
                if steps > all.len() {
                    wrong.push(Invalid::new(format!("{i}/parent"), Why::Contradiction("parent, code")));
                    break;
                }
                at = parent[usize::from(p)];
            }
            for code in &area.adjacent {
                if number(code).is_none() {
                    wrong.push(Invalid::new(format!("{i}/adjacent"), Why::UnknownCode(code.clone())));
                }
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        // Neighbourhood goes both ways, whichever side the list names it on.
        let mut adjacent: Vec<HashSet<u16>> = vec![HashSet::new(); all.len()];
        let mut postal = HashMap::new();
        for (i, area) in all.iter().enumerate() {
            for other in area.adjacent.iter().filter_map(number) {
                adjacent[i].insert(other);
                adjacent[usize::from(other)].insert(i as u16);
            }
            for prefix in &area.postal_prefixes {
                postal.insert(prefix.clone(), i as u16);
            }
        }
        let adjacent = adjacent
            .into_iter()
            .map(|set| {
                let mut v: Vec<u16> = set.into_iter().collect();
                v.sort_unstable();
                v
            })
            .collect();
        Ok(Self { all, by_code, parent, adjacent, postal })
    }

    /// Every area, in the order of the list.
    pub fn all(&self) -> &[Area] {
        &self.all
    }

    /// The number of a code.
    pub fn number(&self, code: &str) -> Option<u16> {
        self.by_code.get(code).copied()
    }

    /// The area of a number.
    pub fn get(&self, number: u16) -> Option<&Area> {
        self.all.get(usize::from(number))
    }

    /// The area of a code.
    pub fn find(&self, code: &str) -> Option<&Area> {
        self.number(code).and_then(|n| self.get(n))
    }

    /// The area itself and everything above it, nearest first.
    pub fn lineage(&self, number: u16) -> impl Iterator<Item = u16> {
        std::iter::successors(Some(number).filter(|n| usize::from(*n) < self.all.len()), |n| self.parent[usize::from(*n)])
    }

    /// Whether `inner` is `outer` or lies in it.
    pub fn within(&self, inner: u16, outer: u16) -> bool {
        self.lineage(inner).any(|n| n == outer)
    }

    /// The area itself and everything in it.
    pub fn descendants(&self, number: u16) -> Vec<u16> {
        (0..self.all.len() as u16).filter(|n| self.within(*n, number)).collect()
    }

    /// The area of a kind that contains this one, or is this one.
    pub fn ancestor(&self, number: u16, kind: AreaKind) -> Option<u16> {
        self.lineage(number).find(|n| self.all[usize::from(*n)].kind == kind)
    }

    /// Areas that border on it.
    pub fn neighbours(&self, number: u16) -> &[u16] {
        self.adjacent.get(usize::from(number)).map_or(&[], Vec::as_slice)
    }

    /// The area of a postal code (any width, hyphens ignored): the longest known beginning decides.
    pub fn by_postal_code(&self, code: &str) -> Option<u16> {
        let digits: String = code
            .chars()
            .filter_map(|c| match c {
                '0'..='9' => Some(c),
                '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
                _ => None,
            })
            .take(12)
            .collect();
        (1..=digits.len()).rev().find_map(|n| self.postal.get(&digits[..n]).copied())
    }

    /// The smallest area whose Japanese or English name stands in an address.
    pub fn by_address(&self, address: &str) -> Option<u16> {
        let lower = address.to_lowercase();
        let mut found: Vec<u16> = (0..self.all.len() as u16)
            .filter(|n| {
                let names = &self.all[usize::from(*n)].names;
                (!names.ja.is_empty() && address.contains(&names.ja)) || (!names.en.is_empty() && lower.contains(&names.en.to_lowercase()))
            })
            .collect();
        // Smallest kind first; of two wards with the same name, the one whose city stands there as well.
        found.sort_by_key(|n| {
            let above = self.lineage(*n).skip(1).filter(|a| address.contains(&self.all[usize::from(*a)].names.ja)).count();
            (std::cmp::Reverse(self.all[usize::from(*n)].kind), std::cmp::Reverse(above), *n)
        });
        found.first().copied()
    }

    /// The smallest kind of area whose own point is nearest, if one lies within `reach` metres.
    pub fn nearest(&self, point: Point, reach: u32) -> Option<u16> {
        let ruler = point.ruler();
        let finest = self.all.iter().filter(|a| a.point.is_some()).map(|a| a.kind).max()?;
        (0..self.all.len() as u16)
            .filter(|n| self.all[usize::from(*n)].kind == finest)
            .filter_map(|n| Some((ruler.metres(self.all[usize::from(n)].point?), n)))
            .filter(|(metres, _)| *metres <= reach)
            .min()
            .map(|(_, n)| n)
    }
}

fn is_code(code: &str) -> bool {
    (1..=20).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// The check digit of a 全国地方公共団体コード, from its first five digits.
///
/// Weights 6, 5, 4, 3, 2; the last digit of 11 minus the remainder by 11 (総務省).
pub fn check_digit(five: &str) -> Option<char> {
    let digits: Vec<u32> = five.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    let [a, b, c, d, e] = digits[..] else {
        return None;
    };
    let sum = 6 * a + 5 * b + 4 * c + 3 * d + 2 * e;
    char::from_digit((11 - sum % 11) % 10, 10)
}

/// Restores a 全国地方公共団体コード that lost its leading zero (`11002`) or its check digit (`01100`, `1100`).
///
/// Answers six digits whose check digit is right, or nothing.
pub fn repaired_code(raw: &str) -> Option<String> {
    let raw = raw.trim();
    if raw.is_empty() || raw.len() > 6 || !raw.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole = |code: &str| code.len() == 6 && check_digit(&code[..5]) == code.chars().nth(5);
    let with_check = |five: &str| check_digit(five).map(|c| format!("{five}{c}"));
    match raw.len() {
        6 => whole(raw).then(|| raw.to_owned()),
        // either the zero is missing, or the check digit is
        5 => Some(format!("0{raw}")).filter(|c| whole(c)).or_else(|| with_check(raw)),
        4 => with_check(&format!("0{raw}")),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn area(code: &str, ja: &str, kind: AreaKind, parent: Option<&str>, adjacent: &[&str]) -> Area {
        Area {
            code: code.into(),
            names: Names { ja: ja.into(), en: code.into() },
            kind,
            parent: parent.map(Into::into),
            point: None,
            adjacent: adjacent.iter().map(|s| (*s).to_owned()).collect(),
            postal_prefixes: vec![],
        }
    }

    fn sapporo() -> AreaTree {
        let mut kita = area("011029", "北区", AreaKind::Ward, Some("011002"), &["011037"]);
        kita.postal_prefixes = vec!["001".into(), "06008".into()];
        let mut chuo = area("011011", "中央区", AreaKind::Ward, Some("011002"), &[]);
        chuo.postal_prefixes = vec!["060".into()];
        AreaTree::new(vec![
            area("011002", "札幌市", AreaKind::City, Some("010006"), &[]),
            kita,
            area("011037", "東区", AreaKind::Ward, Some("011002"), &[]),
            chuo,
        ])
        .unwrap()
    }

    #[test]
    fn a_ward_lies_in_its_city_and_not_the_other_way() {
        let tree = sapporo();
        let (city, kita) = (tree.number("011002").unwrap(), tree.number("011029").unwrap());
        assert!(tree.within(kita, city) && !tree.within(city, kita));
        assert_eq!(tree.descendants(city).len(), 4);
        assert_eq!(tree.neighbours(tree.number("011037").unwrap()), [kita], "neighbourhood goes both ways");
    }

    #[test]
    fn the_longest_postal_beginning_decides() {
        let tree = sapporo();
        let code = |p: &str| tree.by_postal_code(p).and_then(|n| tree.get(n)).map(|a| a.code.clone());
        assert_eq!(code("060-0808").as_deref(), Some("011029"));
        assert_eq!(code("０６０００４２").as_deref(), Some("011011"));
        assert_eq!(code("9999999"), None);
    }

    #[test]
    fn an_address_names_its_smallest_area() {
        let tree = sapporo();
        assert_eq!(tree.by_address("北海道札幌市北区北24条西6丁目"), tree.number("011029"));
        assert_eq!(tree.by_address("札幌市内"), tree.number("011002"));
        assert_eq!(tree.by_address("小樽市"), None);
    }

    #[test]
    fn circles_and_unknown_neighbours_are_refused() {
        let circle = vec![area("a", "a", AreaKind::Ward, Some("b"), &[]), area("b", "b", AreaKind::Ward, Some("a"), &[])];
        assert!(AreaTree::new(circle).is_err());
        assert!(AreaTree::new(vec![area("a", "a", AreaKind::Ward, None, &["zz"])]).is_err());
    }

    #[test]
    fn codes_that_lost_a_digit_are_restored() {
        for code in ["011002", "011011", "011029", "011088", "011100", "270008", "431001", "232025"] {
            assert_eq!(repaired_code(code).as_deref(), Some(code));
            assert_eq!(repaired_code(&code[..5]).as_deref(), Some(code), "without its check digit");
        }
        assert_eq!(repaired_code("11002").as_deref(), Some("011002"));
        assert_eq!(repaired_code("1100").as_deref(), Some("011002"));
        assert_eq!(repaired_code("011003"), None, "wrong check digit");
        assert_eq!(repaired_code("abc"), None);
    }
}
