use crate::code;
use crate::input::Wrong;
use crate::page::{LIMIT, LIMIT_MAX};
use crate::problem::Problem;
use enmusubi_domain::availability::{Availability, WeeklyHours};
use enmusubi_domain::day::{DayKind, DayPart};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::matching::{Consent, Wish, WishTheme};
use enmusubi_domain::opportunity::Commitment;
use enmusubi_domain::place::Point;
use serde::Deserialize;
use utoipa::ToSchema;

/// What somebody asks for. Every member may be left out: an unanswered question counts neither for nor against.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MatchRequest, example = json!(super::view::example_request()))]
pub struct MatchRequest {
    /// Themes of interest.
    #[schema(max_items = 50)]
    themes: Option<Vec<ThemeWish>>,
    /// Area codes; with `home` either will do.
    #[schema(example = json!(["011037"]), max_items = 50)]
    areas: Option<Vec<String>>,
    /// Where the person starts from.
    home: Option<Home>,
    /// How far the person will go from `home`, in kilometres.
    #[schema(exclusive_minimum = 0, maximum = 1000, example = 5)]
    reach_km: Option<f64>,
    /// The person's level in themes that name none.
    #[schema(value_type = Option<code::Level>)]
    level: Option<String>,
    /// When the person can come.
    availability: Option<AvailabilityWish>,
    /// The heaviest responsibility the person accepts.
    #[schema(value_type = Option<code::Responsibility>)]
    responsibility: Option<String>,
    /// Age in years.
    #[schema(maximum = 120, example = 34)]
    age: Option<u32>,
    /// How many come together.
    #[schema(minimum = 1, maximum = 1000, default = 1, example = 1)]
    party_size: Option<u32>,
    /// What the person needs.
    #[schema(value_type = Option<Vec<code::Accessibility>>)]
    accessibility: Option<Vec<String>>,
    /// Languages the person speaks (ISO 639-1).
    #[schema(example = json!(["ja"]), max_items = 50)]
    languages: Option<Vec<String>>,
    /// Certificates the person holds.
    #[schema(example = json!(["普通自動車免許"]), max_items = 50)]
    qualifications: Option<Vec<String>>,
    /// Skills the person brings.
    #[schema(example = json!(["運転"]), max_items = 50)]
    skills: Option<Vec<String>>,
    /// For how long the person would like to stay.
    #[schema(value_type = Option<code::Commitment>)]
    commitment: Option<String>,
    /// How many results.
    #[schema(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
}

/// One theme of interest.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeWish {
    /// Its code.
    #[schema(example = "childcare")]
    code: String,
    /// How much, above 0 up to 1.
    #[schema(exclusive_minimum = 0, maximum = 1, default = 1, example = 1.0)]
    interest: Option<f32>,
    /// What the person can do already in this theme.
    #[schema(value_type = Option<code::Level>, example = "introductory")]
    level: Option<String>,
}

/// A starting point in degrees.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// Latitude.
    #[schema(minimum = -90, maximum = 90, example = 43.07)]
    lat: f64,
    /// Longitude.
    #[schema(minimum = -180, maximum = 180, example = 141.36)]
    lon: f64,
}

/// When the person can come: day parts and exact hours together, minus exceptions, within a period.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AvailabilityWish {
    /// Whole parts of days.
    #[schema(value_type = Option<Vec<code::DayPart>>, example = json!(["sat_morning", "holiday_afternoon"]))]
    day_parts: Option<Vec<String>>,
    /// Exact hours beside them.
    #[schema(max_items = 100)]
    weekly: Option<Vec<Hours>>,
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
#[derive(Debug, Deserialize, ToSchema)]
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

