use super::town::Town;
use super::{Concept, Expression, Phrase};
use crate::analysis::script::{is_hiragana, is_kanji, is_katakana, is_latin, is_text};
use crate::analysis::{Text, as_written, romaji_to_hiragana, stem};
use crate::tuning::Tuning;
use crate::words::{Phrases, Reader, Words};
use std::collections::BTreeMap;

/// Longest run of kana that is read, in characters.
const RUN_MAX: usize = 30;
/// Most words that one stretch of kana may stand for.
const CANDIDATES_MAX: usize = 6;

/// A stretch of a run of kana and the words it may stand for.
#[derive(Debug, Clone)]
struct Piece {
    start: usize,
    end: usize,
    words: Vec<String>,
}

/// What a run of kana is read from.
pub(super) struct Library<'a> {
    pub(super) dictionary: &'a Words,
    pub(super) names: &'a Phrases,
    pub(super) town: &'a dyn Town,
}

/// The concepts of a question that is written in kana or romaji throughout. Nothing if it is not.
///
/// Each run of kana is cut into words of the dictionary and of the town, by how their characters may be read.
pub(super) fn concepts(question: &str, library: &Library<'_>, tuning: &Tuning) -> Option<(Vec<Concept>, Vec<Phrase>)> {
    if tuning.reading == 0.0 {
        return None;
    }
    // As written: the dictionary may already spell a kana word with Chinese characters.
    let text = as_written(question);
    let mut runs: Vec<(Text, Vec<char>, bool)> = vec![];
    for run in text.split(|u| !is_text(u.fold)).filter(|run| !run.is_empty()) {
        let folded: String = run.iter().map(|u| u.fold).collect();
        if run.iter().all(|u| is_hiragana(u.plain) || is_katakana(u.plain)) {
            runs.push((run.to_vec(), folded.chars().collect(), false));
        } else if run.iter().all(|u| is_latin(u.fold)) {
            // A word that stands in English texts is English.
            let kana = romaji_to_hiragana(&folded).filter(|_| !library.town.has_word(&stem(&folded))).unwrap_or_default();
            runs.push((run.to_vec(), kana.chars().collect(), true));
        } else {
            return None;
        }
    }
    let mut concepts: Vec<Concept> = vec![];
    let mut last: Vec<String> = vec![];
    let mut phrases = vec![];
    let mut read = false;
    for (run, kana, loose) in runs {
        let pieces = library.pieces(&kana, loose);
        if pieces.is_empty() {
            // Latin that is no romaji, or romaji of nothing we know.
            let itself = Expression::new(&run, 1.0);
            concepts.push(Concept { text: itself.text.clone(), span: (0, 0), factor: 1.0, expressions: vec![itself], parts: vec![] });
            last = vec![];
            continue;
        }
        read = true;
        for piece in pieces {
            let text: String = piece.words[0].clone();
            let expression = |word: &String| Expression::new(&library.dictionary.text(word), if is_kana(word) { 1.0 } else { tuning.reading });
            let factor = if library.dictionary.light.contains(&text) { tuning.light } else { 1.0 };
            let n = concepts.len();
            // ごみ ひろい: neighbours that stand together in some text are a phrase.
            for (a, b) in last.iter().flat_map(|a| piece.words.iter().map(move |b| (a, b))) {
                let together = format!("{a}{b}");
                if n > 0 && library.town.occurs(&together) {
                    phrases.push(Phrase { text: together, concepts: n - 1..n + 1 });
                }
            }
            let mut expressions: Vec<Expression> = piece.words.iter().map(expression).collect();
            if loose {
                // The dictionary may know the romaji as well.
                expressions.push(Expression::new(&run, 1.0));
            }
            concepts.push(Concept { text, span: (0, 0), factor, expressions, parts: vec![] });
            last = piece.words;
        }
    }
    read.then_some((concepts, phrases))
}

fn is_kana(word: &str) -> bool {
    !word.chars().any(is_kanji)
}

