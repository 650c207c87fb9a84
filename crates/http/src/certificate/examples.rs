use super::code::Code;
use super::digest::digest;
use super::view::{CertificateView, CheckView, IssuedView};
use crate::openapi::examples::city;
use crate::page::Listing;
use enmusubi_domain::certificate::{Certificate, Extent};
use enmusubi_domain::id::{AccountId, CertificateId};
use enmusubi_domain::participation::Participation;
use enmusubi_domain::text::Lang;
use serde_json::{Value, json, to_value};

/// A code, made up.
const CODE: &str = "7K3M-0QXZ-9B2D-HT5W-4C8R-J6VN-1GFP";
/// The holder.
const NAME: &str = "北野ゆき";

fn made() -> Option<(Certificate, Participation, Code)> {
    let (line, correction) = crate::participation::examples::line()?;
    let code = Code::read(CODE)?;
    let certificate = Certificate {
        id: CertificateId::derived(crate::account::examples::BORN, "certificate"),
        account: Some(AccountId::derived(crate::account::examples::BORN, "account")),
        code_hash: code.hash(),
        holder: Some(code.holder(NAME)),
        digest: digest(&[&line]),
        participations: vec![line.id],
        minutes: u64::from(line.noted.minutes),
        extent: Extent { from: "2026-04-01".parse().ok(), to: "2027-03-31".parse().ok(), group: None },
        issued_at: correction.at,
        revoked_at: None,
    };
    Some((certificate, line, code))
}

/// A certificate with its code.
pub fn certificate() -> Value {
    let view = made().map(|(c, line, code)| CertificateView::of(&c, NAME, &[&line], &code, "https://enmusubi.example.jp", &city(), Lang::Ja));
    to_value(view).unwrap_or_default()
}

/// A page of certificates.
pub fn certificates() -> Value {
    let view = made().map(|(c, ..)| IssuedView::of(&c, false, city().calendar.tz));
    to_value(Listing::whole(view.into_iter().collect(), 20)).unwrap_or_default()
}

/// What is sent to check one.
pub fn check_request() -> Value {
    json!({"code": CODE, "name": NAME})
}

/// What one is worth.
pub fn check() -> Value {
    to_value(made().map(|(c, _, code)| CheckView::of(&c, false, c.holder.map(|holder| code.holder(NAME) == holder), city().calendar.tz))).unwrap_or_default()
}
