use crate::around::matching;
use crate::asking::joined;
use crate::language;
use crate::problem::Problem;
use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_LOCATION, ETAG, HeaderName, IF_NONE_MATCH, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, Responder};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::Stored;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// What a change answers, or a read of something personal. Nobody keeps it but the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    status: StatusCode,
    location: Option<String>,
    version: Option<i64>,
    beside: Option<u64>,
    lang: Option<Lang>,
    body: Vec<u8>,
    replayed: bool,
}

impl Reply {
    fn new(status: StatusCode, body: Vec<u8>) -> Self {
        Self { status, location: None, version: None, beside: None, lang: None, body, replayed: false }
    }

    fn with(status: StatusCode, value: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_vec(value).map_err(|error| {
            tracing::error!(error = %error, "an answer could not be written");
            Problem::Internal
        })?;
        Ok(Self::new(status, body))
    }

    /// It is done; this is how it stands now.
    pub fn done(value: &impl Serialize) -> Result<Self, Problem> {
        Self::with(StatusCode::OK, value)
    }

    /// Something new stands at this address.
    pub fn made(address: impl Into<String>, value: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self { location: Some(address.into()), ..Self::with(StatusCode::CREATED, value)? })
    }

    /// Something new was made that has no address of its own.
    pub fn new_here(value: &impl Serialize) -> Result<Self, Problem> {
        Self::with(StatusCode::CREATED, value)
    }

    /// It will be seen to.
    pub fn accepted(value: &impl Serialize) -> Result<Self, Problem> {
        Self::with(StatusCode::ACCEPTED, value)
    }

    /// It is done, and there is nothing to show.
    pub fn gone() -> Self {
        Self::new(StatusCode::NO_CONTENT, vec![])
    }

    /// Names the version of the object that is shown.
    pub fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// Names a number that is shown beside the object and changes without its version; it becomes part of the tag.
    pub fn beside(mut self, number: u64) -> Self {
        self.beside = Some(number);
        self
    }

    /// Makes all that is shown part of the tag, where it changes without the version.
    pub fn beside_what_is_shown(self) -> Self {
        let hash = Sha256::digest(&self.body).iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
        self.beside(hash)
    }

    /// Names the language of its sentences.
    pub fn lang(mut self, lang: Lang) -> Self {
        self.lang = Some(lang);
        self
    }

    /// What is kept of it, to be given again.
    pub(super) fn stored(&self, fingerprint: [u8; 32]) -> Stored {
        let headers = [
            self.location.clone().map(|l| ("location".to_owned(), l)),
            self.version.map(|v| ("version".to_owned(), v.to_string())),
            self.lang.map(|l| ("lang".to_owned(), language::code(l).to_owned())),
        ];
        Stored {
            fingerprint,
            status: self.status.as_u16(),
            headers: headers.into_iter().flatten().collect(),
            body: String::from_utf8_lossy(&self.body).into_owned(),
        }
    }

    /// The answer that was given before.
    pub(super) fn again(stored: Stored) -> Self {
        let header = |name: &str| stored.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        let status = StatusCode::from_u16(stored.status).unwrap_or(StatusCode::OK);
        Self {
            status,
            location: header("location"),
            beside: None,
            version: header("version").and_then(|v| v.parse().ok()),
            lang: header("lang").map(|l| language::wanted(&l)),
            body: stored.body.into_bytes(),
            replayed: true,
        }
    }
}

impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let beside = self.beside.map(|number| format!(".{number}")).unwrap_or_default();
        let tag = self.version.map(|version| format!("v{version}{beside}"));
        let known = tag.as_ref().filter(|_| request.method() == Method::GET).and_then(|tag| matching(&joined(request.headers(), &IF_NONE_MATCH), tag));
        let mut response = HttpResponse::build(if known.is_some() { StatusCode::NOT_MODIFIED } else { self.status });
        response.insert_header((CACHE_CONTROL, "no-store"));
        if let Some(location) = self.location {
            response.insert_header((CONTENT_LOCATION, location.clone())).insert_header((LOCATION, location));
        }
        if let Some(tag) = tag {
            response.insert_header((ETAG, format!("\"{tag}\"")));
        }
        if let Some(lang) = self.lang {
            response.insert_header((CONTENT_LANGUAGE, language::code(lang)));
        }
        if self.replayed {
            response.insert_header((REPLAYED, "true"));
        }
        if self.body.is_empty() || known.is_some() { response.finish() } else { response.content_type(crate::answer::JSON).body(self.body) }
    }
}
