use crate::access::Act;
use crate::problem::{Conflict, Problem};
use enmusubi_domain::id::AccountId;

/// Nobody changes their own rights, up or down.
///
/// Whoever takes a role or closes an account is an administrator at this very moment, and stays one by this rule: so one always remains.
pub fn not_oneself(act: &mut Act<'_, '_>, account: AccountId) -> Result<(), Problem> {
    if act.account()? != account {
        return Ok(());
    }
    // The only one there is cannot ask another, so this is what they need to know.
    Err(if act.tx.administrators()? <= 1 { Conflict::LastAdministrator } else { Conflict::OwnRights }.into())
}
