//! A group's people: which roles there are, and what must hold among those who have them.

use crate::access::{Grant, RoleKind};
use crate::account::Account;
use crate::id::AccountId;
use crate::invalid::{Invalid, Why};

/// The roles one can have in a group, the widest first.
pub const ROLES: [RoleKind; 3] = [RoleKind::Owner, RoleKind::Manager, RoleKind::Helper];
/// Their codes, as a list for people.
const CODES: &str = "owner manager helper";

/// Reads the code of a role in a group.
pub fn role(field: &str, raw: &str) -> Result<RoleKind, Invalid> {
    RoleKind::parse(raw).filter(|kind| ROLES.contains(kind)).ok_or_else(|| Invalid::new(field, Why::NotOneOf(CODES)))
}

/// One of a group's people, as far as the rules go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Whose account.
    pub account: AccountId,
    /// The role.
    pub role: RoleKind,
    /// Whether the account can be used: nobody leads a group with a closed one.
    pub is_open: bool,
    /// Whether the role has no end: one that ends by itself leaves the group to nobody.
    pub lasts: bool,
}

impl Member {
    /// Somebody with a role in a group.
    pub fn of(grant: &Grant, account: &Account) -> Self {
        Self { account: account.id, role: grant.role.kind(), is_open: account.disabled_at.is_none(), lasts: grant.until.is_none() }
    }

    fn leads(&self) -> bool {
        self.role == RoleKind::Owner && self.is_open
    }
}

/// Whether a group that has an owner keeps one once somebody has another role in it, or none.
///
/// An owner for a while takes no lasting owner's place. A group that has no owner any more (their accounts are closed) is not held up by
/// this: whoever is left can still be moved.
pub fn keeps_an_owner(people: &[Member], who: AccountId, becomes: Option<RoleKind>) -> bool {
    let Some(leader) = people.iter().find(|m| m.account == who && m.leads()) else { return true };
    becomes == Some(RoleKind::Owner) || people.iter().any(|m| m.account != who && m.leads() && (m.lasts || !leader.lasts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, role: RoleKind, is_open: bool) -> Member {
        Member { account: AccountId::derived(0, name), role, is_open, lasts: true }
    }

    #[test]
    fn only_roles_in_a_group_can_be_named() {
        assert_eq!(role("role", "owner").unwrap(), RoleKind::Owner);
        assert_eq!(role("role", "helper").unwrap(), RoleKind::Helper);
        for raw in ["admin", "coordinator", "auditor", "company_manager", "Owner", ""] {
            assert_eq!(role("role", raw).unwrap_err().why, Why::NotOneOf("owner manager helper"), "{raw}");
        }
        assert_eq!(ROLES.map(RoleKind::code).join(" "), CODES);
    }

    #[test]
    fn a_group_keeps_an_owner() {
        let (a, b) = (AccountId::derived(0, "a"), AccountId::derived(0, "b"));
        let alone = [member("a", RoleKind::Owner, true), member("b", RoleKind::Manager, true)];
        assert!(!keeps_an_owner(&alone, a, None));
        assert!(!keeps_an_owner(&alone, a, Some(RoleKind::Helper)));
        assert!(keeps_an_owner(&alone, a, Some(RoleKind::Owner)));
        assert!(keeps_an_owner(&alone, b, None));
        let two = [member("a", RoleKind::Owner, true), member("b", RoleKind::Owner, true)];
        assert!(keeps_an_owner(&two, a, None) && keeps_an_owner(&two, b, Some(RoleKind::Manager)));
    }

    #[test]
    fn an_owner_for_a_while_takes_no_lasting_owners_place() {
        let (a, b) = (AccountId::derived(0, "a"), AccountId::derived(0, "b"));
        let for_a_while = |name| Member { lasts: false, ..member(name, RoleKind::Owner, true) };
        let people = [member("a", RoleKind::Owner, true), for_a_while("b")];
        assert!(!keeps_an_owner(&people, a, None) && !keeps_an_owner(&people, a, Some(RoleKind::Manager)));
        assert!(keeps_an_owner(&people, b, None));
        assert!(keeps_an_owner(&[for_a_while("a"), for_a_while("b")], a, None), "it is no worse off than before");
        assert!(!keeps_an_owner(&[for_a_while("b")], b, None), "nobody would be left");
    }

    #[test]
    fn a_closed_account_leads_nobody() {
        let (a, b) = (AccountId::derived(0, "a"), AccountId::derived(0, "b"));
        let closed = [member("a", RoleKind::Owner, true), member("b", RoleKind::Owner, false)];
        assert!(!keeps_an_owner(&closed, a, None), "the other owner's account is closed");
        assert!(keeps_an_owner(&closed, b, None), "who does not lead any more may go");
    }
}
