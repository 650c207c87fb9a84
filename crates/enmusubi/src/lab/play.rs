//! All contestants live through the same weeks: each visit is judged once, and each contestant ranks what fits by its own state.

use super::arrivals::{Arrival, Crowd, Way};
use super::dice::Dice;
use super::figures::Outcome;
use super::policies::Contestant;
use super::replay::{Hidden, Judged, Replay, Visit};
use super::scenario::Scenario;
use super::town::Town;
use enmusubi_domain::day::day_number;
use enmusubi_domain::matching::{Policy, Question, evaluate};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// What is played: the same for every seed.
pub(super) struct Plan<'a> {
    pub scenario: &'a Scenario,
    pub town: &'a Town,
    pub contestants: &'a [Contestant],
    /// Visits by week, where a log takes the place of made-up visitors.
    pub log: Option<&'a [Vec<Arrival>]>,
}

impl Plan<'_> {
    /// Weeks in all, for every seed together.
    pub fn steps(&self) -> u64 {
        u64::from(self.scenario.seeds) * u64::from(self.scenario.warm_up + self.scenario.weeks)
    }

    /// Plays every seed, as many at a time as there are processors. Answers outcomes by contestant, then seed.
    pub fn play(&self, mut seen: impl FnMut(u64)) -> Result<Vec<Vec<Outcome>>, String> {
        let seeds = self.scenario.seeds as usize;
        let next = AtomicUsize::new(0);
        let (week_done, weeks_done) = mpsc::channel();
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(seeds);
        let mut years: Vec<(usize, Result<Vec<Outcome>, String>)> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|_| {
                    let (week_done, next) = (week_done.clone(), &next);
                    scope.spawn(move || {
                        let mine = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|n| *n < seeds));
                        mine.map(|n| (n, self.year(self.scenario.seed.wrapping_add(n as u64), || _ = week_done.send(())))).collect::<Vec<_>>()
                    })
                })
                .collect();
            drop(week_done);
            weeks_done.iter().zip(1..).for_each(|((), n)| seen(n));
            workers.into_iter().flat_map(|w| w.join().unwrap_or_else(|_| vec![(seeds, Err("a thread of the lab broke down".into()))])).collect()
        });
        years.sort_by_key(|(n, _)| *n);
        let years: Vec<Vec<Outcome>> = years.into_iter().map(|(_, year)| year).collect::<Result<_, _>>()?;
        Ok((0..self.contestants.len()).map(|c| years.iter().map(|year| year[c].clone()).collect()).collect())
    }

    /// One seed.
    fn year(&self, seed: u64, mut week_done: impl FnMut()) -> Result<Vec<Outcome>, String> {
        let dice = Dice { seed };
        let hidden = Hidden::new(self.scenario, self.town, dice);
        let crowd = Crowd::new(self.scenario, self.town, dice);
        let mut bench = Bench::new(self);
        let mut replays: Vec<Replay<'_>> = self.contestants.iter().map(|c| Replay::new(self.scenario, self.town, c)).collect();
        let first_day = day_number(self.town.city.calendar.civil(self.town.now).date());
        let mut number = 0u64;
        for week in 0..self.scenario.warm_up + self.scenario.weeks {
            replays.iter_mut().for_each(|r| r.week(week, &hidden));
            let logged = self.log.map(|weeks| weeks.get(week as usize).map_or(&[][..], Vec::as_slice));
            let visitors = logged.map_or(self.scenario.visitors_per_week as usize, <[Arrival]>::len);
            let mut day = None;
            for n in 0..visitors {
                // Visits are spread evenly over the week.
                let today = (7 * n / visitors) as i32;
                while day != Some(today) {
                    day = Some(day.map_or(0, |d: i32| d + 1));
                    replays.iter_mut().for_each(Replay::day);
                }
                let made;
                let arrival = match logged {
                    Some(visits) => &visits[n],
                    None => {
                        made = crowd.arrival(number);
                        &made
                    }
                };
                bench.judge(arrival)?;
                let visit = Visit {
                    number,
                    day: first_day + 7 * week as i32 + today,
                    party: arrival.wish.party,
                    way: arrival.way,
                    truth: &bench.truth,
                    best: &bench.best,
                };
                for (replay, judge) in replays.iter_mut().zip(&bench.judge_of) {
                    replay.visit(&visit, &bench.judged[*judge], &hidden, week >= self.scenario.warm_up);
                }
                number += 1;
            }
            // Days without visits pass as well.
            for _ in day.map_or(0, |d| d + 1)..7 {
                replays.iter_mut().for_each(Replay::day);
            }
            replays.iter_mut().for_each(|r| r.week_ends(week));
            week_done();
        }
        Ok(replays.iter().map(|r| r.tally.outcome(self.town)).collect())
    }
}

/// Judges visits: once for all contestants that score alike.
struct Bench<'a> {
    town: &'a Town,
    policies: Vec<Policy>,
    /// Which of the policies each contestant scores with. The first is that of relevance alone.
    judge_of: Vec<usize>,
    judged: Vec<Judged>,
    truth: Vec<f32>,
    best: Vec<(u32, f32)>,
}

impl<'a> Bench<'a> {
    fn new(plan: &Plan<'a>) -> Self {
        let mut policies: Vec<Policy> = vec![];
        // The window matters to equity only.
        let alike = |a: &Policy, b: &Policy| Policy { id: b.id, version: b.version, window_days: b.window_days, ..a.clone() } == *b;
        let judge_of = plan
            .contestants
            .iter()
            .map(|c| {
                policies.iter().position(|p| alike(p, &c.scoring)).unwrap_or_else(|| {
                    policies.push(c.scoring.clone());
                    policies.len() - 1
                })
            })
            .collect();
        let judged = policies.iter().map(|_| Judged::default()).collect();
        Self { town: plan.town, policies, judge_of, judged, truth: vec![-1.0; plan.town.listings.len()], best: vec![] }
    }

    fn judge(&mut self, arrival: &Arrival) -> Result<(), String> {
        if arrival.way != Way::Search {
            return Ok(());
        }
        for (policy, judged) in self.policies.iter().zip(&mut self.judged) {
            let question = Question::new(arrival.wish.clone(), &self.town.city, policy, self.town.now)
                .map_err(|wrong| wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
            judged.fits.clear();
            judged.fits.extend(self.town.listings.iter().zip(0u32..).filter_map(|(listing, n)| {
                let e = evaluate(&question, &listing.offer);
                e.failed.is_empty().then_some((n, e.score))
            }));
        }
        self.truth.fill(-1.0);
        self.best.clone_from(&self.judged[0].fits);
        self.best.iter().for_each(|(n, score)| self.truth[*n as usize] = *score);
        self.best.sort_by(|a, b| b.1.total_cmp(&a.1));
        Ok(())
    }
}
