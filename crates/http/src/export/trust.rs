use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::application::Side;
use enmusubi_domain::consent::Consent;
use enmusubi_domain::disclosure::{Disclosure, Field, Look};
use enmusubi_domain::guardian::Guardianship;
use enmusubi_domain::id::AccountId;
use enmusubi_persistence::{StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// To whom one's contact was opened, and who looked. 連絡先の開示。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedDisclosure)]
pub struct DisclosurePart {
    /// Its id.
    id: Uuid,
    /// By which application.
    application_id: Uuid,
    /// To which group.
    group_id: Uuid,
    /// What it is called.
    #[schema(example = "北24条ゆきみち隊")]
    group: Option<String>,
    /// What for.
    #[schema(value_type = code::DisclosurePurpose, example = "participation")]
    purpose: &'static str,
    /// What it may show at most.
    #[schema(value_type = Vec<code::DisclosedField>)]
    fields: Vec<&'static str>,
    /// Since when.
    opened_at: DateTime<FixedOffset>,
    /// Until when at the latest.
    ends_at: DateTime<FixedOffset>,
    /// When it was ended before.
    ended_at: Option<DateTime<FixedOffset>>,
    /// By whom.
    #[schema(value_type = Option<code::Side>)]
    ended_by: Option<&'static str>,
    /// Every look, newest first.
    views: Vec<LookPart>,
}

/// Somebody looked. 閲覧の記録。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedLook)]
pub struct LookPart {
    /// When.
    viewed_at: DateTime<FixedOffset>,
    /// Who; null once that person has left.
    #[schema(example = "南さくら")]
    viewer: Option<String>,
    /// What was shown.
    #[schema(value_type = Vec<code::DisclosedField>)]
    fields: Vec<&'static str>,
}

impl DisclosurePart {
    /// Every disclosure of somebody's contact.
    pub fn all(tx: &mut Tx<'_>, account: AccountId, tz: Tz) -> Result<Vec<Self>, StoreError> {
        let mut all = vec![];
        for disclosure in tx.disclosures_of_account(account)? {
            let group = tx.group(disclosure.group)?.map(|g| g.details.name);
            let mut views = vec![];
            for look in tx.looks_at(disclosure.id, usize::MAX)? {
                let viewer = look.viewer.map(|id| tx.account(id)).transpose()?.flatten().map(|account| account.name);
                views.push(LookPart::of(&look, viewer, tz));
            }
            all.push(Self::of(&disclosure, group, views, tz));
        }
        Ok(all)
    }

    /// Shows a disclosure to whose contact it is.
    pub fn of(d: &Disclosure, group: Option<String>, views: Vec<LookPart>, tz: Tz) -> Self {
        Self {
            id: d.id.0,
            application_id: d.application.0,
            group_id: d.group.0,
            group,
            purpose: d.purpose.code(),
            fields: codes(&d.fields),
            opened_at: local(d.opened_at, tz),
            ends_at: local(d.ends_at, tz),
            ended_at: d.ended_at.map(|at| local(at, tz)),
            ended_by: d.ended_by.map(Side::code),
            views,
        }
    }
}

impl LookPart {
    /// Shows a look of somebody with this name.
    pub fn of(look: &Look, viewer: Option<String>, tz: Tz) -> Self {
        Self { viewed_at: local(look.at, tz), viewer, fields: codes(&look.fields) }
    }
}

fn codes(fields: &[Field]) -> Vec<&'static str> {
    fields.iter().map(|field| field.code()).collect()
}

/// A line of the ledger of consent, about one or given by one. 同意の記録。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedConsent)]
pub struct ConsentPart {
    /// Its id.
    id: Uuid,
    /// Whom it is about.
    subject_id: Uuid,
    /// Who agreed; null if they have no account, or have left.
    giver_id: Option<Uuid>,
    /// Whether somebody else wrote it down.
    recorded_by_another: bool,
    /// To what.
    #[schema(value_type = code::ConsentPurpose, example = "guardian_application")]
    purpose: &'static str,
    /// For which application.
    application_id: Option<Uuid>,
    /// The version of the text: `GET /v1/consent-texts`.
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
    /// Until when it counts.
    expires_at: Option<DateTime<FixedOffset>>,
    /// When it was taken back.
    withdrawn_at: Option<DateTime<FixedOffset>>,
}

impl ConsentPart {
    /// Shows a line.
    pub fn of(c: &Consent, tz: Tz) -> Self {
        Self {
            id: c.id.0,
            subject_id: c.subject.0,
            giver_id: c.giver.map(|id| id.0),
            recorded_by_another: c.recorded_by.is_some(),
            purpose: c.purpose.code(),
            application_id: c.application.map(|id| id.0),
            text_version: c.text_version,
            language: c.lang.code(),
            method: c.method.code(),
            given_at: local(c.given_at, tz),
            expires_at: c.expires_at.map(|at| local(at, tz)),
            withdrawn_at: c.withdrawn_at.map(|at| local(at, tz)),
        }
    }
}

/// A tie between a minor and a guardian, of which one is either. 保護者との関係。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedGuardianship)]
pub struct GuardianshipPart {
    /// Its id.
    id: Uuid,
    /// Counts its changes.
    #[schema(example = 1)]
    version: i64,
    /// The minor.
    ward_id: Uuid,
    /// The guardian.
    guardian_id: Uuid,
    /// What the guardian is to the minor.
    #[schema(value_type = code::GuardianRelation, example = "parent")]
    relation: &'static str,
    /// Where it stands.
    #[schema(value_type = code::GuardianshipState, example = "live")]
    state: &'static str,
    /// How it was confirmed.
    #[schema(value_type = Option<code::GuardianProof>)]
    proof: Option<&'static str>,
    /// When the code was entered.
    created_at: DateTime<FixedOffset>,
    /// When it was confirmed.
    confirmed_at: Option<DateTime<FixedOffset>>,
    /// The minor's coming of age.
    until: Option<DateTime<FixedOffset>>,
    /// When somebody ended it.
    ended_at: Option<DateTime<FixedOffset>>,
}

impl GuardianshipPart {
    /// Shows a tie.
    pub fn of(tie: &Guardianship, tz: Tz) -> Self {
        Self {
            id: tie.id.0,
            version: tie.version,
            ward_id: tie.ward.0,
            guardian_id: tie.guardian.0,
            relation: tie.relation.code(),
            state: tie.state.code(),
            proof: tie.proof.map(|proof| proof.code()),
            created_at: local(tie.created_at, tz),
            confirmed_at: tie.confirmed_at.map(|at| local(at, tz)),
            until: tie.until.map(|at| local(at, tz)),
            ended_at: tie.ended_at.map(|at| local(at, tz)),
        }
    }
}
