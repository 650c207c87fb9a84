use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use enmusubi_domain::access::{Grant, Ground};
use enmusubi_domain::account::Account;
use enmusubi_domain::city::City;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One of a group's people, as everybody sees them who looks after the group. メンバー。
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Member)]
pub struct MemberView {
    /// Their account.
    account_id: Uuid,
    /// What they want to be called.
    #[schema(example = "北野 ゆき")]
    name: String,
    /// What they may do.
    #[schema(value_type = code::GroupRole, example = "manager")]
    role: &'static str,
    /// Since when they have this role.
    since: DateTime<FixedOffset>,
}

/// One of a group's people, as its owners and administrators see them: with an address. 連絡先つきのメンバー。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReachableMember)]
pub struct ReachableMemberView {
    /// Their account.
    account_id: Uuid,
    /// What they want to be called.
    #[schema(example = "北野 ゆき")]
    name: String,
    /// Where letters reach them.
    #[schema(example = "yuki@example.jp")]
    email: String,
    /// What they may do.
    #[schema(value_type = code::GroupRole, example = "manager")]
    role: &'static str,
    /// Since when they have this role.
    since: DateTime<FixedOffset>,
}

/// One of a group's people; with an address for owners and administrators only. メンバー（連絡先は代表と管理者だけに表示）。
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = MemberItem)]
pub enum MemberItemView {
    /// With an address.
    Reachable(ReachableMemberView),
    /// Without.
    Named(MemberView),
}

impl ReachableMemberView {
    /// Shows a member with an address.
    pub fn of(grant: &Grant, account: &Account, city: &City) -> Self {
        Self {
            account_id: account.id.0,
            name: account.name.clone(),
            email: account.email.as_str().to_owned(),
            role: grant.role.kind().code(),
            since: local(grant.given_at, city.calendar.tz),
        }
    }
}

impl MemberItemView {
    /// Shows a member to whoever stands on this ground.
    pub fn of(grant: &Grant, account: &Account, ground: Ground, city: &City) -> Self {
        if matches!(ground, Ground::Owner | Ground::Administrator) {
            return Self::Reachable(ReachableMemberView::of(grant, account, city));
        }
        Self::Named(MemberView {
            account_id: account.id.0,
            name: account.name.clone(),
            role: grant.role.kind().code(),
            since: local(grant.given_at, city.calendar.tz),
        })
    }
}
