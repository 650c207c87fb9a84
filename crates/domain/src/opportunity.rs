//! Something one can join, from draft to published to closed or cancelled.

use crate::city::City;
use crate::id::{GroupId, OpportunityId};
use crate::invalid::{Invalid, Why};
use crate::level::{Accessibility, Level, Responsibility, words};
use crate::place::Place;
use crate::schedule::Schedule;
use crate::text;
use chrono::{DateTime, Utc};

words! {
    /// What sort of thing one joins.
    Kind {
        /// A regular or single activity.
        Activity = "activity", "活動", "activity";
        /// A taste of an activity.
        Trial = "trial", "体験", "trial";
        /// An event.
        Event = "event", "イベント", "event";
        /// A course.
        Course = "course", "講座", "course";
        /// A placement or internship.
        Placement = "placement", "インターン", "placement";
        /// Help for one household.
        Support = "support", "支え合い", "support";
        /// A place to meet.
        Salon = "salon", "交流の場", "salon";
    }
}

words! {
    /// Where an opportunity stands in its life.
    State {
        /// Being written; nobody else sees it.
        Draft = "draft", "下書き", "draft";
        /// Open to the public.
        Published = "published", "公開中", "published";
        /// Over, or full for good.
        Closed = "closed", "終了", "closed";
        /// Called off.
        Cancelled = "cancelled", "中止", "cancelled";
    }
}

words! {
    /// Who insures the people who take part.
    Insurance {
        /// The group does.
        Provided = "provided", "団体が加入", "provided by the group";
        /// They must have one.
        Required = "required", "各自で加入", "required";
        /// Nobody does.
        None = "none", "なし", "none";
    }
}

words! {
    /// For how long a group would like people to stay.
    Commitment {
        /// People who keep coming.
        Standing = "standing", "継続", "standing";
        /// Once is fine.
        OneOff = "one_off", "単発", "one-off";
    }
}

/// Where a thing came from: a source and the reference it has there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Source {
    /// The source's name, such as `nyc-open-data`.
    pub name: String,
    /// Its reference there.
    pub reference: String,
}

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
    /// Seats it keeps for newcomers.
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

/// Why a step in an opportunity's life cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LifeError {
    /// Only a draft can be published.
    #[error("only a draft can be published")]
    NotADraft,
    /// Only something published can be closed or cancelled.
    #[error("only a published opportunity can be closed or cancelled")]
    NotPublished,
    /// Every session is over: nobody could come.
    #[error("no session lies ahead")]
    NothingAhead,
}

/// Something one can join.
#[derive(Debug, Clone, PartialEq)]
pub struct Opportunity {
    /// Its id.
    pub id: OpportunityId,
    /// Counts its changes.
    pub version: i64,
    /// The group that asks.
    pub group: GroupId,
    /// What it says of itself.
    pub details: OpportunityDetails,
    /// Where it stands.
    pub state: State,
    /// Where it came from, if it was brought in from elsewhere.
    pub source: Option<Source>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was first published.
    pub published_at: Option<DateTime<Utc>>,
}

impl Opportunity {
    /// A new draft. The details are looked at first; every wrong field is named.
    pub fn draft(id: OpportunityId, group: GroupId, details: OpportunityDetails, city: &City, now: DateTime<Utc>) -> Result<Self, Vec<Invalid>> {
        details.check(city)?;
        Ok(Self { id, version: 1, group, details, state: State::Draft, source: None, created_at: now, updated_at: now, published_at: None })
    }

    /// Opens it to the public.
    pub fn publish(self, now: DateTime<Utc>) -> Result<Self, LifeError> {
        if self.state != State::Draft {
            return Err(LifeError::NotADraft);
        }
        let schedule = &self.details.schedule;
        if !schedule.is_flexible() && schedule.recurrence.is_none() && schedule.sessions.iter().all(|s| s.cancelled || s.ends_at <= now) {
            return Err(LifeError::NothingAhead);
        }
        Ok(Self { state: State::Published, published_at: Some(now), updated_at: now, ..self })
    }

    /// Ends it.
    pub fn close(self, now: DateTime<Utc>) -> Result<Self, LifeError> {
        self.leave(State::Closed, now)
    }

    /// Calls it off.
    pub fn cancel(self, now: DateTime<Utc>) -> Result<Self, LifeError> {
        self.leave(State::Cancelled, now)
    }

    fn leave(self, state: State, now: DateTime<Utc>) -> Result<Self, LifeError> {
        if self.state != State::Published {
            return Err(LifeError::NotPublished);
        }
        Ok(Self { state, updated_at: now, ..self })
    }

    /// Places in all and places left over the sessions that lie ahead (or of the flexible offer); nothing means nobody counts them.
    pub fn capacity(&self, now: DateTime<Utc>) -> Option<(u32, u32)> {
        let d = &self.details;
        if d.schedule.is_flexible() {
            return d.seats.map(|s| (s, s.saturating_sub(d.seats_taken)));
        }
        let ahead = d.schedule.sessions.iter().filter(|s| !s.cancelled && s.starts_at > now);
        ahead.map(|s| s.seats.zip(s.seats_left())).try_fold((0, 0), |(seats, left), s| s.map(|(a, b)| (seats + a, left + b)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::DayPart;

    fn flexible() -> Opportunity {
        let mut details =
            OpportunityDetails::new(Kind::Activity, "雪かき", Schedule { day_parts: [DayPart::from_index(0)].into_iter().collect(), ..Default::default() });
        details.remote = true;
        Opportunity::draft(OpportunityId::derived(0, "a"), GroupId::derived(0, "g"), details, &City::default(), DateTime::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn a_life_goes_from_draft_to_published_to_an_end() {
        let now = DateTime::UNIX_EPOCH;
        let draft = flexible();
        assert_eq!(draft.clone().close(now), Err(LifeError::NotPublished));
        let open = draft.publish(now).unwrap();
        assert_eq!(open.state, State::Published);
        assert_eq!(open.clone().publish(now), Err(LifeError::NotADraft));
        let over = open.clone().cancel(now).unwrap();
        assert_eq!(over.clone().close(now), Err(LifeError::NotPublished));
        assert_eq!(open.close(now).unwrap().state, State::Closed);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let mut details = flexible().details;
        details.title = "\u{7}".into();
        details.themes = vec!["nonsense".into()];
        details.remote = false;
        details.party_min = 4;
        details.party_max = Some(2);
        let fields: Vec<String> = details.check(&City::default()).unwrap_err().into_iter().map(|i| i.field).collect();
        assert_eq!(fields, ["title", "themes/0", "areas", "party_size/max"]);
    }
}
