//! One city's own data: areas, themes, calendar. Nothing in the code knows a particular city.

use crate::area::AreaTree;
use crate::day::DayKind;
use crate::holiday::Holidays;
use crate::theme::Themes;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

/// The civil calendar of a city.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Its time zone.
    pub tz: Tz,
    /// Its public holidays.
    pub holidays: Holidays,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { tz: Tz::Asia__Tokyo, holidays: Holidays::Japan }
    }
}

impl Calendar {
    /// The kind of a date.
    pub fn kind(&self, date: NaiveDate) -> DayKind {
        if self.holidays.contains(date) { DayKind::Holiday } else { DayKind::of_weekday(date.weekday()) }
    }

    /// The civil time of an instant.
    pub fn civil(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.tz).naive_local()
    }

    /// The instant of a civil time.
    pub fn instant(&self, civil: NaiveDateTime) -> Option<DateTime<Utc>> {
        crate::schedule::instant(civil, self.tz)
    }
}

/// What a city brings with it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct City {
    /// Its areas.
    pub areas: AreaTree,
    /// Its themes.
    pub themes: Themes,
    /// Its calendar.
    pub calendar: Calendar,
}
