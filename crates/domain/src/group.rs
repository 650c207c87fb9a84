//! Whoever asks for help and may speak for it.

use crate::id::GroupId;
use crate::invalid::{Invalid, Why};
use crate::level::{Accessibility, words};
use crate::opportunity::Source;
use crate::place::Place;
use crate::text;
use chrono::{DateTime, Utc};

words! {
    /// What sort of group it is.
    GroupKind {
        /// A neighbourhood association or community council.
        Neighbourhood = "neighbourhood", "町内会・自治組織", "neighbourhood association";
        /// A non-profit corporation.
        Npo = "npo", "NPO", "NPO";
        /// A volunteer group.
        VolunteerGroup = "volunteer_group", "ボランティア団体", "volunteer group";
        /// A school.
        School = "school", "学校", "school";
        /// A facility.
        Facility = "facility", "施設", "facility";
        /// A council of social welfare.
        Council = "council", "社会福祉協議会など", "council of social welfare";
        /// Anything else.
        Other = "other", "その他", "other";
    }
}

words! {
    /// Whether a group may be seen in public.
    Standing {
        /// Nobody of the city has looked at it yet.
        Pending = "pending", "確認待ち", "waiting for review";
        /// Everybody sees it.
        Active = "active", "公開中", "active";
        /// It was turned away.
        Refused = "refused", "不承認", "refused";
        /// It was taken out of public view.
        Suspended = "suspended", "停止中", "suspended";
    }
}

/// Why a group cannot be moved to another standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// Only a group that waits can be approved or refused.
    #[error("only a group that waits for review can be approved or refused")]
    NotPending,
    /// Only an active group can be suspended.
    #[error("only an active group can be suspended")]
    NotActive,
    /// Only a suspended or refused group can be brought back.
    #[error("only a suspended or refused group can be brought back")]
    NotSuspended,
}

/// What a group says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupDetails {
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// What sort of group it is.
    pub kind: GroupKind,
    /// One sentence.
    pub summary: String,
    /// Who they are.
    pub description: String,
    /// Theme codes, the main one first.
    pub themes: Vec<String>,
    /// Area codes.
    pub areas: Vec<String>,
    /// Its seat.
    pub place: Place,
    /// How many people.
    pub members: Option<u32>,
    /// The year it was founded.
    pub founded: Option<i32>,
    /// Its public page.
    pub url: Option<String>,
    /// What its place offers.
    pub accessibility: Vec<Accessibility>,
}

impl GroupDetails {
    /// Looks at every field; names each that is wrong.
    pub fn check(&self, city: &crate::city::City) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        let mut look = |r: Result<String, Invalid>| wrong.extend(r.err());
        look(text::line("name", &self.name, text::TITLE_MAX));
        if let Some(en) = &self.name_en {
            look(text::line("name_en", en, text::TITLE_MAX));
        }
        look(text::body("summary", &self.summary, text::SUMMARY_MAX));
        look(text::body("description", &self.description, text::DESCRIPTION_MAX));
        for (field, value) in [("place/name", &self.place.name), ("place/address", &self.place.address), ("place/nearest_station", &self.place.nearest_station)]
        {
            if let Some(value) = value {
                look(text::line(field, value, text::SHORT_MAX));
            }
        }
        if let Some(url) = &self.url {
            look(text::line("url", url, 500));
            if !(url.starts_with("https://") || url.starts_with("http://")) {
                wrong.push(Invalid::new("url", Why::Malformed("https://…")));
            }
        }
        wrong.extend(crate::opportunity::check_codes(&self.themes, &self.areas, city));
        if self.founded.is_some_and(|y| !(1000..=2200).contains(&y)) {
            wrong.push(Invalid::new("founded", Why::OutOfRange { min: 1000.0, max: 2200.0 }));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Counts its changes.
    pub version: i64,
    /// What it says of itself.
    pub details: GroupDetails,
    /// Whether it may be seen in public.
    pub standing: Standing,
    /// Where it came from, if it was brought in from elsewhere.
    pub source: Option<Source>,
    /// Known only because a listing named it: nobody has spoken for it yet.
    pub imported: bool,
    /// Hours it takes to answer an application, as measured; nothing while it has answered too few.
    pub response_hours: Option<u32>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl Group {
    /// A new group. The details are looked at first; every wrong field is named. It waits for review where the city reviews.
    pub fn found(id: GroupId, details: GroupDetails, reviewed: bool, city: &crate::city::City, now: DateTime<Utc>) -> Result<Self, Vec<Invalid>> {
        details.check(city)?;
        let standing = if reviewed { Standing::Pending } else { Standing::Active };
        Ok(Self { id, version: 1, details, standing, source: None, imported: false, response_hours: None, created_at: now, updated_at: now })
    }

    /// Somebody of its own speaks for it from now on.
    pub fn spoken_for(self, now: DateTime<Utc>) -> Self {
        if self.imported { Self { imported: false, updated_at: now, ..self } } else { self }
    }

    /// Lets it in.
    pub fn approve(self, now: DateTime<Utc>) -> Result<Self, ReviewError> {
        self.moved(&[Standing::Pending], Standing::Active, ReviewError::NotPending, now)
    }

    /// Turns it away.
    pub fn refuse(self, now: DateTime<Utc>) -> Result<Self, ReviewError> {
        self.moved(&[Standing::Pending], Standing::Refused, ReviewError::NotPending, now)
    }

    /// Takes it, and all it offers, out of public view.
    pub fn suspend(self, now: DateTime<Utc>) -> Result<Self, ReviewError> {
        self.moved(&[Standing::Active], Standing::Suspended, ReviewError::NotActive, now)
    }

    /// Brings it back.
    pub fn reinstate(self, now: DateTime<Utc>) -> Result<Self, ReviewError> {
        self.moved(&[Standing::Suspended, Standing::Refused], Standing::Active, ReviewError::NotSuspended, now)
    }

    fn moved(self, from: &[Standing], to: Standing, otherwise: ReviewError, now: DateTime<Utc>) -> Result<Self, ReviewError> {
        if from.contains(&self.standing) { Ok(Self { standing: to, updated_at: now, ..self }) } else { Err(otherwise) }
    }
}
