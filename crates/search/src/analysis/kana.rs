/// Syllables, longest first within each length; Hepburn and kunrei side by side.
const SYLLABLES: &[(&str, &str)] = &[
    ("kya", "きゃ"),
    ("kyu", "きゅ"),
    ("kyo", "きょ"),
    ("gya", "ぎゃ"),
    ("gyu", "ぎゅ"),
    ("gyo", "ぎょ"),
    ("sha", "しゃ"),
    ("shu", "しゅ"),
    ("sho", "しょ"),
    ("sya", "しゃ"),
    ("syu", "しゅ"),
    ("syo", "しょ"),
    ("shi", "し"),
    ("cha", "ちゃ"),
    ("chu", "ちゅ"),
    ("cho", "ちょ"),
    ("tya", "ちゃ"),
    ("tyu", "ちゅ"),
    ("tyo", "ちょ"),
    ("chi", "ち"),
    ("tsu", "つ"),
    ("nya", "にゃ"),
    ("nyu", "にゅ"),
    ("nyo", "にょ"),
    ("hya", "ひゃ"),
    ("hyu", "ひゅ"),
    ("hyo", "ひょ"),
    ("bya", "びゃ"),
    ("byu", "びゅ"),
    ("byo", "びょ"),
    ("pya", "ぴゃ"),
    ("pyu", "ぴゅ"),
    ("pyo", "ぴょ"),
    ("mya", "みゃ"),
    ("myu", "みゅ"),
    ("myo", "みょ"),
    ("rya", "りゃ"),
    ("ryu", "りゅ"),
    ("ryo", "りょ"),
    ("zya", "じゃ"),
    ("zyu", "じゅ"),
    ("zyo", "じょ"),
    ("jya", "じゃ"),
    ("jyu", "じゅ"),
    ("jyo", "じょ"),
    ("ka", "か"),
    ("ki", "き"),
    ("ku", "く"),
    ("ke", "け"),
    ("ko", "こ"),
    ("ga", "が"),
    ("gi", "ぎ"),
    ("gu", "ぐ"),
    ("ge", "げ"),
    ("go", "ご"),
    ("sa", "さ"),
    ("si", "し"),
    ("su", "す"),
    ("se", "せ"),
    ("so", "そ"),
    ("za", "ざ"),
    ("zi", "じ"),
    ("zu", "ず"),
    ("ze", "ぜ"),
    ("zo", "ぞ"),
    ("ja", "じゃ"),
    ("ji", "じ"),
    ("ju", "じゅ"),
    ("je", "じぇ"),
    ("jo", "じょ"),
    ("ta", "た"),
    ("ti", "ち"),
    ("tu", "つ"),
    ("te", "て"),
    ("to", "と"),
    ("da", "だ"),
    ("di", "ぢ"),
    ("du", "づ"),
    ("de", "で"),
    ("do", "ど"),
    ("na", "な"),
    ("ni", "に"),
    ("nu", "ぬ"),
    ("ne", "ね"),
    ("no", "の"),
    ("ha", "は"),
    ("hi", "ひ"),
    ("fu", "ふ"),
    ("hu", "ふ"),
    ("he", "へ"),
    ("ho", "ほ"),
    ("fa", "ふぁ"),
    ("fi", "ふぃ"),
    ("fe", "ふぇ"),
    ("fo", "ふぉ"),
    ("ba", "ば"),
    ("bi", "び"),
    ("bu", "ぶ"),
    ("be", "べ"),
    ("bo", "ぼ"),
    ("pa", "ぱ"),
    ("pi", "ぴ"),
    ("pu", "ぷ"),
    ("pe", "ぺ"),
    ("po", "ぽ"),
    ("ma", "ま"),
    ("mi", "み"),
    ("mu", "む"),
    ("me", "め"),
    ("mo", "も"),
    ("ya", "や"),
    ("yu", "ゆ"),
    ("yo", "よ"),
    ("ra", "ら"),
    ("ri", "り"),
    ("ru", "る"),
    ("re", "れ"),
    ("ro", "ろ"),
    ("wa", "わ"),
    ("wo", "を"),
    ("a", "あ"),
    ("i", "い"),
    ("u", "う"),
    ("e", "え"),
    ("o", "お"),
];

/// Reads a lower-case Latin word as romaji. Nothing if any part of it is no syllable: then it is no romaji.
pub fn romaji_to_hiragana(word: &str) -> Option<String> {
    if word.len() < 2 || !word.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'' || b == b'-') {
        return None;
    }
    let mut out = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        if let Some((romaji, kana)) = SYLLABLES.iter().find(|(romaji, _)| rest.starts_with(romaji)) {
            out.push_str(kana);
            rest = &rest[romaji.len()..];
            continue;
        }
        let mut bytes = rest.bytes();
        match (bytes.next(), bytes.next()) {
            (Some(b'-' | b'\''), _) => {}
            // n before a consonant or at the end; m before b, p, m (shimbun)
            (Some(b'n'), _) | (Some(b'm'), Some(b'b' | b'p' | b'm')) => out.push('ん'),
            // a doubled consonant, and tch
            (Some(a), Some(b)) if (a == b && !b"aiueo".contains(&a)) || (a == b't' && b == b'c') => out.push('っ'),
            _ => return None,
        }
        rest = &rest[1..];
    }
    (out.chars().count() >= 2).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romaji_is_read_in_both_styles() {
        for (romaji, kana) in [
            ("yukikaki", "ゆきかき"),
            ("josetsu", "じょせつ"),
            ("zyosetu", "じょせつ"),
            ("matchi", "まっち"),
            ("gakkou", "がっこう"),
            ("shimbun", "しんぶん"),
            ("kin'en", "きんえん"),
            ("bon", "ぼん"),
        ] {
            assert_eq!(romaji_to_hiragana(romaji).as_deref(), Some(kana));
        }
        for english in ["snow", "volunteer", "kids", "x", "", "雪"] {
            assert_eq!(romaji_to_hiragana(english), None, "{english}");
        }
    }
}
