use crate::availability::{Availability, HoursByDay, merged, overlap};
use crate::city::Calendar;
use crate::day::{DayKind, DayPart, DayParts, PartOfDay, date_of, day_number};

/// When a person can come, by day numbers.
#[derive(Debug, Clone)]
pub(crate) struct Time {
    pub hours: HoursByDay,
    /// Day parts in which at least one minute is free, dates with hours of their own included: bits outside certainly do not fit.
    pub parts: DayParts,
    /// Whether hours before six are free on some day (those belong to no day part).
    pub small_hours: bool,
    /// Day parts in which at least one minute is free every week.
    pub weekly_parts: DayParts,
    /// First and last day of the period.
    pub days: (i32, i32),
    /// Excluded days, sorted.
    pub except: Vec<i32>,
    /// Days with hours of their own, sorted.
    pub dated: Vec<Dated>,
}

/// A day with hours of its own.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    pub day: i32,
    /// The free minutes of that day, those of every week included: sorted, apart from one another.
    pub hours: Vec<(u16, u16)>,
    /// The day parts they touch.
    pub parts: DayParts,
}

impl Time {
    /// Looks at an availability. Nothing in it depends on the day of the asking: sessions of the past never count.
    pub fn of(availability: &Availability, calendar: &Calendar) -> Self {
        let hours = availability.hours();
        let mut weekly_parts = DayParts::default();
        for &day in DayKind::ALL {
            for &part in PartOfDay::ALL {
                let (from, to) = part.minutes();
                if overlap(&hours[day as usize], from, to) > 0 {
                    weekly_parts = weekly_parts.with(DayPart { day, part });
                }
            }
        }
        let mut except: Vec<i32> = availability.except.iter().map(|d| day_number(*d)).collect();
        except.sort_unstable();
        let mut time = Self {
            small_hours: hours.iter().any(|h| overlap(h, 0, 360) > 0),
            parts: weekly_parts,
            weekly_parts,
            days: (availability.from.map_or(i32::MIN, day_number), availability.to.map_or(i32::MAX, day_number)),
            except,
            dated: vec![],
            hours,
        };
        let mut days: Vec<i32> = availability.also.iter().map(|h| day_number(h.date)).collect();
        days.sort_unstable();
        days.dedup();
        let dated: Vec<Dated> = days.into_iter().map(|day| Dated::of(day, availability, &time, calendar)).collect();
        for day in &dated {
            time.parts.0 |= day.parts.0;
            time.small_hours |= overlap(&day.hours, 0, 360) > 0;
        }
        time.dated = dated;
        time
    }

    /// Whether sessions that begin on a day are looked at: in the period, or on a date with hours of its own.
    pub fn looks_at(&self, day: i32) -> bool {
        self.in_period(day) || self.dated(day).is_some()
    }

    /// Whether a day lies in the period.
    pub fn in_period(&self, day: i32) -> bool {
        self.days.0 <= day && day <= self.days.1
    }

    fn dated(&self, day: i32) -> Option<&Dated> {
        if self.dated.is_empty() {
            return None;
        }
        self.dated.binary_search_by_key(&day, |d| d.day).ok().map(|i| &self.dated[i])
    }

    /// The free minutes of a day of a kind.
    pub fn free_on(&self, day: i32, kind: DayKind) -> &[(u16, u16)] {
        match self.dated(day) {
            Some(dated) => &dated.hours,
            None if self.in_period(day) && self.except.binary_search(&day).is_err() => &self.hours[kind as usize],
            None => &[],
        }
    }
}

impl Dated {
    fn of(day: i32, availability: &Availability, time: &Time, calendar: &Calendar) -> Self {
        let kind = calendar.kind(date_of(day));
        let mut hours: Vec<(u16, u16)> = availability.also.iter().filter(|h| day_number(h.date) == day).map(|h| (h.from, h.to)).collect();
        // Read before any dated day stands in `time`: the hours of every week.
        hours.extend_from_slice(time.free_on(day, kind));
        let parts = DayParts(hours.iter().fold(0, |m, (from, to)| m | DayParts::touched(kind, *from, *to).0));
        Self { day, hours: merged(hours), parts }
    }
}
