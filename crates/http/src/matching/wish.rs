use crate::code;
use crate::input::Wrong;
use chrono::NaiveDate;
use enmusubi_domain::availability::{Availability, DateHours, WeeklyHours};
use enmusubi_domain::day::{DayKind, DayPart};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::matching::{Wish, WishTheme};
use enmusubi_domain::opportunity::Commitment;
use enmusubi_domain::place::Point;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The members of a wish as they are sent and shown.
#[derive(Debug, Default)]
pub struct WishMembers {
    pub themes: Option<Vec<ThemeWish>>,
    pub areas: Option<Vec<String>>,
    pub home: Option<Home>,
    pub reach_km: Option<f64>,
    pub level: Option<String>,
    pub availability: Option<AvailabilityWish>,
    pub responsibility: Option<String>,
    pub party_size: Option<u32>,
    pub accessibility: Option<Vec<String>>,
    pub languages: Option<Vec<String>>,
    pub qualifications: Option<Vec<String>>,
    pub skills: Option<Vec<String>>,
    pub commitment: Option<String>,
}

/// One theme of interest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeWish {
    /// Its code.
    #[schema(example = "childcare")]
    code: String,
    /// How much, above 0 up to 1.
    #[schema(minimum = 0.001, maximum = 1, default = 1, example = 1.0)]
    interest: Option<f32>,
    /// What the person can do already in this theme.
    #[schema(value_type = Option<code::Level>, example = "introductory")]
    level: Option<String>,
}

/// A starting point in degrees, to the millionth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// Latitude.
    #[schema(minimum = -90, maximum = 90, example = 43.07)]
    lat: f64,
    /// Longitude.
    #[schema(minimum = -180, maximum = 180, example = 141.36)]
    lon: f64,
}

/// When the person can come: day parts and exact hours together, minus exceptions, within a period; and hours on single dates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AvailabilityWish {
    /// Whole parts of days.
    #[schema(value_type = Option<Vec<code::DayPart>>, example = json!(["sat_morning", "holiday_afternoon"]))]
    day_parts: Option<Vec<String>>,
    /// Exact hours beside them.
    #[schema(max_items = 100)]
    weekly: Option<Vec<Hours>>,
    /// Further hours on single dates, in the period or not. A date stands here or in `except`, not in both.
    #[schema(max_items = 100)]
    also: Option<Vec<HoursOnDate>>,
    /// Dates on which the person cannot come all the same.
    #[schema(example = json!(["2026-12-31"]), max_items = 400)]
    except: Option<Vec<String>>,
    /// First date of the period.
    #[schema(format = Date, example = "2026-11-24")]
    from: Option<String>,
    /// Last date of the period.
    #[schema(format = Date, example = "2027-02-28")]
    to: Option<String>,
}

/// Exact hours on one kind of day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The kind of day.
    #[schema(value_type = code::Day, example = "wed")]
    day: String,
    /// `HH:MM`.
    #[schema(example = "18:30", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    from: String,
    /// `HH:MM`, up to `24:00`.
    #[schema(example = "20:30", pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
    to: String,
}

/// Exact hours on one date. Hours over midnight are two entries, one on each date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursOnDate {
    /// The date, whatever kind of day it is.
    #[schema(format = Date, example = "2026-12-27")]
    date: String,
    /// `HH:MM`.
    #[schema(example = "10:00", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    from: String,
    /// `HH:MM`, up to `24:00`.
    #[schema(example = "12:00", pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
    to: String,
}

impl WishMembers {
    /// The wish they say, without an age; what cannot be read is named.
    pub fn wish(self, wrong: &mut Wrong) -> Wish {
        Wish {
            themes: self.themes.unwrap_or_default().into_iter().enumerate().map(|(i, t)| t.read(i, wrong)).collect(),
            areas: self.areas.unwrap_or_default(),
            home: self.home.and_then(|h| wrong.take(Point::from_degrees(h.lat, h.lon).map_err(|i| i.below("home")))),
            reach: self.reach_km.and_then(|km| wrong.take(metres(km))),
            level: self.level.and_then(|code| wrong.word("level", &code, Level::parse, Level::CODES)),
            // An availability that says nothing is no answer.
            availability: self.availability.map(|a| a.read(wrong)).filter(|a| *a != Availability::default()),
            responsibility: self.responsibility.and_then(|code| wrong.word("responsibility", &code, Responsibility::parse, Responsibility::CODES)),
            party: self.party_size.unwrap_or(1),
            accessibility: wrong.words("accessibility", self.accessibility, Accessibility::parse, Accessibility::CODES),
            languages: self.languages,
            qualifications: self.qualifications,
            skills: self.skills,
            commitment: self.commitment.and_then(|code| wrong.word("commitment", &code, Commitment::parse, Commitment::CODES)),
            ..Wish::default()
        }
    }

