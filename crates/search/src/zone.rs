//! Where in a listing a word stands. All zones share one stream of positions, so that one look at a word answers for all of them.

/// A part of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Zone {
    /// Title, or the name of a group.
    Title,
    /// Names of its group, areas, place and station.
    Names,
    /// Names of its themes.
    Themes,
    /// One or two sentences.
    Summary,
    /// Everything else it says.
    Body,
    /// What its fields say, in words: kind, days, level, languages.
    Facts,
    /// Title in English.
    TitleEn,
    /// Everything else in English.
    English,
    /// The Japanese texts as they are written, for substrings that a replaced spelling would cut.
    Written,
}

/// How many zones there are.
pub const ZONES: usize = 9;
/// Positions of each zone; what is longer is cut.
pub const ROOM: u32 = 32_768;
/// Marks the beginning of a zone in a stream: this character plus the zone's number.
const MARK: u32 = 0xf_0000;
/// Marks the end of a word in a stream.
pub const WORD_END: char = '\u{f00ff}';

impl Zone {
    /// Every zone, in order of its number.
    pub const ALL: [Self; ZONES] =
        [Self::Title, Self::Names, Self::Themes, Self::Summary, Self::Body, Self::Facts, Self::TitleEn, Self::English, Self::Written];

    /// The character that begins it in a stream.
    pub fn mark(self) -> char {
        char::from_u32(MARK + self as u32).unwrap_or('\u{f0000}')
    }

    /// The number of the zone that a character begins.
    pub fn begun_by(c: char) -> Option<u32> {
        (c as u32).checked_sub(MARK).filter(|n| *n < ZONES as u32)
    }
}
