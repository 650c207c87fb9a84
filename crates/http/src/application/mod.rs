//! Applications: one volunteer's wish for one opportunity, from the first word to the end.
//!
//! Volunteer, guardian and group look at the same thing; what each sees of it is decided by the ground they stand on.

/// `POST /v1/applications/{id}/accept`
mod accept;
/// `POST /v1/applications/{id}/consent`
mod consent;
/// `POST /v1/applications/{id}/decline`
mod decline;
/// Examples for the document.
pub(crate) mod examples;
/// `POST /v1/opportunities/{id}/invitations`
mod invite;
/// `GET /v1/me/invitations`
mod list_invitations;
/// `GET /v1/me/applications`
mod list_mine;
/// `GET /v1/opportunities/{id}/applications`
mod list_of_opportunity;
/// The application something is to be done to.
mod lookup;
/// `GET /v1/applications/{id}`
mod read;
/// What is sent.
mod request;
/// `POST /v1/applications`
mod submit;
/// What is shown.
mod view;
/// `POST /v1/applications/{id}/withdraw`
mod withdraw;

pub use accept::accept_application;
pub use consent::consent_to_application;
pub use decline::decline_application;
pub use invite::invite_volunteer;
pub use list_invitations::list_my_invitations;
pub use list_mine::list_my_applications;
pub use list_of_opportunity::list_opportunity_applications;
pub use read::read_application;
pub use submit::submit_application;
pub use withdraw::withdraw_application;

pub(crate) use lookup::{follow, reached};
pub(crate) use view::{ApplicationView, shown};
