//! A town as the lab sees it: published listings as offers, and the few facts by which results are told apart.

use chrono::{DateTime, Datelike, Duration, Utc};
use enmusubi_domain::area::AreaKind;
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::GroupId;
use enmusubi_domain::matching::{Offer, UNCOUNTED};
use enmusubi_domain::opportunity::{Opportunity, State};
use std::collections::{BTreeMap, HashMap};

/// Places in a class.
pub(super) type Class = usize;

/// One listing.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    /// What matching needs. Its sessions count no seats: the lab counts [`Listing::places`] itself, since they fill as weeks pass.
    pub offer: Offer,
    /// Free places per term; nothing where nobody counts them.
    pub places: Option<u32>,
    /// How much attention it has, if that is known (New York's `hits`).
    pub attention: Option<f64>,
    /// Where it stands in each of the town's divisions.
    pub classes: [Class; 3],
}

/// One way of telling listings apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Division {
    /// Its name in results.
    pub code: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Names of its classes.
    pub labels: Vec<String>,
}

/// A town.
#[derive(Debug, Clone)]
pub(super) struct Town {
    pub city: City,
    /// The moment it is looked at: its calendar stands still there, while the lab's weeks pass.
    pub now: DateTime<Utc>,
    pub listings: Vec<Listing>,
    /// By area, by size of the group, by age of the group.
    pub divisions: [Division; 3],
    /// The classes of small groups and of young ones, if the town knows any.
    pub small: Option<Class>,
    pub young: Option<Class>,
}

/// What classes are made from.
pub(super) struct Facts {
    /// Rank of the class and its label; nothing is known otherwise.
    pub size: Option<(u8, &'static str)>,
    pub age: Option<(u8, &'static str)>,
}

impl Town {
    /// Puts a town together. Listings that nobody could join are left out.
    pub fn new(city: City, now: DateTime<Utc>, raw: Vec<(Offer, Option<u32>, Option<f64>, Facts)>, names: [&'static str; 2]) -> Result<Self, String> {
        let raw: Vec<_> = raw.into_iter().filter(|(offer, places, ..)| offer.published && *places != Some(0)).collect();
        if raw.is_empty() {
            return Err("there are no published listings with free places to compare policies on".into());
        }
        let mut labels: [BTreeMap<(u16, String), Class>; 3] = Default::default();
        let keys: Vec<[(u16, String); 3]> = raw
            .iter()
            .map(|(offer, _, _, facts)| {
                let of = |f: Option<(u8, &str)>| f.map_or((u16::from(u8::MAX), "不明 unknown".to_owned()), |(n, l)| (u16::from(n), l.to_owned()));
                [area(offer, &city), of(facts.size), of(facts.age)]
            })
            .collect();
        for key in &keys {
            (0..3).for_each(|d| _ = labels[d].insert(key[d].clone(), 0));
        }
        for division in &mut labels {
            division.values_mut().enumerate().for_each(|(n, class)| *class = n);
        }
        let least = |d: usize| labels[d].keys().next().filter(|(n, _)| *n == 0).map(|_| 0);
        let (small, young) = (least(1), least(2));
        let division = |d: usize, code, name| Division { code, name, labels: labels[d].keys().map(|(_, l)| l.clone()).collect() };
        let divisions = [division(0, "area", "地区 Area"), division(1, "group_size", names[0]), division(2, "group_age", names[1])];
        let listings = raw
            .into_iter()
            .zip(keys)
            .map(|((offer, places, attention, _), key)| {
                let classes = [0, 1, 2].map(|d: usize| labels[d].get(&key[d]).copied().unwrap_or_default());
                Listing { offer: without_counting(offer), places, attention, classes }
            })
            .collect();
        Ok(Self { city, now, listings, divisions, small, young })
    }

    /// A town from groups and their opportunities, as they are published at a moment.
    pub fn of(city: City, now: DateTime<Utc>, groups: &[Group], opportunities: &[Opportunity], term_weeks: u32) -> Result<Self, String> {
        let groups: HashMap<GroupId, &Group> = groups.iter().map(|g| (g.id, g)).collect();
        let today = city.calendar.civil(now).date();
        let raw = opportunities
            .iter()
            .filter(|o| o.state == State::Published)
            .map(|o| {
                let group = groups.get(&o.group);
                let facts = Facts {
                    size: group.and_then(|g| g.details.members).map(size_class),
                    age: group.and_then(|g| g.details.founded).map(|founded| age_class(today.year() - founded)),
                };
                (Offer::of(o, &city, 0, now), places(o, now, term_weeks), None, facts)
            })
            .collect();
        Self::new(city, now, raw, ["団体の人数 Group size", "団体の年数 Group age"])
    }
}

/// The ward of a listing, or what comes nearest to it.
fn area(offer: &Offer, city: &City) -> (u16, String) {
    let Some(area) = offer.areas.first() else { return (u16::MAX, "どこからでも remote".into()) };
    let ward = city.areas.ancestor(*area, AreaKind::Ward).unwrap_or(*area);
    let label = city.areas.get(ward).map_or_else(String::new, |a| format!("{} {}", a.names.ja, a.names.en));
    (ward, label.trim_end().to_owned())
}

fn size_class(members: u32) -> (u8, &'static str) {
    match members {
        0..=10 => (0, "10人以下 up to 10"),
        11..=30 => (1, "11〜30人 11 to 30"),
        _ => (2, "31人以上 over 30"),
    }
}

fn age_class(years: i32) -> (u8, &'static str) {
    match years {
        ..3 => (0, "3年未満 under 3 years"),
        3..10 => (1, "3〜9年 3 to 9 years"),
        _ => (2, "10年以上 10 years and more"),
    }
}

/// Free places over one term. One that is full today begins its terms with all its seats.
fn places(o: &Opportunity, now: DateTime<Utc>, term_weeks: u32) -> Option<u32> {
    let d = &o.details;
    let (seats, left) = if d.schedule.is_flexible() {
        d.seats.map(|s| (s, s.saturating_sub(d.seats_taken)))?
    } else {
        let end = now + Duration::weeks(i64::from(term_weeks));
        let ahead: Vec<_> = d.schedule.sessions.iter().filter(|s| !s.cancelled && s.starts_at > now).collect();
        // What begins later than this term still has one session's places to give now.
        let counted = ahead.iter().filter(|s| s.starts_at <= end).count().max(1);
        ahead.iter().take(counted).map(|s| s.seats.zip(s.seats_left())).try_fold((0, 0), |(a, b), s| s.map(|(seats, left)| (a + seats, b + left)))?
    };
    Some(if left > 0 { left } else { seats })
}

fn without_counting(mut offer: Offer) -> Offer {
    offer.slots.iter_mut().for_each(|s| s.left = UNCOUNTED);
    offer.flexible_left = UNCOUNTED;
    offer
}
