use super::change::Change;
use super::evaluate::{Evaluation, level_in, theme};
use super::gate::Gate;
use super::offer::Offer;
use super::question::Question;
use crate::city::City;
use crate::day::date_of;
use crate::id::OpportunityId;
use crate::level::{Accessibility, Level};
use crate::text::Lang;

pub(super) use sentence::hours;

/// How far, and which area.
mod place;
/// How many.
mod seats;
/// A change in words.
mod sentence;
/// When.
mod time;

/// A gate that does not hold, in words, and the smallest change that would open it.
#[derive(Debug, Clone, PartialEq)]
pub struct WhyNot {
    /// The gate.
    pub gate: Gate,
    /// What stands between, and what would open it, in Japanese.
    pub text_ja: String,
    /// The same in English.
    pub text_en: String,
    /// The change for programs.
    pub change: Change,
}

impl WhyNot {
    /// The sentence in one language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.text_ja,
            Lang::En => &self.text_en,
        }
    }
}

impl Evaluation {
    /// What stands between: one entry per failed gate.
    ///
    /// Where exactly one gate fails, making its change and nothing else admits the person; where several do, each change is about its own gate.
    ///
    /// `course` is asked for a course about one of the offer's themes that the person could take now.
    pub fn why_not(&self, q: &Question, offer: &Offer, city: &City, course: impl Fn(&Offer) -> Option<OpportunityId>) -> Vec<WhyNot> {
        self.failed
            .iter()
            .map(|gate| {
                let change = change(gate, q, offer, city, &course);
                let (text_ja, text_en) = sentence::of(gate, &change, q, offer, city);
                WhyNot { gate, text_ja, text_en, change }
            })
            .collect()
    }
}

pub(super) fn change(gate: Gate, q: &Question, offer: &Offer, city: &City, course: &impl Fn(&Offer) -> Option<OpportunityId>) -> Change {
    match gate {
        Gate::Open => offer.slots.iter().find(|s| offer.published && s.begins() > q.now).map_or(Change::Nothing, |s| Change::NextSession(date_of(s.day))),
        Gate::Seats => seats::smallest(q, offer),
        Gate::Time => time::smallest(q, offer, &city.calendar),
        Gate::Travel => place::smallest(q, offer, city),
        Gate::Level => {
            let level = offer.level_needed().unwrap_or(Level::Introductory);
            let best = theme(q, &offer.themes).1;
            let mine = level_in(q, best).unwrap_or(Level::Introductory);
            let theme = best.and_then(|i| q.wish().themes.get(i)).map(|t| t.code.clone());
            let rung = |l: Level| (l as usize).checked_sub(1).map_or(0, |i| q.policy().ladder[i]);
            Change::ReachLevel { theme, level, participations: rung(level).saturating_sub(rung(mine)).max(1), course: course(offer) }
        }
        Gate::Age => match q.age {
            Some(age) if age < offer.ages.0 => Change::AgeFrom(offer.ages.0),
            Some(age) if age > offer.ages.1 => Change::AgeTo(offer.ages.1),
            _ => Change::GuardianConsent,
        },
        Gate::Responsibility => Change::Accept(offer.responsibility),
        Gate::Qualification => {
            let held = q.qualifications.as_deref().unwrap_or_default();
            Change::Certificates(offer.qualifications.iter().filter(|n| !held.contains(n)).cloned().collect())
        }
        Gate::Accessibility => {
            let unmet = q.needs & !offer.accessibility;
            Change::Unmet(Accessibility::ALL.iter().copied().filter(|a| unmet >> *a as u32 & 1 == 1).collect())
        }
        Gate::Language => Change::Languages(offer.languages.iter().map(|l| String::from_utf8_lossy(l).into_owned()).collect()),
    }
}
