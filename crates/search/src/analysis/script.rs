/// A Chinese character, or a mark that stands for one.
pub fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '々' | '〆' | 'ヶ')
}

/// Hiragana or its marks.
pub fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

/// Katakana or its marks, the long vowel included.
pub fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}') && c != '・'
}

/// A letter or digit of the Latin script.
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{24f}')
}

/// A character that can stand in a word.
pub fn is_text(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, 'ー' | '々' | '〆')
}
