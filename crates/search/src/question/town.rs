/// What the town's own texts can say about a word.
pub(crate) trait Town {
    /// Shows every word with a Chinese character in front, and every station.
    fn each_kanji_word(&self, show: &mut dyn FnMut(&str));
    /// Whether a word stands in some text.
    fn has_word(&self, word: &str) -> bool;
    /// Whether a text stands in some text, also inside words.
    fn occurs(&self, text: &str) -> bool;
    /// Words one typing error away, at most a few.
    fn words_near(&self, word: &str) -> Vec<String>;
}
