use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::id::AccountId;
use enmusubi_persistence::{KeptContact, OwnLimits, StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How one can be reached. 連絡先。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedContact)]
pub struct ContactPart {
    /// Counts its changes.
    #[schema(example = 1)]
    version: i64,
    /// How the name is read.
    #[schema(example = "きたの ゆき")]
    name_kana: Option<String>,
    /// A telephone number.
    #[schema(example = "090-1234-5678")]
    phone: Option<String>,
    /// Whether the number is shown from acceptance on.
    share_phone: bool,
    /// Whether the e-mail address is shown from acceptance on.
    share_email: bool,
    /// Whether a group that is asked learns what one needs.
    share_needs: bool,
    /// Whom to call if something happens: the name.
    emergency_name: Option<String>,
    /// Their telephone number.
    emergency_phone: Option<String>,
    /// What they are to the person.
    emergency_relation: Option<String>,
    /// When it last changed.
    updated_at: DateTime<FixedOffset>,
}

impl ContactPart {
    /// Shows a contact.
    pub fn of(kept: KeptContact, tz: Tz) -> Self {
        let (contact, version, updated_at) = (kept.contact, kept.version, local(kept.updated_at, tz));
        let (name, phone, relation) = contact.emergency.map_or((None, None, None), |e| (Some(e.name), Some(e.phone), e.relation));
        Self {
            version,
            name_kana: contact.name_kana,
            phone: contact.phone,
            share_phone: contact.share_phone,
            share_email: contact.share_email,
            share_needs: contact.share_needs,
            emergency_name: name,
            emergency_phone: phone,
            emergency_relation: relation,
            updated_at,
        }
    }
}

/// How much one wants at most. 自分で決めた上限。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedLimits)]
pub struct LimitsPart {
    /// Counts its changes; 0 while nothing was said.
    #[schema(example = 1)]
    version: i64,
    /// Sessions a civil week.
    sessions_per_week: Option<u32>,
    /// Invitations and introductions within seven days.
    invitations_per_week: Option<u32>,
}

impl LimitsPart {
    /// Shows limits.
    pub fn of(limits: &OwnLimits) -> Self {
        Self { version: limits.version, sessions_per_week: limits.sessions_per_week, invitations_per_week: limits.invitations_per_week }
    }
}

/// A listing one was shown. 見たことのある募集。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedSeen)]
pub struct SeenPart {
    /// Which.
    opportunity_id: Uuid,
    /// When first.
    first_seen_at: DateTime<FixedOffset>,
}

impl SeenPart {
    /// Everything somebody was shown.
    pub fn all(tx: &mut Tx<'_>, account: AccountId, tz: Tz) -> Result<Vec<Self>, StoreError> {
        Ok(tx.seen_by(account)?.into_iter().map(|(id, at)| Self { opportunity_id: id.0, first_seen_at: local(at, tz) }).collect())
    }
}
