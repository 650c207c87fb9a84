//! Walks over a keyboard, an alphabet, a row of kana or of digits, one step at a time, forwards or backwards.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What can be walked along. Lines that close on themselves repeat their beginning.
const LINES: &[&str] = &[
    "012345678901",
    "1234567890-=",
    "1234567890-^\\",
    "!@#$%^&*()_+",
    "!\"#$%&'()=~|",
    "abcdefghijklmnopqrstuvwxyzab",
    "qwertyuiop[]\\",
    "qwertyuiop@[",
    "asdfghjkl;'\\",
    "asdfghjkl;:]",
    "zxcvbnm,./",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん",
    "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす",
    "ぬふあうえおやゆよわほへー",
    "たていすかんなにらせ゛゜",
    "ちとしはきくまのりれけむ",
    "つさそひこみもねるめろ",
    "〇一二三四五六七八九十",
];
/// Fewest characters of a walk (or of standing still); ordinary words hold walks of three (`power`, `first`).
const WALK_MIN: usize = 4;
/// What may be left beside a walk, in characters, when a walk is all there is.
const LEFT_MAX: usize = 3;

/// Two bits for every line (forwards, backwards) by pair of neighbours.
static STEPS: LazyLock<HashMap<(char, char), u64>> = LazyLock::new(|| {
    let mut steps = HashMap::new();
    for (line, bits) in LINES.iter().zip((0..).step_by(2)) {
        for (a, b) in line.chars().zip(line.chars().skip(1)) {
            *steps.entry((a, b)).or_default() |= 1 << bits;
            *steps.entry((b, a)).or_default() |= 2 << bits;
        }
    }
    steps
});
/// The bit of a step that stays where it is; above all bits of lines.
const STAND: u64 = 1 << 63;

fn step(a: char, b: char) -> u64 {
    if a == b { STAND } else { STEPS.get(&(a, b)).copied().unwrap_or(0) }
}

/// Tells of every character whether it belongs to a walk.
pub(super) fn marks(text: &[char]) -> Vec<bool> {
    let mut marks = vec![false; text.len()];
    let mut start = 0;
    while start < text.len() {
        let end = walk_end(text, start);
        if end - start >= WALK_MIN {
            marks[start..end].fill(true);
        }
        // The last character of one walk may be the first of the next (`abcdcba`).
        start = if end - start > 1 { end - 1 } else { end };
    }
    marks
}

/// Where the walk that begins at `start` ends: as far as one line and one direction last.
fn walk_end(text: &[char], start: usize) -> usize {
    let mut way = u64::MAX;
    let stays = |(a, b): (&char, &char)| {
        way &= step(*a, *b);
        way != 0
    };
    start + 1 + text[start..].iter().zip(&text[start + 1..]).map(stays).take_while(|on| *on).count()
}

/// Tells whether walks are all there is, but for a few characters.
pub(super) fn is_all(text: &[char]) -> bool {
    let marks = marks(text);
    let rest: Vec<char> = text.iter().zip(&marks).filter(|(_, walked)| !**walked).map(|(c, _)| *c).collect();
    let (mut signs, others): (Vec<char>, Vec<char>) = rest.into_iter().partition(|c| super::fold::is_sign(*c));
    signs.sort_unstable();
    signs.dedup();
    marks.contains(&true) && others.len() <= LEFT_MAX && signs.len() <= LEFT_MAX
}
