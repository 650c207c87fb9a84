//! The two streams the index reads. Cutting and folding are done before; here only marks are followed.

use crate::analysis::script::{is_kanji, is_text};
use crate::zone::{ROOM, WORD_END, Zone};
use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// Name of the stream of character pairs.
pub const GRAMS: &str = "grams";
/// Name of the stream of words.
pub const WORDS: &str = "words";

/// Names both streams in an index; they are not stored with it.
pub fn register(index: &Index) {
    index.tokenizers().register(GRAMS, TextAnalyzer::from(Stream(Kind::Grams)));
    index.tokenizers().register(WORDS, TextAnalyzer::from(Stream(Kind::Words)));
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Grams,
    Words,
}

#[derive(Debug, Clone, Copy)]
struct Stream(Kind);

/// Terms with their positions, made in one go.
struct Terms {
    terms: Vec<(u32, usize, usize)>,
    next: usize,
    token: Token,
    text: String,
}

impl Tokenizer for Stream {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        let terms = match self.0 {
            Kind::Grams => grams(text),
            Kind::Words => words(text),
        };
        Terms { terms, next: 0, token: Token::default(), text: text.to_owned() }
    }
}

impl TokenStream for Terms {
    fn advance(&mut self) -> bool {
        let Some(&(position, from, to)) = self.terms.get(self.next) else {
            return false;
        };
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(&self.text[from..to]);
        self.token.position = position as usize;
        (self.token.offset_from, self.token.offset_to) = (from, to);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Pairs of neighbouring characters, each at the place of its first within its zone; single Chinese characters and the last of a run as well.
fn grams(text: &str) -> Vec<(u32, usize, usize)> {
    let mut out = vec![];
    let (mut zone, mut place) = (0, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if let Some(n) = Zone::begun_by(c) {
            (zone, place) = (n, 0);
            continue;
        }
        let here = place;
        place += 1;
        if here >= ROOM - 1 || !is_text(c) {
            continue;
        }
        let position = zone * ROOM + here;
        let end = at + c.len_utf8();
        let next = chars.peek().filter(|(_, n)| is_text(*n)).map(|(i, n)| i + n.len_utf8());
        if let Some(next) = next {
            out.push((position, at, next));
        }
        if next.is_none() || is_kanji(c) {
            out.push((position, at, end));
        }
    }
    out
}

/// Words, numbered within their zone.
fn words(text: &str) -> Vec<(u32, usize, usize)> {
    let mut out = vec![];
    let (mut zone, mut place, mut start) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if let Some(n) = Zone::begun_by(c) {
            (zone, place, start) = (n, 0, end);
        } else if c == WORD_END {
            if at > start && place < ROOM - 1 {
                out.push((zone * ROOM + place, start, at));
                place += 1;
            }
            start = end;
        }
    }
    out
}
