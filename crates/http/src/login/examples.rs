use super::view::TokensView;
use crate::account::AccountView;
use crate::account::examples::{TZ, somebody};
use serde_json::{Value, json, to_value};

/// An access token, as it begins.
pub const ACCESS_TOKEN: &str = "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjFmNGM4YTJiOWQwNyJ9.eyJpc3MiOiJo…";

/// Who wants to log in.
pub fn comer() -> Value {
    json!({"email": "yuki@example.jp", "password": "雪がとけたら川べりで会おう", "device": "ゆきのスマートフォン"})
}

/// What a login brings.
pub fn tokens() -> Value {
    let view = somebody().map(|account| TokensView {
        access_token: ACCESS_TOKEN.into(),
        token_type: "Bearer",
        expires_in: 600,
        refresh_token: "enr_7Hc2…".into(),
        account: AccountView::of(&account, TZ),
    });
    to_value(view).unwrap_or_default()
}

/// A refresh token.
pub fn refresh() -> Value {
    json!({"refresh_token": "enr_7Hc2…"})
}