impl Library<'_> {
    fn knows(&self, word: &str) -> bool {
        self.dictionary.known.contains(word) || self.names.contains(word) || self.town.has_word(word)
    }

    /// Whether a run of kana stands as it is, perhaps as the beginning of a longer word.
    fn stands(&self, run: &str) -> bool {
        self.knows(run) || (run.chars().count() >= 3 && self.town.occurs(run))
    }

    fn nearly(&self, run: &str) -> bool {
        run.chars().count() >= 4 && (!self.dictionary.known.one_error_away(run, 1).is_empty() || !self.town.words_near(run).is_empty())
    }

    /// Cuts a run of kana into words, longest first. A run that cannot be cut stays as it is, unless it is romaji: then it may be anything.
    fn pieces(&self, run: &[char], loose: bool) -> Vec<Piece> {
        let run = &run[..run.len().min(RUN_MAX)];
        let literal: String = run.iter().collect();
        let mut reader = Reader::new(run, loose);
        let length = reader.kana().len();
        let mut words: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        let mut keep = |word: &str| {
            for (start, end) in reader.stretches(word).into_iter().filter(|(s, e)| e - s >= 2) {
                words.entry((start, end)).or_default().push(word.to_owned());
            }
        };
        let with_kanji = |w: &&String| !is_kana(w);
        self.dictionary.known.iter().chain(self.names.iter()).filter(with_kanji).for_each(|w| keep(w));
        self.town.each_kanji_word(&mut keep);
        // The dictionary is in no order.
        words.values_mut().for_each(|list| list.sort_unstable());
        // Kana that stand for themselves, or that the dictionary spells otherwise.
        for start in 0..length {
            for end in start + 2..=length.min(run.len()) {
                let word = self.dictionary.fold(&run[start..end].iter().collect::<String>());
                if (run.len() == length && self.knows(&word)) || !is_kana(&word) {
                    words.entry((start, end)).or_default().insert(0, word);
                }
            }
        }
        let stands = self.stands(&literal);
        if stands {
            words.entry((0, length)).or_default().insert(0, literal.clone());
        }
        let mut pieces = if stands { vec![] } else { self.joined(best_cut(reader.kana(), &words)) };
        if loose && pieces.is_empty() && !stands {
            return vec![];
        }
        if pieces.len() != 1 && (stands || self.nearly(&literal)) || pieces.is_empty() {
            // As it is, or one typing error away from a word: cutting it up would only find other words.
            pieces = vec![Piece { start: 0, end: length, words: words.remove(&(0, length)).unwrap_or_else(|| vec![literal]) }];
        }
        for piece in &mut pieces {
            // What is written in kana comes first, then what the dictionary knows, then shorter words.
            piece.words.sort_by_key(|w| (!is_kana(w), !self.dictionary.known.contains(w), w.chars().count(), w.clone()));
            piece.words.dedup();
            piece.words.truncate(CANDIDATES_MAX);
        }
        pieces
    }

    /// Neighbouring pieces that are one word in some text (避難, 所) become one.
    fn joined(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        let mut out: Vec<Piece> = vec![];
        for piece in pieces {
            if let Some(last) = out.last_mut().filter(|l| l.end == piece.start) {
                let pairs = last.words.iter().take(20).flat_map(|a| piece.words.iter().take(20).map(move |b| format!("{a}{b}")));
                let together: Vec<String> = pairs.filter(|w| !is_kana(w) && self.town.occurs(w)).collect();
                if !together.is_empty() {
                    *last = Piece { start: last.start, end: piece.end, words: together };
                    continue;
                }
            }
            out.push(piece);
        }
        out
    }
}

/// The way through a run that is covered by the longest words; particles may stand between, strange characters cost.
fn best_cut(kana: &[char], words: &BTreeMap<(usize, usize), Vec<String>>) -> Vec<Piece> {
    const STRANGE: i32 = -4;
    let length = kana.len();
    // best[i]: worth of the best way to i, and the piece that ends there
    let mut best: Vec<(i32, usize, bool)> = vec![(0, 0, false); length + 1];
    for end in 1..=length {
        let particle = matches!(kana[end - 1], 'の' | 'を' | 'お' | 'に' | 'が' | 'は' | 'で' | 'と' | 'も' | 'や' | 'へ');
        best[end] = (best[end - 1].0 + if particle { 0 } else { STRANGE }, end - 1, false);
        for (&(start, _), _) in words.iter().filter(|((_, e), _)| *e == end) {
            let long = (end - start) as i32;
            let worth = best[start].0 + long * long;
            if worth > best[end].0 {
                best[end] = (worth, start, true);
            }
        }
    }
    let mut pieces = vec![];
    let mut at = length;
    let mut covered = 0;
    while at > 0 {
        let (_, start, is_word) = best[at];
        if is_word {
            covered += at - start;
            pieces.push(Piece { start, end: at, words: words[&(start, at)].clone() });
        }
        at = start;
    }
    pieces.reverse();
    // Half of it strange is not read at all.
    if 2 * covered > length { pieces } else { vec![] }
}
