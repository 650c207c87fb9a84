use super::Minter;
use super::request::RefreshRequest;
use super::view::TokensView;
use crate::account::write_to;
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem, RefreshRefusals};
use crate::secret::{Kind, Opaque};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::audit::{Actor, Event, ObjectKind};
use enmusubi_domain::login::{Ending, Login};
use enmusubi_persistence::{StoreError, Turned, Tx};
use serde_json::json;

/// Refresh a login
///
/// A refresh token for new tokens. It works once; a token that comes back a second time ends the login, because two may have it. So let one
/// request refresh at a time.
///
/// トークンを更新します。リフレッシュトークンは1回限りで、2回使うとそのログインは終了します。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "refresh_login",
    params(Asked<Nothing>),
    request_body(content = RefreshRequest, content_type = "application/json", description = "The token of the last answer. 手元のリフレッシュトークン。", example = json!(super::examples::refresh())),
    responses(
        (status = 200, description = "New tokens. 新しいトークン。", body = TokensView, example = json!(super::examples::tokens())),
        RefreshRefusals,
        BodyRefusals,
    )
)]
#[post("/v1/logins/refresh")]
pub async fn refresh_login(context: Data<Context>, asking: Asking, _: Asked<Nothing>, body: Body<RefreshRequest>) -> Result<Reply, Problem> {
    let old = Opaque::read(Kind::Refresh, body.0.refresh_token.reveal()).ok_or(Problem::RefreshToken)?;
    let (new, minter) = (Opaque::new(Kind::Refresh)?, Minter::of(&context));
    let turned = context
        .change(move |tx| match tx.turn_refresh_token(&old.hash(), &new.hash())? {
            Turned::Turned(login) => {
                let account = tx.account(login.account)?.ok_or(Problem::RefreshToken)?;
                minter.view(&account, &login, &new).map(Some)
            }
            // The login has been ended: that must be kept, so this is no error until it is.
            Turned::Reused(login) => {
                report(tx, &login, &asking.trace_id)?;
                Ok(None)
            }
            Turned::Unknown => Ok(None),
        })
        .await?;
    let Some(tokens) = turned else {
        context.known.forget();
        return Err(Problem::RefreshToken);
    };
    Reply::done(&tokens)
}

/// Notes that somebody else may have had a login, and tells its owner.
fn report(tx: &mut Tx<'_>, login: &Login, trace_id: &str) -> Result<(), StoreError> {
    tracing::warn!(login = %login.id, "a refresh token was used twice: its login has been ended");
    tx.audit(&Event {
        actor: Actor::Anyone,
        action: Ending::Reuse.code(),
        object: (ObjectKind::Login, login.id.0),
        fields: vec!["ended_at"],
        reason: None,
        trace_id: trace_id.to_owned(),
    })?;
    write_to(tx, json!({"letter": "login_reuse", "account": login.account.0}))
}
