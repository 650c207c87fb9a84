use super::offer::{civil_minute, mask};
use super::policy::Policy;
use super::rank::Rank;
use crate::area::AreaKind;
use crate::availability::{Availability, HoursByDay};
use crate::city::City;
use crate::day::{DayParts, PartOfDay, day_number};
use crate::id::OpportunityId;
use crate::invalid::{Invalid, Why};
use crate::level::{Accessibility, Level, Responsibility};
use crate::opportunity::{Commitment, is_language};
use crate::place::{Point, Ruler};
use chrono::{DateTime, Utc};

/// One theme a person is interested in.
#[derive(Debug, Clone, PartialEq)]
pub struct WishTheme {
    /// Its code.
    pub code: String,
    /// How much, above 0 up to 1.
    pub interest: f32,
    /// What the person can do already in this theme.
    pub level: Option<Level>,
}

/// Whether a minor's guardian has agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Consent {
    /// Nobody has asked yet.
    #[default]
    CanBeAsked,
    /// It is on file.
    OnFile,
    /// It was refused.
    Refused,
}

/// What a person asks for. Every answer may be missing; a missing one counts neither for nor against.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wish {
    /// Themes.
    pub themes: Vec<WishTheme>,
    /// Area codes.
    pub areas: Vec<String>,
    /// Where the person starts from.
    pub home: Option<Point>,
    /// How far the person will go from there, in metres.
    pub reach: Option<u32>,
    /// The person's level in themes that name none.
    pub level: Option<Level>,
    /// When the person can come.
    pub availability: Option<Availability>,
    /// The heaviest responsibility the person accepts.
    pub responsibility: Option<Responsibility>,
    /// Age in years.
    pub age: Option<u8>,
    /// Whether a guardian has agreed.
    pub consent: Consent,
    /// How many come together; at least 1.
    pub party: u32,
    /// What the person needs.
    pub accessibility: Vec<Accessibility>,
    /// Languages the person speaks (ISO 639-1); nothing means unanswered.
    pub languages: Option<Vec<String>>,
    /// Certificates the person holds; nothing means unanswered.
    pub qualifications: Option<Vec<String>>,
    /// Skills the person brings; nothing means unanswered.
    pub skills: Option<Vec<String>>,
    /// For how long the person would like to stay.
    pub commitment: Option<Commitment>,
}

/// The place of one area in a wish: the value of the area factor there, and whether it is within reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AreaValue {
    pub value: f32,
    pub reached: bool,
    /// False for areas that say nothing about how far it is (a whole city).
    pub stated: bool,
}

/// A wish made ready for a million comparisons: codes looked up, hours merged, tables filled.
#[derive(Debug, Clone)]
pub struct Question {
    pub(crate) wish: Wish,
    pub(crate) policy: Policy,
    /// Civil minute of the asking.
    pub(crate) now: i64,
    /// Civil day of the asking: part of the tie-break.
    pub(crate) today: i32,
    pub(crate) party: u16,
    /// By theme number: value, and which of the wish's themes gives it.
    pub(crate) themes: Option<Vec<(f32, u8)>>,
    /// By area number, from the listed areas.
    pub(crate) areas: Option<Vec<AreaValue>>,
    /// By area number, from home: used for offers without a point of their own.
    pub(crate) around_home: Option<Vec<AreaValue>>,
    pub(crate) home: Option<Home>,
    pub(crate) time: Option<Time>,
    /// The person's level, where it does not depend on the theme.
    pub(crate) steady_level: Option<Option<Level>>,
    pub(crate) needs: u32,
    pub(crate) languages: Option<Vec<[u8; 2]>>,
    pub(crate) qualifications: Option<Vec<String>>,
    pub(crate) skills: Option<Vec<String>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub ruler: Ruler,
    /// Reach in metres, squared.
    pub reach2: i64,
    /// Whether the reach was stated: otherwise it only colours the score.
    pub gate: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Time {
    pub hours: HoursByDay,
    /// Day parts in which at least one minute is free: bits outside certainly do not fit.
    pub parts: DayParts,
    /// Whether hours before six are free on some kind of day (those belong to no day part).
    pub small_hours: bool,
    pub days: (i32, i32),
    pub except: Vec<i32>,
}

/// Most entries of each list in a wish.
const LIST_MAX: usize = 50;

impl Question {
    /// Looks at a wish and prepares it; every wrong member is named.
    pub fn new(wish: Wish, city: &City, policy: &Policy, now: DateTime<Utc>) -> Result<Self, Vec<Invalid>> {
        let mut wrong = vec![];
        check(&wish, city, &mut wrong);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let today = day_number(city.calendar.civil(now).date());
        let home = wish.home.map(|point| {
            let reach = i64::from(wish.reach.unwrap_or(policy.assumed_reach));
            Home { ruler: point.ruler(), reach2: reach * reach, gate: wish.reach.is_some() }
        });
        let lower = |list: &Vec<String>| list.iter().map(|s| s.to_lowercase()).collect();
        Ok(Self {
            now: civil_minute(&city.calendar, now),
            today,
            party: wish.party.clamp(1, u32::from(u16::MAX)) as u16,
            themes: (!wish.themes.is_empty()).then(|| theme_values(&wish.themes, city, policy)),
            areas: (!wish.areas.is_empty()).then(|| area_values(&wish.areas, city, policy)),
            around_home: home.as_ref().map(|h| values_around(h, city)),
            home,
            time: wish.availability.as_ref().map(|a| prepared_time(a, today)),
            steady_level: wish.themes.iter().all(|t| t.level.is_none()).then_some(wish.level),
            needs: mask(&wish.accessibility),
            languages: wish.languages.as_ref().map(|l| l.iter().filter_map(|c| c.as_bytes().try_into().ok()).collect()),
            qualifications: wish.qualifications.as_ref().map(lower),
            skills: wish.skills.as_ref().map(lower),
            policy: policy.clone(),
            wish,
        })
    }

