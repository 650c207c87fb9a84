use crate::around::matching;
use crate::asking::joined;
use crate::language;
use crate::negotiate;
use crate::problem::Problem;
use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_LANGUAGE, ETAG, IF_NONE_MATCH, LINK};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, Responder};
use enmusubi_domain::text::Lang;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The media type of most answers.
pub const JSON: &str = "application/json";

/// For how long an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// By anybody, so many seconds.
    Public(u32),
    /// By the caller's own program alone, so many seconds.
    Own(u32),
    /// By nobody: it answers something personal, or changes by the second.
    Never,
}

/// What a handler gives back.
#[derive(Debug)]
pub struct Answer {
    body: Vec<u8>,
    media: &'static str,
    keep: Keep,
    version: Option<i64>,
    lang: Option<Lang>,
    next: Option<String>,
}

impl Answer {
    /// Bytes of a media type.
    pub fn new(media: &'static str, body: Vec<u8>) -> Self {
        Self { body, media, keep: Keep::Public(30), version: None, lang: None, next: None }
    }

    /// A value as JSON.
    pub fn json(value: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_vec(value).map_err(|error| {
            tracing::error!(error = %error, "an answer could not be written");
            Problem::Internal
        })?;
        Ok(Self::new(JSON, body))
    }

    /// Sets for how long it may be kept.
    pub fn keep(mut self, keep: Keep) -> Self {
        self.keep = keep;
        self
    }

    /// Names the version of the object that is shown; its tag begins with it.
    pub fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// Names the language of its sentences.
    pub fn lang(mut self, lang: Lang) -> Self {
        self.lang = Some(lang);
        self
    }

    /// Links to the next page.
    pub fn next(mut self, address: Option<String>) -> Self {
        self.next = address;
        self
    }

    /// Tells whether two answers are the same, byte for byte.
    fn tag(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.media);
        hash.update(self.lang.map_or("", language::code));
        hash.update(&self.body);
        let mut tag = self.version.map(|v| format!("v{v}.")).unwrap_or_default();
        hash.finalize().iter().take(12).for_each(|byte| write!(tag, "{byte:02x}").unwrap_or_default());
        tag
    }

    fn head(&self, response: &mut HttpResponseBuilder) {
        let cache = match self.keep {
            Keep::Public(seconds) => format!("public, max-age={seconds}"),
            Keep::Own(seconds) => format!("private, max-age={seconds}"),
            Keep::Never => "no-store".to_owned(),
        };
        response.insert_header((CACHE_CONTROL, cache));
        if let Some(lang) = self.lang {
            response.insert_header((CONTENT_LANGUAGE, language::code(lang)));
        }
        if let Some(next) = &self.next {
            response.insert_header((LINK, format!("<{next}>; rel=\"next\"")));
        }
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        if negotiate::choose(&joined(request.headers(), &ACCEPT), &[self.media]).is_none() {
            let offered: &'static [&'static str] = if self.media == JSON { &[JSON] } else { &["*/*"] };
            return HttpResponse::from_error(Problem::NotAcceptable { offered });
        }
        if self.keep == Keep::Never {
            let mut response = HttpResponse::Ok();
            self.head(&mut response);
            return response.content_type(self.media).body(self.body);
        }
        let tag = self.tag();
        let known = matching(&joined(request.headers(), &IF_NONE_MATCH), &tag);
        let mut response = HttpResponse::build(if known.is_some() { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
        self.head(&mut response);
        match known {
            Some(tag) => response.insert_header((ETAG, tag)).finish(),
            None => response.insert_header((ETAG, format!("\"{tag}\""))).content_type(self.media).body(self.body),
        }
    }
}
