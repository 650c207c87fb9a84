use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use enmusubi_domain::consent::{Consent, ConsentText, current};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One line of the ledger of consent. 同意の記録。
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Consent)]
pub struct ConsentView {
    /// Its id.
    pub id: Uuid,
    /// Whom it is about.
    subject_id: Uuid,
    /// Who agreed; null if they have no account here, or have left.
    given_by: Option<Uuid>,
    /// Who wrote it down, where that was not the giver.
    recorded_by: Option<Uuid>,
    /// To what.
    #[schema(value_type = code::ConsentPurpose, example = "guardian_application")]
    purpose: &'static str,
    /// For which application.
    application_id: Option<Uuid>,
    /// The version of the text that was agreed to: `GET /v1/consent-texts`.
    #[schema(example = 1)]
    text_version: u16,
    /// In which language it was read.
    #[schema(value_type = code::ConsentLanguage, example = "ja")]
    language: &'static str,
    /// How.
    #[schema(value_type = code::ConsentMethod, example = "account")]
    method: &'static str,
    /// When.
    given_at: DateTime<FixedOffset>,
    /// Until when it counts; null: until it is taken back.
    expires_at: Option<DateTime<FixedOffset>>,
    /// When it was taken back.
    withdrawn_at: Option<DateTime<FixedOffset>>,
    /// Whether it counts now.
    #[schema(example = true)]
    live: bool,
}

impl ConsentView {
    /// Shows a line at a moment.
    pub fn of(c: &Consent, now: DateTime<Utc>, tz: Tz) -> Self {
        let at = |instant| local(instant, tz);
        Self {
            id: c.id.0,
            subject_id: c.subject.0,
            given_by: c.giver.map(|id| id.0),
            recorded_by: c.recorded_by.map(|id| id.0),
            purpose: c.purpose.code(),
            application_id: c.application.map(|id| id.0),
            text_version: c.text_version,
            language: c.lang.code(),
            method: c.method.code(),
            given_at: at(c.given_at),
            expires_at: c.expires_at.map(at),
            withdrawn_at: c.withdrawn_at.map(at),
            live: c.is_live(now),
        }
    }
}

/// What people agree to, word for word. 同意の文面。
#[derive(Serialize, ToSchema)]
#[schema(as = ConsentText)]
pub struct ConsentTextView {
    /// To what.
    #[schema(value_type = code::ConsentPurpose, example = "guardian_year")]
    purpose: &'static str,
    /// Its version.
    #[schema(example = 1)]
    version: u16,
    /// Whether it is the one to agree to now.
    in_force: bool,
    /// SHA-256 of `ja`, `easy` and `en`, each ended by a line feed, in hexadecimal digits.
    sha256: &'static str,
    /// In Japanese.
    ja: &'static str,
    /// In easy Japanese.
    easy: &'static str,
    /// In English.
    en: &'static str,
}

impl ConsentTextView {
    /// Shows a text.
    pub fn of(t: &ConsentText) -> Self {
        let in_force = current(t.purpose).is_some_and(|newest| newest.version == t.version);
        Self { purpose: t.purpose.code(), version: t.version, in_force, sha256: t.sha256, ja: t.ja, easy: t.easy, en: t.en }
    }
}

#[cfg(test)]
mod tests {
    use enmusubi_domain::consent::TEXTS;
    use sha2::{Digest, Sha256};

    #[test]
    fn a_text_that_was_published_never_changes() {
        for t in TEXTS {
            let hash: String = Sha256::digest(t.hashed()).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hash, t.sha256, "{:?} {}: another wording is another version", t.purpose, t.version);
        }
    }
}
