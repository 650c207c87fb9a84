use super::request::LetterRequest;
use super::{Token, note, write_to};
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Conflict, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::Operation;
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::{Actor, ObjectKind};
use enmusubi_domain::login::Ending;
use enmusubi_persistence::{Constraint, Purpose, StoreError};
use serde_json::json;

/// Confirm another address
///
/// With the code of the letter to the new address. From then on it is the one to log in with; every device has to log in again, and the old
/// address is told.
///
/// 新しいメールアドレスを確定します。すべての端末で、もう一度ログインが必要になります。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "confirm_email",
    params(Asked<Nothing>),
    request_body(content = LetterRequest, content_type = "application/json", description = "The code. メールのコード。", example = json!(super::examples::token())),
    responses((status = 204, description = "The address is changed. 変更した。"), BodyRefusals, RuleRefusals)
)]
#[post("/v1/accounts/confirm-email")]
pub async fn confirm_email(context: Data<Context>, asking: Asking, _: Asked<Nothing>, body: Body<LetterRequest>) -> Result<Reply, Problem> {
    let token = Token::read(&body.0.token)?;
    context
        .change(move |tx| {
            let letter = token.use_up(tx, Purpose::ConfirmEmail)?;
            let account = letter.account.map(|id| tx.account(id)).transpose()?.flatten().filter(|a| a.disabled_at.is_none());
            let (account, email) = account.zip(letter.email).ok_or_else(Token::refused)?;
            if tx.account_by_email(&email)?.is_some_and(|other| other.id != account.id) {
                return Err(Conflict::AddressTaken.into());
            }
            let (id, old) = (account.id, account.email.clone());
            let changed = Account { email, security_version: account.security_version + 1, updated_at: tx.clock()?, ..account };
            match tx.put_account(&changed) {
                Err(StoreError::Constraint(Constraint::AccountEmail)) => return Err(Conflict::AddressTaken.into()),
                done => done?,
            };
            tx.end_logins(id, None, Ending::Secured)?;
            // Letters on their way to the old address must not open the account any more.
            tx.void_letters(id, Purpose::ResetPassword)?;
            tx.void_letters(id, Purpose::ConfirmEmail)?;
            write_to(tx, json!({"letter": "email_changed", "account": id.0, "email": old.as_str()}))?;
            Ok(note(tx, Actor::Anyone, Operation::ConfirmEmail, (ObjectKind::Account, id.0), &["email"], &asking.trace_id)?)
        })
        .await?;
    context.known.forget();
    Ok(Reply::gone())
}
