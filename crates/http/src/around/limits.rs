use super::{RATE_LIMIT, RATE_LIMIT_POLICY};
use crate::context::Context;
use crate::problem::Problem;
use crate::settings::{HEADERS_MAX, PATH_MAX, QUERY_MAX};
use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderValue;
use actix_web::middleware::Next;
use actix_web::web::Data;

/// Refuses what is too long or comes too often, before anything is looked at.
pub async fn limits(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let size = sizes(&request);
    let rate = rated(&request);
    let (allowed, refusal) = match (size, rate) {
        (Err(problem), rate) => (rate.ok().flatten(), Some(problem)),
        (Ok(()), Err((said, problem))) => (Some(said), Some(problem)),
        (Ok(()), Ok(said)) => (said, None),
    };
    let mut answered = match refusal {
        Some(problem) => request.error_response(problem),
        None => next.call(request).await?.map_into_boxed_body(),
    };
    if let Some((policy, rest)) = allowed {
        answered.headers_mut().insert(RATE_LIMIT_POLICY, policy);
        answered.headers_mut().insert(RATE_LIMIT, rest);
    }
    Ok(answered)
}

fn sizes(request: &ServiceRequest) -> Result<(), Problem> {
    let uri = request.uri();
    if uri.path().len() > PATH_MAX || uri.query().is_some_and(|q| q.len() > QUERY_MAX) {
        return Err(Problem::UriTooLong);
    }
    let headers: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if headers > HEADERS_MAX { Err(Problem::HeadersTooLarge) } else { Ok(()) }
}

/// `RateLimit-Policy` and `RateLimit`.
type Said = (HeaderValue, HeaderValue);

/// Counts the request against its caller. Health, readiness and metrics are not counted: those who watch must see.
fn rated(request: &ServiceRequest) -> Result<Option<Said>, (Said, Problem)> {
    let context = request.app_data::<Data<Context>>();
    let Some(limiter) = context.and_then(|c| c.limiter.as_ref()) else { return Ok(None) };
    if matches!(request.path(), "/livez" | "/readyz" | "/metrics") {
        return Ok(None);
    }
    let state = limiter.check(request.peer_addr().map(|address| address.ip()));
    let header = |text: String| HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""));
    let quota = limiter.quota();
    let said = (header(format!("\"default\";q={quota};w=60")), header(format!("\"default\";r={};t={}", state.remaining, state.reset)));
    match state.retry_after {
        None => Ok(Some(said)),
        Some(retry_after) => Err((said, Problem::TooMany { retry_after })),
    }
}
