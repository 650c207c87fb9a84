//! What makes a password easy to guess.
//!
//! The heart of it is [`is_thin`]: known words are taken away together with digits and signs, and what is left over must be
//! at least [`LEFT_MIN`] characters. Two ordinary words may be taken away and no more, so that a phrase of four words always
//! keeps at least two of them; words of this place and of the lists of bad passwords ([`super::local`]) may all be taken away,
//! but only when nothing else was: `volunteer-sapporo-kita-2026` is refused, `we love sapporo snow` is not.

use super::{About, fold, own, walks, words};

/// What must be left over, in characters, when known words, digits and signs are taken away.
const LEFT_MIN: usize = 4;
/// Fewest letters of listed words that mean something: shorter ones are found in anything.
const TAKEN_MIN: usize = 4;
/// Fewest letters of local words and walks that mean something, unless they are Japanese, where one or two say much.
const LOCAL_MIN: usize = 3;
/// Fewest letters that are worth reading without what stands between them.
const SPELLED_MIN: usize = 6;
/// Fewest different characters; with four, whatever the order, there is little to guess.
const DIFFERENT_MIN: usize = 5;
/// Longest thing that is short when it is repeated: a date, or any word that is too short for a password by far.
const SHORT_MAX: usize = 8;
/// From here on, digits and different signs are enough to guess by themselves, whatever words stand beside them.
const LOOSE_ENOUGH: usize = 16;

/// Tells whether a password is one of those that are tried first. It has at most [`super::MAX`] characters, so squares stay small.
pub(super) fn guessable(password: &str, about: &About<'_>) -> bool {
    let text = fold::plain(password);
    let all: Vec<char> = text.chars().collect();
    let letters: Vec<char> = all.iter().copied().filter(|c| !fold::is_filler(*c)).collect();
    if different(&all) < DIFFERENT_MIN || is_short_thing_repeated(&all) || is_number(&all) || is_walk(&all) {
        return true;
    }
    let own = own::words(about);
    own::is_most(&own, &text) || (loose(&all) < LOOSE_ENOUGH && is_known(&all, &letters, &own))
}

/// Tells whether known words are nearly everything: as written, backwards, spelled out (`p-a-s-s-w-o-r-d`), or repeated.
fn is_known(all: &[char], letters: &[char], own: &[String]) -> bool {
    let backwards: Vec<char> = all.iter().rev().copied().collect();
    is_thin(all, own) || is_thin(&backwards, own) || is_spelled_out(letters, own) || is_repeated(letters, own)
}

/// Tells whether taking known words away leaves next to nothing.
///
/// What was taken away must outweigh what is left, or random characters would be refused for the word that chance put
/// among them. Only letters weigh, not the digits that stand for letters.
fn is_thin(text: &[char], own: &[String]) -> bool {
    let letters = text.iter().filter(|c| !fold::is_filler(**c)).count();
    let left = left_over(text, own);
    let outweighs = |left: usize, by: usize| left < LEFT_MIN && letters >= left + by;
    let local_min = if text.iter().all(char::is_ascii) { LOCAL_MIN } else { 1 };
    outweighs(left.local, local_min.max(left.local + 1)) || outweighs(left.listed, 2 * left.listed + TAKEN_MIN)
}

/// Tells whether the letters alone are walks or words of this place to the last one (`s a p p o r o`, `a1b2c3d4e5f6`).
fn is_spelled_out(letters: &[char], own: &[String]) -> bool {
    letters.len() >= SPELLED_MIN && left_over(letters, own).local == 0
}

/// Tells whether the letters alone say the same thing again and again, and that thing is short or known.
fn is_repeated(letters: &[char], own: &[String]) -> bool {
    let unit = unit(letters);
    letters.len() >= SHORT_MAX && unit < letters.len() && (unit <= SHORT_MAX || is_thin(&letters[..unit], own))
}

/// How few characters can be left over.
struct LeftOver {
    /// When up to two words of any list are taken away.
    listed: usize,
    /// When any number of local words are taken away, and no other.
    local: usize,
}

/// What is left over at the least up to some place, by what was taken away: `[no word, one, two, any number of local ones]`.
type Least = [usize; 4];
const NEVER: usize = usize::MAX;

/// Goes through the text once: every character is either filler, part of a walk, left over, or the beginning of a known word.
fn left_over(text: &[char], own: &[String]) -> LeftOver {
    let plain: String = text.iter().collect();
    let readings = fold::readings(&plain);
    let mut least: Vec<Least> = vec![[NEVER; 4]; plain.len() + 1];
    least[0] = [0; 4];
    for ((at, c), walked) in plain.char_indices().zip(walks::marks(text)) {
        let here = least[at];
        let cost = usize::from(!walked && !fold::is_filler(c));
        lower(&mut least[at + c.len_utf8()], here.map(|n| n.saturating_add(cost)));
        let [none, one, _, local] = here;
        for reading in &readings {
            let rest = &reading[at..];
            words::beginnings(own, rest, |len| lower(&mut least[at + len], here));
            words::beginnings(words::local(), rest, |len| lower(&mut least[at + len], [NEVER, none, one, local]));
            words::beginnings(words::common(), rest, |len| lower(&mut least[at + len], [NEVER, none, one, NEVER]));
        }
    }
    let [none, one, two, local] = least[plain.len()];
    LeftOver { listed: none.min(one).min(two), local }
}

fn lower(least: &mut Least, by: Least) {
    for (old, new) in least.iter_mut().zip(by) {
        *old = new.min(*old);
    }
}

fn different(text: &[char]) -> usize {
    let mut kinds = text.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len()
}

/// Tells whether a few characters come again and again, the last time perhaps cut short.
fn is_short_thing_repeated(text: &[char]) -> bool {
    unit(text) <= SHORT_MAX && unit(text) < text.len()
}

/// Length of the shortest thing of which the text is at least two repetitions, or of the whole text.
fn unit(text: &[char]) -> usize {
    let repeats = |len: &usize| text[*len..].iter().zip(text).all(|(a, b)| a == b);
    (1..=text.len() / 2).find(repeats).unwrap_or(text.len())
}

/// Tells whether this is a date or a telephone number: few digits, and what is written between them.
fn is_number(text: &[char]) -> bool {
    let digits = text.iter().filter(|c| c.is_ascii_digit()).count();
    let odd: Vec<char> = text.iter().copied().filter(|c| !c.is_ascii_digit() && !parts_numbers(*c)).collect();
    digits > 0 && digits < LOOSE_ENOUGH && different(&odd) <= 1 && odd.iter().all(|c| fold::is_sign(*c))
}

fn parts_numbers(c: char) -> bool {
    c.is_whitespace() || "-/.,:_()+#*~年月日時分明治大正昭和平成令‐‑‒–—―−〜ー・、。".contains(c)
}

/// Tells whether this is a walk and little else, also when every step is taken twice (`aabbccddeeff`).
fn is_walk(text: &[char]) -> bool {
    let mut once = text.to_vec();
    once.dedup();
    walks::is_all(text) || (once.len() * 2 <= text.len() && walks::is_all(&once))
}

/// How many digits stand outside of walks, and how many different signs there are.
fn loose(text: &[char]) -> usize {
    let unwalked = || text.iter().zip(walks::marks(text)).filter(|(_, walked)| !walked).map(|(c, _)| *c);
    let signs: Vec<char> = unwalked().filter(|c| fold::is_sign(*c)).collect();
    unwalked().filter(char::is_ascii_digit).count() + different(&signs)
}
