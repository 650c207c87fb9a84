use super::brief::{BEGINNERS, Brief, NO_LEVEL};
use super::ground::Ground;
use super::sieve::{self, levels};
use crate::level::Level;
use crate::matching::evaluate::{Factors, area, combine_person, level, order_of, pair};
use crate::matching::gate::{Gate, Gates};
use crate::matching::question::Question;
use crate::place::Point;

/// What a factor may be at most, where it may also not be stated at all.
///
/// A factor that is not stated leaves the divisor of the weighted mean, which may raise or lower the mean: both ways count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cases {
    /// The greatest value, if one may be stated.
    pub best: Option<f32>,
    /// Whether it may not be stated.
    pub unstated: bool,
}

impl Cases {
    /// A factor that is known.
    pub fn known(value: Option<f32>) -> Self {
        Self { best: value, unstated: value.is_none() }
    }

    /// Every way the factor may enter the mean.
    fn each(self) -> impl Iterator<Item = Option<f32>> {
        [self.best.map(Some), self.unstated.then_some(None)].into_iter().flatten()
    }

    fn or(self, value: Option<f32>) -> Self {
        Self { best: self.best.into_iter().chain(value).reduce(f32::max), unstated: self.unstated || value.is_none() }
    }
}

/// The area factor somewhere, and whether it is certainly out of reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Travel {
    /// The factor.
    pub area: Cases,
    /// Certainly too far.
    pub out_of_reach: bool,
}

/// What an upper bound is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pieces {
    /// Where.
    pub area: Cases,
    /// When: always stated if the person stated it.
    pub time: Option<f32>,
    /// About what.
    pub theme: Option<f32>,
    /// How difficult.
    pub level: Cases,
    /// The group's side may be stated.
    pub group: bool,
    /// What the score is multiplied by, at most.
    pub equity: f32,
}

/// Tables of one question, from which bounds follow.
#[derive(Debug)]
pub struct Bounds<'q> {
    q: &'q Question,
    /// By [`Brief`]'s level.
    levels: [Cases; NO_LEVEL as usize + 1],
    any_level: Cases,
    most_time: Option<f32>,
    /// The person answered something that a group may seek.
    answers_groups: bool,
    themes: Option<Vec<f32>>,
    /// Marks tell every gate exactly, but for the calendar's and travel.
    told_by_marks: bool,
}

impl<'q> Bounds<'q> {
    /// The tables of a question.
    pub fn of(q: &'q Question) -> Self {
        let none = Cases { best: None, unstated: false };
        let of_code = |code: u8| {
            let asked = Level::ALL.get(usize::from(code % BEGINNERS)).copied().filter(|_| code != NO_LEVEL);
            levels(q).fold(none, |cases, mine| cases.or(level(q, mine, asked, code >= BEGINNERS)))
        };
        let levels: [Cases; NO_LEVEL as usize + 1] = std::array::from_fn(|code| of_code(code as u8));
        let any_level = levels.iter().flat_map(|c| c.each()).fold(none, Cases::or);
        Self {
            q,
            any_level,
            answers_groups: any_level.best.is_some() || q.wish.commitment.is_some() || q.skills.is_some() || q.languages.is_some(),
            levels,
            told_by_marks: q.time.is_none() && sieve::told_exactly(q),
            most_time: q.time.as_ref().map(|_| q.policy.flexible_time.max(1.0)),
            themes: q.themes.as_ref().map(|table| {
                let mut values: Vec<f32> = table.iter().map(|(value, _)| *value).collect();
                values.sort_by(|a, b| b.total_cmp(a));
                values.dedup();
                values
            }),
        }
    }

