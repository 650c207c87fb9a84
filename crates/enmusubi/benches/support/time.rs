//! Times of one thread's own work: what neighbours take is not counted.

use cpu_time::ThreadTime;
use std::hint::black_box;
use std::time::Duration;

/// Times of one thing asked in many ways: for each the median of some rounds, sorted.
pub struct Spread(Vec<Duration>);

impl Spread {
    /// Asks each of `n` in turn, and all of them again for each round: what the machine does meanwhile disturbs all alike.
    pub fn of<T>(n: usize, rounds: usize, mut ask: impl FnMut(usize) -> T) -> Self {
        let mut times = vec![vec![]; n];
        for _ in 0..rounds {
            for (at, times) in times.iter_mut().enumerate() {
                let begun = ThreadTime::now();
                black_box(ask(at));
                times.push(begun.elapsed());
            }
        }
        let mut medians: Vec<Duration> = times.into_iter().map(middle).collect();
        medians.sort();
        Self(medians)
    }

    /// In microseconds.
    pub fn median(&self) -> f64 {
        self.0[self.0.len() / 2].as_secs_f64() * 1e6
    }

    /// What 99 in 100 do not exceed, in microseconds.
    pub fn p99(&self) -> f64 {
        self.0[(self.0.len() * 99 / 100).min(self.0.len() - 1)].as_secs_f64() * 1e6
    }
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
