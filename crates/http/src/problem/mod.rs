//! Every refusal: its status, its code, and a sentence that helps. Nothing else in this crate names a status above 399.

/// Rules of the domain that refuse (409).
mod conflict;
/// What stands in the document about refusals.
mod documented;
/// Status, code and words of every reason.
mod face;
/// Which part of a request is wrong.
mod fault;
/// Rules of taking part that refuse (409), with what may help.
mod hindrance;
/// Why a client gets no token (RFC 6749).
mod oauth;
/// The JSON that goes out (RFC 9457).
mod view;

pub use conflict::Conflict;
pub use documented::{
    BodyRefusals, CallerRefusals, FormRefusals, KeyRefusals, LinesRefusals, ListRefusals, LoginRefusals, ObjectRefusals, PlainRefusals, RefreshRefusals,
    RuleRefusals, SeenRefusals, VersionRefusals,
};
pub use fault::{At, Fault, shown, wrong_password};
pub use hindrance::{ClashView, Hindrance, WayView};
pub use oauth::OAuthError;
pub use view::ProblemView;

use crate::asking::Asking;
use crate::language;
use crate::secret::SecretError;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use enmusubi_domain::invalid::Invalid;
use enmusubi_domain::text::Lang;
use enmusubi_persistence::StoreError;
use enmusubi_search::IndexError;

/// The media type of a problem.
pub const MEDIA: &str = "application/problem+json";

/// Why a request is not answered as asked.
#[derive(Debug, Clone)]
pub enum Problem {
    /// It cannot be read: unknown or repeated parameters, broken encodings, broken JSON.
    Unreadable(Vec<Fault>),
    /// The cursor was not made by us for this list.
    Cursor,
    /// It can be read, and something in it is wrong.
    Wrong(Vec<Fault>),
    /// It needs an account, and nobody is signed in.
    SignIn,
    /// The credentials that came along are none of ours, or none any more.
    Credentials,
    /// Address and password do not belong together; nobody is told which is wrong.
    WrongLogin,
    /// The refresh token is none of ours, or none any more; nobody is told why.
    RefreshToken,
    /// A client gets no token.
    OAuth(OAuthError),
    /// Known, but this is not theirs to do.
    Forbidden,
    /// A page of this origin may not use these credentials.
    Origin,
    /// There is no such thing, or it must not be known.
    NotFound,
    /// A rule of the domain refuses.
    Conflict(Conflict),
    /// A rule of taking part refuses, and says what may help.
    Refused(Box<Hindrance>),
    /// A change must name the version it is meant for.
    NoVersion,
    /// The thing has changed since.
    OtherVersion,
    /// The key of this request was used for another one.
    KeyReused,
    /// The first request with this key is still at work.
    StillRunning,
    /// The thing is there, and does not understand this method.
    Method {
        /// What it does understand.
        allow: String,
    },
    /// None of the media types we could answer with is wanted.
    NotAcceptable {
        /// What we could answer with.
        offered: &'static [&'static str],
    },
    /// The body took too long to arrive.
    SlowBody,
    /// The body is too large.
    BodyTooLarge,
    /// Lines that are too large together.
    LinesTooLarge,
    /// The path or the query string is too long.
    UriTooLong,
    /// The header section is too large.
    HeadersTooLarge,
    /// The body is of a type we do not read.
    UnsupportedMedia,
    /// The body should have been lines of JSON.
    NotLines,
    /// This caller asks too often.
    TooMany {
        /// Seconds after which to try again.
        retry_after: u64,
    },
    /// The index is being made.
    NotReady,
    /// Too many searches at the moment.
    Busy,
    /// The index did not answer.
    Index,
    /// The database did not answer.
    Database,
    /// Something broke. The log knows more, under the trace id.
    Internal,
}

impl Problem {
    /// One parameter that cannot be read.
    pub fn unreadable_parameter(name: &str, code: &'static str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Unreadable(vec![Fault::new(At::Parameter(name.to_owned()), code, ja, en)])
    }

    /// Parameters whose values are wrong.
    pub fn wrong_parameters(wrong: Vec<Invalid>) -> Self {
        Self::Wrong(wrong.into_iter().map(Fault::parameter).collect())
    }

    /// Members of the body whose values are wrong.
    pub fn wrong_members(wrong: Vec<Invalid>) -> Self {
        Self::Wrong(wrong.into_iter().map(Fault::member).collect())
    }

