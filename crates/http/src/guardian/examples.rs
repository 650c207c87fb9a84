use super::view::{GuardianshipView, NewCodeView};
use crate::account::examples::{BORN, TZ, now, somebody};
use crate::page::Listing;
use chrono::{NaiveDate, TimeDelta};
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Circumstances, Rules};
use enmusubi_domain::guardian::{CODE_DAYS, Guardianship, Proof, Relation};
use enmusubi_domain::id::{AccountId, GuardianshipId};
use serde_json::{Value, json, to_value};

/// A child and a guardian, made up.
fn family() -> Option<(Account, Account)> {
    let guardian = somebody()?;
    let ward = Account { id: AccountId::derived(BORN, "ward"), name: "北野はる".into(), ..guardian.clone() };
    Some((ward, guardian))
}

fn tie() -> Option<Guardianship> {
    let (ward, guardian) = family()?;
    Guardianship::claim(GuardianshipId::derived(BORN, "guardianship"), ward.id, guardian.id, Relation::Parent, now()).ok()
}

fn confirmed() -> Option<Guardianship> {
    let at = Circumstances { rules: Rules::default(), tz: TZ, now: now() + TimeDelta::days(2) };
    tie()?.confirm(Proof::InPerson, AccountId::derived(BORN, "desk"), NaiveDate::from_ymd_opt(2011, 5, 2), &at).ok()
}

fn view(tie: Option<Guardianship>) -> Option<GuardianshipView> {
    let (ward, guardian) = family()?;
    tie.map(|tie| GuardianshipView::of(&tie, &ward, &guardian, now() + TimeDelta::days(2), TZ))
}

/// A code.
pub fn code() -> Value {
    to_value(NewCodeView::of("7K2M-Q0XT-4B9D-HWZ3".into(), now() + TimeDelta::days(CODE_DAYS), TZ)).unwrap_or_default()
}

/// What a guardian sends.
pub fn claim() -> Value {
    json!({"code": "7K2M-Q0XT-4B9D-HWZ3", "relation": "parent", "of_age": true})
}

/// What a coordinator sends.
pub fn confirm() -> Value {
    json!({"proof": "in_person", "reason": "窓口で本人確認書類を確認した"})
}

/// What waits to be confirmed.
pub fn pending() -> Value {
    to_value(view(tie())).unwrap_or_default()
}

/// What counts.
pub fn live() -> Value {
    to_value(view(confirmed().map(|tie| Guardianship { version: 2, ..tie }))).unwrap_or_default()
}

/// One page of them.
pub fn list() -> Value {
    to_value(Listing::whole(view(tie()).into_iter().collect(), 20)).unwrap_or_default()
}
