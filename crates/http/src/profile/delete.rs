use super::birth_date::Change;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem, RuleRefusals, SeenRefusals};
use crate::writing::{IfSeen, Reply};
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;

/// Delete one's profile
///
/// For good. What one has seen is forgotten by `DELETE /v1/me/matches/seen`; the account stays. Where there is no profile, nothing happens. While a
/// guardian stands in for the person the birth date must stay: `PUT` a profile with nothing else, or have the tie ended first.
///
/// プロフィールを削除します。元に戻せません。アカウントは残ります。保護者が確認されている間は、生年月日を残す必要があるため削除できません。
#[utoipa::path(
    tag = "Me",
    operation_id = "delete_my_profile",
    params(Asked<Nothing>, IfSeen),
    responses((status = 204, description = "It is gone. 削除した。"), PlainRefusals, SeenRefusals, RuleRefusals)
)]
#[delete("/v1/me/profile")]
pub async fn delete_my_profile(context: Data<Context>, may: May<op::DeleteMyProfile>, version: IfSeen, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let home = context.clone();
    let erase = context.write_by_locks(&may, move |act| {
        let account = act.account()?;
        let birth_date = Change::begin(act, account, None)?;
        if let Some(kept) = act.tx.profile(account)? {
            version.holds(kept.version)?;
        }
        let now = act.now()?;
        let at = home.circumstances(now);
        birth_date.allow(act, account, &at)?;
        if act.tx.delete_profile(account)? {
            act.audit((ObjectKind::Account, account.0), &[], None)?;
            birth_date.settle(act, account, &at)?;
        }
        Ok(())
    });
    erase.await?;
    Ok(Reply::gone())
}
