//! What one contestant did in one seed's year, in numbers.

use super::town::{Class, Town};

/// Counts while the weeks pass.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    weeks: u32,
    /// Connections of each listing in the counted weeks.
    joined: Vec<u32>,
    /// Connections of each listing in this week.
    this_week: Vec<u32>,
    /// Weeks in which each listing had a connection.
    served: Vec<u32>,
    /// Places taken and offered in terms that ended within the counted weeks.
    filled: Vec<u64>,
    offered: Vec<u64>,
    searches: u32,
    found: u32,
    ndcg: f64,
    ndcg_of: u32,
}

impl Tally {
    pub fn new(listings: usize) -> Self {
        Self {
            weeks: 0,
            joined: vec![0; listings],
            this_week: vec![0; listings],
            served: vec![0; listings],
            filled: vec![0; listings],
            offered: vec![0; listings],
            searches: 0,
            found: 0,
            ndcg: 0.0,
            ndcg_of: 0,
        }
    }

    /// Somebody joined.
    pub fn join(&mut self, listing: usize, by_search: bool) {
        self.this_week[listing] += 1;
        self.found += u32::from(by_search);
    }

    /// Somebody searched; how good the top ten were beside relevance alone, if anything fitted.
    pub fn search(&mut self, ndcg: Option<f64>) {
        self.searches += 1;
        if let Some(value) = ndcg {
            self.ndcg += value;
            self.ndcg_of += 1;
        }
    }

    /// A listing's term ended.
    pub fn term(&mut self, listing: usize, filled: u32, offered: u32) {
        self.filled[listing] += u64::from(filled);
        self.offered[listing] += u64::from(offered);
    }

    /// A counted week ended.
    pub fn week(&mut self) {
        self.weeks += 1;
        for (n, joined) in self.this_week.iter_mut().enumerate() {
            self.joined[n] += *joined;
            self.served[n] += u32::from(*joined > 0);
            *joined = 0;
        }
    }

    /// The figures at the end.
    pub fn outcome(&self, town: &Town) -> Outcome {
        let weeks = f64::from(self.weeks.max(1));
        let all: f64 = self.joined.iter().map(|n| f64::from(*n)).sum();
        let share_of = |d: usize, class: Option<Class>| {
            let of_class: f64 = self.of(town, d, class?).map(|n| f64::from(self.joined[n])).sum();
            (all > 0.0).then(|| of_class / all)
        };
        let whole: Vec<usize> = (0..self.joined.len()).collect();
        Outcome {
            part: self.part(&whole, weeks),
            mean_filled: self.mean_filled(),
            gini: gini(&self.joined),
            never_served: self.served.iter().filter(|n| **n == 0).count() as f64,
            joined_per_search: if self.searches > 0 { f64::from(self.found) / f64::from(self.searches) } else { 0.0 },
            small_share: share_of(1, town.small),
            young_share: share_of(2, town.young),
            ndcg_loss: if self.ndcg_of > 0 { 1.0 - self.ndcg / f64::from(self.ndcg_of) } else { 0.0 },
            parts: (0..3)
                .map(|d| (0..town.divisions[d].labels.len()).map(|class| self.part(&self.of(town, d, class).collect::<Vec<_>>(), weeks)).collect())
                .collect(),
        }
    }

    fn mean_filled(&self) -> Option<f64> {
        let shares: Vec<f64> = self.filled.iter().zip(&self.offered).filter(|(_, o)| **o > 0).map(|(f, o)| *f as f64 / *o as f64).collect();
        (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
    }

    fn of<'t>(&self, town: &'t Town, division: usize, class: Class) -> impl Iterator<Item = usize> + 't {
        town.listings.iter().enumerate().filter(move |(_, l)| l.classes[division] == class).map(|(n, _)| n)
    }

    fn part(&self, listings: &[usize], weeks: f64) -> Part {
        let sum = |of: &dyn Fn(usize) -> f64| listings.iter().map(|n| of(*n)).sum::<f64>();
        let offered = sum(&|n| self.offered[n] as f64);
        Part {
            listings: listings.len(),
            served: sum(&|n| f64::from(self.served[n])) / weeks,
            connections: sum(&|n| f64::from(self.joined[n])) / weeks,
            filled: (offered > 0.0).then(|| sum(&|n| self.filled[n] as f64) / offered),
        }
    }
}

/// What became of some listings.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub listings: usize,
    /// Listings with at least one connection, per week.
    pub served: f64,
    /// Connections per week.
    pub connections: f64,
    /// Share of the places that were taken, over the terms that ended; nothing where none ended.
    pub filled: Option<f64>,
}

/// What became of all.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outcome {
    pub part: Part,
    /// Mean over listings of the share of their places that were taken: each listing counts alike, however many it asks for.
    pub mean_filled: Option<f64>,
    /// How unevenly connections fell: 0 for all the same, towards 1 for all to one.
    pub gini: f64,
    /// Listings without any connection in all the counted weeks.
    pub never_served: f64,
    /// Share of searches that led to a connection.
    pub joined_per_search: f64,
    /// Share of connections that went to small groups.
    pub small_share: Option<f64>,
    /// Share of connections that went to young groups.
    pub young_share: Option<f64>,
    /// How much worse the top ten were, graded by the score, than relevance alone would have put them.
    pub ndcg_loss: f64,
    /// By division and class.
    pub parts: Vec<Vec<Part>>,
}

/// The Gini coefficient of counts.
pub(super) fn gini(counts: &[u32]) -> f64 {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let n = sorted.len() as f64;
    let sum: f64 = sorted.iter().map(|c| f64::from(*c)).sum();
    if sum == 0.0 {
        return 0.0;
    }
    let weighted: f64 = sorted.iter().enumerate().map(|(i, c)| (i as f64 + 1.0) * f64::from(*c)).sum();
    2.0 * weighted / (n * sum) - (n + 1.0) / n
}

/// Discounted gain of grades in their order, of the first ten: `Σ grade / log2(position + 1)`.
pub(super) fn discounted_gain(grades: impl Iterator<Item = f32>) -> f64 {
    grades.take(10).enumerate().map(|(i, grade)| f64::from(grade) / (i as f64 + 2.0).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gini_is_zero_for_equals_and_near_one_for_one_that_has_all() {
        assert!(gini(&[3, 3, 3, 3]).abs() < 1e-12);
        assert!((gini(&[0, 0, 0, 8]) - 0.75).abs() < 1e-12);
        assert_eq!(gini(&[0, 0]), 0.0);
        // Half of the people have everything between them in equal shares.
        assert!((gini(&[0, 0, 5, 5]) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn the_best_order_has_the_greatest_gain_and_only_ten_count() {
        let best = discounted_gain([1.0, 0.5, 0.2].into_iter());
        assert!(discounted_gain([0.2, 0.5, 1.0].into_iter()) < best);
        assert!((best - (1.0 + 0.5 / 3f64.log2() + 0.1)).abs() < 1e-6);
        assert_eq!(discounted_gain(std::iter::repeat_n(1.0, 10)), discounted_gain(std::iter::repeat_n(1.0, 30)));
    }
}
