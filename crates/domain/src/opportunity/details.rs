use super::{Commitment, Insurance, Kind};
use crate::city::City;
use crate::invalid::{Invalid, Why};
use crate::level::{Accessibility, Level, Responsibility};
use crate::place::Place;
use crate::schedule::Schedule;
use crate::text;
use chrono::{DateTime, Utc};

/// For whom it is meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// Youngest age.
    pub age_min: Option<u8>,
    /// Oldest age.
    pub age_max: Option<u8>,
    /// Families are welcome.
    pub families: bool,
    /// Students are welcome.
    pub students: bool,
    /// Older people are welcome.
    pub seniors: bool,
}

/// What the group is looking for in the people who come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seeks {
    /// A level it would like.
    pub level: Option<Level>,
    /// For how long.
    pub commitment: Option<Commitment>,
    /// Skills, in plain words.
    pub skills: Vec<String>,
    /// Languages (ISO 639-1).
    pub languages: Vec<String>,
    /// Seats of each session it keeps for newcomers.
    ///
    /// They are free seats for newcomers and for people who do not say what they can do. Who is known to be beyond the introductory level
    /// finds the seats gate closed once only these are left. Where a level is needed they keep nobody out: no newcomer could take them.
    pub newcomer_seats: u32,
}

/// What an opportunity says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct OpportunityDetails {
    /// What sort of thing it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its title in English.
    pub title_en: Option<String>,
    /// One or two sentences.
    pub summary: String,
    /// The same in English.
    pub summary_en: Option<String>,
    /// All one should know.
    pub description: String,
    /// Theme codes, the main one first.
    pub themes: Vec<String>,
    /// Whether the themes were suggested from its words rather than given.
    pub themes_suggested: bool,
    /// Area codes.
    pub areas: Vec<String>,
    /// Where it takes place.
    pub place: Place,
    /// Whether one takes part from anywhere.
    pub remote: bool,
    /// The level it asks for, if it asks.
    pub level: Option<Level>,
    /// Beginners are welcome: the introductory level is enough, whatever `level` says.
    pub beginner_friendly: bool,
    /// How much responsibility it carries.
    pub responsibility: Responsibility,
    /// When it happens.
    pub schedule: Schedule,
    /// Places of a flexible opportunity; nothing means nobody counts them.
    pub seats: Option<u32>,
    /// Places of a flexible opportunity that are taken.
    pub seats_taken: u32,
    /// Fewest people that come together.
    pub party_min: u32,
    /// Most people that come together.
    pub party_max: Option<u32>,
    /// For whom it is meant.
    pub audience: Audience,
    /// What to bring or to know, in plain words.
    pub requirements: Vec<String>,
    /// Certificates that are really needed.
    pub qualifications: Vec<String>,
    /// What it offers to people who need it.
    pub accessibility: Vec<Accessibility>,
    /// Languages one can take part in (ISO 639-1).
    pub languages: Vec<String>,
    /// Who insures.
    pub insurance: Option<Insurance>,
    /// What it costs, in plain words.
    pub cost: Option<String>,
    /// What one gets, in plain words.
    pub rewards: Option<String>,
    /// Last moment to apply.
    pub apply_by: Option<DateTime<Utc>>,
    /// Whether it suits a company team.
    pub company_ok: bool,
    /// Its public page elsewhere.
    pub url: Option<String>,
    /// What the group is looking for.
    pub seeks: Option<Seeks>,
}

/// The least an opportunity must say; everything else at its neutral value. For tests, importers and generators.
impl OpportunityDetails {
    /// Seats of each session that are kept for newcomers. None where a level is needed: no newcomer could take them.
    pub fn kept_for_newcomers(&self) -> u32 {
        let level_needed = self.level.is_some_and(|level| !self.beginner_friendly && level != Level::Introductory);
        if level_needed { 0 } else { self.seeks.as_ref().map_or(0, |seeks| seeks.newcomer_seats) }
    }

    /// An opportunity of a kind with a title and a schedule.
    pub fn new(kind: Kind, title: impl Into<String>, schedule: Schedule) -> Self {
        Self {
            kind,
            title: title.into(),
            title_en: None,
            summary: String::new(),
            summary_en: None,
            description: String::new(),
            themes: vec![],
            themes_suggested: false,
            areas: vec![],
            place: Place::default(),
            remote: false,
            level: None,
            beginner_friendly: false,
            responsibility: Responsibility::Help,
            schedule,
            seats: None,
            seats_taken: 0,
            party_min: 1,
            party_max: None,
            audience: Audience::default(),
            requirements: vec![],
            qualifications: vec![],
            accessibility: vec![],
            languages: vec![],
            insurance: None,
            cost: None,
            rewards: None,
            apply_by: None,
            company_ok: false,
            url: None,
            seeks: None,
        }
    }

