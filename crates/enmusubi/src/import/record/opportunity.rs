//! One opportunity, as a file describes it: the names of the public view.

use super::field::{Complaints, list, said, text};
use super::group::PlaceRecord;
use super::schedule::{Moment, ScheduleRecord};
use crate::import::times;
use chrono::{DateTime, Utc};
use enmusubi_domain::id::SessionId;
use enmusubi_domain::invalid::Invalid;
use enmusubi_domain::level::{Level, Responsibility};
use enmusubi_domain::opportunity::{Audience, Commitment, Insurance, Kind, OpportunityDetails, Seeks, State};
use serde::{Deserialize, Serialize};

/// Which group asks: by its reference in the source, by its name, or both.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GroupName {
    /// Its reference in the source.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What sort of group it is, should it not be known yet.
    pub kind: Option<String>,
}

/// The level an opportunity asks for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LevelRecord {
    /// `introductory`, `basic`, `applied` or `specialist`.
    pub required: Option<String>,
    /// Whether beginners are welcome.
    pub beginner_friendly: bool,
}

/// Places of a flexible opportunity.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CapacityRecord {
    /// Places in all.
    pub seats: Option<u32>,
    /// Places taken; nothing leaves what is known already.
    pub seats_taken: Option<u32>,
}

/// How many people come together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PartyRecord {
    /// Fewest.
    pub min: Option<u32>,
    /// Most.
    pub max: Option<u32>,
}

/// For whom it is meant.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AudienceRecord {
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
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SeeksRecord {
    /// A level it would like.
    pub level: Option<String>,
    /// `standing` or `one_off`.
    pub commitment: Option<String>,
    /// Skills, in plain words.
    pub skills: Vec<String>,
    /// Languages (ISO 639-1).
    pub languages: Vec<String>,
    /// Seats it keeps for newcomers.
    pub newcomer_seats: Option<u32>,
}

/// An opportunity, as a file describes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpportunityRecord {
    /// Its reference in the source.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Which group asks.
    pub group: GroupName,
    /// What sort of thing it is; `activity` unless said.
    pub kind: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its title in English.
    pub title_en: Option<String>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// The same in English.
    pub summary_en: Option<String>,
    /// All one should know.
    pub description: Option<String>,
    /// Theme codes, the main one first.
    pub themes: Vec<String>,
    /// Area codes.
    pub areas: Vec<String>,
    /// Where it takes place.
    pub place: PlaceRecord,
    /// Whether one takes part from anywhere.
    pub remote: bool,
    /// The level it asks for.
    pub level: LevelRecord,
    /// `observe`, `help` (unless said), `own` or `lead`.
    pub responsibility: Option<String>,
    /// When it happens.
    pub schedule: ScheduleRecord,
    /// Places of a flexible opportunity.
    pub capacity: CapacityRecord,
    /// How many people come together.
    pub party_size: PartyRecord,
    /// For whom it is meant.
    pub audience: AudienceRecord,
    /// What to bring or to know, in plain words.
    pub requirements: Vec<String>,
    /// Certificates that are really needed.
    pub qualifications: Vec<String>,
    /// Accessibility codes.
    pub accessibility: Vec<String>,
    /// Languages one can take part in (ISO 639-1).
    pub languages: Vec<String>,
    /// `provided`, `required` or `none`.
    pub insurance: Option<String>,
    /// What it costs, in plain words.
    pub cost: Option<String>,
    /// What one gets, in plain words.
    pub rewards: Option<String>,
    /// Last moment to apply; a date includes its whole day.
    pub apply_by: Option<String>,
    /// Whether it suits a company team.
    pub company_ok: bool,
    /// Its public page.
    pub url: Option<String>,
    /// What the group is looking for.
    pub seeks: Option<SeeksRecord>,
    /// `draft`, `published`, `closed` or `cancelled`; unless said, published until it is over.
    pub state: Option<String>,
    /// When it was first published; unless said, when it is imported.
    pub published_at: Option<String>,
    /// An area to fall back on when nothing else tells one: a mapping's, or the publisher's own. Not part of the format.
    #[serde(skip)]
    pub fallback_area: Option<String>,
    /// Words of another taxonomy (tags, categories) that may be themes of ours. Not part of the format.
    #[serde(skip)]
    pub theme_hints: Vec<String>,
}

