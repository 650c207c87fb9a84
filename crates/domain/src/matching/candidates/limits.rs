use super::volunteer::Volunteer;
use crate::day::DayParts;
use crate::level::Responsibility;
use crate::matching::offer::mask;
use crate::matching::ready::{party, spoken};
use crate::matching::wish::Consent;
use crate::profile::AGE_MAX;
use chrono::{Datelike, NaiveDate};

/// Said that they can come at certain times only.
pub(super) const TIME: u8 = 1;
/// Said which languages they speak.
pub(super) const LANGUAGES: u8 = 2;
/// Said that they hold no certificate.
pub(super) const UNCERTIFIED: u8 = 4;
/// Said which skills they bring.
pub(super) const SKILLS: u8 = 8;
/// A guardian has refused.
pub(super) const REFUSED: u8 = 16;

/// The bit of the hours before six, beside those of the day parts.
pub(super) const SMALL_HOURS: u32 = 24;
/// The birthday of somebody who does not say it.
const UNSAID: i32 = i32::MIN;

/// What closes gates for a volunteer: a few numbers, read one after the other for every offer.
#[derive(Clone, Copy)]
pub struct Limits {
    born: i32,
    /// Day parts with a free minute on any day, and the hours before six: bits outside certainly do not fit.
    pub(super) parts: u32,
    /// First and last day of the period.
    pub(super) days: (i32, i32),
    pub(super) party: u16,
    pub(super) needs: u16,
    /// Which questions were answered.
    pub(super) said: u8,
    /// The heaviest responsibility that is accepted.
    pub(super) most: u8,
    /// Languages spoken, as bits: see [`tongues`].
    pub(super) tongues: u8,
}

impl Limits {
    /// The limits of a volunteer.
    pub fn of(volunteer: &Volunteer) -> Self {
        let wish = &*volunteer.ready.wish;
        let time = volunteer.ready.time.as_deref();
        let spoken = spoken(wish).unwrap_or_default();
        let mut said = 0;
        for (flag, holds) in [
            (TIME, time.is_some()),
            (LANGUAGES, !spoken.is_empty()),
            (UNCERTIFIED, wish.qualifications.as_ref().is_some_and(Vec::is_empty)),
            (SKILLS, wish.skills.is_some()),
            (REFUSED, wish.consent == Consent::Refused),
        ] {
            said |= if holds { flag } else { 0 };
        }
        Self {
            born: volunteer.birth_date.map_or(UNSAID, calendar_number),
            parts: time.map_or(u32::MAX, |t| t.parts.0 | u32::from(t.small_hours) << SMALL_HOURS),
            days: time.map_or((i32::MIN, i32::MAX), |t| t.days),
            party: party(wish),
            needs: mask(&wish.accessibility) as u16,
            said,
            most: wish.responsibility.unwrap_or(Responsibility::Lead) as u8,
            tongues: tongues(&spoken),
        }
    }

    pub(super) fn said(&self, what: u8) -> bool {
        self.said & what != 0
    }

    /// The age on the day of a [`calendar_number`], if it is known.
    #[inline]
    pub(super) fn age(&self, today: i32) -> Option<u8> {
        if self.born == UNSAID || self.born > today { None } else { Some(((today - self.born) >> 9).min(i32::from(AGE_MAX)) as u8) }
    }

    /// Whether it shares no day part with these.
    #[inline]
    pub(super) fn never_in(&self, parts: DayParts) -> bool {
        self.parts & parts.0 == 0
    }
}

/// A date as a number whose differences, divided by 512, are whole years: year, then month, then day.
pub(super) fn calendar_number(date: NaiveDate) -> i32 {
    date.year() << 9 | (date.month() << 5 | date.day()) as i32
}

/// Languages as bits: Japanese, English, any other. Who shares no bit shares no language.
pub(super) fn tongues<L: AsRef<[u8]>>(languages: &[L]) -> u8 {
    languages.iter().fold(0, |all, l| {
        all | match l.as_ref() {
            b"ja" => 1,
            b"en" => 2,
            _ => 4,
        }
    })
}
