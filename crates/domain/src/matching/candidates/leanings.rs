use super::volunteer::Volunteer;
use crate::level::Level;
use crate::matching::question::Home;
use crate::opportunity::Commitment;

/// Number of a level that is not known.
pub(super) const UNKNOWN: u8 = Level::ALL.len() as u8;
/// Number of a commitment that was not said.
pub(super) const UNDECIDED: u8 = Commitment::ALL.len() as u8;

/// Themes and areas that fit in; who asked for more is read in full.
const THEMES: usize = 3;
const AREAS: usize = 2;

/// A theme that was asked for.
#[derive(Clone, Copy, Default)]
pub(super) struct Want {
    pub interest: f32,
    pub theme: u8,
    /// Number of the volunteer's level in it.
    pub level: u8,
}

/// What colours a volunteer's score: themes, level, place. Read for those who are not ruled out by their [`Limits`](super::Limits).
#[derive(Clone, Copy)]
pub struct Leanings {
    pub(super) home: Option<Home>,
    wants: [Want; THEMES],
    areas: [u16; AREAS],
    themes_asked: u8,
    areas_asked: u8,
    /// Number of the level in themes that name none.
    pub(super) level: u8,
    /// Number of the commitment offered.
    pub(super) commitment: u8,
}

impl Leanings {
    /// The leanings of a volunteer.
    pub fn of(volunteer: &Volunteer) -> Self {
        let ready = &volunteer.ready;
        let mut wants = [Want::default(); THEMES];
        wants.iter_mut().zip(every_want(volunteer)).for_each(|(here, want)| *here = want);
        let mut areas = [0; AREAS];
        areas.iter_mut().zip(&ready.areas).for_each(|(here, area)| *here = *area);
        Self {
            home: ready.home,
            wants,
            areas,
            themes_asked: ready.themes.len().min(usize::from(u8::MAX)) as u8,
            areas_asked: ready.areas.len().min(usize::from(u8::MAX)) as u8,
            level: number(ready.wish.level),
            commitment: ready.wish.commitment.map_or(UNDECIDED, |c| c as u8),
        }
    }

    pub(super) fn asks_for_themes(&self) -> bool {
        self.themes_asked > 0
    }

    /// The themes that were asked for, in the order of the wish.
    #[inline]
    pub(super) fn wants(&self, volunteer: &Volunteer, mut each: impl FnMut(Want)) {
        match self.wants.get(..usize::from(self.themes_asked)) {
            Some(wants) => wants.iter().for_each(|want| each(*want)),
            None => every_want(volunteer).for_each(each),
        }
    }

    /// Numbers of the areas that were asked for; nothing if none was.
    #[inline]
    pub(super) fn areas<'a>(&'a self, volunteer: &'a Volunteer) -> Option<&'a [u16]> {
        match usize::from(self.areas_asked) {
            0 => None,
            n => Some(self.areas.get(..n).unwrap_or(&volunteer.ready.areas)),
        }
    }
}

fn every_want(volunteer: &Volunteer) -> impl Iterator<Item = Want> {
    let wish = &volunteer.ready.wish;
    let asked = volunteer.ready.themes.iter().zip(&wish.themes);
    asked.map(|(theme, t)| Want { interest: t.interest, theme: *theme, level: number(t.level.or(wish.level)) })
}

fn number(level: Option<Level>) -> u8 {
    level.map_or(UNKNOWN, |l| l as u8)
}
