use crate::account::{Token, note, together, write_to};
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem};
use crate::secret::Secret;
use crate::tries::Tries;
use crate::writing::Reply;
use actix_web::web::Data;
use actix_web::{HttpRequest, post};
use enmusubi_domain::access::Operation;
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::{Actor, ObjectKind};
use enmusubi_domain::login::Ending;
use enmusubi_domain::password::{About, check};
use enmusubi_persistence::Purpose;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// Another password, and the code that allows it. 新しいパスワード。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPasswordRequest)]
pub struct NewPasswordRequest {
    /// The code in the letter.
    #[schema(value_type = String, max_length = 200, example = "enl_…")]
    token: Secret,
    /// 12 to 128 characters of any kind, taken exactly as sent; not one that is easy to guess.
    #[schema(value_type = String, format = "password", min_length = 12, max_length = 128, example = "川べりの雪がとけたら会おう")]
    password: Secret,
}

/// Choose another password
///
/// With the code of the letter. Every device has to log in again, and the account's address is told.
///
/// メールのコードで新しいパスワードを設定します。すべての端末で、もう一度ログインが必要になります。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "reset_password",
    params(Asked<Nothing>),
    request_body(content = NewPasswordRequest, content_type = "application/json", description = "Code and password. コードと新しいパスワード。", example = json!({"token": "enl_2vX8mQ…", "password": "川べりの雪がとけたら会おう"})),
    responses((status = 204, description = "The password is changed. 変更した。"), BodyRefusals)
)]
#[post("/v1/password-resets/complete")]
pub async fn reset_password(
    context: Data<Context>,
    asking: Asking,
    request: HttpRequest,
    _: Asked<Nothing>,
    body: Body<NewPasswordRequest>,
) -> Result<Reply, Problem> {
    let NewPasswordRequest { token, password } = body.0;
    together([check("password", password.reveal(), &About { email: "", name: "" })])?;
    let token = Token::read(&token)?;
    // It is hashed before anybody knows whether the code is good: a transaction does not wait for that. So tries are counted.
    let tries = Tries::to_reset(&context, context.household(&request));
    tries.take(&context).await?;
    let plain = password.clone();
    let hashed = context.hash(move |hasher| hasher.hash(plain.reveal())).await??;
    context
        .change(move |tx| {
            let letter = token.use_up(tx, Purpose::ResetPassword)?;
            let account = letter.account.map(|id| tx.account(id)).transpose()?.flatten().filter(|a| a.disabled_at.is_none());
            let account = account.ok_or_else(Token::refused)?;
            // Refused here, the code stays good for another choice.
            together([check("password", password.reveal(), &About { email: account.email.as_str(), name: &account.name })])?;
            let (id, now) = (account.id, tx.clock()?);
            tx.set_password(id, &hashed)?;
            tx.put_account(&Account { security_version: account.security_version + 1, updated_at: now, ..account })?;
            tx.end_logins(id, None, Ending::Secured)?;
            // Nor may whoever had the account before take it to another address.
            tx.void_letters(id, Purpose::ResetPassword)?;
            tx.void_letters(id, Purpose::ConfirmEmail)?;
            tries.give_back(tx)?;
            write_to(tx, json!({"letter": "password_changed", "account": id.0}))?;
            Ok(note(tx, Actor::Anyone, Operation::ResetPassword, (ObjectKind::Account, id.0), &["password"], &asking.trace_id)?)
        })
        .await?;
    context.known.forget();
    Ok(Reply::gone())
}
