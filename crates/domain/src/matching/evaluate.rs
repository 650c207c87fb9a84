use super::calendar::calendar;
use super::gate::{Gate, Gates};
use super::offer::Offer;
use super::policy::{Equity, Policy};
use super::question::{AreaValue, Home, Question};
use crate::level::Level;
use crate::opportunity::{Commitment, Seeks};
use crate::place::Point;

/// Values of the person's factors, each in [0, 1]; nothing where one of the sides said nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Factors {
    /// Where.
    pub area: Option<f32>,
    /// When.
    pub time: Option<f32>,
    /// About what.
    pub theme: Option<f32>,
    /// How difficult.
    pub level: Option<f32>,
}

/// Values of the group's factors.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GroupFactors {
    /// The person's level against the one sought.
    pub level: Option<f32>,
    /// Standing or one-off.
    pub commitment: Option<f32>,
    /// Share of the skills sought.
    pub skills: Option<f32>,
    /// A language sought is spoken.
    pub language: Option<f32>,
    /// A newcomer, where seats are kept for newcomers.
    pub newcomer: Option<f32>,
}

/// Gates and score of one person and one opportunity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// Gates that do not hold.
    pub failed: Gates,
    /// The person's factors.
    pub factors: Factors,
    /// The group's factors.
    pub group_factors: GroupFactors,
    /// The person's side.
    pub person: f32,
    /// The group's side; nothing where the group states nothing that the person answered.
    pub group: Option<f32>,
    /// The pair's score, in [0, 1].
    pub score: f32,
    /// What equity does to its place.
    pub equity: Equity,
    /// `score × equity.factor`: what results are ordered by.
    pub order: f32,
}

/// Gates and score of one pair. The one place where they are decided.
pub fn evaluate(q: &Question, offer: &Offer) -> Evaluation {
    let (mut failed, factors, group_factors) = calendar_free(q, offer);
    let calendar = calendar(q, offer, kept(q, offer));
    failed.add_if(Gate::Open, !offer.published || offer.closes < q.now || !calendar.ahead);
    failed.add_if(Gate::Seats, !calendar.seats);
    failed.add_if(Gate::Time, q.time.is_some() && !calendar.fits);
    let factors = Factors { time: calendar.value, ..factors };
    let person = combine_person(&q.policy, factors);
    let group = combine_group(group_factors);
    let score = pair(person, group);
    let equity = q.policy.equity(offer.connections, offer.unfilled);
    Evaluation { failed, factors, group_factors, person, group, score, equity, order: order_of(score, equity.factor) }
}

/// Everything that does not read the calendar: all gates but `open`, `seats` and `time`; all factors but `time`.
fn calendar_free(q: &Question, offer: &Offer) -> (Gates, Factors, GroupFactors) {
    let mut failed = Gates::default();
    let (area, reached) = area(q, offer.remote, offer.point, &offer.areas);
    let (theme, best) = theme(q, &offer.themes);
    let mine = level_in(q, best);
    failed.add_if(Gate::Travel, !reached);
    failed.add_if(Gate::Level, matches!((mine, offer.level_needed()), (Some(mine), Some(needed)) if mine < needed));
    if let Some(age) = q.age {
        let consent = age >= q.policy.guardian_age || q.wish.consent != super::wish::Consent::Refused;
        failed.add_if(Gate::Age, age < offer.ages.0 || age > offer.ages.1 || !consent);
    }
    failed.add_if(Gate::Responsibility, q.wish.responsibility.is_some_and(|most| offer.responsibility > most));
    if let Some(held) = &q.qualifications {
        failed.add_if(Gate::Qualification, !offer.qualifications.iter().all(|needed| held.contains(needed)));
    }
    failed.add_if(Gate::Accessibility, q.needs & !offer.accessibility != 0);
    if let Some(spoken) = &q.languages {
        failed.add_if(Gate::Language, !spoken.is_empty() && !offer.languages.is_empty() && !offer.languages.iter().any(|l| spoken.contains(l)));
    }
    let factors = Factors { area, time: None, theme, level: level(q, mine, offer.level, offer.beginner_friendly) };
    (failed, factors, group_factors(q, offer, mine))
}

/// The weighted mean of the person's side, in a fixed order of operations. Grows with each value.
///
/// Where nothing was answered the side is 1: nothing speaks against anything.
pub(super) fn combine_person(policy: &Policy, f: Factors) -> f32 {
    let w = policy.weights;
    let mut sum = 0.0;
    let mut weight = 0.0;
    for (value, share) in [(f.area, w.area), (f.time, w.time), (f.theme, w.theme), (f.level, w.level)] {
        if let Some(value) = value {
            sum += value * share;
            weight += share;
        }
    }
    if weight > 0.0 { sum / weight } else { 1.0 }
}

