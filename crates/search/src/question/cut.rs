use super::{CONCEPTS_MAX, Concept, Expression, Phrase};
use crate::analysis::script::{is_hiragana, is_kanji, is_katakana, is_latin, is_text};
use crate::analysis::{Known, Unit, Word, folded, words};
use crate::tuning::Tuning;
use crate::words::{Phrases, Words};

/// Shortest question phrase that is dropped wherever it stands; shorter ones only where they are words of their own.
const ANYWHERE: usize = 4;

/// Cuts a question into concepts, and notes which were written together.
pub(super) fn concepts(text: &[Unit], dictionary: &Words, names: &Phrases, tuning: &Tuning) -> (Vec<Concept>, Vec<Phrase>) {
    let cut = words(text);
    let dropped = if tuning.questions { dropped(text, &cut, &dictionary.question) } else { vec![false; text.len()] };
    let mut found = spans(text, &cut, &dropped, dictionary, names);
    if found.is_empty() {
        // Nothing but question words: then they are what is asked for.
        found = spans(text, &cut, &vec![false; text.len()], dictionary, names);
    }
    if found.is_empty() {
        found.extend(cut.iter().map(|w| (w.start, w.end)));
    }
    let mut concepts: Vec<Concept> = vec![];
    for (start, end) in found {
        let span = &text[start..end];
        let text_of = folded(span);
        if concepts.len() < 2 * CONCEPTS_MAX && !concepts.iter().any(|c| c.text == text_of) {
            let factor = if dictionary.light.contains(&text_of) { tuning.light } else { weight(text, start, end, dictionary) };
            let itself = Expression::new(span, 1.0);
            concepts.push(Concept { text: text_of, span: (start, end), factor, expressions: vec![itself], parts: vec![] });
        }
    }
    // Of a very long question the weightiest part; order is kept.
    let mut weights: Vec<f32> = concepts.iter().map(|c| c.factor).collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    if let Some(least) = weights.get(CONCEPTS_MAX - 1).copied() {
        concepts.retain(|c| c.factor >= least);
        concepts.truncate(CONCEPTS_MAX);
    }
    let phrases = phrases(text, &concepts);
    (concepts, phrases)
}

/// How much a stretch says by its form: verbs and lone characters less than names of things, numbers least.
fn weight(text: &[Unit], start: usize, end: usize, dictionary: &Words) -> f32 {
    let span = &text[start..end];
    if dictionary.known.contains(&folded(span)) {
        return 1.0;
    }
    if span.iter().all(|u| u.fold.is_numeric()) {
        return 0.3;
    }
    let inflected = text.get(end).is_some_and(|u| is_hiragana(u.plain)) && !particle_at(text, end);
    match span {
        [one] if is_kanji(one.fold) && inflected => 0.3,
        [one] if is_kanji(one.fold) => 0.7,
        _ if span.iter().all(|u| is_hiragana(u.plain)) => 0.3,
        _ if is_kanji(span[0].plain) && is_hiragana(span[span.len() - 1].plain) => 0.5,
        _ => 1.0,
    }
}

/// Whether a particle stands at a place: 手を, not 手伝う.
fn particle_at(text: &[Unit], at: usize) -> bool {
    let next: String = text[at..].iter().take(2).map(|u| u.fold).collect();
    next.starts_with(['の', 'を', 'に', 'が', 'は', 'で', 'と', 'も', 'へ', 'や']) || next == "から" || next == "まで"
}

/// The words a compound is made of (畑仕事: 畑, 仕事), without their endings. None of a word that is not compound.
pub(super) fn parts(concept: &Concept, dictionary: &Words, tuning: &Tuning) -> Vec<Expression> {
    let mut out: Vec<Expression> = vec![];
    for whole in concept.expressions.iter().filter(|_| tuning.compound > 0.0) {
        let pieces: Vec<&String> = whole.words.iter().filter(|w| w.chars().any(is_kanji) || w.chars().count() >= 3).collect();
        if pieces.len() >= 2 || pieces.iter().any(|w| **w != whole.text) {
            out.extend(pieces.into_iter().map(|w| Expression::new(&dictionary.text(w), whole.worth)));
        }
    }
    out.truncate(6);
    out
}

/// Marks what every question has.
fn dropped(text: &[Unit], cut: &[Word], question: &Phrases) -> Vec<bool> {
    let (starts, ends) = edges(text, cut);
    let mut dropped = vec![false; text.len()];
    let mut at = 0;
    while at < text.len() {
        let end = question.longest_at(text, at, |end| {
            let latin = is_latin(text[at].fold) || is_latin(text[end - 1].fold);
            let own = starts[at] && ends[end];
            if latin { apart(text, at, end) } else { end - at >= ANYWHERE || own }
        });
        match end {
            Some(end) => {
                dropped[at..end].fill(true);
                at = end;
            }
            None => at += 1,
        }
    }
    dropped
}

/// Whether a Latin phrase stands as words of its own.
fn apart(text: &[Unit], start: usize, end: usize) -> bool {
    (start == 0 || !is_latin(text[start - 1].fold)) && text.get(end).is_none_or(|u| !is_latin(u.fold))
}

/// Where words begin and where they end.
fn edges(text: &[Unit], cut: &[Word]) -> (Vec<bool>, Vec<bool>) {
    let (mut starts, mut ends) = (vec![false; text.len() + 1], vec![false; text.len() + 1]);
    for word in cut {
        starts[word.start] = true;
        ends[word.end] = true;
    }
    (starts, ends)
}

