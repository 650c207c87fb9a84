//! One contestant lives through one seed's weeks.

use super::arrivals::{Way, at_share};
use super::dice::{Dice, Purpose};
use super::figures::{Tally, discounted_gain};
use super::policies::{Contestant, Signals};
use super::scenario::Scenario;
use super::town::Town;
use enmusubi_domain::matching::Rank;

/// Nobody looks further down a list than this. At the smallest chance to leave a scenario may name, three in a hundred thousand would.
const LIST_MAX: usize = 200;

/// What one seed keeps from every policy: how inviting listings are, and how well they are known.
pub(super) struct Hidden {
    pub dice: Dice,
    pub quality: Vec<f64>,
    pub following: Vec<f64>,
    /// In which week, counted from 0, each listing begins its first whole term.
    pub phase: Vec<u32>,
}

impl Hidden {
    /// Draws what a scenario leaves to chance; attention takes its place where it is known.
    pub fn new(scenario: &Scenario, town: &Town, dice: Dice) -> Self {
        let joining = &scenario.joining;
        let roots: Vec<f64> = town.listings.iter().map(|l| l.attention.map_or(1.0, |a| a.max(1.0).sqrt())).collect();
        let mean = roots.iter().sum::<f64>() / roots.len() as f64;
        let draw = |purpose, n: usize, spread| dice.factor(purpose, n as u64, 0, spread);
        Self {
            dice,
            quality: roots.iter().enumerate().map(|(n, root)| joining.quality * root / mean * draw(Purpose::Quality, n, joining.quality_spread)).collect(),
            following: town
                .listings
                .iter()
                .enumerate()
                .map(|(n, l)| l.attention.unwrap_or(1.0).max(1.0) * draw(Purpose::Following, n, joining.following_spread))
                .collect(),
            phase: (0..town.listings.len()).map(|n| (dice.bits(Purpose::Phase, n as u64, 0) % u64::from(scenario.places.term_weeks)) as u32).collect(),
        }
    }
}

/// What fits a visitor, judged once for all who judge alike.
#[derive(Default)]
pub(super) struct Judged {
    /// Listings whose gates hold, but for seats, and their scores.
    pub fits: Vec<(u32, f32)>,
}

/// One visit, made ready.
pub(super) struct Visit<'a> {
    /// Counts the visits of a seed.
    pub number: u64,
    /// Civil day, counted as the domain does: part of the tie-break.
    pub day: i32,
    pub party: u32,
    pub way: Way,
    /// Scores of relevance alone, by listing; below 0 where a gate does not hold. They grade every list and decide who joins.
    pub truth: &'a [f32],
    /// The same, those that fit only, best first.
    pub best: &'a [(u32, f32)],
}

/// One contestant's world.
pub(super) struct Replay<'a> {
    scenario: &'a Scenario,
    town: &'a Town,
    contestant: &'a Contestant,
    /// Connections of the window by day, its days used in turn.
    days: Vec<Vec<u32>>,
    today: usize,
    recent: Vec<u32>,
    total: Vec<u32>,
    taken: Vec<u32>,
    /// Whether a listing's present term began within the counted weeks.
    whole: Vec<bool>,
    pub tally: Tally,
    orders: Vec<f32>,
    sorted: Vec<f32>,
}

impl<'a> Replay<'a> {
    pub fn new(scenario: &'a Scenario, town: &'a Town, contestant: &'a Contestant) -> Self {
        let n = town.listings.len();
        Self {
            scenario,
            town,
            contestant,
            days: vec![vec![]; contestant.ranking.window_days().max(1) as usize],
            today: 0,
            recent: vec![0; n],
            total: vec![0; n],
            taken: vec![0; n],
            whole: vec![false; n],
            tally: Tally::new(n),
            orders: vec![],
            sorted: vec![],
        }
    }

    /// A day begins: what was joined a window ago is no longer recent.
    pub fn day(&mut self) {
        self.today = (self.today + 1) % self.days.len();
        for listing in self.days[self.today].drain(..) {
            self.recent[listing as usize] -= 1;
        }
    }

    /// A week begins: some listings begin anew.
    pub fn week(&mut self, week: u32, hidden: &Hidden) {
        let counted = week >= self.scenario.warm_up;
        for (n, listing) in self.town.listings.iter().enumerate() {
            if week % self.scenario.places.term_weeks == hidden.phase[n] {
                self.end_term(n, listing.places);
                self.taken[n] = 0;
                self.whole[n] = counted;
            }
        }
    }

    fn end_term(&mut self, n: usize, places: Option<u32>) {
        if let (true, Some(places)) = (self.whole[n], places) {
            self.tally.term(n, self.taken[n], places);
        }
    }

    /// A week ends.
    pub fn week_ends(&mut self, week: u32) {
        if week >= self.scenario.warm_up {
            self.tally.week();
        }
    }

    fn has_room(&self, listing: usize, party: u32) -> bool {
        self.town.listings[listing].places.is_none_or(|places| places - self.taken[listing] >= party)
    }

