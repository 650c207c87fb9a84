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
/// At once, and for good: the account with its roles, profile and contact, and every word the person wrote. Applications that go on are
/// withdrawn, their seats go to whoever waits, and consents given as a guardian count no more. Hours that were counted stay with the group,
/// without the person. Refused while the person is the only owner of a group, or the last administrator. `GET /v1/me/export` first, to keep a copy.
///
/// アカウントを、プロフィール・連絡先・書いた文章とともに削除します。元に戻せません。進行中の応募は取り下げられ、席はキャンセル待ちの人に回り、保護者として
/// 行った同意は無効になります。記録された活動時間は、だれのものか分からない形で団体に残ります。団体の唯一の代表、または最後の管理者である間は削除できません。
/// 手元に残すには、先に GET /v1/me/export を使ってください。
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
    let (home, first) = (context.clone(), confirmed.clone());
    // Nobody is accepted on a guardian's word that is going: under locks, which the deletion below could only take after its snapshot.
    let ties = context.write_by_locks(&may, move |act| {
        let account = first.account(act.tx)?;
        may_leave(act.tx, account.id)?;
        let at = home.circumstances(act.now()?);
        Ok(act.tx.end_guardianships_of(account.id, &at)?)
    });
    ties.await?;
    let home = context.clone();
    let leave = context.write(&may, move |act| {
        let account = confirmed.account(act.tx)?;
        may_leave(act.tx, account.id)?;
        act.audit((ObjectKind::Account, account.id.0), &[], None)?;
        let at = home.circumstances(act.now()?);
        erase(act.tx, account.id, &at)
    });
    leave.await?;
    Ok(Reply::gone())
}
