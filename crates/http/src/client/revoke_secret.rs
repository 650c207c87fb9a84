use super::lookup::reached;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing, SecondId};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{ClientId, SecretId};

/// Take a secret back
///
/// It opens nothing any more: at once on this node, within five seconds on others. Tokens that were made with it last out their ten minutes;
/// to end those as well, revoke the client.
///
/// 鍵を取り消します。発行済みのトークンは期限（10分）まで使えます。
#[utoipa::path(
    tag = "Administration",
    operation_id = "revoke_client_secret",
    params(
        ("id" = Uuid, Path, description = "The client's id.\n\nクライアントのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"),
        ("secret_id" = Uuid, Path, description = "The secret's id.\n\n鍵のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e80"),
        Asked<Nothing>,
    ),
    responses(
        (status = 204, description = "It is taken back, or was before. 取り消し済み。"),
        ObjectRefusals,
    )
)]
#[delete("/v1/clients/{id}/secrets/{secret_id}")]
pub async fn revoke_client_secret(
    context: Data<Context>,
    may: May<op::RevokeClientSecret>,
    id: Id<ClientId>,
    secret: SecondId<SecretId>,
    _: Asked<Nothing>,
) -> Result<Reply, Problem> {
    let work = move |act: &mut Act<'_, '_>| {
        let client = reached(act, id.0)?;
        let mine = act.tx.client_secrets(client.id)?.into_iter().find(|kept| kept.id == secret.0);
        let secret = act.there(mine)?;
        if act.tx.revoke_client_secret(secret.id)? {
            act.audit((ObjectKind::Client, client.id.0), &["secrets"], None)?;
        }
        Ok(Reply::gone())
    };
    context.write(&may, work).await
}
