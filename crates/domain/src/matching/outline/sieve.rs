use super::marks::{self, Marks};
use crate::level::Level;
use crate::matching::gate::{Gate, Gates};
use crate::matching::question::Question;
use crate::matching::wish::Consent;

/// When a gate certainly fails, in terms of an offer's [`Marks`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Where any of these marks is set.
    Any(Vec<u8>),
    /// Where none of these marks is set: everywhere, if there are none.
    NoneOf(Vec<u8>),
}

/// What a question asks for, as conditions under which gates certainly fail: at most one for each gate.
#[derive(Debug, Clone)]
pub struct Sieve(Vec<(Gate, Condition)>);

impl Sieve {
    /// The conditions of a question.
    pub fn of(q: &Question) -> Self {
        let mut all = vec![(Gate::Open, Condition::Any(vec![marks::CLOSED])), (Gate::Seats, Condition::Any(vec![marks::turns_away(q.party)]))];
        if let Some(time) = &q.time {
            let free = marks::touches(time.parts).chain(time.small_hours.then_some(marks::SMALL_HOURS));
            all.push((Gate::Time, Condition::NoneOf(free.collect())));
        }
        if let Some(mark) = highest_level(q).and_then(marks::needs_more) {
            all.push((Gate::Level, Condition::Any(vec![mark])));
        }
        if let Some(age) = q.age {
            let refused = age < q.policy.guardian_age && q.wish.consent == Consent::Refused;
            all.push((Gate::Age, if refused { Condition::NoneOf(vec![]) } else { Condition::Any(vec![marks::age_group(age)]) }));
        }
        if let Some(mark) = q.wish.responsibility.and_then(marks::heavier) {
            all.push((Gate::Responsibility, Condition::Any(vec![mark])));
        }
        if q.qualifications.as_ref().is_some_and(Vec::is_empty) {
            all.push((Gate::Qualification, Condition::Any(vec![marks::CERTIFICATES])));
        }
        if q.needs != 0 {
            all.push((Gate::Accessibility, Condition::Any(marks::lacks(q.needs).collect())));
        }
        // Certain only where every language the person speaks has a mark.
        let spoken = q.languages.as_ref().map(|l| l.iter().map(|l| marks::speaks(*l)).collect::<Option<Vec<u8>>>());
        if let Some(Some(spoken)) = spoken.filter(|l| l.as_ref().is_some_and(|l| !l.is_empty())) {
            all.push((Gate::Language, Condition::NoneOf(spoken)));
        }
        Self(all)
    }

    /// The conditions, each with its gate.
    pub fn conditions(&self) -> &[(Gate, Condition)] {
        &self.0
    }

    /// The conditions of somebody who brings one more: too strict for whoever does not. For tests that must notice it.
    #[cfg(feature = "worlds")]
    #[must_use]
    pub fn for_one_more(mut self) -> Self {
        for (gate, condition) in &mut self.0 {
            if let (Gate::Seats, Condition::Any(marks)) = (gate, condition) {
                *marks = marks.iter().map(|m| marks::one_more(*m)).collect();
            }
        }
        self
    }

    /// The gates that certainly fail for one offer.
    pub fn certainly_fails(&self, offer: &Marks) -> Gates {
        let mut failed = Gates::default();
        for (gate, condition) in &self.0 {
            failed.add_if(
                *gate,
                match condition {
                    Condition::Any(list) => list.iter().any(|m| offer.has(*m)),
                    Condition::NoneOf(list) => !list.iter().any(|m| offer.has(*m)),
                },
            );
        }
        failed
    }
}

/// Whether the conditions of a question tell its gates exactly: one fails just where its condition says so. The calendar's gates and travel apart.
pub(super) fn told_exactly(q: &Question) -> bool {
    let mut mine = levels(q);
    let first = mine.next();
    let one_level = mine.all(|level| Some(level) == first);
    let few = marks::turns_away(q.party) != marks::turns_away(u16::MAX);
    let nothing_held = q.qualifications.as_ref().is_none_or(Vec::is_empty);
    let spoken_marked = q.languages.as_ref().is_none_or(|spoken| spoken.iter().all(|l| marks::speaks(*l).is_some()));
    // Ages go by groups of eight years.
    one_level && few && nothing_held && spoken_marked && q.age.is_none()
}

/// The levels the person may have, depending on the theme that fits best: nothing stands for unknown.
pub(super) fn levels(q: &Question) -> impl Iterator<Item = Option<Level>> + '_ {
    q.wish.themes.iter().map(|t| t.level.or(q.wish.level)).chain([q.wish.level])
}

/// The highest of them, if in no case the level is unknown.
fn highest_level(q: &Question) -> Option<Level> {
    levels(q).collect::<Option<Vec<Level>>>()?.into_iter().max()
}
