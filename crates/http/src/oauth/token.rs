use super::form::TokenForm;
use super::view::{ClientTokenFormView, ClientTokenView, OAuthErrorView, TokenRefusals};
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{OAuthError, Problem};
use crate::secret::{Kind, Opaque};
use crate::token::{Subject, mint};
use crate::tries::Tries;
use crate::writing::Reply;
use actix_web::http::header::PRAGMA;
use actix_web::web::Data;
use actix_web::{CustomizeResponder, HttpRequest, Responder, post};
use enmusubi_domain::client::{ClientKind, Scope};
use enmusubi_domain::id::ClientId;

/// Exchange a client's secret for a token
///
/// For servers of partners and companies: the client credentials grant of RFC 6749, 4.4. Prove the client by HTTP Basic, or by `client_id` and
/// `client_secret` in the form. The token lasts 10 minutes; there is no refresh token.
///
/// サーバー用のアクセストークンを発行します（OAuth 2.0 クライアントクレデンシャル）。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "issue_client_token",
    params(Asked<Nothing>),
    request_body(content = ClientTokenFormView, content_type = "application/x-www-form-urlencoded", description = "The form. フォーム。", example = json!("grant_type=client_credentials&scope=partner:write")),
    responses(
        (status = 200, description = "The token. アクセストークン。", body = ClientTokenView, example = json!({"access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjFmNGM4YTJiOWQwNyJ9.eyJpc3MiOiJo…", "token_type": "Bearer", "expires_in": 600, "scope": "partner:write"})),
        (status = 401, description = "Not a client, or not any more. クライアントの認証に失敗。", body = OAuthErrorView, content_type = "application/json", example = json!({"error": "invalid_client", "error_description": "Client and secret do not belong together, or are not valid any more.", "trace_id": "019ad5c2f3a97d0c8e2b4f6a1c3d5e7f"})),
        TokenRefusals,
    )
)]
#[post("/oauth2/token")]
pub async fn issue_client_token(
    context: Data<Context>,
    request: HttpRequest,
    _: Asked<Nothing>,
    form: TokenForm,
) -> Result<CustomizeResponder<Reply>, Problem> {
    let tries = Tries::to_get_a_token(&context, context.household(&request));
    let now = context.now();
    let found = context
        .change(move |tx| {
            tries.take_within(tx)?;
            let hash = Opaque::read(Kind::ClientSecret, &form.client_secret).map(|secret| secret.hash());
            // A text that cannot be a secret of ours is looked up as nobody's, so that it takes the same way.
            let found = tx.client_by_secret(&hash.unwrap_or_default())?.map(|(client, _)| client);
            let named = form.client_id.parse::<ClientId>().ok();
            let client = found.filter(|client| Some(client.id) == named && client.kind == ClientKind::Server);
            if let Some(client) = &client {
                tx.touch_client(client.id)?;
            }
            Ok((client, form.grant_type.clone(), form.scope.clone()))
        })
        .await?;
    let (client, grant_type, scope) = found;
    let client = client.ok_or(Problem::OAuth(OAuthError::Client))?;
    if grant_type != "client_credentials" {
        return Err(Problem::OAuth(OAuthError::GrantType));
    }
    let has = &client.details.scopes;
    let asked = |word: &str| Scope::parse(word).filter(|scope| has.contains(scope)).ok_or(Problem::OAuth(OAuthError::Scope));
    let scopes = match scope {
        Some(text) => {
            let mut scopes = text.split_ascii_whitespace().map(asked).collect::<Result<Vec<_>, _>>()?;
            scopes.sort_unstable();
            scopes.dedup();
            if scopes.is_empty() { Err(Problem::OAuth(OAuthError::Scope)) } else { Ok(scopes) }?
        }
        None => has.clone(),
    };
    let scope = scopes.iter().map(|s| s.code()).collect::<Vec<_>>().join(" ");
    let subject = Subject::Client { client: client.id, scopes };
    let token = mint(&context.ring(), &context.settings().issuer, &subject, now).map_err(|error| {
        tracing::error!(error = %error, "no token could be made");
        Problem::Internal
    })?;
    let view = ClientTokenView { access_token: token.text.reveal().to_owned(), token_type: "Bearer", expires_in: token.expires_in, scope };
    // RFC 6749, 5.1 wants both headers; the other one every reply has.
    Ok(Reply::done(&view)?.customize().insert_header((PRAGMA, "no-cache")))
}
