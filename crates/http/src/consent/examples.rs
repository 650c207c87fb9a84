use super::view::{ConsentTextView, ConsentView};
use crate::account::examples::{BORN, TZ, now};
use crate::page::Listing;
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TEXTS, TextLang};
use enmusubi_domain::id::{AccountId, ApplicationId, ConsentId};
use serde_json::{Value, json, to_value};

fn view() -> ConsentView {
    let application = Some(ApplicationId::derived(BORN, "application"));
    let given = Given { purpose: Purpose::GuardianApplication, application, text_version: 1, lang: TextLang::Ja, method: Method::Account };
    let (ward, guardian) = (AccountId::derived(BORN, "ward"), AccountId::derived(BORN, "account"));
    ConsentView::of(&Consent::give(ConsentId::derived(BORN, "consent"), ward, Some(guardian), None, given, now(), TZ), now(), TZ)
}

/// What a guardian sends.
pub fn request() -> Value {
    json!({"purpose": "guardian_application", "application_id": ApplicationId::derived(BORN, "application").0, "text_version": 1, "language": "easy"})
}

/// A line of the ledger.
pub fn consent() -> Value {
    to_value(view()).unwrap_or_default()
}

/// One page of the ledger.
pub fn list() -> Value {
    to_value(Listing::whole(vec![view()], 20)).unwrap_or_default()
}

/// The texts.
pub fn texts() -> Value {
    to_value(Listing::whole(TEXTS.iter().take(1).map(ConsentTextView::of).collect(), 100)).unwrap_or_default()
}
