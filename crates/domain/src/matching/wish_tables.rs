//! A prepared question as plain numbers: for asking another engine the same, as the benches' SQL yardstick does.

use super::Question;
use crate::level::Level;

/// The numbers of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// Value of each theme, by its number.
    pub themes: Option<Vec<f32>>,
    /// Value of each area and whether it is reached, by its number: from the listed areas, or around home.
    pub areas: Option<Vec<(f32, bool)>>,
    /// Home: latitude and longitude in millionths of a degree, metres per degree of longitude there, reach in metres squared.
    pub home: Option<(i32, i32, i64, i64)>,
    /// Free hours: kind of day, first minute, minute after the last.
    pub hours: Option<Vec<(u8, u16, u16)>>,
    /// Day parts with a free minute, as bits.
    pub parts: u32,
    /// Excluded days.
    pub except: Vec<i32>,
    /// First day of the period.
    pub first_day: i32,
    /// Civil minute of the asking.
    pub now: i64,
    /// People together.
    pub party: u16,
    /// The person's level, where it is the same in every theme.
    pub level: Option<u8>,
    /// Age.
    pub age: Option<u8>,
    /// Heaviest responsibility.
    pub responsibility: Option<u8>,
}

/// The numbers of a question. A level per theme, the end of the period and hours on single dates are left out.
pub fn tables(q: &Question) -> Tables {
    let areas = q.areas.as_ref().or(q.around_home.as_ref());
    Tables {
        themes: q.themes.as_ref().map(|t| t.iter().map(|(value, _)| *value).collect()),
        areas: areas.map(|t| t.iter().map(|a| (a.value, a.reached)).collect()),
        home: q.home.as_ref().map(|h| {
            let (origin, per_degree) = h.ruler.parts();
            (origin.lat, origin.lon, per_degree, h.reach2)
        }),
        hours: q.time.as_ref().map(|t| t.hours.iter().enumerate().flat_map(|(kind, list)| list.iter().map(move |(a, b)| (kind as u8, *a, *b))).collect()),
        parts: q.time.as_ref().map_or(0, |t| t.parts.0),
        except: q.time.as_ref().map_or_else(Vec::new, |t| {
            let mut days = t.except.clone();
            days.dedup();
            days
        }),
        first_day: q.time.as_ref().map_or(0, |t| t.days.0.max(q.today)),
        now: q.now,
        party: q.party,
        // Where it does not depend on the theme.
        level: q.wish.level.filter(|_| q.wish.themes.iter().all(|t| t.level.is_none())).map(|l: Level| l as u8),
        age: q.age,
        responsibility: q.wish.responsibility.map(|r| r as u8),
    }
}
