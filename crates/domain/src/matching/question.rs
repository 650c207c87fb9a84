use super::offer::civil_minute;
use super::policy::Policy;
use super::rank::Rank;
use super::ready::Ready;
use super::time::Time;
use super::wish::Wish;
use crate::city::{Calendar, City};
use crate::day::day_number;
use crate::id::OpportunityId;
use crate::invalid::Invalid;
use crate::place::Ruler;
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::Arc;

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
