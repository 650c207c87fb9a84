use super::request::LetterRequest;
use super::view::AccountView;
use super::{Token, note};
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
use enmusubi_domain::id::AccountId;
use enmusubi_persistence::{Constraint, Purpose, StoreError};

/// Open an account
///
/// With the code of the letter that a registration brought. Then log in.
///
/// 登録メールのコードを送ると、アカウントが作られます。続けてログインしてください。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "verify_account",
    params(Asked<Nothing>),
    request_body(content = LetterRequest, content_type = "application/json", description = "The code. メールのコード。", example = json!(super::examples::token())),
    responses(
        (status = 201, description = "The account is open. アカウントができた。", body = AccountView, headers(("ETag" = String, description = "Names its version."), ("Location" = String, description = "`/v1/me`")), example = json!(super::examples::account())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/accounts/verify")]
pub async fn verify_account(context: Data<Context>, asking: Asking, _: Asked<Nothing>, body: Body<LetterRequest>) -> Result<Reply, Problem> {
    let token = Token::read(&body.0.token)?;
    let (id, tz) = (AccountId::new(), context.tz());
    let account = context
        .change(move |tx| {
            let letter = token.use_up(tx, Purpose::VerifyAccount)?;
            let registration = letter.registration.map(|id| tx.registration(id)).transpose()?.flatten().ok_or_else(Token::refused)?;
            if tx.account_by_email(&registration.email)?.is_some() {
                return Err(Conflict::AddressTaken.into());
            }
            let now = tx.clock()?;
            let account = Account {
                id,
                version: 1,
                email: registration.email,
                name: registration.name,
                lang: registration.lang,
                security_version: 1,
                disabled_at: None,
                created_at: now,
                updated_at: now,
            };
            match tx.insert_account(&account, &registration.password) {
                // Somebody else was faster by a hair.
                Err(StoreError::Constraint(Constraint::AccountEmail)) => return Err(Conflict::AddressTaken.into()),
                done => done?,
            }
            tx.delete_registration(registration.id)?;
            note(tx, Actor::Anyone, Operation::VerifyAccount, (ObjectKind::Account, id.0), &[], &asking.trace_id)?;
            Ok(account)
        })
        .await?;
    Ok(Reply::made("/v1/me", &AccountView::of(&account, tz))?.version(account.version))
}
