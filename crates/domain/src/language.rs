//! Names of the languages people speak, by their codes (ISO 639-1).

use crate::text::Lang;

/// Languages that are often spoken in Japan: code, Japanese name, English name. Others are shown by their code.
const NAMES: &[(&str, &str, &str)] = &[
    ("ja", "日本語", "Japanese"),
    ("en", "英語", "English"),
    ("zh", "中国語", "Chinese"),
    ("ko", "韓国語", "Korean"),
    ("vi", "ベトナム語", "Vietnamese"),
    ("ne", "ネパール語", "Nepali"),
    ("tl", "タガログ語", "Tagalog"),
    ("pt", "ポルトガル語", "Portuguese"),
    ("id", "インドネシア語", "Indonesian"),
    ("my", "ミャンマー語", "Burmese"),
    ("th", "タイ語", "Thai"),
    ("mn", "モンゴル語", "Mongolian"),
    ("bn", "ベンガル語", "Bengali"),
    ("si", "シンハラ語", "Sinhala"),
    ("hi", "ヒンディー語", "Hindi"),
    ("es", "スペイン語", "Spanish"),
    ("ru", "ロシア語", "Russian"),
    ("uk", "ウクライナ語", "Ukrainian"),
    ("fr", "フランス語", "French"),
    ("de", "ドイツ語", "German"),
];

/// The name of a language, or its code where it has none here.
pub fn name(code: &str, lang: Lang) -> &str {
    let named = NAMES.iter().find(|(known, ..)| *known == code);
    match lang {
        Lang::Ja => named.map_or(code, |(_, ja, _)| ja),
        Lang::En => named.map_or(code, |(.., en)| en),
    }
}

/// Some languages, any of which will do, in both languages.
pub fn any_of(codes: &[String]) -> (String, String) {
    let names = |lang| codes.iter().map(|code| name(code, lang)).collect::<Vec<_>>();
    (names(Lang::Ja).join("か"), names(Lang::En).join(" or "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_called_by_their_names() {
        let codes = ["en", "vi", "eo"].map(str::to_owned);
        assert_eq!(any_of(&codes), ("英語かベトナム語かeo".into(), "English or Vietnamese or eo".into()));
        assert!(NAMES.iter().all(|(code, ..)| crate::opportunity::is_language(code)));
    }
}
