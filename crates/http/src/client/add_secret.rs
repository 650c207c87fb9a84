use super::lookup::live;
use super::request::SecretRequest;
use super::secret::{fresh, kept};
use super::view::NewSecretView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::{Role, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::client::SECRETS_MAX;
use enmusubi_domain::id::{ClientId, SecretId};

/// Make another secret
///
/// For changing secrets without a gap: make the new one, move over, take the old one back. A client has at most two live secrets. The
/// secret is shown here and never again; if the answer is lost, take it back and make another.
///
/// 鍵を追加します（同時に有効なのは2つまで）。鍵が表示されるのはこの1回だけです。
#[utoipa::path(
    tag = "Administration",
    operation_id = "add_client_secret",
    params(("id" = Uuid, Path, description = "The client's id.\n\nクライアントのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    request_body(content = SecretRequest, content_type = "application/json", description = "For how long. 有効期間。", example = json!({"days": 180})),
    responses(
        (status = 201, description = "The secret, for the only time. 新しい鍵。", body = NewSecretView, example = json!(super::examples::secret())),
        ObjectRefusals,
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/clients/{id}/secrets")]
pub async fn add_client_secret(
    context: Data<Context>,
    may: May<op::AddClientSecret>,
    id: Id<ClientId>,
    _: Asked<Nothing>,
    body: Body<SecretRequest>,
) -> Result<Reply, Problem> {
    let (days, secret_id, tz) = (body.0.read()?, SecretId::new(), context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let client = live(act, id.0)?;
        let runs_the_city = act.caller.person().is_some_and(|p| p.roles.contains(&Role::Administrator));
        if !runs_the_city && !client.details.is_a_company_s_own() {
            // What an administrator granted beyond the company's own business, an administrator hands out.
            return Err(Problem::Forbidden);
        }
        let now = act.now()?;
        if act.tx.client_secrets(client.id)?.iter().filter(|secret| secret.is_live(now)).count() >= SECRETS_MAX {
            return Err(Conflict::SecretsFull.into());
        }
        let secret = fresh(client.kind)?;
        let another = kept(secret_id, client.id, &secret, days, now);
        act.tx.insert_client_secret(&another, &secret.hash())?;
        act.audit((ObjectKind::Client, client.id.0), &["secrets"], None)?;
        Reply::new_here(&NewSecretView::of(&another, secret.reveal(), tz))
    };
    context.write(&may, work).await
}
