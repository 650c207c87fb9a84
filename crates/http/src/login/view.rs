use crate::account::AccountView;
use serde::Serialize;
use utoipa::ToSchema;

/// What a login brings. ログインの結果。
#[derive(Serialize, ToSchema)]
#[schema(as = Tokens)]
pub struct TokensView {
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// For how many seconds the access token is good.
    #[schema(example = 600)]
    pub expires_in: i64,
    /// For `POST /v1/logins/refresh`. It works once: the answer brings the next one. Using it twice ends the login.
    pub refresh_token: String,
    /// Who has logged in.
    pub account: AccountView,
}
