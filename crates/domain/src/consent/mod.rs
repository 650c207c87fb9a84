//! Consent: who agreed to what, to which text, when and how; and when it was taken back. The ledger only grows.

#[cfg(test)]
mod tests;
/// What people agree to, word for word.
mod text;

pub use text::{ConsentText, TEXTS, TextLang, current, text};

use crate::id::{AccountId, ApplicationId, ConsentId};
use crate::level::words;
use crate::schedule::instant;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

words! {
    /// What somebody agrees to.
    Purpose {
        /// A guardian lets a minor take part for a school year.
        GuardianYear = "guardian_year", "保護者の同意（年度）", "a guardian's consent for a school year";
        /// A guardian lets a minor take part in one thing.
        GuardianApplication = "guardian_application", "保護者の同意（応募ごと）", "a guardian's consent for one application";
        /// Name and contact are shown to a group once a place is certain.
        ShareContact = "share_contact", "連絡先の共有", "sharing one's contact";
        /// Coordinators may find the person when they look for people.
        OpenToIntroductions = "open_to_introductions", "紹介を受ける", "being found for introductions";
    }
}

words! {
    /// How somebody agreed.
    Method {
        /// Signed in with an account of their own.
        Account = "account", "本人のアカウント", "with an account of their own";
        /// Said it at a desk.
        InPerson = "in_person", "窓口", "in person";
        /// Signed a paper.
        Paper = "paper", "書面", "on paper";
        /// Said it on the telephone.
        Phone = "phone", "電話", "by telephone";
    }
}

/// One line of the ledger: nothing in it ever changes but that it is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Whom it is about.
    pub subject: AccountId,
    /// Who agreed; nothing if they have no account here, or have left.
    pub giver: Option<AccountId>,
    /// Who wrote it down, where that was not the giver.
    pub recorded_by: Option<AccountId>,
    /// To what.
    pub purpose: Purpose,
    /// For which application, if for one.
    pub application: Option<ApplicationId>,
    /// The version of the text that was agreed to.
    pub text_version: u16,
    /// The language in which it was read.
    pub lang: TextLang,
    /// How.
    pub method: Method,
    /// When.
    pub given_at: DateTime<Utc>,
    /// Until when it counts; nothing means until it is taken back.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// What somebody agrees to, and how, before it is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// To what.
    pub purpose: Purpose,
    /// For which application.
    pub application: Option<ApplicationId>,
    /// The version of the text.
    pub text_version: u16,
    /// The language in which it was read.
    pub lang: TextLang,
    /// How.
    pub method: Method,
}

impl Consent {
    /// Somebody agreed now. Who writes it down is named where that was another person; a word for a year ends with the school year.
    pub fn give(id: ConsentId, subject: AccountId, giver: Option<AccountId>, recorded_by: Option<AccountId>, given: Given, now: DateTime<Utc>, tz: Tz) -> Self {
        Self {
            id,
            subject,
            giver,
            recorded_by,
            purpose: given.purpose,
            application: given.application,
            text_version: given.text_version,
            lang: given.lang,
            method: given.method,
            given_at: now,
            expires_at: (given.purpose == Purpose::GuardianYear).then(|| school_year_end(now, tz)),
            withdrawn_at: None,
        }
    }

    /// Whether it counts at a moment. What was said with an account counts for as long as the account is there to stand by it.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        let stood_by = self.giver.is_some() || self.method != Method::Account;
        stood_by && self.withdrawn_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether it lasts as long as that, if nobody takes it back.
    pub fn reaches(&self, until: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|end| until <= end)
    }
}

/// When the school year of a moment ends: the next 31 March, 24:00, by the city's clocks.
pub fn school_year_end(now: DateTime<Utc>, tz: Tz) -> DateTime<Utc> {
    let today = now.with_timezone(&tz).date_naive();
    let year = if today.month() >= 4 { today.year().saturating_add(1) } else { today.year() };
    let april = NaiveDate::from_ymd_opt(year, 4, 1).and_then(|day| instant(day.and_time(NaiveTime::MIN), tz));
    // Beyond the years a calendar knows, a word counts for nothing rather than for ever.
    april.unwrap_or(now)
}
