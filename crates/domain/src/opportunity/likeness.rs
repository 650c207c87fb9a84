use super::Opportunity;
use crate::id::OpportunityId;
use crate::level::words;
use crate::schedule::Session;
use std::collections::HashMap;

words! {
    /// Why two opportunities may be the same thing.
    Alike {
        /// The same title, but for width, case, spaces and punctuation.
        SameTitle = "same_title", "題名が同じ", "the same title";
        /// Nearly the same title.
        SimilarTitle = "similar_title", "題名が似ている", "a similar title";
        /// The same group asks.
        SameGroup = "same_group", "同じ団体", "the same group";
        /// A session begins at the same moment.
        SameStart = "same_start", "開始日時が同じ", "a session at the same time";
        /// Two sessions overlap.
        Overlap = "overlap", "日時が重なる", "overlapping sessions";
        /// Within 300 metres of each other.
        SamePlace = "same_place", "場所が同じ", "the same place";
    }
}

/// One that may be the same thing, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// Which.
    pub id: OpportunityId,
    /// Why; never empty.
    pub reasons: Vec<Alike>,
}

/// Most duplicates that are named.
const MOST: usize = 5;
/// Nearer than this is the same place, in metres.
const SAME_PLACE: u32 = 300;
/// Further than this is certainly another place, in metres.
const OTHER_PLACE: u32 = 2_000;
/// So much of two titles must agree for them to be similar (Dice's coefficient of pairs of characters).
const SIMILAR: f64 = 0.6;
/// What the reasons must weigh together.
const ENOUGH: u32 = 5;

/// Those among some that may be the same thing, the likeliest first.
pub fn possible_duplicates(of: &Opportunity, among: &[Opportunity]) -> Vec<Likeness> {
    let mut found: Vec<(u32, Likeness)> = among.iter().filter(|other| other.id != of.id).filter_map(|other| likeness(of, other)).collect();
    found.sort_by_key(|(weight, likeness)| (std::cmp::Reverse(*weight), likeness.id));
    found.truncate(MOST);
    found.into_iter().map(|(_, likeness)| likeness).collect()
}

/// Whether two may be the same thing: by title and one thing beside it, or, under whatever title, by group, time and place together.
///
/// The same thing on other days, or in another quarter, is another thing.
fn likeness(a: &Opportunity, b: &Opportunity) -> Option<(u32, Likeness)> {
    let times = times(a, b)?;
    let place = place(a, b)?;
    let title = title(&a.details.title, &b.details.title);
    let group = (a.group == b.group).then_some(Alike::SameGroup);
    let reasons: Vec<Alike> = [title, group, times, place].into_iter().flatten().collect();
    let weight = reasons.iter().map(|r| r.weight()).sum();
    let all_but_title = group.is_some() && times.is_some() && place.is_some();
    ((title.is_some() && weight >= ENOUGH) || all_but_title).then_some((weight, Likeness { id: b.id, reasons }))
}

impl Alike {
    fn weight(self) -> u32 {
        match self {
            Self::SameTitle => 3,
            Self::SimilarTitle | Self::SameGroup | Self::SameStart | Self::SamePlace => 2,
            Self::Overlap => 1,
        }
    }
}

/// How their times meet; nothing in it where one has no dates, and no answer at all where they never meet.
fn times(a: &Opportunity, b: &Opportunity) -> Option<Option<Alike>> {
    let held = |o: &Opportunity| -> Vec<Session> { o.details.schedule.sessions.iter().filter(|s| !s.cancelled).cloned().collect() };
    let (mine, theirs) = (held(a), held(b));
    if mine.is_empty() || theirs.is_empty() {
        return Some(None);
    }
    if mine.iter().any(|x| theirs.iter().any(|y| x.starts_at == y.starts_at)) {
        return Some(Some(Alike::SameStart));
    }
    mine.iter().any(|x| theirs.iter().any(|y| x.starts_at < y.ends_at && y.starts_at < x.ends_at)).then_some(Some(Alike::Overlap))
}

/// Whether they are in the same place; nothing in it where that cannot be told, and no answer at all where they are far apart.
fn place(a: &Opportunity, b: &Opportunity) -> Option<Option<Alike>> {
    if a.details.remote != b.details.remote {
        return None;
    }
    let Some((here, there)) = a.details.place.point.zip(b.details.place.point) else { return Some(None) };
    match here.ruler().metres(there) {
        metres if metres <= SAME_PLACE => Some(Some(Alike::SamePlace)),
        metres if metres <= OTHER_PLACE => Some(None),
        _far => None,
    }
}

fn title(a: &str, b: &str) -> Option<Alike> {
    let (a, b) = (folded(a), folded(b));
    if a.is_empty() || b.is_empty() {
        None
    } else if a == b {
        Some(Alike::SameTitle)
    } else if agreement(&a, &b) >= SIMILAR {
        Some(Alike::SimilarTitle)
    } else {
        None
    }
}

/// Letters and digits alone: wide ones narrow, capitals small, katakana as hiragana.
fn folded(title: &str) -> Vec<char> {
    let one = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    };
    title.chars().map(one).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// How many pairs of neighbouring characters two texts share, 0 to 1. Japanese titles are short: pairs tell more than triples.