    /// The question.
    pub fn question(&self) -> &'q Question {
        self.q
    }

    /// The values that themes may have for this person, greatest first; nothing if no theme was asked for.
    pub fn theme_values(&self) -> Option<&[f32]> {
        self.themes.as_deref()
    }

    /// Numbers of the themes that have a value.
    pub fn themes_worth(&self, value: f32) -> impl Iterator<Item = usize> + '_ {
        let table = self.q.themes.as_deref().unwrap_or_default();
        (0..table.len()).filter(move |n| table[*n].0 == value)
    }

    /// The area factor of what lies somewhere on a ground.
    pub fn travel(&self, ground: &Ground) -> Travel {
        match ground {
            Ground::Remote => self.travel_to(true, None, &[]),
            Ground::Some { areas, span } => {
                let nearest = span.map(|s| self.q.home.as_ref().map_or(Point { lat: 0, lon: 0 }, |h| s.nearest(h.ruler.parts().0, &h.ruler)));
                match areas {
                    Some(areas) => self.travel_to(false, nearest, areas),
                    // Areas that differ matter where areas were asked for, or where they stand in for a point.
                    None if nearest.is_some() && self.q.areas.is_none() => self.travel_to(false, nearest, &[]),
                    None => Travel { area: Cases { best: Some(1.0), unstated: true }, out_of_reach: false },
                }
            }
        }
    }

    /// The area factor of one offer, exactly.
    pub fn travel_to(&self, remote: bool, point: Option<Point>, areas: &[u16]) -> Travel {
        let (value, reached) = area(self.q, remote, point, areas);
        Travel { area: Cases::known(value), out_of_reach: !reached }
    }

    /// The pieces of the best that a ground, a theme value and an equity class may hold.
    pub fn of_cell(&self, area: Cases, theme: Option<f32>, seeks: bool, equity: f32) -> Pieces {
        Pieces { area, time: self.most_time, theme, level: self.any_level, group: seeks && self.answers_groups, equity }
    }

    /// The pieces of one offer.
    pub fn of_one(&self, area: Cases, theme: Option<f32>, seeks: bool, offer: &Brief) -> Pieces {
        let level = self.levels[usize::from(offer.level)];
        Pieces { area, time: self.time(offer), theme, level, group: seeks && self.answers_groups, equity: offer.equity }
    }

    /// The greatest time factor an offer may have: minutes in day parts that are not free are lost.
    ///
    /// Void unless all the sessions behind the brief count: none has begun, the party finds seats in each, no period leaves one out.
    fn time(&self, offer: &Brief) -> Option<f32> {
        let time = self.q.time.as_ref()?;
        if offer.flexible {
            return Some(self.q.policy.flexible_time);
        }
        let first = i32::from(offer.first);
        let all_count = self.q.party <= u16::from(offer.fewest)
            && first > self.q.today
            && time.in_period(first)
            && time.in_period(i32::from(offer.last))
            && offer.last < u16::MAX;
        if !all_count {
            return Some(1.0);
        }
        let lost = (offer.parts & !time.parts.0).count_ones() * u32::from(offer.share);
        Some(64u32.saturating_sub(lost) as f32 / 64.0)
    }

    /// Gates that certainly fail by the days of an offer alone.
    pub fn fails_by_days(&self, offer: &Brief) -> Gates {
        let mut failed = Gates::default();
        failed.add_if(Gate::Open, offer.until < u16::MAX && i32::from(offer.until) < self.q.today);
        if let Some(time) = &self.q.time
            && time.dated.is_empty()
        {
            let (first, last) = (i32::from(offer.first), i32::from(offer.last));
            failed.add_if(Gate::Time, (first > 0 && first > time.days.1) || (offer.last < u16::MAX && last < time.days.0));
        }
        failed
    }

    /// Whether [`Self::certainly_fits`] may say so of any offer.
    pub fn may_tell_what_fits(&self) -> bool {
        self.told_by_marks
    }

    /// Whether every gate of an offer certainly holds, but for those that a [`Sieve`](super::Sieve) tells and for travel.
    pub fn certainly_fits(&self, offer: &Brief) -> bool {
        let lies_ahead = offer.flexible || i32::from(offer.first) > self.q.today;
        self.told_by_marks && lies_ahead && i32::from(offer.until) > self.q.today && self.q.party <= u16::from(offer.fewest)
    }

    /// The upper bound: `evaluate`'s own functions, in its order.
    #[inline]
    pub fn order(&self, p: &Pieces) -> f32 {
        let mut person = 0.0f32;
        for area in p.area.each() {
            for level in p.level.each() {
                person = person.max(combine_person(&self.q.policy, Factors { area, time: p.time, theme: p.theme, level }));
            }
        }
        let score = if p.group { person.max(pair(person, Some(1.0))) } else { person };
        order_of(score, p.equity)
    }
}
