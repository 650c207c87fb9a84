//! Every refusal: its status, its code, and a sentence that helps. Nothing else in this crate names a status above 399.

/// What stands in the document about refusals.
mod documented;
/// Which part of a request is wrong.
mod fault;
/// The JSON that goes out (RFC 9457).
mod view;

pub use documented::{BodyRefusals, ListRefusals, ObjectRefusals, PlainRefusals};
pub use fault::{At, Fault, shown};
pub use view::ProblemView;

use crate::asking::Asking;
use crate::language;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, HeaderName, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use enmusubi_domain::invalid::Invalid;
use enmusubi_domain::text::Lang;
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
    /// There is no such thing, or it must not be known.
    NotFound,
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
    /// The path or the query string is too long.
    UriTooLong,
    /// The header section is too large.
    HeadersTooLarge,
    /// The body is of a type we do not read.
    UnsupportedMedia,
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
    /// Something broke. The log knows more, under the trace id.
    Internal,
}

/// What a problem looks like from outside.
pub(crate) struct Face {
    pub status: StatusCode,
    pub code: &'static str,
    pub title: (&'static str, &'static str),
    pub detail: (String, String),
}

fn face(status: StatusCode, code: &'static str, title: (&'static str, &'static str), detail: (&str, &str)) -> Face {
    Face { status, code, title, detail: (detail.0.to_owned(), detail.1.to_owned()) }
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

    /// Status, code and words. Each reason has its arm.
    pub(crate) fn face(&self) -> Face {
        use StatusCode as S;
        match self {
            Self::Unreadable(_) => face(
                S::BAD_REQUEST,
                "unreadable",
                ("リクエストを読み取れません", "The request cannot be read"),
                ("errors に示した箇所を直してください。", "Please mend what is named in errors."),
            ),
            Self::Cursor => face(
                S::BAD_REQUEST,
                "invalid_cursor",
                ("cursor が正しくありません", "The cursor is not valid"),
                (
                    "cursor は前のページの next_cursor をそのまま、同じ条件で使ってください。",
                    "Use next_cursor of the page before, unchanged and with the same filters.",
                ),
            ),
            Self::Wrong(_) => face(
                S::UNPROCESSABLE_ENTITY,
                "invalid",
                ("入力に誤りがあります", "Something in the request is wrong"),
                ("errors に示した項目を直してください。", "Please mend the fields named in errors."),
            ),
            Self::NotFound => {
                face(S::NOT_FOUND, "not_found", ("見つかりません", "Not found"), ("指定されたものはありません。", "There is nothing here under this address."))
            }
            Self::Method { allow } => face(
                S::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                ("この操作はできません", "This method is not allowed"),
                (&format!("使えるメソッド: {allow}"), &format!("Allowed methods: {allow}")),
            ),
            Self::NotAcceptable { offered } => face(
                S::NOT_ACCEPTABLE,
                "not_acceptable",
                ("求められた形式では返せません", "Not available in that form"),
                (&format!("返せる形式: {}", offered.join(", ")), &format!("Available media types: {}", offered.join(", "))),
            ),
            Self::SlowBody => face(
                S::REQUEST_TIMEOUT,
                "slow_body",
                ("本文の受信に時間がかかりすぎました", "The body took too long"),
                ("もう一度送信してください。", "Please send the request again."),
            ),
            Self::BodyTooLarge => face(
                S::PAYLOAD_TOO_LARGE,
                "body_too_large",
                ("本文が大きすぎます", "The body is too large"),
                ("本文は64キロバイトまでです。", "A body may have at most 64 kilobytes."),
            ),
            Self::UriTooLong => face(
                S::URI_TOO_LONG,
                "uri_too_long",
                ("URLが長すぎます", "The URL is too long"),
                ("パスは1キロバイト、クエリは8キロバイトまでです。", "At most 1 kilobyte of path and 8 kilobytes of query."),
            ),
            Self::HeadersTooLarge => face(
                S::REQUEST_HEADER_FIELDS_TOO_LARGE,
                "headers_too_large",
                ("ヘッダーが大きすぎます", "The headers are too large"),
                ("ヘッダーは合計16キロバイトまでです。", "Headers may have at most 16 kilobytes in all."),
            ),
            Self::UnsupportedMedia => face(
                S::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                ("この形式の本文は読めません", "Bodies of this type are not read"),
                ("Content-Type: application/json（UTF-8、圧縮なし）で送信してください。", "Please send Content-Type: application/json, UTF-8, not compressed."),
            ),
            Self::TooMany { retry_after } => face(
                S::TOO_MANY_REQUESTS,
                "rate_limited",
                ("リクエストが多すぎます", "Too many requests"),
                (&format!("{retry_after}秒ほど待ってから、もう一度お試しください。"), &format!("Please try again after {retry_after} seconds.")),
            ),
            Self::NotReady => face(
                S::SERVICE_UNAVAILABLE,
                "not_ready",
                ("準備中です", "Not ready yet"),
                ("検索の準備をしています。少し待ってからお試しください。", "The index is being made. Please try again in a moment."),
            ),
            Self::Busy => {
                face(S::SERVICE_UNAVAILABLE, "busy", ("混み合っています", "Busy"), ("少し待ってからお試しください。", "Please try again in a moment."))
            }
            Self::Index => face(
                S::SERVICE_UNAVAILABLE,
                "index_unavailable",
                ("検索が利用できません", "Searching is not available"),
                ("少し待ってからお試しください。", "Please try again in a moment."),
            ),
            Self::Internal => face(
                S::INTERNAL_SERVER_ERROR,
                "internal",
                ("内部エラーが起きました", "Something broke on our side"),
                ("お手数ですが、trace_id を添えてお知らせください。", "Please tell us, naming the trace_id."),
            ),
        }
    }

    /// What is named as wrong.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        match self {
            Self::Unreadable(faults) | Self::Wrong(faults) => faults.clone(),
            Self::Cursor => {
                vec![Fault::new(At::Parameter("cursor".into()), "invalid_cursor", "この一覧の cursor ではありません。", "Not a cursor of this list.")]
            }
            Self::NotFound
            | Self::Method { .. }
            | Self::NotAcceptable { .. }
            | Self::SlowBody
            | Self::BodyTooLarge
            | Self::UriTooLong
            | Self::HeadersTooLarge
            | Self::UnsupportedMedia
            | Self::TooMany { .. }
            | Self::NotReady
            | Self::Busy
            | Self::Index
            | Self::Internal => vec![],
        }
    }

    /// Headers that go with it.
    fn header(&self) -> Option<(HeaderName, String)> {
        match self {
            Self::Method { allow } if allow.is_empty() => None,
            Self::Method { allow } => Some((ALLOW, allow.clone())),
            Self::UnsupportedMedia => Some((HeaderName::from_static("accept-post"), "application/json".into())),
            Self::TooMany { retry_after } => Some((RETRY_AFTER, retry_after.to_string())),
            Self::NotReady => Some((RETRY_AFTER, "5".into())),
            Self::Busy | Self::Index => Some((RETRY_AFTER, "1".into())),
            Self::Unreadable(_)
            | Self::Cursor
            | Self::Wrong(_)
            | Self::NotFound
            | Self::NotAcceptable { .. }
            | Self::SlowBody
            | Self::BodyTooLarge
            | Self::UriTooLong
            | Self::HeadersTooLarge
            | Self::Internal => None,
        }
    }

    /// The answer, in the caller's language and under their trace id.
    pub fn spoken(&self, asking: &Asking) -> HttpResponse {
        let view = ProblemView::of(self, asking);
        let mut response = HttpResponse::build(self.face().status);
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