    /// Looks at every field; names each that is wrong.
    pub fn check(&self, city: &City) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        let mut look = |r: Result<String, Invalid>| wrong.extend(r.err());
        look(text::line("title", &self.title, text::TITLE_MAX));
        look(text::body("summary", &self.summary, text::SUMMARY_MAX));
        look(text::body("description", &self.description, text::DESCRIPTION_MAX));
        let optional = [
            ("title_en", &self.title_en, text::TITLE_MAX),
            ("summary_en", &self.summary_en, text::SUMMARY_MAX),
            ("cost", &self.cost, text::SHORT_MAX),
            ("rewards", &self.rewards, text::SHORT_MAX),
            ("url", &self.url, 500),
            ("place/name", &self.place.name, text::SHORT_MAX),
            ("place/address", &self.place.address, text::SHORT_MAX),
            ("place/nearest_station", &self.place.nearest_station, text::SHORT_MAX),
        ];
        for (field, value, max) in optional {
            if let Some(value) = value {
                look(text::line(field, value, max));
            }
        }
        let empty = vec![];
        let skills = self.seeks.as_ref().map_or(&empty, |s| &s.skills);
        let sought = self.seeks.as_ref().map_or(&empty, |s| &s.languages);
        for (field, list, max) in [
            ("requirements", &self.requirements, text::SHORT_MAX),
            ("qualifications", &self.qualifications, text::SHORT_MAX),
            ("seeks/skills", skills, text::SHORT_MAX),
        ] {
            if list.len() > 20 {
                wrong.push(Invalid::new(field, Why::TooMany { max: 20 }));
            }
            wrong.extend(list.iter().enumerate().filter_map(|(i, v)| text::line(&format!("{field}/{i}"), v, max).err()));
        }
        for (field, list) in [("languages", &self.languages), ("seeks/languages", sought)] {
            for (i, code) in list.iter().enumerate() {
                if !is_language(code) {
                    wrong.push(Invalid::new(format!("{field}/{i}"), Why::Malformed("ISO 639-1, such as ja or en")));
                }
            }
        }
        if let Some(url) = &self.url
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            wrong.push(Invalid::new("url", Why::Malformed("https://…")));
        }
        wrong.extend(check_codes(&self.themes, &self.areas, city));
        if self.areas.is_empty() && !self.remote {
            wrong.push(Invalid::new("areas", Why::Required));
        }
        wrong.extend(self.schedule.check().err().into_iter().flatten().map(|i| i.below("schedule")));
        if self.party_min == 0 || self.party_min > 1000 {
            wrong.push(Invalid::new("party_size/min", Why::OutOfRange { min: 1.0, max: 1000.0 }));
        }
        if self.party_max.is_some_and(|max| max < self.party_min) {
            wrong.push(Invalid::new("party_size/max", Why::Reversed));
        }
        if let (Some(min), Some(max)) = (self.audience.age_min, self.audience.age_max)
            && max < min
        {
            wrong.push(Invalid::new("audience/age_max", Why::Reversed));
        }
        if self.seats.is_some_and(|n| self.seats_taken > n) {
            wrong.push(Invalid::new("seats_taken", Why::OutOfRange { min: 0.0, max: f64::from(self.seats.unwrap_or(0)) }));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// Whether a word looks like an ISO 639-1 code.
pub fn is_language(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())
}

pub(crate) fn check_codes(themes: &[String], areas: &[String], city: &City) -> Vec<Invalid> {
    let mut wrong = vec![];
    if themes.len() > 10 {
        wrong.push(Invalid::new("themes", Why::TooMany { max: 10 }));
    }
    if areas.len() > 50 {
        wrong.push(Invalid::new("areas", Why::TooMany { max: 50 }));
    }
    for (i, code) in themes.iter().enumerate() {
        if city.themes.number(code).is_none() {
            wrong.push(Invalid::new(format!("themes/{i}"), Why::UnknownCode(code.clone())));
        } else if themes[..i].contains(code) {
            wrong.push(Invalid::new(format!("themes/{i}"), Why::Duplicate(code.clone())));
        }
    }
    for (i, code) in areas.iter().enumerate() {
        if city.areas.number(code).is_none() {
            wrong.push(Invalid::new(format!("areas/{i}"), Why::UnknownCode(code.clone())));
        } else if areas[..i].contains(code) {
            wrong.push(Invalid::new(format!("areas/{i}"), Why::Duplicate(code.clone())));
        }
    }
    wrong
}