    /// The policy it was prepared under.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The rank of an opportunity with an order value, on the day of the asking.
    pub fn rank(&self, order: f32, id: OpportunityId) -> Rank {
        Rank::new(order, id, self.today)
    }

    /// The wish as it was asked.
    pub fn wish(&self) -> &Wish {
        &self.wish
    }
}

fn check(wish: &Wish, city: &City, wrong: &mut Vec<Invalid>) {
    let mut many = |field: &str, n: usize, max: usize| {
        if n > max {
            wrong.push(Invalid::new(field, Why::TooMany { max }));
        }
    };
    many("themes", wish.themes.len(), LIST_MAX);
    many("areas", wish.areas.len(), LIST_MAX);
    many("languages", wish.languages.as_ref().map_or(0, Vec::len), LIST_MAX);
    many("qualifications", wish.qualifications.as_ref().map_or(0, Vec::len), LIST_MAX);
    many("skills", wish.skills.as_ref().map_or(0, Vec::len), LIST_MAX);
    for (i, theme) in wish.themes.iter().enumerate() {
        if city.themes.number(&theme.code).is_none() {
            wrong.push(Invalid::new(format!("themes/{i}/code"), Why::UnknownCode(theme.code.clone())));
        } else if wish.themes[..i].iter().any(|t| t.code == theme.code) {
            wrong.push(Invalid::new(format!("themes/{i}/code"), Why::Duplicate(theme.code.clone())));
        }
        if !(theme.interest > 0.0 && theme.interest <= 1.0) {
            wrong.push(Invalid::new(format!("themes/{i}/interest"), Why::OutOfRange { min: 0.0, max: 1.0 }));
        }
    }
    for (i, code) in wish.areas.iter().enumerate() {
        if city.areas.number(code).is_none() {
            wrong.push(Invalid::new(format!("areas/{i}"), Why::UnknownCode(code.clone())));
        }
    }
    if wish.reach.is_some() && wish.home.is_none() {
        wrong.push(Invalid::new("home", Why::Required));
    }
    if wish.reach.is_some_and(|r| r == 0 || r > 1_000_000) {
        wrong.push(Invalid::new("reach_km", Why::OutOfRange { min: 0.001, max: 1000.0 }));
    }
    if let Some(availability) = &wish.availability {
        wrong.extend(availability.check().err().into_iter().flatten().map(|i| i.below("availability")));
    }
    if wish.age.is_some_and(|a| a > 120) {
        wrong.push(Invalid::new("age", Why::OutOfRange { min: 0.0, max: 120.0 }));
    }
    if wish.party == 0 || wish.party > 1000 {
        wrong.push(Invalid::new("party_size", Why::OutOfRange { min: 1.0, max: 1000.0 }));
    }
    for (i, code) in wish.languages.iter().flatten().enumerate() {
        if !is_language(code) {
            wrong.push(Invalid::new(format!("languages/{i}"), Why::Malformed("ISO 639-1, such as ja or en")));
        }
    }
    for (field, list) in [("qualifications", &wish.qualifications), ("skills", &wish.skills)] {
        for (i, text) in list.iter().flatten().enumerate() {
            wrong.extend(crate::text::line(&format!("{field}/{i}"), text, crate::text::SHORT_MAX).err());
        }
    }
}

fn theme_values(themes: &[WishTheme], city: &City, policy: &Policy) -> Vec<(f32, u8)> {
    let numbers: Vec<u8> = themes.iter().filter_map(|t| city.themes.number(&t.code)).collect();
    (0..city.themes.all().len() as u8)
        .map(|theirs| {
            let mut best = (0.0, u8::MAX);
            for (i, (&mine, t)) in numbers.iter().zip(themes).enumerate() {
                let value = if mine == theirs {
                    t.interest
                } else if city.themes.siblings(mine, theirs) {
                    t.interest * policy.sibling_theme
                } else {
                    0.0
                };
                if value > best.0 {
                    best = (value, i as u8);
                }
            }
            best
        })
        .collect()
}

fn area_values(codes: &[String], city: &City, policy: &Policy) -> Vec<AreaValue> {
    let tree = &city.areas;
    let listed: Vec<u16> = codes.iter().filter_map(|c| tree.number(c)).collect();
    let steps = policy.area_steps;
    let one = |there: u16, here: u16| -> AreaValue {
        let value = |value, reached| AreaValue { value, reached, stated: true };
        if tree.within(there, here) {
            return value(1.0, true);
        }
        let same = |kind| tree.ancestor(there, kind).is_some_and(|a| tree.ancestor(here, kind) == Some(a));
        // An offer for a whole ward or city takes in the district that was listed.
        let covers = tree.within(here, there);
        if same(AreaKind::Ward) {
            return value(steps.ward, covers);
        }
        let wards = (tree.ancestor(there, AreaKind::Ward), tree.ancestor(here, AreaKind::Ward));
        if let (Some(a), Some(b)) = wards
            && tree.neighbours(a).contains(&b)
        {
            return value(steps.adjacent, covers);
        }
        if same(AreaKind::City) {
            return value(steps.city, covers);
        }
        value(0.0, covers)
    };
    (0..tree.all().len() as u16)
        .map(|there| {
            listed.iter().map(|here| one(there, *here)).fold(AreaValue { value: 0.0, reached: false, stated: true }, |best, v| AreaValue {
                value: best.value.max(v.value),
                reached: best.reached || v.reached,
                stated: true,
            })
        })
        .collect()
}

fn values_around(home: &Home, city: &City) -> Vec<AreaValue> {
    city.areas
        .all()
        .iter()
        .map(|area| match (area.kind, area.point) {
            (AreaKind::Ward | AreaKind::District, Some(point)) => {
                let d2 = home.ruler.squared_metres(point);
                AreaValue { value: home.value(d2), reached: home.reached(d2), stated: true }
            }
            // A whole city, or an area without a point, says nothing about how far it is.
            _ => AreaValue { value: 0.0, reached: true, stated: false },
        })
        .collect()
}

impl Home {
    /// `1 - (d / reach)²`, 0 beyond the reach.
    pub fn value(&self, d2: i64) -> f32 {
        if d2 >= self.reach2 { 0.0 } else { 1.0 - d2 as f32 / self.reach2 as f32 }
    }

    /// Whether it is near enough, if that was asked.
    pub fn reached(&self, d2: i64) -> bool {
        !self.gate || d2 <= self.reach2
    }
}

fn prepared_time(availability: &Availability, today: i32) -> Time {
    let hours = availability.hours();
    let mut parts = DayParts::default();
    for &day in crate::day::DayKind::ALL {
        for &part in PartOfDay::ALL {
            let (from, to) = part.minutes();
            if crate::availability::overlap(&hours[day as usize], from, to) > 0 {
                parts = parts.with(crate::day::DayPart { day, part });
            }
        }
    }
    let mut except: Vec<i32> = availability.except.iter().map(|d| day_number(*d)).collect();
    except.sort_unstable();
    Time {
        small_hours: hours.iter().any(|h| crate::availability::overlap(h, 0, 360) > 0),
        parts,
        days: (availability.from.map_or(today, day_number), availability.to.map_or(i32::MAX, day_number)),
        except,
        hours,
    }
}
