//! An invitation into a group: a role offered to an e-mail address, whether or not there is an account for it yet.

use crate::access::{Caller, Decision, Facts, Operation, Person, Role, RoleKind, Target, decide};
use crate::account::Email;
use crate::id::{AccountId, GroupId, InvitationId, LoginId};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// For how many days an invitation can be accepted.
pub const DAYS: i64 = 7;

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Into which group.
    pub group: GroupId,
    /// To whom it was sent.
    pub email: Email,
    /// The role that is offered.
    pub role: RoleKind,
    /// Who invited.
    pub invited_by: AccountId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// When it was accepted, if it was.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back, if it was.
    pub cancelled_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// Offers a role in a group to whoever reads the letters of an address.
    pub fn offer(id: InvitationId, group: GroupId, email: Email, role: RoleKind, invited_by: AccountId, now: DateTime<Utc>) -> Self {
        Self { id, group, email, role, invited_by, created_at: now, expires_at: now + TimeDelta::days(DAYS), accepted_at: None, cancelled_at: None }
    }

    /// Whether it still counts: whoever sent it would have to be allowed to send it now, with these roles.
    pub fn still_counts(&self, roles: Vec<Role>, group: &Facts) -> bool {
        let sender = Caller::Person(Person { account: self.invited_by, login: LoginId(Uuid::nil()), roles });
        matches!(decide(&sender, Operation::InviteToGroup, Target::Object(group)), Decision::Allow(_))
    }

    /// Whether it can still be accepted.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.accepted_at.is_none() && self.cancelled_at.is_none() && now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_counts_for_as_long_as_its_sender_may_invite() {
        let (group, by, now) = (GroupId::derived(0, "group"), AccountId::derived(0, "owner"), DateTime::UNIX_EPOCH);
        let email = Email::parse("email", "new@example.jp").unwrap();
        let invitation = Invitation::offer(InvitationId::derived(0, "invitation"), group, email, RoleKind::Helper, by, now);
        let facts = Facts { group: Some(group), areas: vec!["011002".into()], ..Facts::default() };
        let coordinator = Role::Coordinator { areas: vec!["011002".into()], themes: vec![] };
        assert!(invitation.still_counts(vec![Role::Owner(group)], &facts));
        assert!(invitation.still_counts(vec![coordinator.clone()], &facts));
        assert!(!invitation.still_counts(vec![Role::Manager(group)], &facts));
        assert!(!invitation.still_counts(vec![coordinator, Role::Helper(group)], &facts), "nobody oversees a group they belong to");
        assert!(!invitation.still_counts(vec![], &facts));
        assert!(invitation.is_open(now) && !invitation.is_open(now + TimeDelta::days(DAYS)));
    }
}
