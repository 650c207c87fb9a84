use super::fold::{Known, Unit};
use super::script::is_text;
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

/// Cuts a text into words by ICU's dictionary; words of the dictionary of spellings stay whole. What is no word (blanks, punctuation) is left out.
pub fn words(text: &[Unit]) -> Vec<Word> {
    let mut string = String::with_capacity(text.len() * 3);
    let mut starts = Vec::with_capacity(text.len() + 1);
    for unit in text {
        starts.push(string.len());
        string.push(unit.plain);
    }
    starts.push(string.len());
    let unit_at = |byte: usize| starts.partition_point(|&s| s < byte);
    // Whether a word ends before a unit, and whether what ends there is a word.
    let mut ends: Vec<Option<bool>> = vec![None; text.len() + 1];
    for (byte, kind) in SEGMENTER.segment_str(&string).iter_with_word_type() {
        ends[unit_at(byte)] = Some(kind.is_word_like());
    }
    let mut out: Vec<Word> = vec![];
    let mut start = 0;
    for end in 1..=text.len() {
        let whole = text[end - 1].known != Known::No;
        let ends_whole = whole && text.get(end).is_none_or(|next| next.known != Known::GoesOn);
        let begins_whole = text.get(end).is_some_and(|next| next.known == Known::Begins);
        let cut = if whole { ends_whole } else { ends[end].is_some() || begins_whole };
        if cut {
            let is_word = whole || ends[end].unwrap_or_else(|| text[start..end].iter().any(|u| is_text(u.plain)));
            if is_word {
                out.push(Word { start, end });
            }
            start = end;
        }
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
