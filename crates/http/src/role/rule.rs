use crate::access::Act;
use crate::problem::{Conflict, Problem};
use enmusubi_domain::access::Role;
use enmusubi_domain::id::AccountId;

/// Nobody changes their own rights, up or down.
///
/// Whoever takes a role or closes an account is an administrator at this very moment, and stays one by this rule: so one remains, if only for a
/// while; see [`an_administrator_stays`].
pub fn not_oneself(act: &mut Act<'_, '_>, account: AccountId) -> Result<(), Problem> {
    if act.account()? != account {
        return Ok(());
    }
    // The only one there is cannot ask another, so this is what they need to know.
    Err(if act.tx.administrators()? <= 1 { Conflict::LastAdministrator } else { Conflict::OwnRights }.into())
}

/// Whether the city keeps an administrator whose role has no end once this account is none any more: whoever acts may be one for a while only.
pub fn an_administrator_stays(act: &mut Act<'_, '_>, account: AccountId) -> Result<(), Problem> {
    let is_open = act.tx.account(account)?.is_some_and(|a| a.disabled_at.is_none());
    let lasts = act.tx.grants_of(account)?.iter().any(|grant| grant.role == Role::Administrator && grant.until.is_none());
    if is_open && lasts && act.tx.administrators()? <= 1 { Err(Conflict::LastAdministrator.into()) } else { Ok(()) }
}
