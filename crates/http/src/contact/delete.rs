use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem, SeenRefusals};
use crate::writing::{IfSeen, Reply};
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;

/// Delete one's contact
///
/// For good, and at once: a group to which it was open finds only the name from now on. Where nothing is kept, nothing happens.
///
/// 連絡先を削除します。元に戻せません。開示中の団体からも、氏名のほかは見えなくなります。
#[utoipa::path(
    tag = "Me",
    operation_id = "delete_my_contact",
    params(Asked<Nothing>, IfSeen),
    responses((status = 204, description = "It is gone. 削除した。"), PlainRefusals, SeenRefusals)
)]
#[delete("/v1/me/contact")]
pub async fn delete_my_contact(context: Data<Context>, may: May<op::DeleteMyContact>, version: IfSeen, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let erase = context.write(&may, move |act| {
        let account = act.account()?;
        if let Some(kept) = act.tx.contact(account)? {
            version.holds(kept.version)?;
        }
        if act.tx.delete_contact(account)? {
            act.audit((ObjectKind::Account, account.0), &["contact"], None)?;
        }
        Ok(())
    });
    erase.await?;
    Ok(Reply::gone())
}
