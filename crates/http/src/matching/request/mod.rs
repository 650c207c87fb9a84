use super::wish::{AvailabilityWish, Home, ThemeWish, WishMembers};
use crate::code;
use crate::input::Wrong;
use crate::page::{LIMIT, LIMIT_MAX};
use crate::problem::Problem;
use enmusubi_domain::criteria::QUESTION_MAX;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::matching::{Consent, Wish};
use enmusubi_domain::profile::Profile;
use enmusubi_domain::text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares the request of somebody who asks once and the one of somebody who keeps what they ask for. Both have the members of a wish,
/// which stand here once, and what is kept can be shown among other members, which a closed schema would forbid: serde's `flatten` would lose where a member is wrong, and would let unknown ones pass.
macro_rules! requests {
    (
        every wish: { $($(#[$of_member:meta])* $member:ident: $kind:ty,)* }
        $(#[$of_once:meta])* once: $once:ident { $($(#[$of_more_once:meta])* $more_once:ident: $kind_once:ty,)* }
        $(#[$of_kept:meta])* kept: $kept:ident { $($(#[$of_more_kept:meta])* $more_kept:ident: $kind_kept:ty,)* }
        $(#[$of_shown:meta])* shown: $shown:ident
    ) => {
        #[derive(Debug, Default, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$of_once])*
        pub struct $once {
            $($(#[$of_member])* $member: Option<$kind>,)*
            $($(#[$of_more_once])* $more_once: Option<$kind_once>,)*
        }

        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$of_kept])*
        pub struct $kept {
            $($(#[$of_member])* $member: Option<$kind>,)*
            $($(#[$of_more_kept])* $more_kept: Option<$kind_kept>,)*
        }

        #[derive(Debug, Clone, Serialize, ToSchema)]
        $(#[$of_shown])*
        pub struct $shown {
            $($(#[$of_member])* $member: Option<$kind>,)*
            $($(#[$of_more_kept])* $more_kept: Option<$kind_kept>,)*
        }

        impl From<$kept> for $shown {
            fn from(kept: $kept) -> Self {
                Self { $($member: kept.$member,)* $($more_kept: kept.$more_kept,)* }
            }
        }

        impl $once {
            fn members(&mut self) -> WishMembers {
                WishMembers { $($member: self.$member.take(),)* }
            }
        }

        impl $kept {
            fn members(&mut self) -> WishMembers {
                WishMembers { $($member: self.$member.take(),)* }
            }

            fn with(self, members: WishMembers) -> Self {
                Self { $($member: members.$member,)* ..self }
            }
        }
    };
}

requests! {
    every wish: {
        /// Themes of interest.
        #[schema(max_items = 50)]
        themes: Vec<ThemeWish>,
        /// Area codes; with `home` either will do.
        #[schema(example = json!(["011037"]), max_items = 50)]
        areas: Vec<String>,
        /// Where the person starts from.
        home: Home,
        /// How far the person will go from `home`, in kilometres.
        #[schema(minimum = 0.001, maximum = 1000, example = 5)]
        reach_km: f64,
        /// The person's level in themes that name none.
        #[schema(value_type = Option<code::Level>)]
        level: String,
        /// When the person can come.
        availability: AvailabilityWish,
        /// The heaviest responsibility the person accepts.
        #[schema(value_type = Option<code::Responsibility>)]
        responsibility: String,
        /// How many come together.
        #[schema(minimum = 1, maximum = 1000, default = 1, example = 1)]
        party_size: u32,
        /// What the person needs.
        #[schema(value_type = Option<Vec<code::Accessibility>>)]
        accessibility: Vec<String>,
        /// Languages the person speaks (ISO 639-1).
        #[schema(example = json!(["ja"]), max_items = 50)]
        languages: Vec<String>,
        /// Certificates the person holds.
        #[schema(example = json!(["普通自動車免許"]), max_items = 50)]
        qualifications: Vec<String>,
        /// Skills the person brings.
        #[schema(example = json!(["運転"]), max_items = 50)]
        skills: Vec<String>,
        /// For how long the person would like to stay.
        #[schema(value_type = Option<code::Commitment>)]
        commitment: String,
    }

    /// What somebody asks for. Every member may be left out: an unanswered question counts neither for nor against.
    #[schema(as = MatchRequest, example = json!(super::view::example_request()))]
    once: MatchRequest {
        /// Age in years.
        #[schema(maximum = 120, example = 34)]
        age: u32,
        /// For minors: whether a guardian has agreed, refused, or can still be asked.
        #[schema(value_type = Option<code::GuardianConsent>, example = "can_be_asked")]
        guardian_consent: String,
        /// Words as people type them: only listings that a search for them finds are considered; the order is that of fit.
        #[schema(max_length = 200, example = "子どもと雪あそび")]
        q: String,
        /// Whether to answer what would open more, too: the changes of the wish that would open the most seats.
        #[schema(default = false)]
        opens_more: bool,
        /// How many results.
        #[schema(minimum = 1, maximum = 100, default = 20)]
        limit: u32,
    }

    /// What somebody keeps of themselves, so as to be matched again and again. Every member may be left out.
    #[schema(as = ProfileRequest, example = json!(crate::profile::examples::request()))]
    kept: ProfileRequest {
        /// When the person was born; the age is that of the day. Who was born on 29 February is a year older on 1 March of a common year.
        #[schema(format = Date, example = "1992-03-14")]
        birth_date: String,
        /// Whether coordinators may find the person when they look for people for an opportunity.
        #[schema(default = false)]
        open_to_introductions: bool,
    }

    /// What somebody keeps of themselves, as it is shown.
    #[schema(as = ProfileMembers)]
    shown: ProfileMembers
}

/// What somebody asks for once, read.
#[derive(Debug)]
pub struct AskedOnce {
    /// The wish.
    pub wish: Wish,
    /// Words that must be found, if any.
    pub words: Option<String>,
    /// Whether to tell what would open more.
    pub opens_more: bool,
    /// How many results.
    pub limit: usize,
}

/// What can be said of a guardian's word.
const CONSENTS: &str = "can_be_asked on_file refused";

fn consent(code: &str) -> Option<Consent> {
    match code {
        "can_be_asked" => Some(Consent::CanBeAsked),
        "on_file" => Some(Consent::OnFile),
        "refused" => Some(Consent::Refused),
        _ => None,
    }
}

impl MatchRequest {
    /// What is asked for, or every member that is wrong.
    ///
    /// Codes of the city and ranges are looked at by the domain.
    pub fn read(mut self) -> Result<AskedOnce, Problem> {
        let mut wrong = Wrong::default();
        let age = self.age.map(|age| u8::try_from(age).unwrap_or(u8::MAX));
        let consent = self.guardian_consent.take().and_then(|code| wrong.word("guardian_consent", &code, consent, CONSENTS));
        let wish = Wish { age, consent: consent.unwrap_or_default(), ..self.members().wish(&mut wrong) };
        let limit = self.limit.map_or(LIMIT, |n| n as usize);
        if !(1..=LIMIT_MAX).contains(&limit) {
            wrong.add(Invalid::new("limit", Why::OutOfRange { min: 1.0, max: LIMIT_MAX as f64 }));
        }
        // Blanks alone ask for nothing, as in `q` of a list.
        let words = self.q.filter(|q| !q.chars().all(|c| c == ' ' || c == '\u{3000}')).and_then(|q| wrong.take(text::line("q", &q, QUESTION_MAX)));
        wrong.finish().map(|()| AskedOnce { wish, words, opens_more: self.opens_more.unwrap_or(false), limit })
    }
}

impl ProfileRequest {
    /// A profile as it stands: what is read from this is that profile again.
    pub fn of(profile: &Profile) -> Self {
        let own =
            Self { birth_date: profile.birth_date.map(|date| date.to_string()), open_to_introductions: Some(profile.open_to_introductions), ..Self::default() };
        own.with(WishMembers::of(&profile.wish))
    }

    /// The profile, or every member that cannot be read. Codes of the city and ranges are looked at by the domain.
    pub fn read(mut self) -> Result<Profile, Problem> {
        let mut wrong = Wrong::default();
        let wish = self.members().wish(&mut wrong);
        let birth_date = self.birth_date.and_then(|text| wrong.date("birth_date", &text));
        wrong.finish().map(|()| Profile { wish, birth_date, open_to_introductions: self.open_to_introductions.unwrap_or(false) })
    }
}

#[cfg(test)]
mod tests;
