use super::confirm::confirm;
use super::erase::{erase, may_leave};
use super::request::LeaveRequest;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;

/// Delete one's account
///
/// At once, and for good: the account, its logins and its roles. Refused while the person is the only owner of a group, or the last
/// administrator.
///
/// アカウントを削除します。元に戻せません。団体の唯一の代表、または最後の管理者である間は削除できません。
#[utoipa::path(
    tag = "Me",
    operation_id = "delete_me",
    params(Asked<Nothing>),
    request_body(content = LeaveRequest, content_type = "application/json", description = "The password, once more. パスワードの確認。", example = json!({"password": "雪がとけたら川べりで会おう"})),
    responses((status = 204, description = "It is gone. 削除した。"), BodyRefusals, RuleRefusals)
)]
#[delete("/v1/me")]
pub async fn delete_me(context: Data<Context>, may: May<op::DeleteMe>, _: Asked<Nothing>, body: Body<LeaveRequest>) -> Result<Reply, Problem> {
    let confirmed = confirm(&context, &may, "password", body.0.password).await?;
    let leave = context.write(&may, move |act| {
        let account = confirmed.account(act.tx)?;
        may_leave(act.tx, account.id)?;
        act.audit((ObjectKind::Account, account.id.0), &[], None)?;
        erase(act.tx, account.id)
    });
    leave.await?;
    Ok(Reply::gone())
}
