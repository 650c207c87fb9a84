use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::opportunity::IfSeen;
use crate::problem::{PlainRefusals, Problem, SeenRefusals};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;

/// Delete one's profile
///
/// For good. What one has seen is forgotten by `DELETE /v1/me/matches/seen`; the account stays. Where there is no profile, nothing happens.
///
/// プロフィールを削除します。元に戻せません。アカウントは残ります。
#[utoipa::path(
    tag = "Me",
    operation_id = "delete_my_profile",
    params(Asked<Nothing>, IfSeen),
    responses((status = 204, description = "It is gone. 削除した。"), PlainRefusals, SeenRefusals)
)]
#[delete("/v1/me/profile")]
pub async fn delete_my_profile(context: Data<Context>, may: May<op::DeleteMyProfile>, version: IfSeen, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let erase = context.write(&may, move |act| {
        let account = act.account()?;
        if let Some(kept) = act.tx.profile(account)? {
            version.holds(kept.version)?;
        }
        if act.tx.delete_profile(account)? {
            act.audit((ObjectKind::Account, account.0), &[], None)?;
        }
        Ok(())
    });
    erase.await?;
    Ok(Reply::gone())
}