impl MatchRequest {
    /// The wish and the number of results, or every member that is wrong.
    ///
    /// Codes of the city and ranges are looked at by the domain.
    pub fn wish(self) -> Result<(Wish, usize), Problem> {
        let mut wrong = Wrong::default();
        let wish = Wish {
            themes: self.themes.unwrap_or_default().into_iter().enumerate().map(|(i, t)| t.wish(i, &mut wrong)).collect(),
            areas: self.areas.unwrap_or_default(),
            home: self.home.and_then(|h| wrong.take(Point::from_degrees(h.lat, h.lon).map_err(|i| i.below("home")))),
            reach: self.reach_km.and_then(|km| wrong.take(metres(km))),
            level: self.level.and_then(|code| wrong.word("level", &code, Level::parse, Level::CODES)),
            availability: self.availability.map(|a| a.wish(&mut wrong)),
            responsibility: self.responsibility.and_then(|code| wrong.word("responsibility", &code, Responsibility::parse, Responsibility::CODES)),
            age: self.age.map(|age| u8::try_from(age).unwrap_or(u8::MAX)),
            consent: Consent::default(),
            party: self.party_size.unwrap_or(1),
            accessibility: wrong.words("accessibility", self.accessibility, Accessibility::parse, Accessibility::CODES),
            languages: self.languages,
            qualifications: self.qualifications,
            skills: self.skills,
            commitment: self.commitment.and_then(|code| wrong.word("commitment", &code, Commitment::parse, Commitment::CODES)),
        };
        let limit = self.limit.map_or(LIMIT, |n| n as usize);
        if !(1..=LIMIT_MAX).contains(&limit) {
            wrong.add(Invalid::new("limit", Why::OutOfRange { min: 1.0, max: LIMIT_MAX as f64 }));
        }
        wrong.finish().map(|()| (wish, limit))
    }
}

fn metres(km: f64) -> Result<u32, Invalid> {
    if km > 0.0 && km <= 1000.0 { Ok((km * 1000.0).round().max(1.0) as u32) } else { Err(Invalid::new("reach_km", Why::OutOfRange { min: 0.0, max: 1000.0 })) }
}

impl ThemeWish {
    fn wish(self, i: usize, wrong: &mut Wrong) -> WishTheme {
        let level = self.level.and_then(|code| wrong.word(&format!("themes/{i}/level"), &code, Level::parse, Level::CODES));
        WishTheme { code: self.code, interest: self.interest.unwrap_or(1.0), level }
    }
}

impl AvailabilityWish {
    fn wish(self, wrong: &mut Wrong) -> Availability {
        let day_parts = wrong.words("availability/day_parts", self.day_parts, DayPart::parse, code::DAY_PARTS);
        let weekly = self.weekly.unwrap_or_default().into_iter().enumerate();
        let except = self.except.unwrap_or_default().into_iter().enumerate();
        Availability {
            day_parts: day_parts.into_iter().collect(),
            weekly: weekly.filter_map(|(i, hours)| hours.wish(&format!("availability/weekly/{i}"), wrong)).collect(),
            except: except.filter_map(|(i, text)| wrong.date(&format!("availability/except/{i}"), &text)).collect(),
            from: self.from.and_then(|text| wrong.date("availability/from", &text)),
            to: self.to.and_then(|text| wrong.date("availability/to", &text)),
        }
    }
}

impl Hours {
    fn wish(self, at: &str, wrong: &mut Wrong) -> Option<WeeklyHours> {
        let day = wrong.word(&format!("{at}/day"), &self.day, DayKind::parse, DayKind::CODES);
        let mut clock = |member: &str, text: &str| wrong.take(minute(text).ok_or_else(|| Invalid::new(format!("{at}/{member}"), Why::Malformed("HH:MM"))));
        let (from, to) = (clock("from", &self.from), clock("to", &self.to));
        Some(WeeklyHours { day: day?, from: from?, to: to? })
    }
}

/// The minute of the day of `HH:MM`, up to `24:00`.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |s: &str| if s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit()) { s.parse::<u16>().ok() } else { None };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 1440).then_some(hours * 60 + minutes)
}