/// The plain mean of the group's side; nothing where nothing was stated by both.
pub(super) fn combine_group(f: GroupFactors) -> Option<f32> {
    let mut sum = 0.0;
    let mut count = 0.0;
    for value in [f.level, f.commitment, f.skills, f.language, f.newcomer].into_iter().flatten() {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

/// The harmonic mean of both sides, or the person's side alone.
///
/// Written with reciprocals because each step then grows (or falls) with each side even after rounding, which
/// `2pg / (p + g)` does not: the bounds of the match index rely on it. A side of 0 gives 1/0 = ∞ and a score of 0.
pub(super) fn pair(person: f32, group: Option<f32>) -> f32 {
    match group {
        None => person,
        Some(group) => 2.0 / (1.0 / person + 1.0 / group),
    }
}

/// `score × factor`, the one expression by which results are ordered.
pub fn order_of(score: f32, factor: f32) -> f32 {
    score * factor
}

/// The area factor, and whether it is within reach.
pub(super) fn area(q: &Question, remote: bool, point: Option<Point>, areas: &[u16]) -> (Option<f32>, bool) {
    let around = areas.iter().filter_map(|n| Some(q.around_home.as_ref()?[usize::from(*n)]));
    let listed = q.areas.as_ref().map(|table| areas.iter().map(|n| table[usize::from(*n)]));
    area_among(remote.then_some(q.policy.remote_area), point, q.home.as_ref(), around, listed)
}

/// The same from what the offer's areas are worth: seen from home, and among the areas that were asked for. `remote` is the value of what is
/// joined from anywhere, if the offer is.
#[inline]
pub(super) fn area_among(
    remote: Option<f32>,
    point: Option<Point>,
    home: Option<&Home>,
    around: impl Iterator<Item = AreaValue>,
    listed: Option<impl Iterator<Item = AreaValue>>,
) -> (Option<f32>, bool) {
    if remote.is_some() {
        let asked = listed.is_some() || home.is_some();
        return (remote.filter(|_| asked), true);
    }
    let mut value: Option<f32> = None;
    // A home without a reach colours the score and closes nothing.
    let gate = home.is_some_and(|h| h.gate);
    let mut reached = listed.is_none() && !gate;
    let mut take = |v: f32| value = Some(value.map_or(v, |best: f32| best.max(v)));
    if let Some(home) = home {
        if let Some(point) = point {
            let d2 = home.ruler.squared_metres(point);
            take(home.value(d2));
            reached |= gate && home.reached(d2);
        } else {
            for a in around {
                if a.stated {
                    take(a.value);
                }
                reached |= gate && a.reached;
            }
        }
    }
    for a in listed.into_iter().flatten() {
        take(a.value);
        reached |= a.reached;
    }
    (value, reached)
}

/// The theme factor, and which of the wish's themes fits best (the first among equals).
pub(super) fn theme(q: &Question, themes: &[u8]) -> (Option<f32>, Option<usize>) {
    let Some(table) = &q.themes else { return (None, None) };
    if themes.is_empty() {
        return (None, None);
    }
    let mut best = (0.0f32, u8::MAX);
    for (value, which) in themes.iter().map(|n| table[usize::from(*n)]) {
        if value > best.0 || (value == best.0 && which < best.1) {
            best = (value, which);
        }
    }
    (Some(best.0), (best.1 != u8::MAX).then_some(usize::from(best.1)))
}

/// The person's level in one of the wish's themes, or the one that holds for themes that name none.
pub(super) fn level_in(q: &Question, theme: Option<usize>) -> Option<Level> {
    theme.and_then(|i| q.wish.themes[i].level).or(q.wish.level)
}

/// The level factor of an offer's level for a person's.
pub(super) fn level(q: &Question, mine: Option<Level>, asked: Option<Level>, beginner_friendly: bool) -> Option<f32> {
    level_factor(&q.policy, mine, asked, beginner_friendly)
}

pub(super) fn level_factor(policy: &Policy, mine: Option<Level>, asked: Option<Level>, beginner_friendly: bool) -> Option<f32> {
    let steps = mine?.steps_to(asked?);
    // A little above is a stretch worth making; a beginner is welcome where beginners are.
    let off = if steps < 0 {
        -steps
    } else if beginner_friendly {
        0
    } else {
        (steps - i32::from(policy.stretch)).max(0)
    };
    Some((1.0 - off as f32 * policy.level_step).max(0.0))
}

fn group_factors(q: &Question, offer: &Offer, mine: Option<Level>) -> GroupFactors {
    let Some(seeks) = offer.seeks.as_deref() else { return GroupFactors::default() };
    GroupFactors {
        level: level_sought(&q.policy, seeks, mine),
        commitment: commitment_sought(seeks, q.wish.commitment),
        skills: q.skills.as_ref().filter(|_| !seeks.skills.is_empty()).map(|mine| skill_share(seeks, mine)),
        language: q.languages.as_ref().filter(|l| !l.is_empty() && !seeks.languages.is_empty()).map(|mine| {
            let met = seeks.languages.iter().any(|l| mine.iter().any(|m| m == l.as_bytes()));
            if met { 1.0 } else { 0.0 }
        }),
        newcomer: (seeks.newcomer_seats > 0 && newcomer(mine)).then_some(1.0),
    }
}

pub(super) fn level_sought(policy: &Policy, seeks: &Seeks, mine: Option<Level>) -> Option<f32> {
    seeks.level.zip(mine).map(|(sought, mine)| (1.0 - mine.steps_to(sought).max(0) as f32 * policy.level_step).max(0.0))
}

pub(super) fn commitment_sought(seeks: &Seeks, offered: Option<Commitment>) -> Option<f32> {
    seeks.commitment.zip(offered).map(|(sought, offered)| if sought == offered { 1.0 } else { 0.5 })
}

/// Whether a level is a newcomer's.
pub(super) fn newcomer(mine: Option<Level>) -> bool {
    mine == Some(Level::Introductory)
}

/// The seats of each session that are not for this person: those kept for newcomers, for somebody who is known to be none.
///
/// Who does not say what they can do may be a newcomer, and is not turned away.
pub(super) fn kept(q: &Question, offer: &Offer) -> u16 {
    match offer.kept_for_newcomers() {
        0 => 0,
        kept => kept_from(kept, level_in(q, theme(q, &offer.themes).1)),
    }
}

/// The same for a level.
pub(super) fn kept_from(kept: u16, mine: Option<Level>) -> u16 {
    if mine.is_none() || newcomer(mine) { 0 } else { kept }
}

fn skill_share(seeks: &Seeks, mine: &[String]) -> f32 {
    let met = seeks.skills.iter().filter(|s| mine.contains(&s.to_lowercase())).count();
    met as f32 / seeks.skills.len() as f32
}
