use crate::opportunity::local;
use crate::role::RoleView;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::access::Grant;
use enmusubi_domain::account::Account;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody's account, as administrators and auditors see it. アカウント。
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountView {
    /// Its id.
    pub id: Uuid,
    /// What the person wants to be called.
    #[schema(example = "北野ゆき")]
    pub name: String,
    /// Where letters reach them.
    #[schema(example = "yuki@example.jp")]
    pub email: String,
    /// Since when it may not be used, if it was closed.
    pub disabled_at: Option<DateTime<FixedOffset>>,
    /// When it was opened.
    pub created_at: DateTime<FixedOffset>,
    /// The roles that count now; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<RoleView>>,
}

impl AccountView {
    /// As it stands in lists.
    pub fn of(account: &Account, tz: Tz) -> Self {
        Self {
            id: account.id.0,
            name: account.name.clone(),
            email: account.email.as_str().to_owned(),
            disabled_at: account.disabled_at.map(|at| local(at, tz)),
            created_at: local(account.created_at, tz),
            roles: None,
        }
    }

    /// With its roles.
    pub fn with(self, grants: &[Grant], tz: Tz) -> Self {
        Self { roles: Some(grants.iter().map(|grant| RoleView::of(grant, tz)).collect()), ..self }
    }
}
