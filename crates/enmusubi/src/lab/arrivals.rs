//! Who comes, in which week, and what they ask for.

use super::dice::{Dice, Purpose};
use super::scenario::Scenario;
use super::town::Town;
use enmusubi_domain::area::AreaKind;
use enmusubi_domain::availability::Availability;
use enmusubi_domain::day::{DayKind, DayPart, PartOfDay};
use enmusubi_domain::level::Level;
use enmusubi_domain::matching::{Wish, WishTheme};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How somebody came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By searching: ranking decides what is seen.
    Search,
    /// By a group's own link: to one listing, if the log says which.
    Link(Option<usize>),
}

/// One visit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrival {
    pub wish: Wish,
    pub way: Way,
}

/// Makes up the visitors of one seed.
pub(super) struct Crowd<'a> {
    scenario: &'a Scenario,
    town: &'a Town,
    seed: u64,
    themes: Vec<f64>,
    wards: Vec<(u16, f64)>,
}

impl<'a> Crowd<'a> {
    /// Themes and areas are asked for about as often as they are offered, more or less by chance.
    pub fn new(scenario: &'a Scenario, town: &'a Town, dice: Dice) -> Self {
        let spread = scenario.visitors.demand_spread;
        let mut themes = vec![0.0; town.city.themes.all().len()];
        let mut wards: Vec<(u16, f64)> = vec![];
        for listing in &town.listings {
            listing.offer.themes.iter().for_each(|t| themes[usize::from(*t)] += 1.0);
            if let Some(ward) = listing.offer.areas.first().and_then(|a| town.city.areas.ancestor(*a, AreaKind::Ward)) {
                match wards.iter_mut().find(|(w, _)| *w == ward) {
                    Some((_, n)) => *n += 1.0,
                    None => wards.push((ward, 1.0)),
                }
            }
        }
        wards.sort_by_key(|(ward, _)| *ward);
        themes.iter_mut().enumerate().for_each(|(t, n)| *n *= dice.factor(Purpose::Demand, 1, t as u64, spread));
        wards.iter_mut().for_each(|(w, n)| *n *= dice.factor(Purpose::Demand, 2, u64::from(*w), spread));
        Self { scenario, town, seed: dice.seed, themes, wards }
    }

    /// The n-th visitor of all.
    pub fn arrival(&self, n: u64) -> Arrival {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(n);
        let rng = &mut rng;
        let shares = &self.scenario.visitors;
        let mut wish = Wish { party: *pick(rng, &[(1, 0.92), (2, 0.06), (4, 0.02)]), ..Wish::default() };
        let way = if rng.random_bool(self.scenario.external) { Way::Link(None) } else { Way::Search };
        if rng.random_bool(shares.with_theme) {
            self.themes(rng, &mut wish);
        }
        if rng.random_bool(shares.with_area) {
            self.areas(rng, &mut wish);
        }
        if rng.random_bool(shares.with_time) {
            wish.availability = Some(Availability { day_parts: (0..rng.random_range(3..=8)).map(|_| day_part(rng)).collect(), ..Availability::default() });
        }
        if rng.random_bool(shares.with_level) {
            wish.level = Some(*pick(rng, &[(Level::Introductory, 0.55), (Level::Basic, 0.3), (Level::Applied, 0.12), (Level::Specialist, 0.03)]));
        }
        Arrival { wish, way }
    }

    fn themes(&self, rng: &mut ChaCha8Rng, wish: &mut Wish) {
        for _ in 0..*pick(rng, &[(1, 0.5), (2, 0.3), (3, 0.2)]) {
            let Some(theme) = weighted(rng, &self.themes).and_then(|t| self.town.city.themes.get(t as u8)) else { return };
            if wish.themes.iter().all(|t| t.code != theme.code) {
                // The first is what somebody looks for above all.
                let interest = if wish.themes.is_empty() { 1.0 } else { 0.6 };
                wish.themes.push(WishTheme { code: theme.code.clone(), interest, level: None });
            }
        }
    }

    fn areas(&self, rng: &mut ChaCha8Rng, wish: &mut Wish) {
        let weights: Vec<f64> = self.wards.iter().map(|(_, n)| *n).collect();
        let Some(ward) = weighted(rng, &weights).map(|n| self.wards[n].0) else { return };
        let areas = &self.town.city.areas;
        let next = areas.neighbours(ward);
        let further = if next.is_empty() || rng.random_bool(0.5) { None } else { Some(next[rng.random_range(0..next.len())]) };
        wish.areas = std::iter::once(ward).chain(further).filter_map(|w| Some(areas.get(w)?.code.clone())).collect();
    }
}

/// Evenings and weekends are when most people are free.
fn day_part(rng: &mut ChaCha8Rng) -> DayPart {
    let day = *pick(rng, &DayKind::ALL.iter().map(|d| (*d, if matches!(d, DayKind::Sat | DayKind::Sun) { 0.25 } else { 0.5 / 6.0 })).collect::<Vec<_>>());
    let part = *pick(rng, &[(PartOfDay::Morning, 0.35), (PartOfDay::Afternoon, 0.35), (PartOfDay::Evening, 0.3)]);
    DayPart { day, part }
}

fn pick<'t, T>(rng: &mut ChaCha8Rng, among: &'t [(T, f64)]) -> &'t T {
    let weights: Vec<f64> = among.iter().map(|(_, w)| *w).collect();
    &among[weighted(rng, &weights).unwrap_or(0)].0
}

/// The number of an entry, each as likely as its weight; nothing where there is no weight.
pub(super) fn weighted(rng: &mut ChaCha8Rng, weights: &[f64]) -> Option<usize> {
    at_share(weights, rng.random::<f64>())
}

/// The entry that stands at a share, 0 to 1, of all weights laid end to end.
pub(super) fn at_share(weights: &[f64], share: f64) -> Option<usize> {
    let mut left = share * weights.iter().sum::<f64>();
    let last = weights.iter().rposition(|w| *w > 0.0)?;
    for (n, weight) in weights.iter().enumerate().take(last) {
        if left < *weight {
            return Some(n);
        }
        left -= weight;
    }
    Some(last)
}
