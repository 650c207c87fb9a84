use crate::availability::Availability;
use crate::city::City;
use crate::invalid::{Invalid, Why};
use crate::level::{Accessibility, Level, Responsibility};
use crate::opportunity::{Commitment, is_language};
use crate::place::Point;

/// One theme a person is interested in.
#[derive(Debug, Clone, PartialEq)]
pub struct WishTheme {
    /// Its code.
    pub code: String,
    /// How much, 0.001 to 1.
    pub interest: f32,
    /// What the person can do already in this theme.
    pub level: Option<Level>,
}

/// Whether a minor's guardian has agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Consent {
    /// Nobody has asked yet.
    #[default]
    CanBeAsked,
    /// It is on file.
    OnFile,
    /// It was refused.
    Refused,
}

/// What a person asks for. Every answer may be missing; a missing one counts neither for nor against.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wish {
    /// Themes.
    pub themes: Vec<WishTheme>,
    /// Area codes.
    pub areas: Vec<String>,
    /// Where the person starts from.
    pub home: Option<Point>,
    /// How far the person will go from there, in metres.
    pub reach: Option<u32>,
    /// The person's level in themes that name none.
    pub level: Option<Level>,
    /// When the person can come.
    pub availability: Option<Availability>,
    /// The heaviest responsibility the person accepts.
    pub responsibility: Option<Responsibility>,
    /// Age in years.
    pub age: Option<u8>,
    /// Whether a guardian has agreed.
    pub consent: Consent,
    /// How many come together; at least 1.
    pub party: u32,
    /// What the person needs.
    pub accessibility: Vec<Accessibility>,
    /// Languages the person speaks (ISO 639-1); nothing means unanswered.
    pub languages: Option<Vec<String>>,
    /// Certificates the person holds; nothing means unanswered.
    pub qualifications: Option<Vec<String>>,
    /// Skills the person brings; nothing means unanswered.
    pub skills: Option<Vec<String>>,
    /// For how long the person would like to stay.
    pub commitment: Option<Commitment>,
}

impl Wish {
    /// Looks at everything that is asked for; every wrong member is named.
    pub fn check(&self, city: &City) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        check(self, city, &mut wrong);
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// Most entries of each list in a wish.
pub(super) const LIST_MAX: usize = 50;
/// The least interest in a theme: whoever has none does not name it.
const INTEREST_MIN: f32 = 0.001;
/// Greatest reach, in metres.
pub(super) const REACH_MAX: u32 = 1_000_000;
/// Most people together.
pub(super) const PARTY_MAX: u32 = 1000;

fn check(wish: &Wish, city: &City, wrong: &mut Vec<Invalid>) {
    let mut many = |field: &str, n: usize, max: usize| {
        if n > max {
            wrong.push(Invalid::new(field, Why::TooMany { max }));
        }
    };
    many("themes", wish.themes.len(), LIST_MAX);
    many("areas", wish.areas.len(), LIST_MAX);
    many("languages", wish.languages.as_ref().map_or(0, Vec::len), LIST_MAX);
    many("qualifications", wish.qualifications.as_ref().map_or(0, Vec::len), LIST_MAX);
    many("skills", wish.skills.as_ref().map_or(0, Vec::len), LIST_MAX);
    for (i, theme) in wish.themes.iter().enumerate() {
        if city.themes.number(&theme.code).is_none() {
            wrong.push(Invalid::new(format!("themes/{i}/code"), Why::UnknownCode(theme.code.clone())));
        } else if wish.themes[..i].iter().any(|t| t.code == theme.code) {
            wrong.push(Invalid::new(format!("themes/{i}/code"), Why::Duplicate(theme.code.clone())));
        }
        if !(INTEREST_MIN..=1.0).contains(&theme.interest) {
            wrong.push(Invalid::new(format!("themes/{i}/interest"), Why::OutOfRange { min: 0.001, max: 1.0 }));
        }
    }
    for (i, code) in wish.areas.iter().enumerate() {
        if city.areas.number(code).is_none() {
            wrong.push(Invalid::new(format!("areas/{i}"), Why::UnknownCode(code.clone())));
        }
    }
    if wish.reach.is_some() && wish.home.is_none() {
        wrong.push(Invalid::new("home", Why::Required));
    }
    if wish.reach.is_some_and(|r| r == 0 || r > REACH_MAX) {
        wrong.push(Invalid::new("reach_km", Why::OutOfRange { min: 0.001, max: 1000.0 }));
    }
    if let Some(availability) = &wish.availability {
        wrong.extend(availability.check().err().into_iter().flatten().map(|i| i.below("availability")));
    }
    if wish.age.is_some_and(|a| a > 120) {
        wrong.push(Invalid::new("age", Why::OutOfRange { min: 0.0, max: 120.0 }));
    }
    if wish.party == 0 || wish.party > PARTY_MAX {
        wrong.push(Invalid::new("party_size", Why::OutOfRange { min: 1.0, max: f64::from(PARTY_MAX) }));
    }
    for (i, code) in wish.languages.iter().flatten().enumerate() {
        if !is_language(code) {
            wrong.push(Invalid::new(format!("languages/{i}"), Why::Malformed("ISO 639-1, such as ja or en")));
        }
    }
    for (field, list) in [("qualifications", &wish.qualifications), ("skills", &wish.skills)] {
        for (i, text) in list.iter().flatten().enumerate() {
            wrong.extend(crate::text::line(&format!("{field}/{i}"), text, crate::text::SHORT_MAX).err());
        }
    }
}
