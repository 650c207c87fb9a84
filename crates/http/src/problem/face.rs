use super::Problem;
use actix_web::http::StatusCode;

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
            Self::SignIn => face(
                S::UNAUTHORIZED,
                "unauthenticated",
                ("ログインが必要です", "Please sign in"),
                ("Authorization: Bearer にアクセストークンを付けてください。", "Send an access token as Authorization: Bearer."),
            ),
            Self::Credentials => face(
                S::UNAUTHORIZED,
                "invalid_token",
                ("認証情報が無効です", "These credentials are not valid"),
                ("もう一度ログインするか、トークンを更新してください。", "Log in again, or refresh the token."),
            ),
            Self::WrongLogin => face(
                S::UNAUTHORIZED,
                "invalid_credentials",
                ("ログインできません", "That does not log you in"),
                ("メールアドレスとパスワードを確かめてください。", "Please check the address and the password."),
            ),
            Self::RefreshToken => face(
                S::UNAUTHORIZED,
                "invalid_grant",
                ("リフレッシュトークンが無効です", "This refresh token is not valid"),
                ("もう一度ログインしてください。", "Please log in again."),
            ),
            Self::OAuth(error) => {
                let (status, code, text) = error.words();
                face(status, code, ("トークンを発行できません", "No token"), (text, text))
            }
            Self::Forbidden => face(
                S::FORBIDDEN,
                "forbidden",
                ("この操作をする権限がありません", "This is not yours to do"),
                ("必要な役割は API 仕様書の各操作の説明にあります。", "The document of the API says for each operation who may do it."),
            ),
            Self::Origin => face(
                S::FORBIDDEN,
                "origin_not_allowed",
                ("このサイトからは利用できません", "Not from pages of this origin"),
                ("クライアントに登録されたオリジンから呼び出してください。", "Call from an origin that is registered for the client."),
            ),
            Self::Conflict(conflict) => {
                let (code, ja, en) = conflict.words();
                face(S::CONFLICT, code, ("今の状態ではできません", "Not possible as things stand"), (ja, en))
            }
            Self::Refused(hindrance) => {
                let (ja, en) = hindrance.words();
                face(S::CONFLICT, hindrance.refused.code(), ("今の状態ではできません", "Not possible as things stand"), (&ja, &en))
            }
            Self::NoVersion => face(
                S::PRECONDITION_REQUIRED,
                "precondition_required",
                ("If-Match が必要です", "If-Match is needed"),
                ("読み取ったときの ETag を If-Match に付けてください。", "Send the ETag you have read as If-Match."),
            ),
            Self::OtherVersion => face(
                S::PRECONDITION_FAILED,
                "precondition_failed",
                ("読み取ったあとに変更されています", "It has changed since"),
                ("読み直してから、もう一度変更してください。", "Read it again, then change it."),
            ),
            Self::KeyReused => face(
                S::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                ("この Idempotency-Key は別の内容で使われています", "This Idempotency-Key was used for something else"),
                ("新しい内容には新しいキーを使ってください。", "Use a new key for a new request."),
            ),
            Self::StillRunning => face(
                S::CONFLICT,
                "still_running",
                ("同じリクエストを処理中です", "The same request is still at work"),
                ("少し待ってから、同じキーでもう一度送信してください。", "Send it again in a moment, with the same key."),
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
            Self::LinesTooLarge => face(
                S::PAYLOAD_TOO_LARGE,
                "body_too_large",
                ("本文が大きすぎます", "The body is too large"),
                ("本文は2メガバイトまでです。分けて送信してください。", "A body may have at most 2 megabytes. Please send it in parts."),
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
            Self::NotLines => face(
                S::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                ("この形式の本文は読めません", "Bodies of this type are not read"),
                (
                    "Content-Type: application/x-ndjson（1行に1件のJSON、UTF-8、圧縮なし）で送信してください。",
                    "Please send Content-Type: application/x-ndjson: one JSON object a line, UTF-8, not compressed.",
                ),
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
            Self::Database => face(
                S::SERVICE_UNAVAILABLE,
                "database_unavailable",
                ("今は処理できません", "Not possible just now"),
                ("少し待ってからお試しください。何も変更されていません。", "Please try again in a moment. Nothing was changed."),
            ),
            Self::Internal => face(
                S::INTERNAL_SERVER_ERROR,
                "internal",
                ("内部エラーが起きました", "Something broke on our side"),
                ("お手数ですが、trace_id を添えてお知らせください。", "Please tell us, naming the trace_id."),
            ),
        }
    }
}