    fn signals(&self, listing: usize) -> Signals {
        let places = self.town.listings[listing].places;
        let unfilled = places.map_or(0.0, |places| (places - self.taken[listing]) as f32 / places as f32);
        Signals { recent: self.recent[listing], total: self.total[listing], unfilled, counted: places.is_some() }
    }

    /// Places of a listing that are taken in this term.
    #[cfg(test)]
    pub fn taken(&self, listing: usize) -> u32 {
        self.taken[listing]
    }

    /// What a listing would be ordered by now.
    #[cfg(test)]
    pub fn order_of(&self, listing: usize, score: f32) -> f32 {
        self.contestant.ranking.order(score, &self.signals(listing), Dice { seed: 0 }, 0, listing)
    }

    /// Somebody comes. `counted` says whether this week is.
    pub fn visit(&mut self, visit: &Visit<'_>, judged: &Judged, hidden: &Hidden, counted: bool) {
        match visit.way {
            Way::Link(to) => self.link(visit, to, hidden, counted),
            Way::Search => self.search(visit, judged, hidden, counted),
        }
    }

    /// Who comes by a group's own link sees that listing and nothing else.
    fn link(&mut self, visit: &Visit<'_>, to: Option<usize>, hidden: &Hidden, counted: bool) {
        let dice = hidden.dice;
        let listing = to.or_else(|| at_share(&hidden.following, dice.unit(Purpose::Link, visit.number, 0)));
        let Some(listing) = listing else { return };
        if self.has_room(listing, visit.party) && dice.unit(Purpose::Join, visit.number, listing as u64) < self.scenario.joining.external {
            self.join(listing, visit, false, counted);
        }
    }

    fn search(&mut self, visit: &Visit<'_>, judged: &Judged, hidden: &Hidden, counted: bool) {
        let dice = hidden.dice;
        // How far this visitor looks, whatever is shown.
        let depth = (0..LIST_MAX as u64).take_while(|at| dice.unit(Purpose::Leave, visit.number, *at) >= self.scenario.leave).count() + 1;
        let shown = self.ranked(visit, judged, dice, depth.max(10));
        if counted {
            let ndcg = self.ndcg(visit, &shown);
            self.tally.search(ndcg);
        }
        for listing in shown.into_iter().take(depth) {
            if dice.unit(Purpose::Join, visit.number, listing as u64) < self.chance(visit, listing, hidden) {
                self.join(listing, visit, true, counted);
                return;
            }
        }
    }

    /// The best listings with room, best first: by the order value, and among equals by the domain's own tie-break.
    fn ranked(&mut self, visit: &Visit<'_>, judged: &Judged, dice: Dice, most: usize) -> Vec<usize> {
        let mut orders = std::mem::take(&mut self.orders);
        orders.clear();
        orders.extend(judged.fits.iter().map(|(listing, score)| {
            let listing = *listing as usize;
            if !self.has_room(listing, visit.party) {
                return -1.0;
            }
            self.contestant.ranking.order(*score, &self.signals(listing), dice, visit.number, listing)
        }));
        // Only what reaches the last place shown needs a rank.
        self.sorted.clone_from(&orders);
        let floor = if self.sorted.len() > most { *self.sorted.select_nth_unstable_by(most - 1, |a, b| b.total_cmp(a)).1 } else { 0.0 };
        let mut best: Vec<(Rank, usize)> = judged
            .fits
            .iter()
            .zip(&orders)
            .filter(|(_, order)| **order >= floor.max(0.0))
            .map(|((listing, _), order)| (Rank::new(*order, self.town.listings[*listing as usize].offer.id, visit.day), *listing as usize))
            .collect();
        best.sort_unstable_by_key(|b| std::cmp::Reverse(b.0));
        self.orders = orders;
        best.into_iter().take(most).map(|(_, listing)| listing).collect()
    }

    /// The top ten beside the best ten that relevance alone could have shown at the same moment.
    fn ndcg(&self, visit: &Visit<'_>, shown: &[usize]) -> Option<f64> {
        let with_room = visit.best.iter().filter(|(l, _)| self.has_room(*l as usize, visit.party));
        let best = discounted_gain(with_room.map(|(_, grade)| *grade));
        (best > 0.0).then(|| discounted_gain(shown.iter().map(|l| visit.truth[*l].max(0.0))) / best)
    }

    /// The chance that a visitor who looks at a listing joins it.
    fn chance(&self, visit: &Visit<'_>, listing: usize, hidden: &Hidden) -> f64 {
        let joining = &self.scenario.joining;
        let score = f64::from(visit.truth[listing].max(0.0));
        let known = if joining.relevance == 1.0 { score } else { score.powf(joining.relevance) };
        (hidden.quality[listing] * known * hidden.dice.factor(Purpose::Fit, visit.number, listing as u64, joining.hidden_fit)).min(0.95)
    }

    fn join(&mut self, listing: usize, visit: &Visit<'_>, by_search: bool, counted: bool) {
        self.taken[listing] += visit.party;
        self.total[listing] += 1;
        // A group's own link never counts against it.
        if by_search {
            self.recent[listing] += 1;
            self.days[self.today].push(listing as u32);
        }
        if counted {
            self.tally.join(listing, by_search);
        }
    }
}
