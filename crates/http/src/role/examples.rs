use super::view::RoleView;
use crate::page::Listing;
use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use enmusubi_domain::access::{Grant, Role};
use enmusubi_domain::id::{AccountId, GrantId};
use serde_json::{Value, json, to_value};

const BORN: u64 = 1_763_900_000_000;

fn view() -> RoleView {
    let given_at: DateTime<Utc> = Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).single().unwrap_or_default();
    let grant = Grant {
        id: GrantId::derived(BORN, "role"),
        account: AccountId::derived(BORN, "account"),
        role: Role::Coordinator { areas: vec!["011029".into()], themes: vec![] },
        until: None,
        given_by: Some(AccountId::derived(BORN, "administrator")),
        given_at,
        taken_at: None,
    };
    RoleView::of(&grant, Tz::Asia__Tokyo)
}

/// A role, as it is sent.
pub fn request() -> Value {
    json!({"account_id": AccountId::derived(BORN, "account").0, "role": "coordinator", "areas": ["011029"], "reason": "北区の担当になったため"})
}

/// A role somebody has.
pub fn role() -> Value {
    to_value(view()).unwrap_or_default()
}

/// A page of roles.
pub fn list() -> Value {
    to_value(Listing::whole(vec![view()], 20)).unwrap_or_default()
}
