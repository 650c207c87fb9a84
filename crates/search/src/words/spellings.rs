use crate::analysis::script::{is_latin, is_text};
use crate::analysis::{Unit, as_written, folded, plain};
use std::collections::HashMap;

/// A folded variant and the usual spelling.
type Rule = (Vec<char>, Vec<char>);

/// Spellings of one word (障がい, 障碍 → 障害). Texts and questions are brought to the usual one before they are compared.
#[derive(Debug, Clone, Default)]
pub struct Spellings {
    /// First folded character → (folded variant, usual spelling), longest variant first.
    by_first: HashMap<char, Vec<Rule>>,
    usual: Vec<String>,
    /// First folded character → folded usual spellings of several characters, longest first.
    usual_by_first: HashMap<char, Vec<Vec<char>>>,
    lines: Vec<String>,
}

impl Spellings {
    /// Reads lines of `variant<TAB>usual`. A usual spelling that is itself a variant of another is followed to the end.
    pub(crate) fn parse(file: &str) -> Self {
        let pairs: HashMap<String, (String, String)> = super::lines(file)
            .filter_map(|line| line.split_once('\t'))
            .map(|(variant, usual)| {
                let usual = as_written(usual.trim());
                (folded(&as_written(variant.trim())), (folded(&usual), plain(&usual)))
            })
            .filter(|(variant, (usual, _))| !variant.is_empty() && !usual.is_empty() && variant != usual)
            .collect();
        let mut out = Self::default();
        for (variant, first) in &pairs {
            let mut end = first;
            // A chain, but never a circle: ten steps are plenty.
            for _ in 0..10 {
                match pairs.get(&end.0) {
                    Some(next) => end = next,
                    None => break,
                }
            }
            let chars: Vec<char> = variant.chars().collect();
            out.lines.push(format!("{variant} {}", end.1));
            out.usual.push(end.0.clone());
            out.by_first.entry(chars[0]).or_default().push((chars, end.1.chars().collect()));
        }
        out.lines.sort_unstable();
        out.usual.sort_unstable();
        out.usual.dedup();
        for usual in &out.usual {
            let chars: Vec<char> = usual.chars().collect();
            if chars.len() > 1 && chars.iter().all(|c| is_text(*c) && !is_latin(*c)) {
                out.usual_by_first.entry(chars[0]).or_default().push(chars);
            }
        }
        out.usual_by_first.values_mut().for_each(|list| list.sort_by_key(|u| std::cmp::Reverse(u.len())));
        for list in out.by_first.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        }
        out
    }

    /// The longest variant that begins at a place: its length there, and the usual spelling.
    pub(crate) fn longest_at(&self, text: &[Unit], at: usize) -> Option<(usize, &[char])> {
        let (variant, usual) = self.by_first.get(&text[at].fold)?.iter().find(|(variant, usual)| {
            let fits = text.len() >= at + variant.len() && variant.iter().zip(&text[at..]).all(|(c, unit)| *c == unit.fold);
            // 落ち葉 for 落葉 would never end if the usual spelling stood there already.
            fits && !Self::stands(usual, text, at) && Self::apart(variant, text, at)
        })?;
        Some((variant.len(), usual))
    }

    /// The length of the longest usual spelling that stands at a place.
    pub(crate) fn usual_at(&self, text: &[Unit], at: usize) -> Option<usize> {
        let stands = |usual: &&Vec<char>| text.len() >= at + usual.len() && usual.iter().zip(&text[at..]).all(|(c, unit)| *c == unit.fold);
        self.usual_by_first.get(&text[at].fold)?.iter().find(stands).map(Vec::len)
    }

    fn stands(usual: &[char], text: &[Unit], at: usize) -> bool {
        text.len() >= at + usual.len() && usual.iter().zip(&text[at..]).all(|(c, unit)| *c == unit.plain)
    }

    /// A Latin variant must be a word of its own.
    fn apart(variant: &[char], text: &[Unit], at: usize) -> bool {
        let latin = |i: usize| text.get(i).is_some_and(|u| is_latin(u.fold));
        !is_latin(variant[0]) || ((at == 0 || !latin(at - 1)) && !latin(at + variant.len()))
    }

    /// The usual spellings, folded.
    pub(crate) fn usual(&self) -> impl Iterator<Item = &String> {
        self.usual.iter()
    }

    /// Variants that begin with a folded text, with their usual spelling: readings, for completions.
    pub(crate) fn starting_with<'a>(&'a self, prefix: &'a [char]) -> impl Iterator<Item = String> + 'a {
        let list = prefix.first().and_then(|c| self.by_first.get(c));
        list.into_iter().flatten().filter(move |(variant, _)| variant.starts_with(prefix)).map(|(_, usual)| usual.iter().collect())
    }

    /// Every rule, sorted.
    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }
}
