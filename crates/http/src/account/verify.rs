use super::request::VerifyRequest;
use super::view::AccountView;
use super::{Token, note};
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Conflict, Problem, RuleRefusals, wrong_password};
use crate::secret::{Secret, Verdict};
use crate::tries::Tries;
use crate::writing::Reply;
use actix_web::web::Data;
use actix_web::{HttpRequest, post};
use enmusubi_domain::access::Operation;
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::{Actor, ObjectKind};
use enmusubi_domain::id::AccountId;
use enmusubi_persistence::{Constraint, Purpose, StoreError};

/// Open an account
///
/// With the code of the letter that a registration brought, and the password that was chosen then: whoever registers somebody else's address does not
/// get an account by that person's click, and the person does not get one with a stranger's password. Then log in.
///
/// 登録メールのコードと、登録のときに決めたパスワードを送ると、アカウントが作られます。続けてログインしてください。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "verify_account",
    params(Asked<Nothing>),
    request_body(content = VerifyRequest, content_type = "application/json", description = "Code and password. メールのコードとパスワード。", example = json!(super::examples::verification())),
    responses(
        (status = 201, description = "The account is open. アカウントができた。", body = AccountView, headers(("ETag" = String, description = "Names its version."), ("Location" = String, description = "`/v1/me`")), example = json!(super::examples::account())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/accounts/verify")]
pub async fn verify_account(
    context: Data<Context>,
    asking: Asking,
    _: Asked<Nothing>,
    request: HttpRequest,
    body: Body<VerifyRequest>,
) -> Result<Reply, Problem> {
    let VerifyRequest { token, password } = body.0;
    let token = Token::read(&token)?;
    chosen(&context, &request, &token, password).await?;
    let (id, tz) = (AccountId::new(), context.tz());
    let account = context
        .change(move |tx| {
            let letter = token.use_up(tx, Purpose::VerifyAccount)?;
            let registration = letter.registration.map(|id| tx.registration(id)).transpose()?.flatten().ok_or_else(Token::refused)?;
            if tx.account_by_email(&registration.email)?.is_some() {
                return Err(Conflict::AddressTaken.into());
            }
            let now = tx.clock()?;
            let account = Account::open(id, registration.email, registration.name, registration.lang, now);
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

/// Whether the password is the one that was chosen with the registration. Tries are counted; the code is not used up by a mistake.
async fn chosen(context: &Data<Context>, request: &HttpRequest, token: &Token, password: Secret) -> Result<(), Problem> {
    let tries = Tries::to_reset(context, context.household(request));
    tries.take(context).await?;
    let token = token.clone();
    let registration = context.look(move |tx| match token.find(tx, Purpose::VerifyAccount)?.and_then(|letter| letter.registration) {
        Some(id) => tx.registration(id),
        None => Ok(None),
    });
    let registration = registration.await?.ok_or_else(Token::refused)?;
    match context.hash(move |hasher| hasher.verify(password.reveal(), Some(&registration.password))).await? {
        Verdict::Right { .. } => Ok(()),
        Verdict::Wrong => Err(wrong_password("password")),
    }
}