    /// What a foreign layer's refusal amounts to.
    pub fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::Credentials,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::Method { allow: String::new() },
            408 => Self::SlowBody,
            413 => Self::BodyTooLarge,
            414 => Self::UriTooLong,
            415 => Self::UnsupportedMedia,
            431 => Self::HeadersTooLarge,
            503 => Self::Busy,
            code if code < 500 => Self::Unreadable(vec![]),
            _server => Self::Internal,
        }
    }

    /// What is named as wrong.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        match self {
            Self::Unreadable(faults) | Self::Wrong(faults) => faults.clone(),
            Self::Cursor => {
                vec![Fault::new(At::Parameter("cursor".into()), "invalid_cursor", "この一覧の cursor ではありません。", "Not a cursor of this list.")]
            }
            Self::SignIn
            | Self::Credentials
            | Self::WrongLogin
            | Self::RefreshToken
            | Self::OAuth(_)
            | Self::Forbidden
            | Self::Origin
            | Self::NotFound
            | Self::Conflict(_)
            | Self::Refused(_)
            | Self::NoVersion
            | Self::OtherVersion
            | Self::KeyReused
            | Self::StillRunning
            | Self::Method { .. }
            | Self::NotAcceptable { .. }
            | Self::SlowBody
            | Self::BodyTooLarge
            | Self::LinesTooLarge
            | Self::UriTooLong
            | Self::HeadersTooLarge
            | Self::UnsupportedMedia
            | Self::NotLines
            | Self::TooMany { .. }
            | Self::NotReady
            | Self::Busy
            | Self::Index
            | Self::Database
            | Self::Internal => vec![],
        }
    }

    /// Headers that go with it.
    fn header(&self) -> Option<(HeaderName, String)> {
        match self {
            Self::Method { allow } if allow.is_empty() => None,
            Self::Method { allow } => Some((ALLOW, allow.clone())),
            Self::UnsupportedMedia => Some((HeaderName::from_static("accept-post"), "application/json".into())),
            Self::NotLines => Some((HeaderName::from_static("accept-post"), "application/x-ndjson".into())),
            Self::TooMany { retry_after } => Some((RETRY_AFTER, retry_after.to_string())),
            Self::NotReady => Some((RETRY_AFTER, "5".into())),
            // RFC 6750, 3: without an error where nothing was sent, so that a caller knows the difference.
            Self::SignIn | Self::WrongLogin | Self::RefreshToken => Some((WWW_AUTHENTICATE, "Bearer realm=\"enmusubi\"".into())),
            Self::Credentials => Some((WWW_AUTHENTICATE, "Bearer realm=\"enmusubi\", error=\"invalid_token\"".into())),
            Self::OAuth(OAuthError::Client) => Some((WWW_AUTHENTICATE, "Basic realm=\"enmusubi\"".into())),
            Self::StillRunning => Some((RETRY_AFTER, "1".into())),
            Self::Busy | Self::Index | Self::Database => Some((RETRY_AFTER, "1".into())),
            Self::Unreadable(_)
            | Self::Cursor
            | Self::Wrong(_)
            | Self::OAuth(_)
            | Self::Forbidden
            | Self::Origin
            | Self::NotFound
            | Self::Conflict(_)
            | Self::Refused(_)
            | Self::NoVersion
            | Self::OtherVersion
            | Self::KeyReused
            | Self::NotAcceptable { .. }
            | Self::SlowBody
            | Self::BodyTooLarge
            | Self::LinesTooLarge
            | Self::UriTooLong
            | Self::HeadersTooLarge
            | Self::Internal => None,
        }
    }

    /// The answer, in the caller's language and under their trace id.
    pub fn spoken(&self, asking: &Asking) -> HttpResponse {
        let mut response = HttpResponse::build(self.face().status);
        if let Self::OAuth(error) = self {
            let (_, code, text) = error.words();
            let body = serde_json::json!({"error": code, "error_description": text, "trace_id": asking.trace_id});
            if let Some(header) = self.header() {
                response.insert_header(header);
            }
            return response.insert_header((CACHE_CONTROL, "no-store")).content_type("application/json").body(body.to_string());
        }
        let view = ProblemView::of(self, asking);
        response.insert_header((CONTENT_LANGUAGE, language::code(asking.lang))).insert_header((CACHE_CONTROL, "no-store")).content_type(MEDIA);
        if let Some(header) = self.header() {
            response.insert_header(header);
        }
        response.body(serde_json::to_vec(&view).unwrap_or_default())
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let face = self.face();
        write!(f, "{} {}", face.code, face.title.1)?;
        self.faults().iter().try_for_each(|fault| write!(f, "; {}: {}", fault.at, fault.detail(Lang::En)))
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.face().status
    }

    /// A bare status: the words are put in where the caller's language is known (see `around`).
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.face().status)
    }
}

impl From<IndexError> for Problem {
    fn from(error: IndexError) -> Self {
        tracing::error!(error = %error, "the index did not answer");
        Self::Index
    }
}

impl From<Conflict> for Problem {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl From<StoreError> for Problem {
    /// What the floor below says goes into the log; the caller learns whether to try again. A constraint that nobody translated is our mistake.
    fn from(error: StoreError) -> Self {
        if let StoreError::Busy(why) = &error {
            // One attempt of several, perhaps: others were in the way.
            tracing::warn!(%why, "the database was too busy");
        } else {
            tracing::error!(error = %error, "the database did not do what was asked");
        }
        match error {
            StoreError::Unreachable(_) | StoreError::Busy(_) | StoreError::Locked { .. } => Self::Database,
            StoreError::NewerSchema { .. } | StoreError::Constraint(_) | StoreError::Damaged { .. } | StoreError::Other(_) => Self::Internal,
        }
    }
}

impl From<SecretError> for Problem {
    fn from(error: SecretError) -> Self {
        tracing::error!(error = %error, "a secret could not be made");
        Self::Internal
    }
}
