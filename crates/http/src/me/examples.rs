use super::view::{MeView, MyGroupView, MyLoginView, MyRoleView};
use crate::account::examples::{BORN, TZ, now, somebody};
use crate::page::{Listing, Metadata, Resultset};
use chrono::TimeDelta;
use enmusubi_domain::access::{Grant, Role, RoleKind};
use enmusubi_domain::group::Standing;
use enmusubi_domain::id::{GrantId, GroupId, LoginId};
use enmusubi_domain::login::Login;
use serde::Serialize;
use serde_json::{Value, json, to_value};

const GROUP: &str = "北24条ゆきみち隊";

fn listing<T: Serialize>(results: Vec<T>) -> Value {
    let resultset = Resultset { count: results.len(), limit: 20, total: results.len() as u64, total_is_exact: true };
    to_value(Listing { metadata: Metadata { resultset, next_cursor: None }, facets: None, results }).unwrap_or_default()
}

/// One's own account.
pub fn me() -> Value {
    let group = GroupId::derived(BORN, "group");
    let view = somebody().map(|account| {
        let id = GrantId::derived(BORN, "grant");
        let grant = Grant { id, account: account.id, role: Role::Owner(group), until: None, given_by: None, given_at: now(), taken_at: None };
        MeView::of(&account, vec![MyRoleView::of(&grant, Some((group, GROUP.into())), None, TZ)], TZ)
    });
    to_value(view).unwrap_or_default()
}

/// One's devices.
pub fn logins() -> Value {
    let id = LoginId::derived(BORN, "login");
    let view = somebody().map(|account| {
        let login = Login {
            id,
            account: account.id,
            device: "ゆきのスマートフォン".into(),
            created_at: now(),
            used_at: now(),
            idle_expires_at: now() + TimeDelta::days(7),
            absolute_expires_at: now() + TimeDelta::days(30),
            ended: None,
        };
        MyLoginView::of(&login, id, TZ)
    });
    listing(view.into_iter().collect())
}

/// One's groups.
pub fn groups() -> Value {
    let (standing, role) = (Standing::Active.code(), RoleKind::Owner.code());
    listing(vec![MyGroupView { id: GroupId::derived(BORN, "group").0, name: GROUP.into(), standing, role }])
}

/// A new access token.
pub fn access_token() -> Value {
    json!({"access_token": crate::login::examples::ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 600})
}
