use super::offer::civil_minute;
use super::policy::Policy;
use super::rank::Rank;
use super::ready::Ready;
use crate::availability::{Availability, HoursByDay, merged, overlap};
use crate::city::{Calendar, City};
use crate::day::{DayKind, DayPart, DayParts, PartOfDay, date_of, day_number};
use crate::id::OpportunityId;
use crate::invalid::{Invalid, Why};
use crate::level::{Accessibility, Level, Responsibility};
use crate::opportunity::{Commitment, is_language};
use crate::place::{Point, Ruler};
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::Arc;

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

impl Wish {
    /// Looks at everything that is asked for; every wrong member is named.
    pub fn check(&self, city: &City) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        check(self, city, &mut wrong);
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// The place of one area in a wish: the value of the area factor there, and whether it is within reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AreaValue {
    pub value: f32,
    pub reached: bool,
    /// False for areas that say nothing about how far it is (a whole city).
    pub stated: bool,
}

/// A wish made ready for a million comparisons, asked at one moment.
///
/// The moment stands apart from the prepared wish, so that the same wish can be asked again later for next to nothing: see [`Question::at`].
#[derive(Debug, Clone)]
pub struct Question {
    prepared: Arc<Prepared>,
    /// Civil minute of the asking.
    pub(crate) now: i64,
    /// Civil day of the asking: part of the tie-break.
    pub(crate) today: i32,
    /// Age in years on that day.
    pub(crate) age: Option<u8>,
}

/// A moment in civil time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Civil minute, counted from 1970-01-01.
    pub(crate) minute: i64,
    /// Civil date.
    pub(crate) date: NaiveDate,
}

impl Moment {
    /// An instant on a city's calendar.
    pub fn of(calendar: &Calendar, instant: DateTime<Utc>) -> Self {
        Self { minute: civil_minute(calendar, instant), date: calendar.civil(instant).date() }
    }

    /// The civil date.
    pub fn date(&self) -> NaiveDate {
        self.date
    }
}

/// A question reads like its prepared wish with a moment beside it.
impl std::ops::Deref for Question {
    type Target = Prepared;

    fn deref(&self) -> &Prepared {
        &self.prepared
    }
}

/// What of a question does not depend on the moment: codes looked up, hours merged, tables filled.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) wish: Arc<Wish>,
    pub(crate) policy: Policy,
    pub(crate) party: u16,
    /// By theme number: value, and which of the wish's themes gives it.
    pub(crate) themes: Option<Vec<(f32, u8)>>,
    /// By area number, from the listed areas.
    pub(crate) areas: Option<Vec<AreaValue>>,
    /// By area number, from home: used for offers without a point of their own.
    pub(crate) around_home: Option<Vec<AreaValue>>,
    pub(crate) home: Option<Home>,
    pub(crate) time: Option<Arc<Time>>,
    /// The person's level, where it does not depend on the theme.
    pub(crate) steady_level: Option<Option<Level>>,
    pub(crate) needs: u32,
    pub(crate) languages: Option<Vec<[u8; 2]>>,
    pub(crate) qualifications: Option<Vec<String>>,
    pub(crate) skills: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Home {
    pub ruler: Ruler,
    /// Reach in metres, squared.
    pub reach2: i64,
    /// Whether the reach was stated: otherwise it only colours the score.
    pub gate: bool,
}

/// When a person can come, by day numbers.
#[derive(Debug, Clone)]
pub(crate) struct Time {
    pub hours: HoursByDay,
    /// Day parts in which at least one minute is free, dates with hours of their own included: bits outside certainly do not fit.
    pub parts: DayParts,
    /// Whether hours before six are free on some day (those belong to no day part).
    pub small_hours: bool,
    /// Day parts in which at least one minute is free every week.
    pub weekly_parts: DayParts,
    /// First and last day of the period.
    pub days: (i32, i32),
    /// Excluded days, sorted.
    pub except: Vec<i32>,
    /// Days with hours of their own, sorted.
    pub dated: Vec<Dated>,
}

/// A day with hours of its own.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    pub day: i32,
    /// The free minutes of that day, those of every week included: sorted, apart from one another.
    pub hours: Vec<(u16, u16)>,
    /// The day parts they touch.
    pub parts: DayParts,
}

/// Most entries of each list in a wish.
pub(super) const LIST_MAX: usize = 50;
/// Greatest reach, in metres.
pub(super) const REACH_MAX: u32 = 1_000_000;
/// Most people together.
pub(super) const PARTY_MAX: u32 = 1000;

impl Question {
    /// Looks at a wish and prepares it; every wrong member is named.
    pub fn new(wish: Wish, city: &City, policy: &Policy, now: DateTime<Utc>) -> Result<Self, Vec<Invalid>> {
        wish.check(city)?;
        let age = wish.age;
        Ok(Self::asked(Prepared::of(wish, city, policy), Moment::of(&city.calendar, now), age))
    }

    /// A prepared wish asked at a moment, by somebody of that age.
    pub(super) fn asked(prepared: Prepared, moment: Moment, age: Option<u8>) -> Self {
        Self { prepared: Arc::new(prepared), now: moment.minute, today: day_number(moment.date), age }
    }

    /// The same wish asked at another moment, by somebody of that age by then: tables are shared, nothing is prepared anew.
    #[must_use]
    pub fn at(&self, moment: Moment, age: Option<u8>) -> Self {
        Self { prepared: self.prepared.clone(), now: moment.minute, today: day_number(moment.date), age }
    }

