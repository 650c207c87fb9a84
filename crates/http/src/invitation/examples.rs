use super::view::{AcceptedView, InvitationView};
use crate::openapi::examples::{city, domain_group};
use crate::page::Listing;
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::account::Email;
use enmusubi_domain::id::{AccountId, InvitationId};
use enmusubi_domain::invitation::Invitation;
use serde_json::{Value, to_value};

fn view() -> Option<InvitationView> {
    let (group, email) = (domain_group(), Email::parse("email", "haru@example.jp").ok()?);
    let id = InvitationId::derived(crate::account::examples::BORN, "example invitation");
    let by = AccountId::derived(crate::account::examples::BORN, "account");
    Some(InvitationView::of(&Invitation::offer(id, group.id, email, RoleKind::Helper, by, group.created_at), &city()))
}

/// An invitation.
pub fn invitation() -> Value {
    to_value(view()).unwrap_or_default()
}

/// The open ones.
pub fn invitations() -> Value {
    to_value(Listing::whole(view().into_iter().collect(), 20)).unwrap_or_default()
}

/// What one belongs to after accepting.
pub fn accepted() -> Value {
    to_value(AcceptedView::of(&domain_group(), RoleKind::Helper)).unwrap_or_default()
}
