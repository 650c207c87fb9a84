use crate::analysis::script::is_latin;
use crate::analysis::{Text, Unit};
use crate::item::Highlight;
use crate::question::Question;
use crate::words::Words;

/// Longest excerpt of a description, in characters of the folded text.
const EXCERPT: usize = 120;
/// Characters before the first mark.
const LEAD: usize = 30;

/// Marks the words of a question in texts.
pub(crate) struct Marker<'a> {
    words: &'a Words,
    /// Folded, longest first.
    sought: Vec<Vec<char>>,
}

impl<'a> Marker<'a> {
    pub(crate) fn new(question: Option<&Question>, words: &'a Words) -> Self {
        let concepts = question.iter().flat_map(|q| &q.concepts);
        let mut sought: Vec<Vec<char>> = vec![];
        for concept in concepts {
            // A lone character is marked only if it was asked for.
            let texts = concept.expressions.iter().chain(&concept.parts).map(|e| &e.text).filter(|t| t.chars().count() > 1 || **t == concept.text);
            sought.extend(texts.map(|t| t.chars().collect::<Vec<char>>()));
        }
        sought.sort_by(|a: &Vec<char>, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        sought.dedup();
        Self { words, sought }
    }

    /// The texts in which something is marked; of a long one the part round the first mark.
    pub(crate) fn mark(&self, texts: &[(&'static str, &str)]) -> Vec<Highlight> {
        if self.sought.is_empty() {
            return vec![];
        }
        texts.iter().filter_map(|(field, original)| Some(Highlight { field, text: self.marked(original, *field == "description")? })).collect()
    }

    fn marked(&self, original: &str, excerpt: bool) -> Option<String> {
        let text: Text = self.words.text(original);
        let marks = self.found(&text);
        let first = marks.iter().position(|m| *m)?;
        let from = if excerpt && text.len() > EXCERPT { first.saturating_sub(LEAD).min(text.len() - EXCERPT) } else { 0 };
        let to = if excerpt { (from + EXCERPT).min(text.len()) } else { text.len() };
        let mut out = String::new();
        let mut open = false;
        let mut byte = text[from].from as usize;
        if from > 0 {
            out.push('…');
        }
        let mut last = from;
        for i in from..to {
            let begins = text[i].from as usize;
            // One original character can be several units; it is written once.
            if begins >= byte && marks[i] != open {
                escape(&original[byte..begins], &mut out);
                byte = begins;
                out.push_str(if open { "</em>" } else { "<em>" });
                open = !open;
            }
            last = i;
        }
        let end = if to == text.len() && !open { original.len() } else { text[last].to as usize };
        escape(original.get(byte..end.max(byte)).unwrap_or_default(), &mut out);
        if open {
            out.push_str("</em>");
        }
        if to < text.len() {
            out.push('…');
        } else if open {
            escape(original.get(end..).unwrap_or_default(), &mut out);
        }
        Some(out)
    }

    /// Which units belong to a word that is sought.
    fn found(&self, text: &[Unit]) -> Vec<bool> {
        let mut marks = vec![false; text.len()];
        for sought in &self.sought {
            if sought.is_empty() || sought.len() > text.len() {
                continue;
            }
            for at in 0..=text.len() - sought.len() {
                let here = &text[at..at + sought.len()];
                if here[0].fold == sought[0] && here.iter().zip(sought).all(|(u, c)| u.fold == *c) && begins_well(text, at, sought) {
                    marks[at..at + sought.len()].fill(true);
                }
            }
        }
        marks
    }
}

/// A Latin word is marked only where a word begins.
fn begins_well(text: &[Unit], at: usize, sought: &[char]) -> bool {
    !is_latin(sought[0]) || at == 0 || !is_latin(text[at - 1].fold)
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
