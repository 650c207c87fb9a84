//! The numbers of the ranking, in one place. The relevance test switches them off one by one to show what each is worth.

use crate::zone::ZONES;

/// What each part of the ranking weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// Weight of each zone, in the order of [`crate::zone::Zone`].
    pub zones: [f32; ZONES],
    /// How soon more of the same word adds nothing.
    pub saturation: f32,
    /// Worth of a hit that cuts through words (京都 in 東京都), against one on whole words.
    pub substring: f32,
    /// Worth of a synonym against the word itself.
    pub synonym: f32,
    /// Worth of a synonym from a general thesaurus.
    pub thesaurus: f32,
    /// Worth of a word that a question in kana or romaji can be read as.
    pub reading: f32,
    /// Worth of a word one typing error away, where the town does not know the word itself.
    pub typo: f32,
    /// Worth of all words of a compound that do not stand together.
    pub compound: f32,
    /// Weight of words so common that they say little.
    pub light: f32,
    /// Worth of what an unfinished word may become.
    pub unfinished: f32,
    /// What the words of the best answers add.
    pub echo: f32,
    /// What neighbouring words together are worth beyond each alone.
    pub phrase: f32,
    /// What agreement of themes adds.
    pub themes: f32,
    /// How sure the themes of the best answers are, where the question's own words say none.
    pub guess: f32,
    /// Whether what every question has is dropped.
    pub questions: bool,
    /// Rarity in the town from which a word has its full weight, as the logarithm of how rarely it stands; more common ones weigh less.
    /// 0 lets every word weigh the same.
    pub rarity: f32,
    /// Share of the weight of the fullest answer that a result must answer.
    pub share: f32,
    /// What a group's answer adds to its opportunities', and the best of these to the group's.
    pub kin: f32,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            //      title names themes summary body facts title_en english written
            zones: [4.0, 2.0, 1.5, 2.0, 1.0, 1.2, 3.0, 1.5, 0.5],
            saturation: 1.5,
            substring: 0.9,
            synonym: 0.5,
            thesaurus: 0.35,
            reading: 0.9,
            typo: 0.7,
            compound: 0.4,
            light: 0.25,
            unfinished: 0.7,
            echo: 0.4,
            phrase: 0.5,
            themes: 0.3,
            guess: 0.8,
            questions: true,
            rarity: 1.0,
            share: 0.1,
            kin: 0.1,
        }
    }
}
