use super::view::EntryView;
use crate::account::examples::{BORN, TZ, now};
use crate::page::Listing;
use enmusubi_domain::audit::{Actor, Entry, ObjectKind};
use enmusubi_domain::id::{AccountId, LoginId};
use serde_json::{Value, to_value};

/// A page of the trail.
pub fn list() -> Value {
    let entry = Entry {
        seq: 4711,
        at: now(),
        actor: Actor::Person(AccountId::derived(BORN, "administrator"), LoginId::derived(BORN, "login")),
        action: "give_role".into(),
        object: (ObjectKind::Account, AccountId::derived(BORN, "account").0),
        fields: vec!["roles".into()],
        reason: Some("北区の担当になったため".into()),
        trace_id: "019ad5c2f3a97d0c8e2b4f6a1c3d5e7f".into(),
    };
    to_value(Listing::whole(vec![EntryView::of(&entry, TZ)], 20)).unwrap_or_default()
}
