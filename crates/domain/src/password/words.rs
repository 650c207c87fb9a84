//! Lists of words, and how they are found in a text.

use super::{fold, local};
use std::sync::LazyLock;

/// What stands behind `include_str!`: stems of common passwords and romaji names. Read with no more than a split; its lines are sorted already.
///
/// Stems, because digits and signs around a known word are passed over anyway.
static COMMON: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("data/common.txt").lines().filter(|line| !line.starts_with('#')).collect());

static LOCAL: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut words: Vec<String> = local::WORDS.iter().flat_map(|line| line.split_whitespace()).map(fold::plain).collect();
    words.sort_unstable();
    words.dedup();
    words
});

/// The stems of common passwords, sorted.
pub(super) fn common() -> &'static [&'static str] {
    &COMMON
}

/// The words that make a password weak however many of them it has, sorted.
pub(super) fn local() -> &'static [String] {
    &LOCAL
}

/// Calls `found` with the length in bytes of every word of a sorted list that the text begins with.
pub(super) fn beginnings<W: AsRef<str>>(list: &[W], text: &str, mut found: impl FnMut(usize)) {
    let mut list = list;
    for (at, c) in text.char_indices() {
        let head = &text[..at + c.len_utf8()];
        list = &list[list.partition_point(|word| word.as_ref() < head)..];
        list = &list[..list.partition_point(|word| word.as_ref().starts_with(head))];
        match list.first() {
            None => return,
            Some(word) if word.as_ref() == head => found(head.len()),
            Some(_) => {}
        }
    }
}
