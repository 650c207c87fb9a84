use super::view::{MemberItemView, ReachableMemberView};
use crate::account::examples::{BORN, somebody};
use crate::openapi::examples::{city, domain_group};
use crate::page::Listing;
use enmusubi_domain::access::{Grant, Ground, Role};
use enmusubi_domain::account::Account;
use enmusubi_domain::id::GrantId;
use serde_json::{Value, to_value};

fn seat() -> Option<(Grant, Account)> {
    let (group, account) = (domain_group(), somebody()?);
    let given_at = group.created_at;
    let grant = Grant {
        id: GrantId::derived(BORN, "example member"),
        account: account.id,
        role: Role::Manager(group.id),
        until: None,
        given_by: None,
        given_at,
        taken_at: None,
    };
    Some((grant, account))
}

/// A member as an owner sees them.
pub fn member() -> Value {
    to_value(seat().map(|(grant, account)| ReachableMemberView::of(&grant, &account, &city()))).unwrap_or_default()
}

/// A group's people as an owner sees them.
pub fn members() -> Value {
    let views = seat().into_iter().map(|(grant, account)| MemberItemView::of(&grant, &account, Ground::Owner, &city())).collect();
    to_value(Listing::<MemberItemView>::whole(views, 20)).unwrap_or_default()
}
