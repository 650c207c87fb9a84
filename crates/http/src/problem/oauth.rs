use actix_web::http::StatusCode;

/// Why a client gets no token: the words of RFC 6749, 5.2, which every OAuth library understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OAuthError {
    /// The form cannot be read, names something twice, or proves the client in two ways.
    Request,
    /// The client is unknown, its secret is wrong or has ended, or it was revoked; nobody is told which.
    Client,
    /// Only `client_credentials` is granted.
    GrantType,
    /// A scope was asked for that the client does not have.
    Scope,
}

impl OAuthError {
    /// Status, code and a sentence for developers.
    pub(super) fn words(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Request => (
                StatusCode::BAD_REQUEST,
                "invalid_request",
                "Send application/x-www-form-urlencoded with each parameter once, and prove the client in one way: HTTP Basic, or client_id and client_secret.",
            ),
            Self::Client => (StatusCode::UNAUTHORIZED, "invalid_client", "Client and secret do not belong together, or are not valid any more."),
            Self::GrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type", "Only grant_type=client_credentials is supported."),
            Self::Scope => (StatusCode::BAD_REQUEST, "invalid_scope", "The client does not have a scope that was asked for."),
        }
    }
}
