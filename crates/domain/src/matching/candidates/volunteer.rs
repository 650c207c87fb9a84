use crate::city::City;
use crate::matching::policy::Policy;
use crate::matching::question::{Home, Moment, Prepared, Question};
use crate::matching::ready::Ready;
use crate::profile::{Profile, believed_age};
use chrono::NaiveDate;

/// A volunteer as they are kept for ranking: a profile that was read. Nothing in it depends on the day or on an offer.
///
/// Says nothing of itself when it is printed: what people ask for is nobody's business but theirs.
#[derive(Clone)]
pub struct Volunteer {
    pub(super) ready: Ready,
    pub(super) birth_date: Option<NaiveDate>,
}

impl std::fmt::Debug for Volunteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Volunteer").finish_non_exhaustive()
    }
}

impl Volunteer {
    /// Reads a profile. Codes that the city does not know (any more) are left out.
    pub fn of(profile: Profile, city: &City, policy: &Policy) -> Self {
        let (known, _) = profile.known_in(city);
        Self { ready: Ready::of(known.wish, city, policy), birth_date: known.birth_date }
    }

    /// The same volunteer under another policy.
    #[must_use]
    pub fn under(&self, policy: &Policy) -> Self {
        Self { ready: Ready { home: Home::of(&self.ready.wish, policy), ..self.ready.clone() }, birth_date: self.birth_date }
    }

    /// The volunteer's question at a moment, with tables for the whole city: what reasons and near misses are told from.
    pub fn question(&self, city: &City, policy: &Policy, moment: Moment) -> Question {
        let (themes, areas) = (city.themes.all().len() as u8, city.areas.all().len() as u16);
        self.asked(self.ready.prepared(0..themes, 0..areas, city, policy), moment)
    }

    pub(super) fn asked(&self, prepared: Prepared, moment: Moment) -> Question {
        Question::asked(prepared, moment, believed_age(self.birth_date, moment.date()))
    }
}