/// A record that became domain values, to be checked against the city.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What the opportunity says of itself.
    pub details: OpportunityDetails,
    /// Where it stands, if the file says so.
    pub state: Option<State>,
    /// When it was published, if the file says so.
    pub published_at: Option<DateTime<Utc>>,
}

impl OpportunityRecord {
    /// The domain's details, as far as they can be made out, and every field of a wrong form; codes of the city are checked by the domain.
    pub fn said(&self, moment: &Moment<'_>, fresh: &mut dyn FnMut(DateTime<Utc>) -> SessionId) -> (Said, Vec<Invalid>) {
        let mut wrong = Complaints::default();
        let w = &mut wrong;
        let kind = w.word("kind", self.kind.as_deref(), Kind::parse, Kind::CODES).unwrap_or(Kind::Activity);
        let state = w.word("state", self.state.as_deref(), State::parse, State::CODES);
        let instant = |raw: &str| times::moment(raw, moment.calendar);
        let deadline = |raw: &str| instant(raw).or_else(|| times::end_of(times::date(raw)?, moment.calendar));
        let published = |raw: &str| instant(raw).or_else(|| moment.calendar.instant(times::date(raw)?.and_hms_opt(0, 0, 0)?));
        let published_at = w.form("published_at", self.published_at.as_deref(), published, times::MOMENT);
        let schedule = self.schedule.schedule(moment, fresh, w);
        let a = &self.audience;
        let details = OpportunityDetails {
            title_en: text(self.title_en.as_ref()),
            summary: said(self.summary.as_deref()).unwrap_or_default().to_owned(),
            summary_en: text(self.summary_en.as_ref()),
            description: said(self.description.as_deref()).unwrap_or_default().to_owned(),
            themes: list(&self.themes),
            areas: list(&self.areas),
            place: self.place.place(w),
            remote: self.remote,
            level: w.word("level/required", self.level.required.as_deref(), Level::parse, Level::CODES),
            beginner_friendly: self.level.beginner_friendly,
            responsibility: w
                .word("responsibility", self.responsibility.as_deref(), Responsibility::parse, Responsibility::CODES)
                .unwrap_or(Responsibility::Help),
            seats: self.capacity.seats,
            seats_taken: self.capacity.seats_taken.unwrap_or(0),
            party_min: self.party_size.min.unwrap_or(1),
            party_max: self.party_size.max,
            audience: Audience { age_min: a.age_min, age_max: a.age_max, families: a.families, students: a.students, seniors: a.seniors },
            requirements: list(&self.requirements),
            qualifications: list(&self.qualifications),
            accessibility: w.accessibility(&self.accessibility),
            languages: list(&self.languages),
            insurance: w.word("insurance", self.insurance.as_deref(), Insurance::parse, Insurance::CODES),
            cost: text(self.cost.as_ref()),
            rewards: text(self.rewards.as_ref()),
            apply_by: w.form("apply_by", self.apply_by.as_deref(), deadline, times::MOMENT),
            company_ok: self.company_ok,
            url: text(self.url.as_ref()),
            seeks: self.seeks.as_ref().map(|s| s.seeks(w)),
            ..OpportunityDetails::new(kind, self.title.as_deref().unwrap_or_default().trim(), schedule)
        };
        (Said { details, state, published_at }, wrong.0)
    }
}

impl SeeksRecord {
    fn seeks(&self, wrong: &mut Complaints) -> Seeks {
        Seeks {
            level: wrong.word("seeks/level", self.level.as_deref(), Level::parse, Level::CODES),
            commitment: wrong.word("seeks/commitment", self.commitment.as_deref(), Commitment::parse, Commitment::CODES),
            skills: list(&self.skills),
            languages: list(&self.languages),
            newcomer_seats: self.newcomer_seats.unwrap_or(0),
        }
    }
}
