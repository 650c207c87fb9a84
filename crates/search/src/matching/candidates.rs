use super::bits::WORD;
use super::shard::Shard;
use super::strand::{keep_any, take_out};
use enmusubi_domain::matching::outline::{Condition, Sieve};

/// Fills `words` with one bit for each listing of a shard whose gates may all hold.
pub fn may_fit(sieve: &Sieve, shard: &Shard, words: &mut [u64]) {
    all(shard, words);
    for (_, condition) in sieve.conditions() {
        match condition {
            Condition::Any(marks) => marks.iter().for_each(|m| take_out(words, shard.column(usize::from(*m)))),
            Condition::NoneOf(marks) => keep_any(words, marks.iter().map(|m| shard.column(usize::from(*m)))),
        }
    }
}

/// Counts, for 64 listings at a time, how many gates certainly fail: none, one, or more.
#[derive(Default)]
pub struct Count {
    once: Vec<u64>,
    twice: Vec<u64>,
    fails: Vec<u64>,
}

impl Count {
    /// Fills `words` with one bit for each listing of which at most one gate certainly fails. `failed` says that one does already, for all of them.
    pub fn may_nearly_fit(&mut self, sieve: &Sieve, failed: bool, shard: &Shard, words: &mut [u64]) {
        let n = words.len();
        for (list, fill) in [(&mut self.once, if failed { !0 } else { 0 }), (&mut self.twice, 0), (&mut self.fails, 0)] {
            list.clear();
            list.resize(n, fill);
        }
        for (_, condition) in sieve.conditions() {
            let (marks, none_of) = match condition {
                Condition::Any(marks) => (marks, false),
                Condition::NoneOf(marks) => (marks, true),
            };
            self.fails.fill(0);
            for column in marks.iter().filter_map(|m| shard.column(usize::from(*m))) {
                self.fails.iter_mut().zip(column).for_each(|(f, c)| *f |= c);
            }
            for ((once, twice), fails) in self.once.iter_mut().zip(&mut self.twice).zip(&self.fails) {
                let fails = if none_of { !fails } else { *fails };
                *twice |= *once & fails;
                *once |= fails;
            }
        }
        all(shard, words);
        words.iter_mut().zip(&self.twice).for_each(|(word, twice)| *word &= !twice);
        self.once.iter_mut().zip(&*words).for_each(|(once, word)| *once = !*once & word);
    }

    /// Those of the last shard of which no gate certainly fails.
    pub fn none_fails(&self) -> &[u64] {
        &self.once
    }
}

/// One bit for each listing, and none beyond the last.
fn all(shard: &Shard, words: &mut [u64]) {
    words.fill(!0);
    if let (Some(last), rest @ 1..) = (words.last_mut(), shard.len() % WORD) {
        *last = (1 << rest) - 1;
    }
}
