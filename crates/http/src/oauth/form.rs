use crate::context::Context;
use crate::input::pairs;
use crate::problem::{OAuthError, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Largest form, in bytes.
const FORM_MAX: usize = 8 * 1024;

/// Most members of a form: more than any library sends.
const MEMBERS_MAX: usize = 50;

/// What a client sends: a grant type, perhaps scopes, and one proof of who it is. RFC 6749, 2.3.1 and 4.4.2.
pub struct TokenForm {
    pub grant_type: String,
    pub scope: Option<String>,
    pub client_id: String,
    pub client_secret: String,
}

impl FromRequest for TokenForm {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let headers = request.headers().clone();
        let deadline = request.app_data::<Data<Context>>().map_or(Duration::from_secs(10), |c| c.settings().body_deadline);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let is_form = headers
                .get(CONTENT_TYPE)
                .and_then(|v| v.to_str().ok())
                .is_some_and(|media| media.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")));
            if !is_form {
                return Err(refused());
            }
            let payload = payload.await.map_err(|_| Problem::Internal)?;
            let arrived = timeout(deadline, payload.to_bytes_limited(FORM_MAX)).await.map_err(|_| Problem::SlowBody)?;
            let bytes = arrived.map_err(|_| Problem::BodyTooLarge)?.map_err(|_| refused())?;
            let text = std::str::from_utf8(&bytes).map_err(|_| refused())?;
            Self::read(&headers, text)
        })
    }
}

fn refused() -> Problem {
    Problem::OAuth(OAuthError::Request)
}

impl TokenForm {
    fn read(headers: &HeaderMap, text: &str) -> Result<Self, Problem> {
        let pairs = pairs(text).map_err(|_| refused())?;
        // RFC 6749, 3.2: nothing may stand there twice, what is empty was left out, and what is not known is ignored.
        if pairs.len() > MEMBERS_MAX || pairs.iter().enumerate().any(|(i, (name, _))| pairs[..i].iter().any(|(earlier, _)| earlier == name)) {
            return Err(refused());
        }
        let one = |name: &str| pairs.iter().find(|(n, value)| n == name && !value.is_empty()).map(|(_, value)| value.clone());
        let (id, secret) = (one("client_id"), one("client_secret"));
        let (client_id, client_secret) = match (basic(headers)?, id, secret) {
            (Some((id, secret)), None, None) => (id, secret),
            // The id may stand in the form as well, if it is the same.
            (Some((id, secret)), Some(named), None) if named == id => (id, secret),
            (None, Some(id), Some(secret)) => (id, secret),
            (None, None, None) => return Err(Problem::OAuth(OAuthError::Client)),
            _ => return Err(refused()),
        };
        Ok(Self { grant_type: one("grant_type").ok_or_else(refused)?, scope: one("scope"), client_id, client_secret })
    }
}

/// Id and secret of HTTP Basic; each was form-encoded before they were joined.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Problem> {
    let mut lines = headers.get_all(AUTHORIZATION);
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return if headers.contains_key(AUTHORIZATION) { Err(refused()) } else { Ok(None) };
    };
    let text = line.to_str().map_err(|_| refused())?;
    let encoded = text.get(..6).filter(|scheme| scheme.eq_ignore_ascii_case("basic ")).and(text.get(6..)).ok_or_else(refused)?;
    let joined = STANDARD.decode(encoded.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(refused)?;
    let (id, secret) = joined.split_once(':').ok_or_else(refused)?;
    let decoded = |text: &str| pairs(&format!("v={text}")).ok().and_then(|pairs| pairs.into_iter().next()).map(|(_, value)| value).ok_or_else(refused);
    Ok(Some((decoded(id)?, decoded(secret)?)))
}
