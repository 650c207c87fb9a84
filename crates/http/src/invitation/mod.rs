//! Invitations into a group: a role offered to an address, taken up with what the letter carried.
//!
//! Whoever invites is answered the same whether or not the address has an account.

/// `POST /v1/invitations/accept`
mod accept;
/// `DELETE /v1/groups/{id}/invitations/{invitation_id}`
mod cancel;
/// Examples for the document.
mod examples;
/// `POST /v1/groups/{id}/invitations`
mod invite;
/// `GET /v1/groups/{id}/invitations`
mod list;
/// An invitation, as it is sent.
mod request;
/// What is shown of an invitation.
mod view;

pub use accept::accept_invitation;
pub use cancel::cancel_group_invitation;
pub use invite::invite_to_group;
pub use list::list_group_invitations;
