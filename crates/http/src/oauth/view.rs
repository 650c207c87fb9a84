use crate::problem::{FormRefusals, PlainRefusals};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::openapi::response::Response;
use utoipa::openapi::{ContentBuilder, Ref, RefOr};
use utoipa::{IntoResponses, ToSchema};

/// An access token for a server. アクセストークン。
#[derive(Serialize, ToSchema)]
#[schema(as = ClientToken)]
pub struct ClientTokenView {
    /// The token, for `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// For how many seconds it is good.
    #[schema(example = 600)]
    pub expires_in: i64,
    /// What it may be used for, separated by spaces.
    #[schema(example = "partner:write")]
    pub scope: String,
}

/// The form of a token request. トークン要求。
#[derive(ToSchema)]
#[schema(as = ClientTokenForm)]
#[expect(dead_code, reason = "it is read by hand, strictly; this is how the document describes it")]
pub struct ClientTokenFormView {
    /// Always `client_credentials`.
    #[schema(example = "client_credentials", pattern = "^client_credentials$", max_length = 40)]
    grant_type: String,
    /// What the token shall be used for, separated by spaces; without it, everything the client may.
    #[schema(example = "partner:write", max_length = 200)]
    scope: Option<String>,
    /// The client's id, unless it comes as HTTP Basic.
    #[schema(max_length = 100)]
    client_id: Option<String>,
    /// The client's secret, unless it comes as HTTP Basic.
    #[schema(max_length = 200)]
    client_secret: Option<String>,
}

/// Why there is no token (RFC 6749, 5.2). トークンを発行できない理由。
#[derive(Serialize, ToSchema)]
#[schema(as = OAuthError)]
pub struct OAuthErrorView {
    /// A code of the RFC.
    #[schema(example = "invalid_client")]
    error: String,
    /// A sentence for developers.
    error_description: String,
    /// Names this request in our logs.
    trace_id: String,
}

/// The public keys that check access tokens (RFC 7517). 公開鍵。
#[derive(ToSchema)]
#[schema(as = Keys)]
#[expect(dead_code, reason = "the ring writes it; this is how the document describes it")]
pub struct KeysView {
    /// One entry per key.
    keys: Vec<KeyView>,
}

/// A public key (RFC 8037).
#[derive(ToSchema)]
#[schema(as = Key)]
#[expect(dead_code, reason = "the ring writes it; this is how the document describes it")]
pub struct KeyView {
    /// `OKP`.
    kty: String,
    /// `Ed25519`.
    crv: String,
    /// The key, base64url.
    x: String,
    /// Its id, as it stands in a token's header.
    kid: String,
    /// `sig`.
    r#use: String,
    /// `EdDSA`.
    alg: String,
}

/// What a token request may refuse: in the shape of RFC 6749 where a form was read, in that of every refusal elsewhere.
pub struct TokenRefusals;

impl IntoResponses for TokenRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = PlainRefusals::responses();
        all.extend(FormRefusals::responses());
        if let Some(RefOr::T(unreadable)) = all.get_mut("400") {
            let example = json!({
                "error": "invalid_scope",
                "error_description": "The client does not have a scope that was asked for.",
                "trace_id": "019ad5c2f3a97d0c8e2b4f6a1c3d5e7f",
            });
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("OAuthError"))).example(Some(example)).build();
            unreadable.content.insert("application/json".into(), RefOr::T(content));
            unreadable.description = "The form, the grant type or a scope is wrong; or there is a query. フォーム・種別・スコープの誤り。".into();
        }
        all
    }
}
