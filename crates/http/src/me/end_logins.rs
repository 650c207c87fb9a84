use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::login::Ending;

/// Log out everywhere
///
/// Every device, this one too. All tokens are void at once.
///
/// すべての端末をログアウトします。この端末も含まれます。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "end_my_logins",
    params(Asked<Nothing>),
    responses((status = 204, description = "Logged out everywhere. すべてログアウトした。"), PlainRefusals)
)]
#[delete("/v1/me/logins")]
pub async fn end_my_logins(context: Data<Context>, may: May<op::EndMyLogins>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let end = context.write(&may, move |act| {
        let found = act.tx.account(act.account()?)?;
        let account = act.there(found)?;
        let (id, now) = (account.id, act.now()?);
        act.tx.put_account(&Account { security_version: account.security_version + 1, updated_at: now, ..account })?;
        act.tx.end_logins(id, None, Ending::Secured)?;
        act.audit((ObjectKind::Account, id.0), &[], None)
    });
    end.await?;
    Ok(Reply::gone())
}
