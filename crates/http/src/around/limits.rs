use super::rate::State;
use super::{RATE_LIMIT, RATE_LIMIT_POLICY};
use crate::access::{API_KEY, counted_as, is_same};
use crate::context::Context;
use crate::problem::Problem;
use crate::settings::{HEADERS_MAX, PATH_MAX, QUERY_MAX};
use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderValue, ORIGIN};
use actix_web::middleware::Next;
use actix_web::web::Data;
use enmusubi_domain::access::Caller;
use enmusubi_domain::id::mix;
use sha2::{Digest, Sha256};

/// Refuses what is too long or comes too often, before anything is looked at; and credentials that are none, whatever was asked.
pub async fn limits(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut said = None;
    let admitted = match sizes(&request) {
        Ok(()) => admit(&request, &mut said).await,
        Err(problem) => Err(problem),
    };
    let mut answered = match admitted {
        Err(problem) => request.error_response(problem),
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
    };
    if let Some((policy, rest)) = said {
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

/// Into how many parts a key's quota falls: one place gets one of them at most.
const SHARES: u32 = 4;

/// `RateLimit-Policy` and `RateLimit`.
type Said = (HeaderValue, HeaderValue);

/// Counts the request against whoever sends it. Health, readiness and metrics are not counted: those who watch must see.
async fn admit(request: &ServiceRequest, said: &mut Option<Said>) -> Result<(), Problem> {
    let Some(context) = request.app_data::<Data<Context>>().cloned() else { return Ok(()) };
    if matches!(request.path(), "/livez" | "/readyz" | "/metrics") {
        return Ok(());
    }
    // An old token beside what gets somebody in counts for nothing, and hinders nobody.
    let sent = sent(request.headers()).filter(|_| !gets_in(request));
    // Somebody known is counted by who they are; everybody else, and whoever says they are somebody, by where they come from.
    let (caller, fresh) = match sent.and_then(|sent| context.known.find(&sent)) {
        Some(caller) => (caller, false),
        None => (Caller::Anyone, true),
    };
    count(&context, &caller, request, said)?;
    let caller = match sent {
        Some(sent) if fresh => {
            let caller = look_up(&context, request.headers(), sent).await?;
            // Now that it is known who asks, what they were granted is what counts, and what they are told.
            if caller.client().is_some() {
                count(&context, &caller, request, said)?;
            }
            caller
        }
        _ => caller,
    };
    pages_of_others(&context, request.headers(), &caller, sent.is_some() || is_no_question(request)).await
}

fn count(context: &Context, caller: &Caller, request: &ServiceRequest, said: &mut Option<Said>) -> Result<(), Problem> {
    let quota = caller.client().map(|client| client.requests_per_minute);
    if let (Some(key), Some(quota), true) = (counted_as(caller), quota, request.headers().contains_key(API_KEY)) {
        // A key that stands in a page is everybody's: one place alone shall not use up what was granted to all.
        let place = key ^ mix(context.household(request.request()));
        if let Some((_, State { retry_after: Some(retry_after), .. })) = context.quotas.check_granted((quota / SHARES).max(1), place) {
            return Err(Problem::TooMany { retry_after });
        }
    }
    let counted = match (counted_as(caller), quota) {
        (Some(key), Some(quota)) => context.quotas.check_granted(quota, key),
        (Some(key), None) => context.quotas.check(key),
        (None, _) => context.quotas.check(context.household(request.request())),
    };
    let Some((quota, state)) = counted else { return Ok(()) };
    let name = if caller.client().is_some() { "client" } else { "default" };
    let header = |text: String| HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""));
    *said = Some((header(format!("\"{name}\";q={quota};w=60")), header(format!("\"{name}\";r={};t={}", state.remaining, state.reset))));
    state.retry_after.map_or(Ok(()), |retry_after| Err(Problem::TooMany { retry_after }))
}

/// What came along to prove who asks, by its hash.
fn sent(headers: &HeaderMap) -> Option<[u8; 32]> {
    let lines: Vec<_> = headers.get_all(AUTHORIZATION).chain(headers.get_all(API_KEY)).collect();
    if lines.is_empty() {
        return None;
    }
    let mut hash = Sha256::new();
    lines.iter().for_each(|line| {
        hash.update((line.len() as u64).to_be_bytes());
        hash.update(line.as_bytes());
    });
    Some(hash.finalize().into())
}

/// Asks the database who this is. While it is away, a genuine token is enough for what is public; whatever is personal will ask again.
async fn look_up(context: &Context, headers: &HeaderMap, sent: [u8; 32]) -> Result<Caller, Problem> {
    let Some(credential) = context.credential(headers)? else { return Ok(Caller::Anyone) };
    match context.look(move |tx| credential.caller(tx)).await {
        Ok(Some(caller)) => {
            note_use(context, &caller).await;
            context.known.remember(sent, caller.clone());
            Ok(caller)
        }
        Ok(None) => Err(Problem::Credentials),
        Err(_) => Ok(Caller::Anyone),
    }
}

/// Notes that a client was here, so that people see which are still in use. Nobody is turned away because that could not be written.
async fn note_use(context: &Context, caller: &Caller) {
    let Some(id) = caller.client().map(|client| client.id).filter(|id| context.known.is_to_be_noted(*id)) else { return };
    if let Err(problem) = context.change(move |tx| Ok(tx.touch_client(id)?)).await {
        tracing::warn!(%problem, "the last use of a client could not be noted");
    }
}

/// Whether a page of another origin has no business with this call unless it is registered: everything but questions. What a path looks like
/// is no ground to be let in, because one path can be written in many ways.
fn is_no_question(request: &ServiceRequest) -> bool {
    !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) && request.path() != "/v1/matches"
}

/// Calls by which somebody gets in, or gets in again: they read what they need from their body.
fn gets_in(request: &ServiceRequest) -> bool {
    let ways = ["/v1/logins", "/v1/logins/refresh", "/v1/accounts", "/v1/accounts/verify", "/v1/accounts/confirm-email"];
    let more = ["/v1/password-resets", "/v1/password-resets/complete", "/oauth2/token"];
    request.method() == Method::POST && ways.iter().chain(&more).any(|path| request.path() == *path)
}

/// A page in a browser may use credentials only where its origin is registered, for the client itself or, for people, for any client.
async fn pages_of_others(context: &Context, headers: &HeaderMap, caller: &Caller, personal: bool) -> Result<(), Problem> {
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let Some(origin) = text(ORIGIN).filter(|_| personal) else { return Ok(()) };
    if is_same(origin, text(HOST).unwrap_or_default()) {
        return Ok(());
    }
    let client = caller.client().map(|c| c.id);
    let allowed = match context.origins.allow(origin, client) {
        Some(allowed) => allowed,
        None => {
            context.origins.renew(context.look(|tx| tx.live_origins()).await?);
            context.origins.allow(origin, client).unwrap_or(false)
        }
    };
    if allowed { Ok(()) } else { Err(Problem::Origin) }
}