/// The stretches of a question that ask for something.
fn spans(text: &[Unit], cut: &[Word], dropped: &[bool], dictionary: &Words, names: &Phrases) -> Vec<(usize, usize)> {
    let (_, ends) = edges(text, cut);
    let free = |start: usize, end: usize| !dropped[start..end].contains(&true);
    let mut out: Vec<(usize, usize)> = vec![];
    let mut i = 0;
    while i < cut.len() {
        let word = cut[i];
        if !free(word.start, word.end) {
            i += 1;
            continue;
        }
        // What the dictionary knows, longest first.
        let known = |phrases: &Phrases| phrases.longest_at(text, word.start, |end| ends[end] && end - word.start >= 2 && free(word.start, end));
        let known = known(&dictionary.known).max(known(names));
        let end = known.unwrap_or_else(|| grown(text, cut, i, &free));
        if known.is_some() || says_something(text, word.start, end, &ends) {
            out.push((word.start, end));
        }
        i = cut.partition_point(|w| w.start < end).max(i + 1);
    }
    out
}

/// A word the dictionary does not know, with the single characters that belong to it: 高齢|者 is one, 拾|い is one.
fn grown(text: &[Unit], cut: &[Word], at: usize, free: &impl Fn(usize, usize) -> bool) -> usize {
    let all = |w: Word, is: fn(char) -> bool| text[w.start..w.end].iter().all(|u| is(u.plain));
    let mut end = cut[at].end;
    if particle(text, cut[at]) {
        return end;
    }
    let mut single = cut[at].end - cut[at].start == 1;
    for next in &cut[at + 1..] {
        let touches = next.start == end && free(next.start, next.end) && text[next.start].known == Known::No;
        let length = next.end - next.start;
        let kanji = all(cut[at], is_kanji) && all(*next, is_kanji) && (single || length == 1);
        let kana = all(cut[at], is_hiragana) && all(*next, is_hiragana) && !particle(text, *next);
        if !touches || !(kanji || kana) {
            break;
        }
        single = length == 1;
        end = next.end;
    }
    end
}

/// Words that hold a sentence together.
fn particle(text: &[Unit], word: Word) -> bool {
    let text: String = folded(&text[word.start..word.end]);
    matches!(text.as_str(), "の" | "を" | "に" | "が" | "は" | "で" | "と" | "も" | "へ" | "や" | "か" | "から" | "まで" | "より" | "など" | "って")
}

/// Whether a stretch says anything: not a lone kana or letter, not what only holds a sentence together.
fn says_something(text: &[Unit], start: usize, end: usize, ends: &[bool]) -> bool {
    let stretch = &text[start..end];
    if !stretch.iter().any(|u| is_text(u.fold)) {
        return false;
    }
    match stretch {
        [one] => is_kanji(one.fold) || (text.len() == 1 && !is_hiragana(one.fold)),
        _ if stretch.iter().all(|u| is_hiragana(u.plain)) => {
            // Between other characters, kana are endings and grammar unless the dictionary knows them.
            let after_kanji = start > 0 && is_kanji(text[start - 1].plain);
            let several = ends[start + 1..end].contains(&true);
            let alone = !text.iter().any(|u| is_kanji(u.plain) || is_katakana(u.plain) || is_latin(u.plain));
            !HOLDING.contains(&folded(stretch).as_str()) && (alone || !(after_kanji || several))
        }
        _ => true,
    }
}

/// Two and three kana that ICU's dictionary cuts out of any sentence.
const HOLDING: &[&str] = &[
    "から",
    "まで",
    "より",
    "など",
    "って",
    "です",
    "ます",
    "する",
    "した",
    "して",
    "しま",
    "たい",
    "ない",
    "ある",
    "いる",
    "なる",
    "なら",
    "こと",
    "もの",
    "とき",
    "これ",
    "それ",
    "あれ",
    "この",
    "その",
    "あの",
    "でき",
    "られ",
    "せる",
    "れる",
    "たり",
    "ても",
    "でも",
    "だけ",
    "しか",
    "ばかり",
    "ほど",
    "ため",
    "よう",
    "そう",
    "ので",
    "のに",
    "けど",
    "ほう",
    "うち",
    "なに",
    "いい",
    "よい",
    "ください",
    "ません",
    "ました",
    "でしょう",
    "あげ",
    "くれ",
    "もら",
    "みた",
    "おり",
    "んで",
    "んだ",
    "いて",
    "いた",
    "おく",
    "くる",
    "いく",
    "ます",
    "みたい",
    "やる",
    "やり",
    "やって",
    "てい",
    "てる",
    "にて",
];

/// Neighbours without anything between them, and the whole of a question of several words.
fn phrases(text: &[Unit], concepts: &[Concept]) -> Vec<Phrase> {
    let mut out = vec![];
    let mut first = 0;
    for i in 1..=concepts.len() {
        let touches = i < concepts.len() && concepts[i].span.0 == concepts[i - 1].span.1;
        if !touches {
            if i - first > 1 {
                out.push(Phrase { text: folded(&text[concepts[first].span.0..concepts[i - 1].span.1]), concepts: first..i });
            }
            first = i;
        }
    }
    // 子どもの遊び場: the particle between belongs to the phrase.
    for i in 1..concepts.len() {
        let (end, start) = (concepts[i - 1].span.1, concepts[i].span.0);
        if start > end && start - end <= 2 && text[end..start].iter().all(|u| is_hiragana(u.plain) || u.plain == ' ') {
            out.push(Phrase { text: folded(&text[concepts[i - 1].span.0..concepts[i].span.1]), concepts: i - 1..i + 1 });
        }
    }
    out.truncate(CONCEPTS_MAX);
    out
}
