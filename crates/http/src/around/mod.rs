//! What surrounds every request, outermost first: [`attend`] (trace, language, refusals in words, panics), CORS,
//! compression, [`limits`] (sizes and rates), then the routes.

/// Strong tags that stay true under compression.
mod etag;
/// Sizes and rates.
mod limits;
/// How often one caller may ask.
mod rate;

pub use etag::{matching, suffixed};
pub use limits::limits;
pub use rate::{Quotas, household};

use crate::access::API_KEY;
use crate::asking::Asking;
use crate::context::Context;
use crate::problem::Problem;
use actix_cors::Cors;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH, LINK, LOCATION, REFERRER_POLICY, RETRY_AFTER, VARY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::time::Instant;
use tracing::Instrument;

/// The header that carries the trace id.
pub const TRACE_ID: HeaderName = HeaderName::from_static("trace-id");
/// What the rate limit says of itself.
pub const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
/// The rate limit in force.
pub const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The caller's key of a request that shall have one effect.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The trace that a request belongs to (W3C).
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Public data may be read by any page in a browser. Cookies are never sent along; which pages may send tokens and keys, [`limits`] decides.
pub fn cors() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .disable_vary_header()
        .allowed_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allowed_headers([ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH, API_KEY, IDEMPOTENCY_KEY, TRACEPARENT])
        .expose_headers([ETAG, LINK, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE, TRACE_ID, RATE_LIMIT, RATE_LIMIT_POLICY])
        .max_age(3600)
}

/// The outermost layer: whatever happens inside, the caller gets an answer with a trace id, in their language.
pub async fn attend(mut request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let asking = Asking::of(&request);
    let method = known(request.method());
    if request.method() == Method::HEAD {
        // A HEAD is a GET whose body the server leaves out.
        request.head_mut().method = Method::GET;
    }
    request.extensions_mut().insert(asking.clone());
    let context = request.app_data::<Data<Context>>().cloned();
    let span = tracing::info_span!("request", trace_id = %asking.trace_id, method, route = tracing::field::Empty, status = tracing::field::Empty);
    let started = Instant::now();
    let answered = caught(next.call(request)).instrument(span.clone()).await;
    let answered = match answered {
        Some(Ok(response)) => response.map_into_boxed_body(),
        Some(Err(error)) => return Err(unheard(&error, &asking)),
        None => return Err(unheard(&Problem::Internal.into(), &asking)),
    };
    let route = answered.request().match_pattern().unwrap_or_else(|| "unmatched".into());
    let status = answered.status();
    span.record("route", route.as_str()).record("status", status.as_u16());
    span.in_scope(|| tracing::debug!(elapsed_us = started.elapsed().as_micros() as u64, "answered"));
    if let Some(context) = context {
        context.meter.count(&route, method, status.as_u16(), started.elapsed());
    }
    Ok(finished(answered, &asking))
}

/// Puts refusals into words and adds what every answer carries.
fn finished(answered: ServiceResponse<BoxBody>, asking: &Asking) -> ServiceResponse<BoxBody> {
    let mut answered = if answered.status().as_u16() >= 400 { worded(answered, asking) } else { answered };
    let docs = answered.request().path().starts_with("/docs");
    let headers = answered.headers_mut();
    if let (Some(tag), Some(encoding)) = (headers.get(ETAG), headers.get(CONTENT_ENCODING))
        && let Some(tag) = suffixed(tag, encoding)
    {
        headers.insert(ETAG, tag);
    }
    headers.insert(VARY, HeaderValue::from_static("Accept, Accept-Language, Accept-Encoding"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(if docs { DOCS_POLICY } else { "default-src 'none'; frame-ancestors 'none'" }));
    }
    if let Ok(id) = HeaderValue::from_str(&asking.trace_id) {
        headers.insert(TRACE_ID, id);
    }
    answered
}

/// The page of the document runs its own scripts and styles, and reads from this service only.
const DOCS_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/// The same refusal with words; headers of the layers inside are kept.
fn worded(answered: ServiceResponse<BoxBody>, asking: &Asking) -> ServiceResponse<BoxBody> {
    let (request, inner) = answered.into_parts();
    let problem = inner.error().and_then(Error::as_error::<Problem>).cloned().unwrap_or_else(|| Problem::of_status(inner.status()));
    let mut spoken = problem.spoken(asking);
    let about_the_body = [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING, CACHE_CONTROL, ETAG];
    keep(inner.headers(), spoken.headers_mut(), &about_the_body);
    ServiceResponse::new(request, spoken)
}

fn keep(from: &HeaderMap, into: &mut HeaderMap, except: &[HeaderName]) {
    for (name, value) in from.iter().filter(|(name, _)| !except.contains(name)) {
        if !into.contains_key(name) {
            into.append(name.clone(), value.clone());
        }
    }
}

/// A refusal for which there is no request left to answer: the server sends it as it is.
fn unheard(error: &Error, asking: &Asking) -> Error {
    let problem = error.as_error::<Problem>().cloned().unwrap_or_else(|| Problem::of_status(error.error_response().status()));
    let mut response = problem.spoken(asking);
    if let Ok(id) = HeaderValue::from_str(&asking.trace_id) {
        response.headers_mut().insert(TRACE_ID, id);
    }
    actix_web::error::InternalError::from_response(problem, response).into()
}

/// The outcome of a future, or nothing if it panicked: one bad request must not cost the worker.
async fn caught<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let outcome = poll_fn(|task| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(task))) {
        Ok(poll) => poll.map(Some),
        Err(_) => std::task::Poll::Ready(None),
    });
    let outcome = outcome.await;
    if outcome.is_none() {
        tracing::error!("a handler panicked");
    }
    outcome
}

/// Methods as metrics name them: few, whatever callers invent.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
