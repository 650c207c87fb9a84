use crate::code;
use crate::contact::EmergencyView;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::application::Side;
use enmusubi_domain::disclosure::{Disclosure, Field, Look, Stage};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How many of the latest looks are listed with a disclosure.
pub const LOOKS: usize = 100;

/// To whom one's contact is open, and who looked. 連絡先の開示。
#[derive(Serialize, ToSchema)]
#[schema(as = Disclosure)]
pub struct DisclosureView {
    /// Its id (UUIDv7).
    id: Uuid,
    /// By which application.
    application_id: Uuid,
    /// What that is for.
    #[schema(example = "通学路の朝の雪かき")]
    opportunity: String,
    /// To whom.
    group: DisclosedToView,
    /// What for.
    #[schema(value_type = code::DisclosurePurpose, example = "participation")]
    purpose: &'static str,
    /// What it may show at most.
    #[schema(value_type = Vec<code::DisclosedField>)]
    fields: Vec<&'static str>,
    /// What of it those people can see at this moment.
    #[schema(value_type = Vec<code::DisclosedField>)]
    open_now: Vec<&'static str>,
    /// How far both sides have come.
    #[schema(value_type = code::DisclosureStage, example = "accepted")]
    stage: &'static str,
    /// Since when.
    opened_at: DateTime<FixedOffset>,
    /// Until when at the latest.
    ends_at: DateTime<FixedOffset>,
    /// When it was ended before; null while it was not.
    ended_at: Option<DateTime<FixedOffset>>,
    /// By whom.
    #[schema(value_type = Option<code::Side>)]
    ended_by: Option<&'static str>,
    /// The latest looks, newest first; at most 100.
    views: Vec<LookView>,
    /// How many looks there were in all.
    #[schema(example = 1)]
    views_in_all: u64,
}

/// A group, and those of its people who can see a contact. 開示先の団体。
#[derive(Serialize, ToSchema)]
#[schema(as = DisclosedTo)]
pub struct DisclosedToView {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "北24条ゆきみち隊")]
    pub name: String,
    /// Those who can look now: its owners and managers. Empty once nothing is disclosed any more.
    pub people: Vec<OnlookerView>,
}

/// Somebody who can look. 見ることができる人。
#[derive(Serialize, ToSchema)]
#[schema(as = Onlooker)]
pub struct OnlookerView {
    /// Their name.
    #[schema(example = "南さくら")]
    name: String,
    /// What they are in the group.
    #[schema(value_type = code::GroupRole, example = "owner")]
    role: &'static str,
}

impl OnlookerView {
    /// Names one.
    pub fn of(name: String, role: RoleKind) -> Self {
        Self { name, role: role.code() }
    }
}

/// Somebody looked. 閲覧の記録。
#[derive(Serialize, ToSchema)]
#[schema(as = DisclosureLook)]
pub struct LookView {
    /// When.
    at: DateTime<FixedOffset>,
    /// Who; null once that person has left the service.
    #[schema(example = "南さくら")]
    by: Option<String>,
    /// What was shown.
    #[schema(value_type = Vec<code::DisclosedField>)]
    fields: Vec<&'static str>,
}

impl LookView {
    /// A look of somebody with this name.
    pub fn of(look: &Look, by: Option<String>, tz: Tz) -> Self {
        Self { at: local(look.at, tz), by, fields: codes(&look.fields) }
    }
}

/// What is known of a disclosure beside its own row.
pub struct Around {
    /// What the application is for.
    pub opportunity: String,
    /// To whom.
    pub group: DisclosedToView,
    /// How far both sides have come.
    pub stage: Stage,
    /// What can be seen at this moment.
    pub open_now: Vec<Field>,
    /// The latest looks.
    pub looks: Vec<LookView>,
    /// How many there were.
    pub looks_in_all: u64,
}

impl DisclosureView {
    /// Shows a disclosure to whose contact it is.
    pub fn of(d: &Disclosure, around: Around, tz: Tz) -> Self {
        Self {
            id: d.id.0,
            application_id: d.application.0,
            opportunity: around.opportunity,
            group: around.group,
            purpose: d.purpose.code(),
            fields: codes(&d.fields),
            open_now: codes(&around.open_now),
            stage: around.stage.code(),
            opened_at: local(d.opened_at, tz),
            ends_at: local(d.ends_at, tz),
            ended_at: d.ended_at.map(|at| local(at, tz)),
            ended_by: d.ended_by.map(Side::code),
            views: around.looks,
            views_in_all: around.looks_in_all,
        }
    }
}

fn codes(fields: &[Field]) -> Vec<&'static str> {
    fields.iter().map(|field| field.code()).collect()
}

/// A volunteer's contact, as far as it is open to the group now. 応募者の連絡先。
#[derive(Serialize, ToSchema)]
#[schema(as = VolunteerContact)]
pub struct VolunteerContactView {
    /// Whose application.
    pub application_id: Uuid,
    /// How far both sides have come.
    #[schema(value_type = code::DisclosureStage, example = "day")]
    pub stage: &'static str,
    /// What it may be used for, and nothing else.
    #[schema(value_type = code::DisclosurePurpose, example = "participation")]
    pub purpose: &'static str,
    /// Until when it is open at the latest; the volunteer may end it before.
    pub ends_at: DateTime<FixedOffset>,
    /// What this answer shows; noted for the volunteer to see.
    #[schema(value_type = Vec<code::DisclosedField>)]
    pub fields: Vec<&'static str>,
    /// The name.
    #[schema(example = "北野ゆき")]
    pub name: String,
    /// How it is read.
    #[schema(example = "きたの ゆき")]
    pub name_kana: Option<String>,
    /// The e-mail address, if the volunteer ticked it; otherwise write by `POST /v1/applications/{id}/messages`.
    #[schema(format = "email", example = "yuki@example.jp")]
    pub email: Option<String>,
    /// The telephone number: from a day before a session to a day after, or from acceptance on if the volunteer ticked it.
    #[schema(example = "090-1234-5678")]
    pub phone: Option<String>,
    /// Whom to call if something happens; only with `emergency=true`, from a day before a session to a day after.
    pub emergency: Option<EmergencyView>,
    /// Guardians of a minor; the same.
    pub guardians: Vec<GuardianContactView>,
}

/// A guardian, and how they can be reached. 保護者の連絡先。
#[derive(Serialize, ToSchema)]
#[schema(as = GuardianContact)]
pub struct GuardianContactView {
    /// Their name.
    #[schema(example = "北野はる")]
    pub name: String,
    /// Their telephone number, if they keep one.
    #[schema(example = "011-222-3333")]
    pub phone: Option<String>,
}
