//! How a password is read when it is compared; what is kept is never touched.

/// Reads full-width as half-width, capitals as small letters, katakana as hiragana, and passes over what nobody sees.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !unseen(*c)).map(narrow).map(small).map(hiragana).collect()
}

/// Reads digits and signs as the letters they stand for (`p4$$w0rd`). Every character keeps its place and its length in bytes.
fn leet(plain: &str, one: char) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => one,
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    plain.chars().map(letter).collect()
}

/// All the ways in which digits and signs may stand for letters: `1` may be an `l` or an `i`.
pub(super) fn readings(plain: &str) -> Vec<String> {
    let ones: &[char] = if plain.contains(['1', '!']) { &['l', 'i'] } else { &['l'] };
    ones.iter().map(|one| leet(plain, *one)).collect()
}

/// Tells whether this is a sign or a space: what people put between and behind words.
pub(super) fn is_sign(c: char) -> bool {
    let beyond_ascii = matches!(c,
        '\u{a1}'..='\u{bf}' | '×' | '÷' | '\u{2010}'..='\u{205e}' | '\u{2190}'..='\u{21ff}' | '★' | '☆' | '♡' | '♥' | '♪'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301f}' | '・' | '\u{ff5f}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffe6}');
    c.is_ascii_punctuation() || c.is_whitespace() || beyond_ascii
}

/// Tells whether this adds nothing to a known word: a digit or a sign.
pub(super) fn is_filler(c: char) -> bool {
    c.is_ascii_digit() || is_sign(c)
}

fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => shifted(c, 0xfee0),
        '\u{3000}' => ' ',
        other => other,
    }
}

/// One letter for one letter: the few that become two when small keep their first.
fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn hiragana(c: char) -> char {
    if matches!(c, 'ァ'..='ヶ') { shifted(c, 0x60) } else { c }
}

fn shifted(c: char, by: u32) -> char {
    char::from_u32(u32::from(c) - by).unwrap_or(c)
}
