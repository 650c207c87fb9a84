use super::confirm::confirm;
use super::request::EmailRequest;
use crate::access::May;
use crate::account::{PostedView, posted, write_to};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{At, BodyRefusals, Fault, Problem};
use crate::tries::Tries;
use crate::writing::Reply;
use actix_web::web::Data;
use actix_web::{HttpRequest, post};
use enmusubi_domain::access::op;
use enmusubi_domain::account::Email;
use enmusubi_domain::audit::ObjectKind;
use serde_json::json;

/// Ask for another address
///
/// A letter goes to the new address; with the code in it the change is made. The answer does not tell whether the new address has an account.
///
/// メールアドレスの変更を申し込みます。新しいアドレスに届くコードで確定します。
#[utoipa::path(
    tag = "Me",
    operation_id = "change_email",
    params(Asked<Nothing>),
    request_body(content = EmailRequest, content_type = "application/json", description = "The password and the new address. パスワードと新しいアドレス。", example = json!({"password": "雪がとけたら川べりで会おう", "email": "yuki.kitano@example.jp"})),
    responses(
        (status = 202, description = "A letter is on its way to the new address. 確認メールを送ります。", body = PostedView, example = json!(crate::account::examples::posted())),
        BodyRefusals,
    )
)]
#[post("/v1/me/email")]
pub async fn change_email(
    context: Data<Context>,
    may: May<op::ChangeEmail>,
    request: HttpRequest,
    _: Asked<Nothing>,
    body: Body<EmailRequest>,
) -> Result<Reply, Problem> {
    let EmailRequest { password, email } = body.0;
    let email = Email::parse("email", &email).map_err(|wrong| Problem::wrong_members(vec![wrong]))?;
    let confirmed = confirm(&context, &may, "password", password).await?;
    if confirmed.account.email == email {
        let (ja, en) = ("今のメールアドレスと同じです。", "This is your address already.");
        return Err(Problem::Wrong(vec![Fault::new(At::Pointer("/email".into()), "unchanged", ja, en)]));
    }
    Tries::to_be_written_to(&context, "confirm_email", &email, context.household(&request)).take(&context).await?;
    let ask = context.write(&may, move |act| {
        let account = confirmed.account(act.tx)?;
        let id = account.id;
        // The letter is written later: whoever secures the account before that takes this back too.
        let errand = json!({"letter": "confirm_email", "account": id.0, "security_version": account.security_version, "email": email.as_str()});
        write_to(act.tx, errand)?;
        act.audit((ObjectKind::Account, id.0), &["email"], None)
    });
    ask.await?;
    posted(may.lang())
}
