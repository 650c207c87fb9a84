//! Consent: given by a guardian or written down by a coordinator, taken back, and looked up. The ledger only grows.

/// Examples for the document.
mod examples;
/// `POST /v1/wards/{id}/consents`
mod give;
/// `GET /v1/me/consents`
mod list_mine;
/// What is sent.
mod request;
/// `GET /v1/consent-texts`
mod texts;
/// What is shown.
mod view;
/// `DELETE /v1/consents/{id}`
mod withdraw;

pub use give::give_ward_consent;
pub use list_mine::list_my_consents;
pub use texts::list_consent_texts;
pub use withdraw::withdraw_consent;
