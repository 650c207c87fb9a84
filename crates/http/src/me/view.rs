use crate::code;
use crate::language;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::access::{Grant, Role, RoleKind};
use enmusubi_domain::account::Account;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{CompanyId, GroupId, LoginId};
use enmusubi_domain::login::Login;
use enmusubi_persistence::{StoreError, Tx};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

/// One's own account, and what one may do. 自分のアカウントと役割。
#[derive(Serialize, ToSchema)]
#[schema(as = Me)]
pub struct MeView {
    /// The account's id (UUIDv7).
    pub id: Uuid,
    /// Counts the account's changes; the `ETag` begins with it.
    #[schema(example = 1)]
    pub version: i64,
    /// What the person wants to be called.
    #[schema(example = "北野ゆき")]
    pub name: String,
    /// Where letters reach them.
    #[schema(example = "yuki@example.jp")]
    pub email: String,
    /// The language of letters.
    #[schema(value_type = code::Language, example = "ja")]
    pub language: &'static str,
    /// When it was opened.
    pub created_at: DateTime<FixedOffset>,
    /// What the person may do beyond what every volunteer may.
    pub roles: Vec<MyRoleView>,
}

/// A role, and in what. 役割。
#[derive(Serialize, ToSchema)]
#[schema(as = MyRole)]
pub struct MyRoleView {
    /// Its id.
    pub id: Uuid,
    /// Which role.
    #[schema(value_type = code::RoleKind, example = "owner")]
    pub role: &'static str,
    /// The group, where it is a role in one.
    pub group: Option<NamedView>,
    /// The company, where it is a role in one.
    pub company: Option<NamedView>,
    /// Area codes, for coordinators; what lies below them is included.
    #[schema(example = json!([]))]
    pub areas: Vec<String>,
    /// Theme codes, for coordinators; none means all.
    #[schema(example = json!([]))]
    pub themes: Vec<String>,
    /// Until when; null until it is taken.
    pub until: Option<DateTime<FixedOffset>>,
}

/// A group or a company, by name. 名前とID。
#[derive(Serialize, ToSchema)]
#[schema(as = Named)]
pub struct NamedView {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "北24条ゆきみち隊")]
    pub name: String,
}

/// One signed-in device. ログイン中の端末。
#[derive(Serialize, ToSchema)]
#[schema(as = MyLogin)]
pub struct MyLoginView {
    /// Its id.
    pub id: Uuid,
    /// What the person called the device; null if nothing.
    #[schema(example = "ゆきのスマートフォン")]
    pub device: Option<String>,
    /// Whether this is the device that asks.
    #[schema(example = true)]
    pub current: bool,
    /// When the password was given.
    pub created_at: DateTime<FixedOffset>,
    /// When it was last refreshed.
    pub used_at: DateTime<FixedOffset>,
    /// When it ends, if it is not refreshed before.
    pub expires_at: DateTime<FixedOffset>,
}

/// A group one belongs to. 所属する団体。
#[derive(Serialize, ToSchema)]
#[schema(as = MyGroup)]
pub struct MyGroupView {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "北24条ゆきみち隊")]
    pub name: String,
    /// Whether it may be seen in public.
    #[schema(value_type = code::Standing, example = "active")]
    pub standing: &'static str,
    /// What one is in it.
    #[schema(value_type = code::RoleKind, example = "owner")]
    pub role: &'static str,
}

impl MeView {
    /// An account with its live roles, as its owner sees it.
    pub fn of(account: &Account, roles: Vec<MyRoleView>, tz: Tz) -> Self {
        Self {
            id: account.id.0,
            version: account.version,
            name: account.name.clone(),
            email: account.email.as_str().to_owned(),
            language: language::code(account.lang),
            created_at: local(account.created_at, tz),
            roles,
        }
    }

    /// Tells apart what the account's version does not: its roles, and the names of what they are in.
    pub fn beside(&self) -> u64 {
        let roles = serde_json::to_vec(&self.roles).unwrap_or_default();
        Sha256::digest(&roles).iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// The same, with the roles looked up.
    pub fn read(tx: &mut Tx<'_>, account: &Account, tz: Tz) -> Result<Self, StoreError> {
        let grants = tx.grants_of(account.id)?;
        let groups: Vec<GroupId> = grants.iter().filter_map(|g| g.role.group()).collect();
        let groups: Vec<(GroupId, String)> = tx.groups(&groups)?.into_iter().map(|g| (g.id, g.details.name)).collect();
        let mut roles = vec![];
        for grant in &grants {
            let company = match &grant.role {
                Role::CompanyManager(id) => tx.company(*id)?.map(|c| (c.id, c.name)),
                _ => None,
            };
            let group = groups.iter().find(|(id, _)| grant.role.group() == Some(*id)).cloned();
            roles.push(MyRoleView::of(grant, group, company, tz));
        }
        Ok(Self::of(account, roles, tz))
    }
}

impl MyRoleView {
    /// A role with the names of what it is a role in.
    pub fn of(grant: &Grant, group: Option<(GroupId, String)>, company: Option<(CompanyId, String)>, tz: Tz) -> Self {
        let (areas, themes) = match &grant.role {
            Role::Coordinator { areas, themes } => (areas.clone(), themes.clone()),
            _ => (vec![], vec![]),
        };
        Self {
            id: grant.id.0,
            role: grant.role.kind().code(),
            group: group.map(|(id, name)| NamedView { id: id.0, name }),
            company: company.map(|(id, name)| NamedView { id: id.0, name }),
            areas,
            themes,
            until: grant.until.map(|until| local(until, tz)),
        }
    }
}

impl MyLoginView {
    /// A device; `asks` is the one that wants to know.
    pub fn of(login: &Login, asks: LoginId, tz: Tz) -> Self {
        Self {
            id: login.id.0,
            device: Some(login.device.clone()).filter(|device| !device.is_empty()),
            current: login.id == asks,
            created_at: local(login.created_at, tz),
            used_at: local(login.used_at, tz),
            expires_at: local(login.idle_expires_at.min(login.absolute_expires_at), tz),
        }
    }
}

impl MyGroupView {
    /// A group, and what one is in it.
    pub fn of(group: &Group, role: RoleKind) -> Self {
        Self { id: group.id.0, name: group.details.name.clone(), standing: group.standing.code(), role: role.code() }
    }
}

/// An access token in place of one that has become void. 新しいアクセストークン。
#[derive(Serialize, ToSchema)]
#[schema(as = AccessToken)]
pub struct AccessTokenView {
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// For how many seconds it is good.
    #[schema(example = 600)]
    pub expires_in: i64,
}
