use crate::analysis::script::{is_hiragana, is_kanji};
use std::collections::HashMap;
use std::sync::LazyLock;

static READINGS: LazyLock<Readings> = LazyLock::new(|| Readings::parse(include_str!("../../data/readings.tsv")));

/// How Chinese characters are read in Japanese.
struct Readings(HashMap<char, Character>);

/// The readings of one character.
struct Character {
    /// From Chinese.
    on: Vec<Vec<char>>,
    /// Of Japanese words.
    kun: Vec<Vec<char>>,
    /// All of them with the forms they take inside words.
    whole: Vec<Vec<char>>,
    /// Beginnings of Japanese words, which stand before the kana that inflect them.
    stems: Vec<Vec<char>>,
}

impl Readings {
    /// Reads lines of `character<TAB>on,on<TAB>kun,kun`; adds the forms that readings take inside words.
    fn parse(file: &str) -> Self {
        let line = |line: &str| {
            let mut columns = line.split('\t');
            let kanji = columns.next()?.chars().next()?;
            let list = |column: Option<&str>| column.unwrap_or_default().split(',').filter(|r| !r.is_empty()).map(plain).collect::<Vec<_>>();
            let (on, kun) = (list(columns.next()), list(columns.next()));
            let whole = on.iter().chain(&kun).cloned().chain(kun.iter().flat_map(|k| as_noun(k))).collect();
            let stems = kun.iter().flat_map(|k| (1..k.len()).map(|n| k[..n].to_vec())).collect();
            Some((kanji, Character { on, kun, whole: with_inner_forms(whole), stems: with_inner_forms(stems) }))
        };
        Self(super::lines(file).filter_map(line).collect())
    }
}

/// づ and ぢ sound like ず and じ.
fn plain(kana: &str) -> Vec<char> {
    kana.chars().map(sound).collect()
}

fn sound(c: char) -> char {
    match c {
        'づ' => 'ず',
        'ぢ' => 'じ',
        'を' => 'お',
        c => c,
    }
}

/// A verb as a noun: ひろう is ひろい, さける is さけ.
fn as_noun(kun: &[char]) -> Vec<Vec<char>> {
    const U_TO_I: [(char, char); 9] =
        [('う', 'い'), ('く', 'き'), ('ぐ', 'ぎ'), ('す', 'し'), ('つ', 'ち'), ('ぬ', 'に'), ('ぶ', 'び'), ('む', 'み'), ('る', 'り')];
    let Some((last, rest)) = kun.split_last().filter(|(_, rest)| !rest.is_empty()) else {
        return vec![];
    };
    let mut out: Vec<Vec<char>> = U_TO_I.iter().filter(|(u, _)| u == last).map(|(_, i)| rest.iter().copied().chain([*i]).collect()).collect();
    if *last == 'る' {
        out.push(rest.to_vec());
    }
    out
}

fn with_inner_forms(mut readings: Vec<Vec<char>>) -> Vec<Vec<char>> {
    let inside: Vec<Vec<char>> = readings.iter().flat_map(|r| voiced(r).into_iter().chain(doubled(r))).collect();
    readings.extend(inside);
    readings.sort_unstable();
    readings.dedup();
    readings
}

/// Inside a word the first consonant may be voiced: はなし, ばなし.
fn voiced(reading: &[char]) -> Vec<Vec<char>> {
    const PLAIN: &str = "かきくけこさしすせそたちつてとはひふへほ";
    const VOICED: &str = "がぎぐげござじずぜぞだじずでどばびぶべぼ";
    let with = |first: char| std::iter::once(first).chain(reading[1..].iter().copied()).collect::<Vec<char>>();
    let Some(n) = reading.first().and_then(|first| PLAIN.chars().position(|c| c == *first)) else {
        return vec![];
    };
    let mut out: Vec<Vec<char>> = VOICED.chars().nth(n).map(with).into_iter().collect();
    // 散歩, 発表: は row becomes ぱ row.
    out.extend("ぱぴぷぺぽ".chars().nth(n.wrapping_sub(15)).map(with));
    out
}

/// Before another character the last sound may double the next: がく, がっ.
fn doubled(reading: &[char]) -> Option<Vec<char>> {
    let (last, rest) = reading.split_last()?;
    (!rest.is_empty() && matches!(last, 'く' | 'き' | 'つ' | 'ち')).then(|| rest.iter().copied().chain(['っ']).collect())
}

/// Drops what Latin spelling leaves out: the second half of long vowels (ぼうさい, bosai).
fn squeezed(kana: &[char]) -> Vec<char> {
    let mut out: Vec<char> = vec![];
    for &c in kana {
        let long = match c {
            'ー' => true,
            'う' => out.last().is_some_and(|l| "おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずぶぷゅ".contains(*l)),
            'お' => out.last().is_some_and(|l| "おこそとのほもよろごぞどぼぽ".contains(*l)),
            _ => false,
        };
        if !long {
            out.push(c);
        }
    }
    out
}

/// Finds where in a run of kana words with Chinese characters can be read.
pub(crate) struct Reader {
    kana: Vec<char>,
    loose: bool,
    /// Character, and whether kana follow it → the stretches of the run that it can be read as.
    memo: HashMap<(char, bool), Vec<(usize, usize)>>,
}

