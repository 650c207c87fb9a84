use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;

/// Take the secret address of one's calendar back
///
/// It is dead at once. Where there is none, nothing happens.
///
/// カレンダーの購読用URLを無効にします。すぐに使えなくなります。
#[utoipa::path(
    tag = "Me",
    operation_id = "delete_my_calendar",
    params(Asked<Nothing>),
    responses((status = 204, description = "It is gone. 無効にした。"), PlainRefusals)
)]
#[delete("/v1/me/calendar")]
pub async fn delete_my_calendar(context: Data<Context>, may: May<op::DeleteMyCalendar>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let take = context.write(&may, |act| {
        let account = act.account()?;
        if act.tx.delete_calendar_key(account)? {
            act.audit((ObjectKind::Account, account.0), &["calendar"], None)?;
        }
        Ok(())
    });
    take.await?;
    Ok(Reply::gone())
}
