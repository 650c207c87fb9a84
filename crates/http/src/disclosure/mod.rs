//! What a group sees of a volunteer, by the stage both have reached; and what the volunteer sees of that.

/// `GET /v1/applications/{id}/contact`
mod contact;
/// `DELETE /v1/me/disclosures/{id}`
mod end_mine;
/// Examples for the document.
pub(crate) mod examples;
/// `GET /v1/me/disclosures`
mod list_mine;
/// What a group sees of a volunteer beside an application.
mod stage;
/// What a volunteer sees of a disclosure, and a group of a contact.
mod view;

pub use contact::read_application_contact;
pub use end_mine::end_my_disclosure;
pub use list_mine::list_my_disclosures;

pub(crate) use stage::{VolunteerAtStageView, standing, volunteer_view};
