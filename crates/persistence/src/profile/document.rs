//! The document in the row of a profile. Its names and words are part of the schema: a change needs a migration.

use crate::columns::{Json, Reading, text};
use crate::error::StoreError;
use chrono::NaiveDate;
use enmusubi_domain::availability::{Availability, DateHours, WeeklyHours};
use enmusubi_domain::day::{DayKind, DayPart};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::matching::{Consent, Wish, WishTheme};
use enmusubi_domain::opportunity::Commitment;
use enmusubi_domain::place::Point;
use serde::{Deserialize, Serialize};

/// A wish and a birth date. Codes are the ground's words, dates ISO 8601, hours minutes of the day.
#[derive(Serialize, Deserialize)]
struct ProfileDoc {
    themes: Vec<ThemeDoc>,
    areas: Vec<String>,
    home: Option<HomeDoc>,
    reach: Option<u32>,
    level: Option<String>,
    availability: Option<AvailabilityDoc>,
    responsibility: Option<String>,
    party: u32,
    accessibility: Vec<String>,
    languages: Option<Vec<String>>,
    qualifications: Option<Vec<String>>,
    skills: Option<Vec<String>>,
    commitment: Option<String>,
    birth_date: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct ThemeDoc {
    code: String,
    interest: f32,
    level: Option<String>,
}

/// Millionths of a degree.
#[derive(Serialize, Deserialize)]
struct HomeDoc {
    lat: i32,
    lon: i32,
}

#[derive(Serialize, Deserialize)]
struct AvailabilityDoc {
    day_parts: Vec<String>,
    weekly: Vec<WeeklyDoc>,
    also: Vec<DateDoc>,
    except: Vec<String>,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct WeeklyDoc {
    day: String,
    from: u16,
    to: u16,
}

#[derive(Serialize, Deserialize)]
struct DateDoc {
    date: String,
    from: u16,
    to: u16,
}

/// Writes a wish, without its age, and a birth date.
pub fn write(wish: &Wish, birth_date: Option<NaiveDate>) -> Result<Json, StoreError> {
    let lists = [&wish.languages, &wish.qualifications, &wish.skills];
    let texts = lists.into_iter().flatten().flatten().chain(&wish.areas).chain(wish.themes.iter().map(|t| &t.code));
    for item in texts {
        text(item)?;
    }
    Json::of(&ProfileDoc {
        themes: wish.themes.iter().map(|t| ThemeDoc { code: t.code.clone(), interest: t.interest, level: t.level.map(|l| l.code().into()) }).collect(),
        areas: wish.areas.clone(),
        home: wish.home.map(|p| HomeDoc { lat: p.lat, lon: p.lon }),
        reach: wish.reach,
        level: wish.level.map(|l| l.code().into()),
        availability: wish.availability.as_ref().map(of_availability),
        responsibility: wish.responsibility.map(|r| r.code().into()),
        party: wish.party,
        accessibility: wish.accessibility.iter().map(|a| a.code().into()).collect(),
        languages: wish.languages.clone(),
        qualifications: wish.qualifications.clone(),
        skills: wish.skills.clone(),
        commitment: wish.commitment.map(|c| c.code().into()),
        birth_date: birth_date.map(|d| d.to_string()),
    })
}

fn of_availability(a: &Availability) -> AvailabilityDoc {
    AvailabilityDoc {
        day_parts: a.day_parts.iter().map(DayPart::code).collect(),
        weekly: a.weekly.iter().map(|w| WeeklyDoc { day: w.day.code().into(), from: w.from, to: w.to }).collect(),
        also: a.also.iter().map(|d| DateDoc { date: d.date.to_string(), from: d.from, to: d.to }).collect(),
        except: a.except.iter().map(ToString::to_string).collect(),
        from: a.from.map(|d| d.to_string()),
        to: a.to.map(|d| d.to_string()),
    }
}

/// Reads a wish and a birth date.
pub fn read(r: &Reading, raw: &Json) -> Result<(Wish, Option<NaiveDate>), StoreError> {
    // What stands there is not repeated where it cannot be read: it is somebody's own.
    let doc: ProfileDoc = serde_json::from_str(&raw.0).map_err(|_| r.damaged("body is not as expected"))?;
    let level = |code: Option<String>| code.map(|w| word(r, &w, Level::parse)).transpose();
    let themes = doc.themes.into_iter().map(|t| Ok(WishTheme { code: t.code, interest: t.interest, level: level(t.level)? }));
    let wish = Wish {
        themes: themes.collect::<Result<_, StoreError>>()?,
        areas: doc.areas,
        home: doc.home.map(|h| Point { lat: h.lat, lon: h.lon }),
        reach: doc.reach,
        level: level(doc.level)?,
        availability: doc.availability.map(|a| availability(r, a)).transpose()?,
        responsibility: doc.responsibility.map(|w| word(r, &w, Responsibility::parse)).transpose()?,
        age: None,
        consent: Consent::default(),
        party: doc.party,
        accessibility: doc.accessibility.iter().map(|w| word(r, w, Accessibility::parse)).collect::<Result<_, _>>()?,
        languages: doc.languages,
        qualifications: doc.qualifications,
        skills: doc.skills,
        commitment: doc.commitment.map(|w| word(r, &w, Commitment::parse)).transpose()?,
    };
    Ok((wish, doc.birth_date.map(|d| date(r, &d)).transpose()?))
}

fn availability(r: &Reading, doc: AvailabilityDoc) -> Result<Availability, StoreError> {
    let weekly = doc.weekly.into_iter().map(|w| Ok(WeeklyHours { day: word(r, &w.day, DayKind::parse)?, from: w.from, to: w.to }));
    let also = doc.also.into_iter().map(|d| Ok(DateHours { date: date(r, &d.date)?, from: d.from, to: d.to }));
    Ok(Availability {
        day_parts: doc.day_parts.iter().map(|w| word(r, w, DayPart::parse)).collect::<Result<_, _>>()?,
        weekly: weekly.collect::<Result<_, StoreError>>()?,
        also: also.collect::<Result<_, StoreError>>()?,
        except: doc.except.iter().map(|d| date(r, d)).collect::<Result<_, _>>()?,
        from: doc.from.map(|d| date(r, &d)).transpose()?,
        to: doc.to.map(|d| date(r, &d)).transpose()?,
    })
}

fn word<T>(r: &Reading, raw: &str, parse: fn(&str) -> Option<T>) -> Result<T, StoreError> {
    parse(raw).ok_or_else(|| r.damaged("body holds a word that is none of the program's"))
}

fn date(r: &Reading, raw: &str) -> Result<NaiveDate, StoreError> {
    raw.parse().map_err(|_| r.damaged("body holds a date that cannot be read"))
}
