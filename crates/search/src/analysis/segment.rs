use super::fold::Unit;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::sync::LazyLock;

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> = LazyLock::new(|| WordSegmenter::new_dictionary(Default::default()));

/// A word: from one unit of a text to before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First unit.
    pub start: usize,
    /// Unit after the last.
    pub end: usize,
}

/// Cuts a text into words by ICU's dictionary; what is no word (blanks, punctuation) is left out.
pub fn words(text: &[Unit]) -> Vec<Word> {
    let mut string = String::with_capacity(text.len() * 3);
    let mut starts = Vec::with_capacity(text.len() + 1);
    for unit in text {
        starts.push(string.len());
        string.push(unit.plain);
    }
    starts.push(string.len());
    let unit_at = |byte: usize| starts.partition_point(|&s| s < byte);
    let mut boundaries = SEGMENTER.segment_str(&string).iter_with_word_type();
    let mut last = boundaries.next().map_or(0, |b| b.0);
    let mut out = vec![];
    for (end, kind) in boundaries {
        if kind.is_word_like() && end > last {
            out.push(Word { start: unit_at(last), end: unit_at(end) });
        }
        last = end;
    }
    out
}

/// Drops the plural of an English word: `volunteers` is `volunteer`, `activities` is `activity`. Anything else stays as it is.
pub fn stem(word: &str) -> String {
    let latin = word.len() >= 4 && word.bytes().all(|b| b.is_ascii_lowercase());
    match word.strip_suffix('s') {
        Some(rest) if latin && rest.ends_with("ie") => format!("{}y", &rest[..rest.len() - 2]),
        Some(rest) if latin && !rest.ends_with(['s', 'u', 'i']) => rest.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{as_written, folded};

    fn cut(s: &str) -> Vec<String> {
        let text = as_written(s);
        words(&text).into_iter().map(|w| folded(&text[w.start..w.end])).collect()
    }

    #[test]
    fn words_follow_the_dictionary() {
        assert_eq!(cut("京都市の、東京都で ＮＰＯ！"), ["京都", "市", "の", "東京", "都", "で", "npo"]);
        assert!(cut("。、！？ 　").is_empty());
    }

    #[test]
    fn plurals_are_dropped() {
        assert_eq!(["kids", "activities", "bus", "class", "子ども"].map(stem), ["kid", "activity", "bus", "class", "子ども"]);
    }
}