    /// The policy it was prepared under.
    pub fn policy(&self) -> &Policy {
        &self.prepared.policy
    }

    /// The civil day of the asking, counted from 1970-01-01: part of every tie.
    pub fn today(&self) -> i32 {
        self.today
    }

    /// The rank of an opportunity with an order value, on the day of the asking.
    pub fn rank(&self, order: f32, id: OpportunityId) -> Rank {
        Rank::new(order, id, self.today)
    }

    /// The wish as it was asked.
    pub fn wish(&self) -> &Wish {
        &self.prepared.wish
    }
}

impl Prepared {
    /// With tables for every theme and area of the city.
    fn of(wish: Wish, city: &City, policy: &Policy) -> Self {
        let (themes, areas) = (city.themes.all().len() as u8, city.areas.all().len() as u16);
        Ready::of(wish, city, policy).prepared(0..themes, 0..areas, city, policy)
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
    if wish.reach.is_some_and(|r| r == 0 || r > REACH_MAX) {
        wrong.push(Invalid::new("reach_km", Why::OutOfRange { min: 0.001, max: 1000.0 }));
    }
    if let Some(availability) = &wish.availability {
        wrong.extend(availability.check().err().into_iter().flatten().map(|i| i.below("availability")));
    }
    if wish.age.is_some_and(|a| a > 120) {
        wrong.push(Invalid::new("age", Why::OutOfRange { min: 0.0, max: 120.0 }));
    }
    if wish.party == 0 || wish.party > PARTY_MAX {
        wrong.push(Invalid::new("party_size", Why::OutOfRange { min: 1.0, max: f64::from(PARTY_MAX) }));
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

impl Home {
    /// Where a person starts from, if that was said.
    pub fn of(wish: &Wish, policy: &Policy) -> Option<Self> {
        wish.home.map(|point| {
            let reach = i64::from(wish.reach.unwrap_or(policy.assumed_reach));
            Self { ruler: point.ruler(), reach2: reach * reach, gate: wish.reach.is_some() }
        })
    }

    /// `1 - (d / reach)²`, 0 beyond the reach.
    pub fn value(&self, d2: i64) -> f32 {
        if d2 >= self.reach2 { 0.0 } else { 1.0 - d2 as f32 / self.reach2 as f32 }
    }

    /// Whether it is near enough, if that was asked.
    pub fn reached(&self, d2: i64) -> bool {
        !self.gate || d2 <= self.reach2
    }
}

impl Time {
    /// Looks at an availability. Nothing in it depends on the day of the asking: sessions of the past never count.
    pub fn of(availability: &Availability, calendar: &Calendar) -> Self {
        let hours = availability.hours();
        let mut weekly_parts = DayParts::default();
        for &day in DayKind::ALL {
            for &part in PartOfDay::ALL {
                let (from, to) = part.minutes();
                if overlap(&hours[day as usize], from, to) > 0 {
                    weekly_parts = weekly_parts.with(DayPart { day, part });
                }
            }
        }
        let mut except: Vec<i32> = availability.except.iter().map(|d| day_number(*d)).collect();
        except.sort_unstable();
        let mut time = Self {
            small_hours: hours.iter().any(|h| overlap(h, 0, 360) > 0),
            parts: weekly_parts,
            weekly_parts,
            days: (availability.from.map_or(i32::MIN, day_number), availability.to.map_or(i32::MAX, day_number)),
            except,
            dated: vec![],
            hours,
        };
        let mut days: Vec<i32> = availability.also.iter().map(|h| day_number(h.date)).collect();
        days.sort_unstable();
        days.dedup();
        let dated: Vec<Dated> = days.into_iter().map(|day| Dated::of(day, availability, &time, calendar)).collect();
        for day in &dated {
            time.parts.0 |= day.parts.0;
            time.small_hours |= overlap(&day.hours, 0, 360) > 0;
        }
        time.dated = dated;
        time
    }

    /// Whether sessions that begin on a day are looked at: in the period, or on a date with hours of its own.
    pub fn looks_at(&self, day: i32) -> bool {
        self.in_period(day) || self.dated(day).is_some()
    }

    /// Whether a day lies in the period.
    pub fn in_period(&self, day: i32) -> bool {
        self.days.0 <= day && day <= self.days.1
    }

    fn dated(&self, day: i32) -> Option<&Dated> {
        if self.dated.is_empty() {
            return None;
        }
        self.dated.binary_search_by_key(&day, |d| d.day).ok().map(|i| &self.dated[i])
    }

    /// The free minutes of a day of a kind.
    pub fn free_on(&self, day: i32, kind: DayKind) -> &[(u16, u16)] {
        match self.dated(day) {
            Some(dated) => &dated.hours,
            None if self.in_period(day) && self.except.binary_search(&day).is_err() => &self.hours[kind as usize],
            None => &[],
        }
    }
}

impl Dated {
    fn of(day: i32, availability: &Availability, time: &Time, calendar: &Calendar) -> Self {
        let kind = calendar.kind(date_of(day));
        let mut hours: Vec<(u16, u16)> = availability.also.iter().filter(|h| day_number(h.date) == day).map(|h| (h.from, h.to)).collect();
        // Read before any dated day stands in `time`: the hours of every week.
        hours.extend_from_slice(time.free_on(day, kind));
        let parts = DayParts(hours.iter().fold(0, |m, (from, to)| m | DayParts::touched(kind, *from, *to).0));
        Self { day, hours: merged(hours), parts }
    }
}
