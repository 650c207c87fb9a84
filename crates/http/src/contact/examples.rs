use super::request::ContactRequest;
use super::view::ContactView;
use crate::input;
use crate::openapi::examples::{city, now};
use enmusubi_persistence::KeptContact;
use serde_json::{Value, json, to_value};

/// How somebody can be reached.
pub fn request() -> Value {
    json!({
        "name_kana": "きたの ゆき",
        "phone": "090-1234-5678",
        "share_phone": false,
        "share_email": false,
        "share_needs": true,
        "emergency": { "name": "北野はる", "phone": "011-222-3333", "relation": "母" }
    })
}

/// The same as it is shown.
pub fn contact() -> Value {
    let contact = input::fit::<ContactRequest>(request()).and_then(ContactRequest::read).ok();
    to_value(contact.map(|contact| ContactView::of(KeptContact { version: 1, contact, updated_at: now() }, city().calendar.tz))).unwrap_or_default()
}
