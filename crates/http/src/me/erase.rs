use crate::problem::{Conflict, Problem};
use enmusubi_domain::access::Role;
use enmusubi_domain::application::Circumstances;
use enmusubi_domain::group::Standing;
use enmusubi_domain::id::AccountId;
use enmusubi_persistence::Tx;

/// Whether somebody may leave: the city keeps an administrator, and every group in public view an owner.
pub fn may_leave(tx: &mut Tx<'_>, account: AccountId) -> Result<(), Problem> {
    for grant in tx.grants_of(account)? {
        // Whoever has a role for a while does not count among those who stay, and need not stay for their sake.
        let lasting = usize::from(grant.until.is_none());
        match grant.role {
            Role::Administrator if tx.administrators()? <= lasting => return Err(Conflict::LastAdministrator.into()),
            Role::Owner(group) if tx.owners(group)? <= lasting && tx.group(group)?.is_some_and(|g| g.standing == Standing::Active) => {
                return Err(Conflict::GroupsOwned.into());
            }
            _ => {}
        }
    }
    Ok(())
}

/// Erases what is kept about somebody. A room that keeps more about people adds its line here, so that nothing is forgotten when they go.
///
/// What stays is the audit trail, which names nobody: ids and names of fields; and the hours that were counted, without the person.
pub fn erase(tx: &mut Tx<'_>, account: AccountId, at: &Circumstances) -> Result<(), Problem> {
    // What goes on ends, seats go to whoever waits, and words go, before there is nobody left whose they were.
    tx.leave(account, at)?;
    // The account with its logins, tokens, letters, roles and invitations, and what waits for its address.
    Ok(tx.delete_account(account)?)
}
