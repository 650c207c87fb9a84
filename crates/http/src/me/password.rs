use super::confirm::confirm;
use super::request::PasswordRequest;
use super::view::AccessTokenView;
use crate::access::May;
use crate::account::{together, write_to};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::login::Minter;
use crate::problem::{BodyRefusals, Problem};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::login::Ending;
use enmusubi_domain::password::{About, check};
use enmusubi_persistence::Purpose;
use serde_json::json;

/// Change one's password
///
/// Every other device has to log in again. This one stays: its refresh token is still good, and the answer brings an access token in place of
/// the one that has just become void.
///
/// パスワードを変更します。ほかの端末はログアウトされ、この端末には新しいアクセストークンを返します。
#[utoipa::path(
    tag = "Me",
    operation_id = "change_password",
    params(Asked<Nothing>),
    request_body(content = PasswordRequest, content_type = "application/json", description = "Both passwords. 今のパスワードと新しいパスワード。", example = json!({"current": "雪がとけたら川べりで会おう", "new": "川べりの雪がとけたら会おう"})),
    responses(
        (status = 200, description = "Changed; an access token for this device. 変更した。この端末のアクセストークン。", body = AccessTokenView, example = json!(super::examples::access_token())),
        BodyRefusals,
    )
)]
#[post("/v1/me/password")]
pub async fn change_password(context: Data<Context>, may: May<op::ChangePassword>, _: Asked<Nothing>, body: Body<PasswordRequest>) -> Result<Reply, Problem> {
    let PasswordRequest { current, new } = body.0;
    let confirmed = confirm(&context, &may, "current", current).await?;
    let about = About { email: confirmed.account.email.as_str(), name: &confirmed.account.name };
    together([check("new", new.reveal(), &about)])?;
    let hashed = context.hash(move |hasher| hasher.hash(new.reveal())).await??;
    let minter = Minter::of(&context);
    let change = context.write(&may, move |act| {
        let account = confirmed.account(act.tx)?;
        let device = act.caller.person().map(|p| p.login).ok_or(Problem::Forbidden)?;
        let id = account.id;
        act.tx.set_password(id, &hashed)?;
        let account = Account { security_version: account.security_version + 1, updated_at: act.tx.clock()?, ..account };
        act.tx.put_account(&account)?;
        act.tx.end_logins(id, Some(device), Ending::Secured)?;
        act.tx.void_letters(id, Purpose::ResetPassword)?;
        act.tx.void_letters(id, Purpose::ConfirmEmail)?;
        write_to(act.tx, json!({"letter": "password_changed", "account": id.0}))?;
        act.audit((ObjectKind::Account, id.0), &["password"], None)?;
        let login = act.tx.login(device)?.ok_or(Problem::Credentials)?;
        let token = minter.token(&account, &login)?;
        Ok(AccessTokenView { access_token: token.text.reveal().to_owned(), token_type: "Bearer", expires_in: token.expires_in })
    });
    Reply::done(&change.await?)
}
