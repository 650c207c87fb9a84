use crate::language;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use enmusubi_domain::text::Lang;
use std::convert::Infallible;
use std::future::{Ready, ready};
use uuid::Uuid;

/// In which language somebody asks, and the id under which the logs know it.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// The language of sentences in the answer.
    pub lang: Lang,
    /// 32 hexadecimal digits: those of a `traceparent` header, or fresh ones.
    pub trace_id: String,
}

impl Asking {
    /// Reads the headers.
    pub fn of(request: &ServiceRequest) -> Self {
        let headers = request.headers();
        Self { lang: language::wanted(&joined(headers, &ACCEPT_LANGUAGE)), trace_id: trace_id(headers) }
    }
}

impl FromRequest for Asking {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<Self>().cloned().unwrap_or_default()))
    }
}

/// Every line of a header as one list.
pub fn joined(headers: &HeaderMap, name: &actix_web::http::header::HeaderName) -> String {
    headers.get_all(name).filter_map(|v| v.to_str().ok()).collect::<Vec<_>>().join(",")
}

/// The trace id of the W3C `traceparent` header, if there is a whole one.
fn trace_id(headers: &HeaderMap) -> String {
    let given = headers.get("traceparent").and_then(|v| v.to_str().ok()).and_then(|v| v.split('-').nth(1));
    let whole = |id: &&str| id.len() == 32 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) && id.bytes().any(|b| b != b'0');
    given.filter(whole).map_or_else(|| Uuid::now_v7().simple().to_string(), str::to_owned)
}