impl Reader {
    /// Reads a run of hiragana. Loose: long vowels may have been left out, as in Latin spelling.
    pub(crate) fn new(kana: &[char], loose: bool) -> Self {
        let kana: Vec<char> = kana.iter().map(|c| sound(*c)).collect();
        Self { kana: if loose { squeezed(&kana) } else { kana }, loose, memo: HashMap::new() }
    }

    /// The run as it is compared.
    pub(crate) fn kana(&self) -> &[char] {
        &self.kana
    }

    /// Every stretch of the run that a folded word can be read as.
    pub(crate) fn stretches(&mut self, word: &str) -> Vec<(usize, usize)> {
        let mut stretches: Option<Vec<(usize, usize)>> = None;
        let mut chars = word.chars().peekable();
        while let Some(c) = chars.next() {
            let inflected = chars.peek().is_some_and(|next| is_hiragana(*next));
            let here = self.of(c, inflected);
            let next = match stretches {
                None => here.clone(),
                Some(before) => before.iter().flat_map(|b| here.iter().filter(|h| h.0 == b.1).map(|h| (b.0, h.1))).collect(),
            };
            if next.is_empty() {
                return vec![];
            }
            stretches = Some(next);
        }
        let mut out = stretches.unwrap_or_default();
        out.sort_unstable();
        out.dedup();
        out
    }

    fn of(&mut self, c: char, inflected: bool) -> &Vec<(usize, usize)> {
        let (kana, loose) = (&self.kana, self.loose);
        self.memo.entry((c, inflected)).or_insert_with(|| {
            let find = |reading: &[char]| -> Vec<(usize, usize)> {
                let n = reading.len();
                (0..kana.len()).filter(|&at| n > 0 && kana[at..].starts_with(reading)).map(|at| (at, at + n)).collect()
            };
            if !is_kanji(c) {
                return find(&[sound(c)]);
            }
            let Some(character) = READINGS.0.get(&c) else {
                return vec![];
            };
            let stems = character.stems.iter().filter(|_| inflected);
            let mut out: Vec<(usize, usize)> = character.whole.iter().chain(stems).flat_map(|r| if loose { find(&squeezed(r)) } else { find(r) }).collect();
            out.sort_unstable();
            out.dedup();
            out
        })
    }
}

/// Whether two folded words of the same length could be taken for one another by ear: the wrong choice of an input method (拾い, 広い).
pub(crate) fn sound_alike(a: &str, b: &str) -> bool {
    if a.chars().count() != b.chars().count() {
        return false;
    }
    let mut differ = false;
    let mut pairs = a.chars().zip(b.chars());
    let same = pairs.all(|(x, y)| {
        differ |= x != y;
        x == y || (is_kanji(x) && is_kanji(y) && share_a_reading(x, y))
    });
    same && differ
}

fn share_a_reading(a: char, b: char) -> bool {
    let (Some(a), Some(b)) = (READINGS.0.get(&a), READINGS.0.get(&b)) else {
        return false;
    };
    // A single kana is enough only where both are read from Chinese: 話 and 和.
    let nouns = |c: &Character| c.kun.iter().flat_map(|k| as_noun(k)).collect::<Vec<_>>();
    let (a_nouns, b_nouns) = (nouns(a), nouns(b));
    let kun = |c: &'static Character| c.on.iter().chain(&c.kun);
    let long = kun(a).chain(&a_nouns).filter(|r| r.len() >= 2).any(|r| kun(b).chain(&b_nouns).any(|o| o == r));
    long || a.on.iter().any(|r| b.on.contains(r))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(word: &str, kana: &str, loose: bool) -> bool {
        let kana: Vec<char> = kana.chars().collect();
        let mut reader = Reader::new(&kana, loose);
        let whole = (0, reader.kana().len());
        reader.stretches(word).contains(&whole)
    }

    #[test]
    fn words_are_read_by_their_characters() {
        for (word, kana) in [
            ("避難所", "ひなんじょ"),
            ("雪かき", "ゆきかき"),
            ("手話", "しゅわ"),
            ("学校", "がっこう"),
            ("昔話", "むかしばなし"),
            ("散歩", "さんぽ"),
            ("受付", "うけつけ"),
            ("片付", "かたづけ"),
            ("拾い", "ひろい"),
        ] {
            assert!(reads(word, kana, false), "{word} {kana}");
        }
        assert!(!reads("凍結", "とうゆ", false) && !reads("雪", "はな", false) && !reads("避難", "ひなんじょ", false));
        assert!(reads("防災", "ぼさい", true) && reads("学校", "がっこ", true) && !reads("防災", "ぼさい", false));
    }

    #[test]
    fn wrong_choices_of_an_input_method_sound_alike() {
        assert!(sound_alike("ごみ広い", "ごみ拾い") && sound_alike("養峰", "養蜂") && sound_alike("体検", "体験"));
        assert!(!sound_alike("手話", "手話") && !sound_alike("手話", "手紙") && !sound_alike("手話", "手話会"));
    }
}
