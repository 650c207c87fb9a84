//! What another policy moves, and which factor is responsible.

use super::judge::Answer;
use enmusubi_domain::matching::{Evaluation, Gates, Policy, order_of};

/// A part of the order value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// One of the person's factors: its number in [`FACTORS`].
    Factor(usize),
    /// What the group seeks.
    Group,
    /// Recent connections and free places.
    Equity,
}

/// The person's factors, in the order of their weights: code and name.
pub(super) const FACTORS: [(&str, &str); 4] = [("area", "場所"), ("time", "日時"), ("theme", "テーマ"), ("level", "段階")];

const PARTS: [Part; 6] = [Part::Factor(0), Part::Factor(1), Part::Factor(2), Part::Factor(3), Part::Group, Part::Equity];

impl Part {
    /// Its name for people.
    pub fn name(self) -> String {
        match self {
            Self::Factor(n) => format!("{} {}", FACTORS[n].1, FACTORS[n].0),
            Self::Group => "団体の希望 group's side".into(),
            Self::Equity => "公平 equity".into(),
        }
    }
}

/// Two listings that changed places.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Swap {
    /// The one that went up.
    pub up: usize,
    /// The one that went down.
    pub down: usize,
    /// Whether they fit, or are near misses.
    pub fit: bool,
    /// What did it most.
    pub part: Part,
    /// How far that part spoke for the one that went down: before and now.
    pub lead: (f32, f32),
}

/// A listing for which other gates fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gated {
    pub listing: usize,
    pub before: Gates,
    pub now: Gates,
}

/// What moved in one case.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Moved {
    /// Neighbours of the new order that stood the other way round.
    pub swaps: Vec<Swap>,
    /// Listings that came in, went out, or fail otherwise.
    pub gated: Vec<Gated>,
    /// All pairs that changed places.
    pub pairs: usize,
}

impl Moved {
    /// Whether nothing did.
    pub fn is_empty(&self) -> bool {
        self.pairs == 0 && self.gated.is_empty()
    }
}

/// Compares two answers to the same case, each under its policy.
pub(super) fn moved(before: &Answer, now: &Answer) -> Moved {
    let mut moved = Moved::default();
    for (fit, old, new) in [(true, &before.fits, &now.fits), (false, &before.near_misses, &now.near_misses)] {
        let place = |listing: &usize| old.iter().position(|l| l == listing);
        let stayed: Vec<(usize, usize)> = new.iter().filter_map(|l| Some((*l, place(l)?))).collect();
        let inverted = |a: &(usize, usize), b: &(usize, usize)| a.1 > b.1;
        moved.pairs += (0..stayed.len()).map(|n| stayed[n + 1..].iter().filter(|b| inverted(&stayed[n], b)).count()).sum::<usize>();
        let neighbours = stayed.windows(2).filter(|w| inverted(&w[0], &w[1])).map(|w| (w[0].0, w[1].0));
        moved.swaps.extend(neighbours.map(|(up, down)| {
            let (part, lead) = responsible(before, now, up, down);
            Swap { up, down, fit, part, lead }
        }));
    }
    moved.gated.extend(now.evaluations.iter().filter_map(|(listing, e)| {
        let old = before.evaluations[listing].failed;
        (old != e.failed).then_some(Gated { listing: *listing, before: old, now: e.failed })
    }));
    moved.gated.sort_by_key(|g| g.listing);
    moved
}

/// The part that took most of the lead. A factor's lead is the difference of its contributions; group and equity are put to their new value alone.
fn responsible(before: &Answer, now: &Answer, up: usize, down: usize) -> (Part, (f32, f32)) {
    let parts = |answer: &Answer, listing: usize| Parts::of(&answer.evaluations[&listing], answer.question.policy());
    let (old, new) = ((parts(before, down), parts(before, up)), (parts(now, down), parts(now, up)));
    let lead = |part: Part| (old.0.value(part) - old.1.value(part), new.0.value(part) - new.1.value(part));
    let change = |part: Part| match part {
        // All contributions of a listing change together when a weight does; only what changes between the two moves them.
        Part::Factor(_) => lead(part).1 - lead(part).0,
        _ => old.0.with(part, &new.0).order() - old.1.with(part, &new.1).order() - (old.0.order() - old.1.order()),
    };
    let part = PARTS.into_iter().min_by(|a, b| change(*a).total_cmp(&change(*b))).unwrap_or(Part::Equity);
    (part, lead(part))
}

/// An order value taken apart.
#[derive(Debug, Clone, Copy)]
struct Parts {
    /// Value × share of the weight.
    contributions: [f32; 4],
    group: Option<f32>,
    equity: f32,
}

impl Parts {
    fn of(e: &Evaluation, policy: &Policy) -> Self {
        let (f, w) = (e.factors, policy.weights);
        let factors = [(f.area, w.area), (f.time, w.time), (f.theme, w.theme), (f.level, w.level)];
        let total: f32 = factors.iter().filter(|(value, _)| value.is_some()).map(|(_, weight)| weight).sum();
        let contribution = |(value, weight): (Option<f32>, f32)| if total > 0.0 { value.unwrap_or(0.0) * weight / total } else { 0.25 };
        Self { contributions: factors.map(contribution), group: e.group, equity: e.equity.factor }
    }

    fn with(self, part: Part, other: &Self) -> Self {
        let mut parts = self;
        match part {
            Part::Factor(n) => parts.contributions[n] = other.contributions[n],
            Part::Group => parts.group = other.group,
            Part::Equity => parts.equity = other.equity,
        }
        parts
    }

    fn value(&self, part: Part) -> f32 {
        match part {
            Part::Factor(n) => self.contributions[n],
            Part::Group => self.group.unwrap_or(1.0),
            Part::Equity => self.equity,
        }
    }

    fn order(&self) -> f32 {
        let person: f32 = self.contributions.iter().sum();
        // The harmonic mean of both sides, as in an evaluation.
        let score = self.group.map_or(person, |group| 2.0 / (1.0 / person + 1.0 / group));
        order_of(score, self.equity)
    }
}
