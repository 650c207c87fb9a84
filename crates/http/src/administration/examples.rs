use super::view::AccountView;
use crate::account::examples::{TZ, now, somebody};
use crate::page::Listing;
use enmusubi_domain::account::Account;
use serde_json::{Value, to_value};

fn with_roles(account: &Account) -> AccountView {
    AccountView::of(account, TZ).with(&[], TZ)
}

/// An account.
pub fn account() -> Value {
    to_value(somebody().map(|account| with_roles(&account))).unwrap_or_default()
}

/// An account that was closed.
pub fn disabled() -> Value {
    to_value(somebody().map(|account| with_roles(&Account { disabled_at: Some(now()), ..account }))).unwrap_or_default()
}

/// A page of accounts.
pub fn list() -> Value {
    to_value(Listing::whole(somebody().iter().map(|account| AccountView::of(account, TZ)).collect(), 20)).unwrap_or_default()
}
