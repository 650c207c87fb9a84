use super::lookup::reached;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::client::Client;
use enmusubi_domain::id::ClientId;

/// Revoke a client
///
/// Its secrets, its key and its tokens open nothing any more: at once on this node, within five seconds on others. What it brought in
/// stays, and so does its source name. There is no way back.
///
/// クライアントを取り消します。鍵もトークンも使えなくなり、元には戻せません。
#[utoipa::path(
    tag = "Administration",
    operation_id = "revoke_client",
    params(("id" = Uuid, Path, description = "Its id.\n\nクライアントのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 204, description = "It is revoked, or was before. 取り消し済み。"),
        ObjectRefusals,
    )
)]
#[delete("/v1/clients/{id}")]
pub async fn revoke_client(context: Data<Context>, may: May<op::RevokeClient>, id: Id<ClientId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let work = move |act: &mut Act<'_, '_>| {
        let client = reached(act, id.0)?;
        if client.revoked_at.is_none() {
            let now = act.now()?;
            act.tx.put_client(&Client { revoked_at: Some(now), updated_at: now, ..client })?;
            act.audit((ObjectKind::Client, id.0.0), &["revoked_at"], None)?;
        }
        Ok(Reply::gone())
    };
    let reply = context.write(&may, work).await?;
    context.origins.forget();
    Ok(reply)
}
