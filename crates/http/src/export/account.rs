use crate::code;
use crate::language;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::access::{Grant, Role};
use enmusubi_domain::account::Account;
use enmusubi_domain::invitation::Invitation;
use enmusubi_domain::login::Login;
use enmusubi_persistence::LetterNote;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The account, without its password. アカウント。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedAccount)]
pub struct AccountPart {
    /// Its id.
    id: Uuid,
    /// Counts its changes.
    #[schema(example = 1)]
    version: i64,
    /// What the person wants to be called.
    #[schema(example = "北野ゆき")]
    name: String,
    /// Where letters reach them.
    #[schema(example = "yuki@example.jp")]
    email: String,
    /// The language of letters.
    #[schema(value_type = code::Language, example = "ja")]
    language: &'static str,
    /// Counts what ended every login: another password, another address.
    #[schema(example = 1)]
    security_version: i64,
    /// When it was opened.
    created_at: DateTime<FixedOffset>,
    /// When it last changed.
    updated_at: DateTime<FixedOffset>,
    /// When an administrator closed it for the time being.
    disabled_at: Option<DateTime<FixedOffset>>,
}

impl AccountPart {
    /// Shows an account.
    pub fn of(account: &Account, tz: Tz) -> Self {
        Self {
            id: account.id.0,
            version: account.version,
            name: account.name.clone(),
            email: account.email.as_str().to_owned(),
            language: language::code(account.lang),
            security_version: account.security_version,
            created_at: local(account.created_at, tz),
            updated_at: local(account.updated_at, tz),
            disabled_at: account.disabled_at.map(|at| local(at, tz)),
        }
    }
}

/// A role one has or had. 役割。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedRole)]
pub struct RolePart {
    /// Its id.
    id: Uuid,
    /// Which role.
    #[schema(value_type = code::RoleKind, example = "helper")]
    role: &'static str,
    /// The group, where it is a role in one.
    group_id: Option<Uuid>,
    /// The company, where it is a role in one.
    company_id: Option<Uuid>,
    /// Area codes, for coordinators.
    areas: Vec<String>,
    /// Theme codes, for coordinators.
    themes: Vec<String>,
    /// When it was given.
    given_at: DateTime<FixedOffset>,
    /// Until when; null: until it is taken.
    until: Option<DateTime<FixedOffset>>,
    /// When it was taken.
    taken_at: Option<DateTime<FixedOffset>>,
}

impl RolePart {
    /// Shows a role.
    pub fn of(grant: &Grant, tz: Tz) -> Self {
        let (areas, themes) = match &grant.role {
            Role::Coordinator { areas, themes } => (areas.clone(), themes.clone()),
            _ => (vec![], vec![]),
        };
        let company_id = if let Role::CompanyManager(company) = &grant.role { Some(company.0) } else { None };
        Self {
            id: grant.id.0,
            role: grant.role.kind().code(),
            group_id: grant.role.group().map(|id| id.0),
            company_id,
            areas,
            themes,
            given_at: local(grant.given_at, tz),
            until: grant.until.map(|at| local(at, tz)),
            taken_at: grant.taken_at.map(|at| local(at, tz)),
        }
    }
}

/// A device on which one is or was signed in. ログインした端末。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedLogin)]
pub struct LoginPart {
    /// Its id.
    id: Uuid,
    /// What the person called the device.
    #[schema(example = "ゆきのスマートフォン")]
    device: String,
    /// When the password was given.
    created_at: DateTime<FixedOffset>,
    /// When it was last refreshed.
    used_at: DateTime<FixedOffset>,
    /// When it ends without being refreshed.
    idle_expires_at: DateTime<FixedOffset>,
    /// When it ends at all.
    absolute_expires_at: DateTime<FixedOffset>,
    /// When it ended before.
    ended_at: Option<DateTime<FixedOffset>>,
    /// Why.
    #[schema(example = "logged_out")]
    ending: Option<&'static str>,
}

impl LoginPart {
    /// Shows a login.
    pub fn of(login: &Login, tz: Tz) -> Self {
        Self {
            id: login.id.0,
            device: login.device.clone(),
            created_at: local(login.created_at, tz),
            used_at: local(login.used_at, tz),
            idle_expires_at: local(login.idle_expires_at, tz),
            absolute_expires_at: local(login.absolute_expires_at, tz),
            ended_at: login.ended.map(|(at, _)| local(at, tz)),
            ending: login.ended.map(|(_, why)| why.code()),
        }
    }
}

/// A letter with a code, without the code. 確認コード付きのお手紙。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedLetter)]
pub struct LetterPart {
    /// What it was for.
    #[schema(example = "confirm_email")]
    purpose: &'static str,
    /// The address it proves, where that was not the account's yet.
    email: Option<String>,
    /// When it was written.
    created_at: DateTime<FixedOffset>,
    /// Until when it works.
    expires_at: DateTime<FixedOffset>,
    /// When it was used.
    used_at: Option<DateTime<FixedOffset>>,
}

impl LetterPart {
    /// Shows a letter.
    pub fn of(letter: LetterNote, tz: Tz) -> Self {
        Self {
            purpose: letter.purpose.code(),
            email: letter.email,
            created_at: local(letter.created_at, tz),
            expires_at: local(letter.expires_at, tz),
            used_at: letter.used_at.map(|at| local(at, tz)),
        }
    }
}

/// An invitation into a group that one sent or got. 団体への招待。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedInvitation)]
pub struct InvitationPart {
    /// Its id.
    id: Uuid,
    /// Into which group.
    group_id: Uuid,
    /// Whether one sent it; otherwise it went to one's own address.
    sent: bool,
    /// The address it went to.
    email: String,
    /// The role that is offered.
    #[schema(value_type = code::GroupRole, example = "helper")]
    role: &'static str,
    /// When it was sent.
    created_at: DateTime<FixedOffset>,
    /// Until when it can be accepted.
    expires_at: DateTime<FixedOffset>,
    /// When it was accepted.
    accepted_at: Option<DateTime<FixedOffset>>,
    /// When it was taken back.
    cancelled_at: Option<DateTime<FixedOffset>>,
}

impl InvitationPart {
    /// Shows an invitation to who sent it or got it.
    pub fn of(invitation: &Invitation, account: &Account, tz: Tz) -> Self {
        Self {
            id: invitation.id.0,
            group_id: invitation.group.0,
            sent: invitation.invited_by == account.id,
            email: invitation.email.as_str().to_owned(),
            role: invitation.role.code(),
            created_at: local(invitation.created_at, tz),
            expires_at: local(invitation.expires_at, tz),
            accepted_at: invitation.accepted_at.map(|at| local(at, tz)),
            cancelled_at: invitation.cancelled_at.map(|at| local(at, tz)),
        }
    }
}
