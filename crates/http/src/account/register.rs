use super::request::RegistrationRequest;
use super::{PostedView, posted, write_to};
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem};
use crate::tries::Tries;
use crate::writing::Reply;
use actix_web::web::Data;
use actix_web::{HttpRequest, post};
use chrono::TimeDelta;
use enmusubi_persistence::Registration;
use serde_json::json;
use uuid::Uuid;

/// For how long an application waits to be proved.
const WAITS: TimeDelta = TimeDelta::hours(24);

/// Ask for an account
///
/// A letter goes to the address; the account is opened with the code in it. The answer is the same whether or not the address has an account
/// already: its owner is told by letter.
///
/// アカウントの登録を申し込みます。届いたメールのコードで登録が完了します。登録済みかどうかは、応答からは分かりません。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "register_account",
    params(Asked<Nothing>),
    request_body(content = RegistrationRequest, content_type = "application/json", description = "Who asks. 申込者。", example = json!(super::examples::registration())),
    responses(
        (status = 202, description = "A letter is on its way. 確認メールを送ります。", body = PostedView, example = json!(super::examples::posted())),
        BodyRefusals,
    )
)]
#[post("/v1/accounts")]
pub async fn register_account(
    context: Data<Context>,
    asking: Asking,
    request: HttpRequest,
    _: Asked<Nothing>,
    body: Body<RegistrationRequest>,
) -> Result<Reply, Problem> {
    let who = body.0.read(asking.lang)?;
    Tries::to_be_written_to(&context, "verify_account", &who.email, context.household(&request)).take(&context).await?;
    // Nobody looks whether the address has an account: neither the time nor the answer can tell. Whoever writes the letter will see.
    let password = who.password;
    let password = context.hash(move |hasher| hasher.hash(password.reveal())).await??;
    let (id, email, name, lang) = (Uuid::now_v7(), who.email, who.name, who.lang);
    context
        .change(move |tx| {
            let now = tx.clock()?;
            let (email, name, password) = (email.clone(), name.clone(), password.clone());
            tx.insert_registration(&Registration { id, email, name, lang, password, created_at: now, expires_at: now + WAITS })?;
            Ok(write_to(tx, json!({"letter": "verify_account", "registration": id}))?)
        })
        .await?;
    posted(asking.lang)
}
