use crate::account::{PostedView, posted, write_to};
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem};
use crate::tries::Tries;
use crate::writing::Reply;
use actix_web::web::Data;
use actix_web::{HttpRequest, post};
use enmusubi_domain::account::Email;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// Who has lost their password. パスワード再設定の請求。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordResetRequest)]
pub struct PasswordResetRequest {
    /// The account's address.
    #[schema(max_length = 254, format = "email", example = "yuki@example.jp")]
    email: String,
}

/// Ask for a letter to choose another password
///
/// The answer is the same whether or not the address has an account. The code in the letter works once, for 30 minutes; of several letters the
/// last one counts.
///
/// パスワード再設定のメールを請求します。登録の有無は、応答からは分かりません。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "request_password_reset",
    params(Asked<Nothing>),
    request_body(content = PasswordResetRequest, content_type = "application/json", description = "The address. メールアドレス。", example = json!({"email": "yuki@example.jp"})),
    responses(
        (status = 202, description = "A letter is on its way, if there is anybody to write to. 再設定のメールを送ります。", body = PostedView, example = json!(crate::account::examples::posted())),
        BodyRefusals,
    )
)]
#[post("/v1/password-resets")]
pub async fn request_password_reset(
    context: Data<Context>,
    asking: Asking,
    request: HttpRequest,
    _: Asked<Nothing>,
    body: Body<PasswordResetRequest>,
) -> Result<Reply, Problem> {
    let email = Email::parse("email", &body.0.email).map_err(|wrong| Problem::wrong_members(vec![wrong]))?;
    Tries::to_be_written_to(&context, "reset_password", &email, context.household(&request)).take(&context).await?;
    // Nobody looks whether there is an account: whoever writes the letter will see.
    context.change(move |tx| Ok(write_to(tx, json!({"letter": "reset_password", "email": email.as_str()}))?)).await?;
    posted(asking.lang)
}