    /// The members that say a wish; its age is left aside.
    pub fn of(wish: &Wish) -> Self {
        Self {
            themes: Some(wish.themes.iter().map(ThemeWish::of).collect()),
            areas: Some(wish.areas.clone()),
            home: wish.home.map(Home::of),
            reach_km: wish.reach.map(|metres| f64::from(metres) / 1000.0),
            level: wish.level.map(|l| l.code().into()),
            availability: wish.availability.as_ref().map(AvailabilityWish::of),
            responsibility: wish.responsibility.map(|r| r.code().into()),
            party_size: Some(wish.party),
            accessibility: Some(wish.accessibility.iter().map(|a| a.code().into()).collect()),
            languages: wish.languages.clone(),
            qualifications: wish.qualifications.clone(),
            skills: wish.skills.clone(),
            commitment: wish.commitment.map(|c| c.code().into()),
        }
    }
}

fn metres(km: f64) -> Result<u32, Invalid> {
    // A metre at least: the message names what is let in.
    if (0.001..=1000.0).contains(&km) { Ok((km * 1000.0).round() as u32) } else { Err(Invalid::new("reach_km", Why::OutOfRange { min: 0.001, max: 1000.0 })) }
}

impl ThemeWish {
    fn read(self, i: usize, wrong: &mut Wrong) -> WishTheme {
        let level = self.level.and_then(|code| wrong.word(&format!("themes/{i}/level"), &code, Level::parse, Level::CODES));
        WishTheme { code: self.code, interest: self.interest.unwrap_or(1.0), level }
    }

    fn of(theme: &WishTheme) -> Self {
        Self { code: theme.code.clone(), interest: Some(theme.interest), level: theme.level.map(|l| l.code().into()) }
    }
}

impl Home {
    fn of(point: Point) -> Self {
        let (lat, lon) = point.degrees();
        Self { lat, lon }
    }
}

impl AvailabilityWish {
    fn read(self, wrong: &mut Wrong) -> Availability {
        let day_parts = wrong.words("availability/day_parts", self.day_parts, DayPart::parse, code::DAY_PARTS);
        let weekly = self.weekly.unwrap_or_default().into_iter().enumerate();
        let also = self.also.unwrap_or_default().into_iter().enumerate();
        let except = self.except.unwrap_or_default().into_iter().enumerate();
        Availability {
            day_parts: day_parts.into_iter().collect(),
            weekly: weekly.filter_map(|(i, hours)| hours.read(&format!("availability/weekly/{i}"), wrong)).collect(),
            also: also.filter_map(|(i, hours)| hours.read(&format!("availability/also/{i}"), wrong)).collect(),
            except: except.filter_map(|(i, text)| wrong.date(&format!("availability/except/{i}"), &text)).collect(),
            from: self.from.and_then(|text| wrong.date("availability/from", &text)),
            to: self.to.and_then(|text| wrong.date("availability/to", &text)),
        }
    }

    fn of(availability: &Availability) -> Self {
        let date = |date: Option<NaiveDate>| date.map(|d| d.to_string());
        Self {
            day_parts: Some(availability.day_parts.iter().map(DayPart::code).collect()),
            weekly: Some(availability.weekly.iter().map(Hours::of).collect()),
            also: Some(availability.also.iter().map(HoursOnDate::of).collect()),
            except: Some(availability.except.iter().map(ToString::to_string).collect()),
            from: date(availability.from),
            to: date(availability.to),
        }
    }
}

impl Hours {
    fn read(self, at: &str, wrong: &mut Wrong) -> Option<WeeklyHours> {
        let day = wrong.word(&format!("{at}/day"), &self.day, DayKind::parse, DayKind::CODES);
        let (from, to) = (clock(at, "from", &self.from, wrong), clock(at, "to", &self.to, wrong));
        Some(WeeklyHours { day: day?, from: from?, to: to? })
    }

    fn of(hours: &WeeklyHours) -> Self {
        Self { day: hours.day.code().into(), from: shown(hours.from), to: shown(hours.to) }
    }
}

impl HoursOnDate {
    fn read(self, at: &str, wrong: &mut Wrong) -> Option<DateHours> {
        let date = wrong.date(&format!("{at}/date"), &self.date);
        let (from, to) = (clock(at, "from", &self.from, wrong), clock(at, "to", &self.to, wrong));
        Some(DateHours { date: date?, from: from?, to: to? })
    }

    fn of(hours: &DateHours) -> Self {
        Self { date: hours.date.to_string(), from: shown(hours.from), to: shown(hours.to) }
    }
}

fn clock(at: &str, member: &str, text: &str, wrong: &mut Wrong) -> Option<u16> {
    wrong.take(minute(text).ok_or_else(|| Invalid::new(format!("{at}/{member}"), Why::Malformed("HH:MM"))))
}

/// The minute of the day of `HH:MM`, up to `24:00`.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |s: &str| if s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit()) { s.parse::<u16>().ok() } else { None };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 1440).then_some(hours * 60 + minutes)
}

/// `HH:MM`, up to `24:00`.
fn shown(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
