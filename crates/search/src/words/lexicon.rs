use crate::analysis::Unit;
use std::collections::{HashMap, HashSet};

/// Longest phrase that is looked for, in characters.
const LONGEST: usize = 30;

/// A set of folded phrases.
#[derive(Debug, Clone, Default)]
pub(crate) struct Phrases {
    all: HashSet<String>,
    /// By number of characters, for finding neighbours within one typing error.
    by_length: HashMap<usize, Vec<String>>,
    longest: usize,
}

impl Phrases {
    pub(crate) fn insert(&mut self, phrase: &str) {
        let length = phrase.chars().count();
        if (1..=LONGEST).contains(&length) && self.all.insert(phrase.to_owned()) {
            self.by_length.entry(length).or_default().push(phrase.to_owned());
            self.longest = self.longest.max(length);
        }
    }

    pub(crate) fn contains(&self, phrase: &str) -> bool {
        self.all.contains(phrase)
    }

    /// Every phrase.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &String> {
        self.all.iter()
    }

    /// The shortest phrases that begin with a text.
    pub(crate) fn beginning_with(&self, beginning: &str, max: usize) -> Vec<String> {
        let mut found: Vec<&String> = self.all.iter().filter(|p| p.starts_with(beginning) && p.len() > beginning.len()).collect();
        found.sort_by_key(|p| (p.chars().count(), *p));
        found.into_iter().take(max).cloned().collect()
    }

    /// Every phrase of a number of characters.
    pub(crate) fn of_length(&self, length: usize) -> &[String] {
        self.by_length.get(&length).map(Vec::as_slice).unwrap_or_default()
    }

    /// The longest phrase from a place that ends where `ends` allows; answers its end.
    pub(crate) fn longest_at(&self, text: &[Unit], start: usize, ends: impl Fn(usize) -> bool) -> Option<usize> {
        let mut phrase = String::new();
        let mut found = None;
        for (n, unit) in text[start..].iter().take(self.longest).enumerate() {
            phrase.push(unit.fold);
            if ends(start + n + 1) && self.all.contains(&phrase) {
                found = Some(start + n + 1);
            }
        }
        found
    }

    /// Phrases one typing error away: a character more, less, other, or two exchanged. At most `max`, in order.
    pub(crate) fn one_error_away(&self, word: &str, max: usize) -> Vec<String> {
        let chars: Vec<char> = word.chars().collect();
        let mut found: Vec<String> = (chars.len().saturating_sub(1)..=chars.len() + 1)
            .filter_map(|n| self.by_length.get(&n))
            .flatten()
            .filter(|phrase| within_one_error(&chars, &phrase.chars().collect::<Vec<_>>()))
            .cloned()
            .collect();
        found.sort_unstable();
        found.truncate(max);
        found
    }
}

/// Whether two words differ by exactly one insertion, deletion, substitution or exchange of neighbours.
pub(crate) fn within_one_error(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a.len(), b.len()) {
        (0, 0) => false,
        (n, m) if n == m => a[1..] == b[1..] || (n >= 2 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..]),
        (n, m) if n == m + 1 => a[1..] == *b,
        (n, m) if n + 1 == m => *a == b[1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_is_one_error() {
        let near = |a: &str, b: &str| within_one_error(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert!(near("volunter", "volunteer") && near("volunteer", "volunter") && near("volunteet", "volunteer") && near("voluntere", "volunteer"));
        assert!(near("ぼらんてあ", "ぼらんてぃあ"));
        assert!(!near("same", "same") && !near("abcd", "abdce") && !near("ab", "abcd"));
    }
}
