//! Guardians: who may speak for a minor, how that became known, and for what their word is needed.
//!
//! A child never proves a guardian alone: the child makes a code, the guardian enters it with an account of their own, and a coordinator who has
//! seen them confirms it. On the day the child comes of age the tie counts no more, by itself.

/// What of a guardian's word is needed, and whether it is there.
mod demand;
#[cfg(test)]
mod tests;

pub use demand::{ConsentDemand, THEME_WITH_MACHINES, covers, demand};

use crate::application::{Circumstances, Rules};
use crate::id::{AccountId, GuardianshipId};
use crate::level::words;
use crate::profile::age_on;
use crate::schedule::instant;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};

/// Most guardians of one person.
pub const GUARDIANS_MAX: usize = 2;
/// For how many days a code can be entered.
pub const CODE_DAYS: i64 = 7;

words! {
    /// What a guardian is to the minor.
    Relation {
        /// Mother or father.
        Parent = "parent", "父母", "parent";
        /// Appointed by law.
        Guardian = "guardian", "未成年後見人", "legal guardian";
        /// Grandmother or grandfather.
        Grandparent = "grandparent", "祖父母", "grandparent";
        /// Another person who brings the child up.
        Other = "other", "その他の養育者", "another carer";
    }
}

words! {
    /// Where a guardianship stands.
    State {
        /// The code was entered; nobody has confirmed it yet.
        Pending = "pending", "確認待ち", "waits to be confirmed";
        /// Confirmed.
        Live = "live", "有効", "live";
        /// Over.
        Ended = "ended", "終了", "ended";
    }
}

words! {
    /// How a coordinator knows.
    Proof {
        /// Both were seen, with papers, at a desk.
        InPerson = "in_person", "窓口で本人確認", "seen in person";
        /// A code came back that was sent to the address by letter.
        LetterCode = "letter_code", "郵送コード", "a code sent by letter";
        /// A school vouches for it.
        School = "school", "学校による確認", "confirmed by the school";
    }
}

/// A guardian's tie to a minor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guardianship {
    /// Its id.
    pub id: GuardianshipId,
    /// Counts its changes.
    pub version: i64,
    /// The minor.
    pub ward: AccountId,
    /// The guardian.
    pub guardian: AccountId,
    /// What the guardian is to the minor.
    pub relation: Relation,
    /// Where it stands, but for time: see [`Guardianship::state_at`].
    pub state: State,
    /// How it was confirmed.
    pub proof: Option<Proof>,
    /// By whom; nothing before, or once they have left.
    pub confirmed_by: Option<AccountId>,
    /// When the code was entered.
    pub created_at: DateTime<Utc>,
    /// When it was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The ward's coming of age: from then on it counts no more. Known once it is confirmed.
    pub until: Option<DateTime<Utc>>,
    /// When it was ended by somebody.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Why a guardian is not taken, or a step not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Nobody is their own guardian.
    Oneself,
    /// The guardian is a minor.
    TooYoung,
    /// Nobody knows whether the guardian is of age.
    GuardianAgeUnknown,
    /// There is a tie between these two already.
    Known,
    /// The minor has as many guardians as one may have.
    Enough,
    /// The ward keeps no birth date: nobody knows until when it would count.
    WardAgeUnknown,
    /// The ward is of age.
    OfAge,
    /// Only one that waits can be confirmed.
    NotPending,
    /// Nobody confirms what they are part of.
    OwnWord,
    /// A minor does not end it alone.
    WardAlone,
    /// It is over already.
    Over,
}

/// Whether somebody may be a guardian at all: of age, by their birth date or by their own word where none is kept.
pub fn may_guard(age: Option<u8>, says_of_age: bool, rules: &Rules) -> Result<(), Refused> {
    match age {
        Some(age) if age < rules.consent_age => Err(Refused::TooYoung),
        None if !says_of_age => Err(Refused::GuardianAgeUnknown),
        Some(_) | None => Ok(()),
    }
}

/// Whether somebody of an age can have a guardian here. Without a birth date nobody knows when that would end.
pub fn may_be_ward(age: Option<u8>, rules: &Rules) -> Result<(), Refused> {
    match age {
        None => Err(Refused::WardAgeUnknown),
        Some(age) if age >= rules.consent_age => Err(Refused::OfAge),
        Some(_) => Ok(()),
    }
}

/// The beginning of the day on which somebody becomes so many years old, in the city's zone.
///
/// Who was born on 29 February becomes a year older on 1 March of a common year, as everywhere here.
pub fn comes_of_age(born: NaiveDate, years: u8, at: &Circumstances) -> Option<DateTime<Utc>> {
    let year = born.year().checked_add(i32::from(years))?;
    let day = born.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))?;
    instant(day.and_time(NaiveTime::MIN), at.tz)
}

impl Guardianship {
    /// Somebody who was given a minor's code says to be their guardian. Nothing follows from it before it is confirmed.
    pub fn claim(id: GuardianshipId, ward: AccountId, guardian: AccountId, relation: Relation, now: DateTime<Utc>) -> Result<Self, Refused> {
        if ward == guardian {
            return Err(Refused::Oneself);
        }
        Ok(Self {
            id,
            version: 1,
            ward,
            guardian,
            relation,
            state: State::Pending,
            proof: None,
            confirmed_by: None,
            created_at: now,
            confirmed_at: None,
            until: None,
            ended_at: None,
        })
    }

    /// A coordinator has seen them. It counts until the ward comes of age.
    pub fn confirm(&self, proof: Proof, by: AccountId, born: Option<NaiveDate>, at: &Circumstances) -> Result<Self, Refused> {
        if self.state != State::Pending {
            return Err(Refused::NotPending);
        }
        if by == self.ward || by == self.guardian {
            return Err(Refused::OwnWord);
        }
        let born = born.ok_or(Refused::WardAgeUnknown)?;
        let years = age_on(born, at.today()).ok_or(Refused::WardAgeUnknown)?;
        if years >= u32::from(at.rules.consent_age) {
            return Err(Refused::OfAge);
        }
        let until = comes_of_age(born, at.rules.consent_age, at).ok_or(Refused::WardAgeUnknown)?;
        let confirmed = Self { state: State::Live, proof: Some(proof), confirmed_by: Some(by), confirmed_at: Some(at.now), until: Some(until), ..self.clone() };
        Ok(confirmed)
    }

    /// Ends it. A ward ends what is not confirmed yet, or what does not count any more; a minor's living guardian is not theirs to send away.
    pub fn end(&self, by: AccountId, now: DateTime<Utc>) -> Result<Self, Refused> {
        if self.state == State::Ended {
            return Err(Refused::Over);
        }
        if by == self.ward && self.counts(now) {
            return Err(Refused::WardAlone);
        }
        Ok(Self { state: State::Ended, ended_at: Some(now), ..self.clone() })
    }

    /// Whether the guardian may see and speak for the ward at a moment.
    pub fn counts(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Live && self.until.is_some_and(|until| now < until)
    }

    /// Where it stands at a moment: what came to its end by the ward's birthday is over, though nobody ended it.
    pub fn state_at(&self, now: DateTime<Utc>) -> State {
        if self.state == State::Live && !self.counts(now) { State::Ended } else { self.state }
    }
}
