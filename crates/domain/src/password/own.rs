//! The person's own words: whoever knows the person tries these first.

use super::{About, MIN, fold, words};

/// The person's e-mail address and name, whole and in pieces, as they are compared; sorted.
pub(super) fn words(about: &About<'_>) -> Vec<String> {
    let email = fold::plain(about.email);
    let name = fold::plain(about.name);
    let (local, domain) = email.rsplit_once('@').unwrap_or((&email, ""));
    // A label of three letters or fewer says nothing of anybody (`com`, `co`, `jp`).
    let labels = pieces(domain).filter(|label| label.chars().count() > 3);
    let all = [email.as_str(), local, domain, name.trim()].into_iter().chain(pieces(local)).chain(pieces(&name)).chain(labels);
    let mut own: Vec<String> = all.filter(|word| is_telling(word)).flat_map(fold::readings).collect();
    own.sort_unstable();
    own.dedup();
    own
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != 'ー')
}

/// Tells whether a word is long enough to be recognised: two characters of Japanese, three of others.
fn is_telling(word: &str) -> bool {
    word.chars().count() >= if word.is_ascii() { 3 } else { 2 }
}

/// Tells whether the person's own words are more than half of the text, and the rest could not stand alone.
pub(super) fn is_most(own: &[String], text: &str) -> bool {
    fold::readings(text).iter().any(|reading| {
        let (mut mine, mut others, mut mine_until) = (0, 0, 0);
        for (at, c) in text.char_indices() {
            words::beginnings(own, &reading[at..], |len| mine_until = mine_until.max(at + len));
            match () {
                () if fold::is_sign(c) => {}
                () if at < mine_until => mine += 1,
                () => others += 1,
            }
        }
        mine > others && others < MIN
    })
}
