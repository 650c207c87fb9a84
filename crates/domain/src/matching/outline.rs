use super::evaluate::{Factors, area, combine_person, level, order_of, pair, theme};
use super::gate::{Gate, Gates};
use super::offer::{Offer, UNCOUNTED};
use super::policy::Policy;
use super::wish::Question;
use crate::day::DayParts;
use crate::level::{Level, Responsibility};
use crate::place::Point;

/// Most themes an outline holds.
const THEMES: usize = 4;

/// What can be said of an offer without reading its calendar: 44 bytes, from which follow gates that **certainly** fail
/// and an **upper bound** of its order value.
///
/// The rule for every statement: it is certain, or it is not made; [`evaluate`](super::evaluate) alone decides. The bound
/// runs the same operations in the same order as `evaluate` on values that are at least the true ones. Rounding is
/// monotone, so the rounded bound is at least the rounded value, ties included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outline {
    equity: f32,
    lat: i32,
    lon: i32,
    /// Last minute at which one could still begin: the earlier of the deadline and the last session.
    until: u32,
    parts: u32,
    accessibility: u16,
    area: u16,
    most_seats: u16,
    party_min: u16,
    party_max: u16,
    themes: [u8; THEMES],
    ages: (u8, u8),
    level: u8,
    responsibility: Responsibility,
    flags: u8,
}

const PUBLISHED: u8 = 1;
const REMOTE: u8 = 2;
const FLEXIBLE: u8 = 4;
const BEGINNERS: u8 = 8;
const SEEKS: u8 = 16;
/// More areas or themes than the outline holds: nothing certain follows from them.
const MANY_AREAS: u8 = 32;
const MANY_THEMES: u8 = 64;
/// Some session has minutes before six, which belong to no day part.
const SMALL_HOURS: u8 = 128;

const NO_AREA: u16 = u16::MAX;
const NO_THEME: u8 = u8::MAX;
const NO_LEVEL: u8 = u8::MAX;
const NO_POINT: i32 = i32::MIN;

impl Outline {
    /// The outline of an offer under a policy.
    pub fn of(offer: &Offer, policy: &Policy) -> Self {
        let flexible = !offer.flexible.is_empty();
        let parts = if flexible { offer.flexible } else { DayParts(offer.slots.iter().fold(0, |m, s| m | s.day_parts().0)) };
        let last = if flexible { i64::MAX } else { offer.slots.iter().map(super::offer::Slot::begins).max().unwrap_or(0) - 1 };
        let most = if flexible { offer.flexible_left } else { offer.slots.iter().map(|s| s.left).max().unwrap_or(0) };
        let small = offer.slots.iter().any(|s| s.from < 360 || s.to > 1440);
        let mut themes = [NO_THEME; THEMES];
        themes.iter_mut().zip(offer.themes.iter()).for_each(|(slot, theme)| *slot = *theme);
        let flag = |on: bool, bit: u8| if on { bit } else { 0 };
        Self {
            equity: policy.equity(offer.connections, offer.unfilled).factor,
            lat: offer.point.map_or(NO_POINT, |p| p.lat),
            lon: offer.point.map_or(NO_POINT, |p| p.lon),
            until: offer.closes.min(last).clamp(0, i64::from(u32::MAX)) as u32,
            parts: parts.0,
            accessibility: offer.accessibility as u16,
            area: offer.areas.first().copied().unwrap_or(NO_AREA),
            most_seats: most,
            party_min: offer.party.0,
            party_max: offer.party.1,
            themes,
            ages: offer.ages,
            level: offer.level.map_or(NO_LEVEL, |l| l as u8),
            responsibility: offer.responsibility,
            flags: flag(offer.published, PUBLISHED)
                | flag(offer.remote, REMOTE)
                | flag(flexible, FLEXIBLE)
                | flag(offer.beginner_friendly, BEGINNERS)
                | flag(offer.seeks.is_some(), SEEKS)
                | flag(offer.areas.len() > 1, MANY_AREAS)
                | flag(offer.themes.len() > THEMES, MANY_THEMES)
                | flag(small, SMALL_HOURS),
        }
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn point(&self) -> Option<Point> {
        (self.lat != NO_POINT).then_some(Point { lat: self.lat, lon: self.lon })
    }

    fn themes(&self) -> &[u8] {
        let n = self.themes.iter().position(|t| *t == NO_THEME).unwrap_or(THEMES);
        &self.themes[..n]
    }

    fn level(&self) -> Option<Level> {
        Level::ALL.get(usize::from(self.level)).copied()
    }

    /// Gates that certainly fail; others may fail as well.
    ///
    /// Cheap ones only: whether the place is in reach is answered by [`Self::bound`].
    #[inline]
    pub fn certainly_fails(&self, q: &Question) -> Gates {
        let mut failed = Gates::default();
        failed.add_if(Gate::Open, !self.has(PUBLISHED) || (self.until != u32::MAX && i64::from(self.until) < q.now));
        failed.add_if(Gate::Seats, (self.most_seats != UNCOUNTED && self.most_seats < q.party) || q.party < self.party_min || q.party > self.party_max);
        if let Some(time) = &q.time {
            let hidden = self.has(SMALL_HOURS) && time.small_hours;
            failed.add_if(Gate::Time, self.parts & time.parts.0 == 0 && !hidden);
        }
        if let Some(Some(mine)) = q.steady_level
            && !self.has(BEGINNERS)
        {
            failed.add_if(Gate::Level, self.level().is_some_and(|needed| mine < needed));
        }
        if let Some(age) = q.wish.age {
            failed.add_if(Gate::Age, age < self.ages.0 || age > self.ages.1);
        }
        failed.add_if(Gate::Responsibility, q.wish.responsibility.is_some_and(|most| self.responsibility > most));
        failed.add_if(Gate::Accessibility, q.needs & !u32::from(self.accessibility) != 0);
        failed
    }

    /// An upper bound of the order value, and whether the place is certainly out of reach.
    #[inline]
    pub fn bound(&self, q: &Question) -> (f32, bool) {
        // A factor that may or may not be stated changes the divisor: both ways are tried, the greater counts.
        let one = [self.area];
        let areas: &[u16] = if self.area == NO_AREA { &[] } else { &one };
        let (exact_area, reached) = area(q, self.has(REMOTE), self.point(), areas);
        let sure_of_area = !self.has(MANY_AREAS) || self.has(REMOTE);
        let area_cases = if sure_of_area { [exact_area; 2] } else { [Some(1.0), None] };
        let theme_value = if self.has(MANY_THEMES) { q.themes.as_ref().map(|_| 1.0) } else { theme(q, self.themes()).0 };
        let level_cases = match (q.steady_level, self.level()) {
            (_, None) => [None; 2],
            (Some(mine), asked) => [level(q, mine, asked, self.has(BEGINNERS)); 2],
            (None, Some(_)) => [Some(1.0), None],
        };
        let time = q.time.as_ref().map(|_| if self.has(FLEXIBLE) { q.policy.flexible_time } else { 1.0 });
        let mut person = 0.0f32;
        for (i, area) in area_cases.into_iter().enumerate() {
            if i == 1 && sure_of_area {
                break;
            }
            for (j, level) in level_cases.into_iter().enumerate() {
                if j == 1 && level_cases[0] == level {
                    break;
                }
                person = person.max(combine_person(&q.policy, Factors { area, time, theme: theme_value, level }));
            }
        }
        let score = if self.has(SEEKS) { person.max(pair(person, Some(1.0))) } else { person };
        (order_of(score, self.equity), sure_of_area && !reached)
    }
}
