use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::contact::Emergency;
use enmusubi_persistence::KeptContact;
use serde::Serialize;
use utoipa::ToSchema;

/// How one can be reached, as it is kept. 自分の連絡先。
#[derive(Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactView {
    /// Counts its changes; the `ETag` is made of it.
    #[schema(example = 1)]
    pub version: i64,
    /// When it last changed.
    updated_at: DateTime<FixedOffset>,
    /// How the name is read.
    #[schema(example = "きたの ゆき")]
    name_kana: Option<String>,
    /// A telephone number.
    #[schema(example = "090-1234-5678")]
    phone: Option<String>,
    /// Whether the number is shown from acceptance on.
    share_phone: bool,
    /// Whether the account's e-mail address is shown from acceptance on.
    share_email: bool,
    /// Whether a group that is asked learns what one needs.
    share_needs: bool,
    /// Whom to call if something happens.
    emergency: Option<EmergencyView>,
}

/// Whom to call if something happens. 緊急連絡先。
#[derive(Serialize, ToSchema)]
#[schema(as = EmergencyContact)]
pub struct EmergencyView {
    /// Their name.
    #[schema(example = "北野はる")]
    name: String,
    /// Their telephone number.
    #[schema(example = "011-222-3333")]
    phone: String,
    /// What they are to the person.
    #[schema(example = "母")]
    relation: Option<String>,
}

impl ContactView {
    /// Shows what is kept.
    pub fn of(kept: KeptContact, tz: Tz) -> Self {
        let contact = kept.contact;
        Self {
            version: kept.version,
            updated_at: local(kept.updated_at, tz),
            name_kana: contact.name_kana,
            phone: contact.phone,
            share_phone: contact.share_phone,
            share_email: contact.share_email,
            share_needs: contact.share_needs,
            emergency: contact.emergency.map(EmergencyView::of),
        }
    }
}

impl EmergencyView {
    /// Shows whom to call.
    pub fn of(emergency: Emergency) -> Self {
        Self { name: emergency.name, phone: emergency.phone, relation: emergency.relation }
    }
}