fn agreement(a: &[char], b: &[char]) -> f64 {
    let pairs = (a.len() + b.len()).saturating_sub(2);
    if a.len() < 2 || b.len() < 2 {
        return 0.0;
    }
    let mut left: HashMap<&[char], usize> = HashMap::new();
    a.windows(2).for_each(|pair| *left.entry(pair).or_default() += 1);
    let shared = b.windows(2).filter(|pair| left.get_mut(pair).filter(|n| **n > 0).map(|n| *n -= 1).is_some()).count();
    2.0 * shared as f64 / pairs as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{GroupId, SessionId};
    use crate::opportunity::{Kind, OpportunityDetails, State};
    use crate::place::{Place, Point};
    use crate::schedule::Schedule;
    use chrono::{DateTime, Duration};

    /// Title, group, hours at which sessions begin (two hours each; none: flexible), metres north of the town hall (none: unknown).
    type Case = (&'static str, &'static str, &'static [i64], Option<f64>);

    fn opportunity((title, group, hours, metres): Case) -> Opportunity {
        let at = |h: &i64| DateTime::UNIX_EPOCH + Duration::hours(*h);
        let session = |h: &i64| Session { id: SessionId::new(), starts_at: at(h), ends_at: at(&(h + 2)), seats: None, seats_taken: 0, cancelled: false };
        let schedule = Schedule { sessions: hours.iter().map(session).collect(), ..Schedule::default() };
        let point = metres.and_then(|m| Point::from_degrees(43.06 + m / 111_132.0, 141.35).ok());
        let details = OpportunityDetails { place: Place { point, ..Place::default() }, ..OpportunityDetails::new(Kind::Activity, title, schedule) };
        let now = DateTime::UNIX_EPOCH;
        Opportunity {
            id: OpportunityId::new(),
            version: 1,
            group: GroupId::derived(0, group),
            details,
            state: State::Published,
            source: None,
            created_at: now,
            updated_at: now,
            published_at: None,
        }
    }

    fn reasons(a: Case, b: Case) -> String {
        let (a, b) = (opportunity(a), opportunity(b));
        let [there, back] = [(&a, &b), (&b, &a)].map(|(x, y)| possible_duplicates(x, std::slice::from_ref(y)));
        let codes = |found: &[Likeness]| found.iter().flat_map(|l| l.reasons.iter().map(|r| r.code())).collect::<Vec<_>>().join(" ");
        assert_eq!(codes(&there), codes(&back), "likeness goes both ways");
        codes(&there)
    }

    const SNOW: Case = ("通学路の雪かき", "ゆきみち隊", &[9, 33], Some(0.0));

    #[test]
    fn near_pairs_are_named_with_their_reasons() {
        for (other, why) in [
            (SNOW, "same_title same_group same_start same_place"),
            (("通学路の雪かき！", "別の団体", &[33], None), "same_title same_start"),
            (("通学路の雪カキ", "別の団体", &[9], Some(250.0)), "same_title same_start same_place"),
            (("【急募】通学路の雪かき", "別の団体", &[9], Some(200.0)), "similar_title same_start same_place"),
            (("通学路の朝の雪かき", "ゆきみち隊", &[10], Some(900.0)), "similar_title same_group overlap"),
            (("通学路の雪かき", "別の団体", &[], Some(299.0)), "same_title same_place"),
            (("通学路の雪かき", "ゆきみち隊", &[], None), "same_title same_group"),
            (("朝の運動", "ゆきみち隊", &[9], Some(10.0)), "same_group same_start same_place"),
        ] {
            assert_eq!(reasons(SNOW, other), why, "{other:?}");
        }
        let wide = ("ＳＮＯＷ　Ｃｌｅａｒｉｎｇ", "a", [9].as_slice(), None);
        assert_eq!(reasons(wide, ("snow-clearing", "b", &[9], None)), "same_title same_start");
    }

    #[test]
    fn far_pairs_are_not() {
        for other in [
            ("通学路の雪かき", "ゆきみち隊", [57].as_slice(), Some(0.0)), // the same thing on another day
            ("通学路の雪かき", "別の団体", &[9], Some(2_500.0)),          // the same title in another quarter
            ("将棋の会", "別の団体", &[9], Some(0.0)),                    // another room of the same hall
            ("将棋の会", "ゆきみち隊", &[9], Some(900.0)),                // the same group is in two places
            ("通学路の見まもり", "別の団体", &[9], None),
            ("通学路の朝の雪かき", "別の団体", &[], None),
            ("通学路の雪かき", "別の団体", &[10], None), // a common title, and hours that only touch
            ("", "別の団体", &[9], Some(0.0)),
        ] {
            assert_eq!(reasons(SNOW, other), "", "{other:?}");
        }
    }

    #[test]
    fn what_takes_place_nowhere_is_not_what_takes_place_somewhere() {
        let (mut a, b) = (opportunity(SNOW), opportunity(SNOW));
        a.details.remote = true;
        assert_eq!(possible_duplicates(&a, &[b]), []);
    }

    #[test]
    fn the_likeliest_come_first_and_few() {
        let me = opportunity(SNOW);
        let mut among: Vec<Opportunity> = (0..8).map(|_| opportunity(("通学路の雪かき", "別の団体", &[9], None))).collect();
        among.push(opportunity(SNOW));
        among.push(me.clone());
        let found = possible_duplicates(&me, &among);
        assert_eq!((found.len(), found[0].reasons.len()), (MOST, 4));
    }
}
