use super::offer::mask;
use super::policy::Policy;
use super::question::{AreaValue, Home, Prepared};
use super::time::Time;
use super::wish::Wish;
use crate::area::{Area, AreaKind};
use crate::city::City;
use std::sync::Arc;

/// A wish that was read: codes looked up, hours merged. Which tables follow from it depends on what it is to be compared with.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    pub wish: Arc<Wish>,
    /// Numbers of the themes asked for, in the order of the wish.
    pub themes: Box<[u8]>,
    /// Numbers of the areas asked for.
    pub areas: Box<[u16]>,
    pub home: Option<Home>,
    pub time: Option<Arc<Time>>,
}

impl Ready {
    /// Reads a wish that passes its checks.
    pub fn of(wish: Wish, city: &City, policy: &Policy) -> Self {
        Self {
            themes: wish.themes.iter().filter_map(|t| city.themes.number(&t.code)).collect(),
            areas: wish.areas.iter().filter_map(|c| city.areas.number(c)).collect(),
            home: Home::of(&wish, policy),
            time: wish.availability.as_ref().map(|a| Arc::new(Time::of(a, &city.calendar))),
            wish: Arc::new(wish),
        }
    }

    /// The wish with tables for so many themes and areas: the n-th entry of a table is about the n-th of these numbers.
    ///
    /// For a million offers these are all numbers there are; for one offer, its own.
    pub fn prepared(&self, themes: impl Iterator<Item = u8>, areas: impl Iterator<Item = u16> + Clone, city: &City, policy: &Policy) -> Prepared {
        let wish = &self.wish;
        let lower = |list: &Vec<String>| list.iter().map(|s| s.to_lowercase()).collect();
        Prepared {
            party: party(wish),
            themes: (!wish.themes.is_empty()).then(|| themes.map(|theirs| self.best_theme(theirs, city, policy)).collect()),
            areas: (!wish.areas.is_empty()).then(|| areas.clone().map(|there| self.best_area(there, city, policy)).collect()),
            around_home: self.home.as_ref().map(|home| areas.map(|there| city.areas.get(there).map_or(UNSTATED, |a| value_around(home, a))).collect()),
            home: self.home,
            time: self.time.clone(),
            needs: mask(&wish.accessibility),
            languages: spoken(wish),
            qualifications: wish.qualifications.as_ref().map(lower),
            skills: wish.skills.as_ref().map(lower),
            policy: policy.clone(),
            wish: wish.clone(),
        }
    }

    /// What a theme is worth, and which of the wish's themes makes it so: the first among equals.
    fn best_theme(&self, theirs: u8, city: &City, policy: &Policy) -> (f32, u8) {
        let mut best = (0.0, u8::MAX);
        for (i, (&mine, t)) in self.themes.iter().zip(&self.wish.themes).enumerate() {
            let value = theme_value(t.interest, kinship(mine, theirs, city, policy));
            if value > best.0 {
                best = (value, i as u8);
            }
        }
        best
    }

    fn best_area(&self, there: u16, city: &City, policy: &Policy) -> AreaValue {
        self.areas.iter().map(|here| area_value(there, *here, city, policy)).fold(NOWHERE, AreaValue::or)
    }
}

/// How many come together.
pub(super) fn party(wish: &Wish) -> u16 {
    wish.party.clamp(1, u32::from(u16::MAX)) as u16
}

/// The languages a person speaks, if that was answered.
pub(super) fn spoken(wish: &Wish) -> Option<Vec<[u8; 2]>> {
    wish.languages.as_ref().map(|l| l.iter().filter_map(|c| c.as_bytes().try_into().ok()).collect())
}

/// What is left of the interest in one theme where it is about another.
pub(super) fn kinship(mine: u8, theirs: u8, city: &City, policy: &Policy) -> f32 {
    if mine == theirs {
        1.0
    } else if city.themes.siblings(mine, theirs) {
        policy.sibling_theme
    } else {
        0.0
    }
}

/// The theme factor of one theme that was asked for.
pub(super) fn theme_value(interest: f32, kinship: f32) -> f32 {
    interest * kinship
}

/// An area that is worth nothing and not reached.
pub(super) const NOWHERE: AreaValue = AreaValue { value: 0.0, reached: false, stated: true };
/// A whole city, or an area without a point, says nothing about how far it is.
const UNSTATED: AreaValue = AreaValue { value: 0.0, reached: true, stated: false };

impl AreaValue {
    /// The better of both, reached if one is.
    pub fn or(self, other: Self) -> Self {
        Self { value: self.value.max(other.value), reached: self.reached || other.reached, stated: true }
    }
}

/// The area factor of what lies there for somebody who asked for here.
pub(super) fn area_value(there: u16, here: u16, city: &City, policy: &Policy) -> AreaValue {
    let (tree, steps) = (&city.areas, policy.area_steps);
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
}

/// The area factor of what lies in an area, seen from home.
pub(super) fn value_around(home: &Home, area: &Area) -> AreaValue {
    match (area.kind, area.point) {
        (AreaKind::Ward | AreaKind::District, Some(point)) => {
            let d2 = home.ruler.squared_metres(point);
            AreaValue { value: home.value(d2), reached: home.reached(d2), stated: true }
        }
        _ => UNSTATED,
    }
}
