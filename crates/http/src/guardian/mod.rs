//! Guardians of minors: a code from the child, the guardian's own account, and a coordinator who has seen them.

/// `POST /v1/guardianships`
mod claim;
/// What a child shows a guardian.
mod code;
/// `POST /v1/guardianships/{id}/confirm`
mod confirm;
/// `DELETE /v1/guardianships/{id}`
mod end;
/// Examples for the document.
mod examples;
/// `GET /v1/guardianships`
mod list;
/// `GET /v1/me/guardians`
mod list_guardians;
/// `GET /v1/me/wards`
mod list_wards;
/// The tie something is to be done to, and what rights to a minor depend on.
mod lookup;
/// `POST /v1/me/guardian-codes`
mod make_code;
/// What is sent.
mod request;
/// What is shown.
mod view;
/// `GET /v1/wards/{id}/applications`
mod ward_applications;

pub use claim::claim_guardianship;
pub use confirm::confirm_guardianship;
pub use end::end_guardianship;
pub use list::list_guardianships;
pub use list_guardians::list_my_guardians;
pub use list_wards::list_my_wards;
pub(crate) use lookup::facts_of_ward;
pub use make_code::make_guardian_code;
pub use ward_applications::list_ward_applications;
