use super::lookup::reached;
use super::view::ClientView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::client::{Client, ClientSecret};
use enmusubi_domain::id::{ClientId, mix};

/// Read one client
///
/// With what may be known of its secrets: id, last four characters, dates. The secrets themselves are kept nowhere.
///
/// クライアントを1件読みます。鍵の値は含みません。
#[utoipa::path(
    tag = "Administration",
    operation_id = "read_client",
    params(("id" = Uuid, Path, description = "Its id.\n\nクライアントのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 200, description = "The client. クライアント。", body = ClientView, headers(("ETag" = String, description = "Begins with the version, such as `\"v1.…\"`.")), example = json!(super::examples::client())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/clients/{id}")]
pub async fn read_client(context: Data<Context>, may: May<op::ReadClient>, id: Id<ClientId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let tz = context.tz();
    let work = move |act: &mut Act<'_, '_>| {
        let client = reached(act, id.0)?;
        let secrets = act.tx.client_secrets(client.id)?;
        let view = ClientView::of(&client, tz).with(&secrets, tz);
        Ok(Reply::done(&view)?.version(client.version).beside(beside(&client, &secrets)))
    };
    context.read(&may, work).await
}

/// A number for what changes without the client's version: its secrets, and when it was last used.
fn beside(client: &Client, secrets: &[ClientSecret]) -> u64 {
    let used = client.used_at.map_or(0, |at| at.timestamp_micros().unsigned_abs());
    secrets.iter().fold(mix(used), |sum, secret| {
        let revoked = secret.revoked_at.map_or(0, |at| at.timestamp_micros().unsigned_abs());
        mix(sum ^ secret.id.0.as_u64_pair().1) ^ mix(revoked)
    })
}
