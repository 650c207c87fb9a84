//! A volunteer's own profile: a wish that is kept.

use crate::city::City;
use crate::invalid::{Invalid, Why};
use crate::matching::Wish;
use chrono::{Datelike, Days, NaiveDate};

/// Greatest age in years that is believed.
pub const AGE_MAX: u8 = 120;

/// What somebody keeps of themselves, so as to be matched again and again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// What they ask for. Its age is left open: it follows from the birth date, on the day of the asking.
    pub wish: Wish,
    /// When they were born; nothing means unanswered.
    pub birth_date: Option<NaiveDate>,
    /// Whether coordinators may find them when they look for people for an opportunity.
    pub open_to_introductions: bool,
}

/// A code in a profile that the city no longer knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The list it stood in: `themes` or `areas`.
    pub list: &'static str,
    /// The code.
    pub code: String,
}

impl Profile {
    /// Looks at everything somebody says of themselves; every wrong member is named.
    pub fn check(&self, city: &City, today: NaiveDate) -> Result<(), Vec<Invalid>> {
        let mut wrong = self.wish.check(city).err().unwrap_or_default();
        if let Some(born) = self.birth_date
            && (born > today || age_on(born, today).is_none_or(|age| age > u32::from(AGE_MAX)))
        {
            wrong.push(Invalid::new("birth_date", Why::DateOutOfRange { min: earliest_birth(today), max: today }));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// The wish as it is asked on a civil date: with the age of that day.
    ///
    /// Somebody who was let in at 120 stays 120; somebody whose birth date lies ahead of a clock that was put back has no age.
    pub fn wish_on(&self, today: NaiveDate) -> Wish {
        Wish { age: believed_age(self.birth_date, today), ..self.wish.clone() }
    }

    /// The profile without the codes that the city does not know any more, and those codes: taxonomies change, and a theme that went must
    /// not keep anybody from being matched.
    pub fn known_in(mut self, city: &City) -> (Self, Vec<Gone>) {
        let mut gone = vec![];
        let mut keep = |list, code: &str, known: bool| {
            if !known {
                gone.push(Gone { list, code: code.to_owned() });
            }
            known
        };
        self.wish.themes.retain(|t| keep("themes", &t.code, city.themes.number(&t.code).is_some()));
        self.wish.areas.retain(|code| keep("areas", code, city.areas.number(code).is_some()));
        (self, gone)
    }
}

/// Whole years from a birth date to a civil date; nothing if it lies ahead.
///
/// Who was born on 29 February is a year older on 1 March of a common year.
pub fn age_on(born: NaiveDate, today: NaiveDate) -> Option<u32> {
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    u32::try_from(today.year() - born.year() - i32::from(before_birthday)).ok()
}

/// The age in years that goes into a wish on a civil date: see [`Profile::wish_on`].
pub(crate) fn believed_age(birth_date: Option<NaiveDate>, today: NaiveDate) -> Option<u8> {
    let years = birth_date.and_then(|born| age_on(born, today))?;
    Some(years.min(u32::from(AGE_MAX)) as u8)
}

/// The earliest birth date of somebody who is [`AGE_MAX`] years old today.
fn earliest_birth(today: NaiveDate) -> NaiveDate {
    let year = today.year() - i32::from(AGE_MAX) - 1;
    // The day after the birthday of somebody a year too old; on a leap day that is 1 March of a common year.
    let too_old = NaiveDate::from_ymd_opt(year, today.month(), today.day());
    let next = too_old.and_then(|day| day.checked_add_days(Days::new(1)));
    next.or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests;
