use super::json;
use crate::context::Context;
use crate::problem::Problem;
use crate::settings::BODY_MAX;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A JSON body: of the right type, not too large, in time, each member known and named once.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let head = look_at(request.headers());
        let deadline = request.app_data::<Data<Context>>().map_or(Duration::from_secs(10), |c| c.settings().body_deadline);
        let payload = web::Payload::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            head?;
            let payload = payload.await.map_err(|_| Problem::Internal)?;
            let arrived = timeout(deadline, payload.to_bytes_limited(BODY_MAX)).await.map_err(|_| Problem::SlowBody)?;
            let bytes = arrived.map_err(|_| Problem::BodyTooLarge)?.map_err(|_| Problem::Unreadable(vec![]))?;
            request.extensions_mut().insert(Digest(Sha256::digest(&bytes).into()));
            json::read(&bytes).map(Self)
        })
    }
}

/// The hash of a body that was read, by which a repeated request is known again.
#[derive(Debug, Clone, Copy)]
pub struct Digest(pub [u8; 32]);

/// What the headers say of the body.
fn look_at(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let media = text(CONTENT_TYPE);
    let mut pieces = media.split(';').map(str::trim);
    let json = pieces.next().is_some_and(|m| m == "application/json" || (m.starts_with("application/") && m.ends_with("+json")));
    let utf8 = pieces.filter_map(|p| p.strip_prefix("charset=")).all(|c| matches!(c.trim_matches('"'), "utf-8" | "utf8"));
    let encoding = text(CONTENT_ENCODING);
    if !json || !utf8 || !(encoding.is_empty() || encoding == "identity") {
        return Err(Problem::UnsupportedMedia);
    }
    if text(CONTENT_LENGTH).parse::<u64>().is_ok_and(|n| n > BODY_MAX as u64) { Err(Problem::BodyTooLarge) } else { Ok(()) }
}
