use crate::day::DayParts;
use crate::level::{Level, Responsibility};
use crate::matching::Offer;
use crate::matching::offer::UNCOUNTED;

/// How many yes-or-no statements there are.
pub const MARKS: usize = 71;

/// Not published, or nothing that could lie ahead.
pub(super) const CLOSED: u8 = 0;
/// A party of 1, 2, … 6, of 7 or more is turned away.
const TURNS_AWAY: u8 = 1;
/// The largest party with a mark of its own.
const PARTIES: u8 = 7;
/// A session touches a day part (24 of them), or the hours before six, which belong to none.
const PARTS: u8 = TURNS_AWAY + PARTIES;
pub(super) const SMALL_HOURS: u8 = PARTS + 24;
/// Heavier than the lightest, the second, the third responsibility.
const HEAVIER: u8 = SMALL_HOURS + 1;
/// Needs more than the first, the second, the third level.
const NEEDS_MORE: u8 = HEAVIER + 3;
/// Nobody of an age group of eight years is admitted.
const AGES: u8 = NEEDS_MORE + 3;
const AGE_GROUPS: u8 = 16;
/// Lacks the n-th kind of accessibility.
const LACKS: u8 = AGES + AGE_GROUPS;
const KINDS: u8 = 11;
/// Needs some certificate.
pub(super) const CERTIFICATES: u8 = LACKS + KINDS;
/// Open to people who speak Japanese only, English only.
const SPEAKS: u8 = CERTIFICATES + 1;
const LANGUAGES: [[u8; 2]; 2] = [*b"ja", *b"en"];
/// The group says what it seeks.
pub const SEEKS: u8 = SPEAKS + 2;
/// No theme is named.
pub const THEMELESS: u8 = SEEKS + 1;

const _: () = assert!(THEMELESS as usize + 1 == MARKS && crate::level::Accessibility::ALL.len() == KINDS as usize);

/// The mark of a party's size.
pub(super) fn turns_away(party: u16) -> u8 {
    TURNS_AWAY + party.clamp(1, u16::from(PARTIES)) as u8 - 1
}

/// The mark of a party that is greater by one than a mark's.
#[cfg(feature = "worlds")]
pub(super) fn one_more(mark: u8) -> u8 {
    (mark + 1).min(turns_away(u16::from(PARTIES)))
}

/// The marks of day parts.
pub(super) fn touches(parts: DayParts) -> impl Iterator<Item = u8> {
    parts.iter().map(|p| PARTS + p.index() as u8)
}

/// The mark of being heavier than a person accepts; none beyond the heaviest.
pub(super) fn heavier(most: Responsibility) -> Option<u8> {
    (usize::from(most as u8) + 1 < Responsibility::ALL.len()).then_some(HEAVIER + most as u8)
}

/// The mark of needing more than a person's level; none beyond the highest.
pub(super) fn needs_more(mine: Level) -> Option<u8> {
    (usize::from(mine as u8) + 1 < Level::ALL.len()).then_some(NEEDS_MORE + mine as u8)
}

/// The mark of an age's group.
pub(super) fn age_group(age: u8) -> u8 {
    AGES + (age / 8).min(AGE_GROUPS - 1)
}

/// The marks of needs that are not met.
pub(super) fn lacks(needs: u32) -> impl Iterator<Item = u8> {
    (0..KINDS).filter(move |n| needs >> n & 1 == 1).map(|n| LACKS + n)
}

/// The mark of a language, if it has one.
pub(super) fn speaks(language: [u8; 2]) -> Option<u8> {
    LANGUAGES.iter().position(|l| *l == language).map(|n| SPEAKS + n as u8)
}

/// Yes-or-no statements of one offer, from which gates follow that certainly fail. Bit `n` is the statement with that number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(pub [u64; 2]);

impl Marks {
    /// The statements of an offer.
    pub fn of(offer: &Offer) -> Self {
        let flexible = !offer.flexible.is_empty();
        let mut marks = Self::default();
        marks.set(CLOSED, !offer.published || (!flexible && offer.slots.is_empty()));
        let most = if flexible { offer.flexible_left } else { offer.slots.iter().map(|s| s.left).max().unwrap_or(0) };
        let admits = |party: u16| (offer.party.0..=offer.party.1).contains(&party) && (most == UNCOUNTED || party <= most);
        for party in 1..u16::from(PARTIES) {
            marks.set(turns_away(party), !admits(party));
        }
        // The last stands for every greater party as well.
        let large = u16::from(PARTIES);
        marks.set(turns_away(large), offer.party.1 < large || (most != UNCOUNTED && most < large));
        let parts = if flexible { offer.flexible } else { DayParts(offer.slots.iter().fold(0, |all, s| all | s.day_parts().0)) };
        touches(parts).for_each(|n| marks.set(n, true));
        marks.set(SMALL_HOURS, offer.slots.iter().any(|s| s.from < 360 || s.to > 1440));
        for &most in Responsibility::ALL {
            heavier(most).into_iter().for_each(|n| marks.set(n, offer.responsibility > most));
        }
        for &mine in Level::ALL {
            needs_more(mine).into_iter().for_each(|n| marks.set(n, offer.level_needed().is_some_and(|needed| needed > mine)));
        }
        for group in 0..AGE_GROUPS {
            let (youngest, oldest) = (group * 8, if group + 1 == AGE_GROUPS { u8::MAX } else { group * 8 + 7 });
            marks.set(AGES + group, offer.ages.0 > oldest || offer.ages.1 < youngest);
        }
        lacks(!offer.accessibility).for_each(|n| marks.set(n, true));
        marks.set(CERTIFICATES, !offer.qualifications.is_empty());
        for language in LANGUAGES {
            speaks(language).into_iter().for_each(|n| marks.set(n, offer.languages.is_empty() || offer.languages.contains(&language)));
        }
        marks.set(SEEKS, offer.seeks.is_some());
        marks.set(THEMELESS, offer.themes.is_empty());
        marks
    }

    fn set(&mut self, mark: u8, on: bool) {
        let bit = 1u64 << (mark % 64);
        let word = &mut self.0[usize::from(mark / 64)];
        *word = if on { *word | bit } else { *word & !bit };
    }

    /// Whether a statement holds.
    pub fn has(&self, mark: u8) -> bool {
        self.0[usize::from(mark / 64)] >> (mark % 64) & 1 == 1
    }
}
