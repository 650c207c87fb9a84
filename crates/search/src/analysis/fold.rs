use super::script::is_katakana;
use crate::words::Spellings;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// More marks than this on one character are noise.
const MARKS_MAX: usize = 4;

/// One character of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Normalised (NFKC, lower case), in its own script: what the word dictionary reads.
    pub plain: char,
    /// With katakana as hiragana: what is compared.
    pub fold: char,
    /// First byte in the original.
    pub from: u32,
    /// Byte after the last in the original.
    pub to: u32,
    /// Whether the dictionary of spellings knows the word it stands in.
    pub known: Known,
}

/// A unit's place in a word that the dictionary of spellings knows; such a word is never cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Known {
    /// In none.
    #[default]
    No,
    /// It begins one.
    Begins,
    /// It goes on in one.
    GoesOn,
}

/// A folded text.
pub type Text = Vec<Unit>;

/// The text as it is written: width, case and kana folded, nothing replaced. Any substring of the original has its substring here.
pub fn as_written(original: &str) -> Text {
    let mut out: Text = Vec::with_capacity(original.len() / 2);
    let mut start = 0;
    let mut marks = 0;
    let mut chars = original.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        marks = if is_mark(c) { marks + 1 } else { 0 };
        // A base and its marks are one: half-width が is two characters that become one.
        if chars.peek().is_some_and(|&(_, next)| is_mark(next)) && marks < MARKS_MAX {
            continue;
        }
        for plain in original[start..end].nfkc().flat_map(char::to_lowercase) {
            push(&mut out, plain, start as u32, end as u32);
        }
        start = end;
    }
    out
}

fn is_mark(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

fn push(out: &mut Text, c: char, from: u32, to: u32) {
    let last = out.last().map(|u| u.plain);
    let plain = match c {
        // Invisible joiners and direction marks carry no meaning for search.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}' => return,
        // Private characters mark zones and word ends in the index's own streams.
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => ' ',
        c if c.is_control() || c.is_whitespace() => ' ',
        // People type any dash for the long vowel; after kana it is one.
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' if last.is_some_and(is_katakana) => 'ー',
        'ヵ' => 'カ',
        c => c,
    };
    if plain == ' ' && last == Some(' ') {
        return;
    }
    out.push(Unit { plain, fold: fold_char(plain), from, to, known: Known::No });
}

/// Katakana as hiragana.
fn fold_char(c: char) -> char {
    match c {
        'ァ'..='ヴ' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        'ヶ' => 'ケ',
        c => c,
    }
}

/// The form that is compared: spellings replaced by the usual one, long vowels at the end of katakana words dropped.
pub fn canonical(original: &str, spellings: &Spellings) -> Text {
    let mut text = drop_long_vowels(replace_spellings(as_written(original), spellings));
    mark_known(&mut text, spellings);
    text
}

fn mark_known(text: &mut Text, spellings: &Spellings) {
    let mut at = 0;
    while at < text.len() {
        let length = spellings.usual_at(text, at).unwrap_or(1);
        if length > 1 {
            text[at].known = Known::Begins;
            text[at + 1..at + length].iter_mut().for_each(|u| u.known = Known::GoesOn);
        }
        at += length;
    }
}

fn replace_spellings(text: Text, spellings: &Spellings) -> Text {
    let mut out: Text = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let Some((length, usual)) = spellings.longest_at(&text, at) else {
            out.push(text[at]);
            at += 1;
            continue;
        };
        let (from, to) = (text[at].from, text[at + length - 1].to);
        out.extend(usual.iter().map(|&plain| Unit { plain, fold: fold_char(plain), from, to, known: Known::No }));
        at += length;
    }
    out
}

/// コンピューター is コンピュータ: the last long vowel of a katakana word of four characters or more says nothing.
fn drop_long_vowels(text: Text) -> Text {
    let mut out: Text = Vec::with_capacity(text.len());
    let mut run = 0;
    for (i, unit) in text.iter().enumerate() {
        run = if is_katakana(unit.plain) { run + 1 } else { 0 };
        let ends = text.get(i + 1).is_none_or(|next| !is_katakana(next.plain));
        if unit.plain == 'ー' && run >= 4 && ends {
            continue;
        }
        out.push(*unit);
    }
    out
}

/// The folded characters as a string.
pub fn folded(text: &[Unit]) -> String {
    text.iter().map(|u| u.fold).collect()
}

/// The normalised characters as a string.
pub fn plain(text: &[Unit]) -> String {
    text.iter().map(|u| u.plain).collect()
}
