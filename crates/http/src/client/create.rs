use super::lookup::refused;
use super::request::ClientRequest;
use super::secret::{fresh, kept};
use super::view::{ClientView, NewClientView, NewSecretView};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Conflict, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::client::Client;
use enmusubi_domain::id::{ClientId, SecretId};
use enmusubi_domain::invalid::{Invalid, Why};

/// Enter a client
///
/// A server (OAuth 2.0 client credentials) or a front end (`X-API-Key`). Its first secret is shown here and never again; there is no
/// `Idempotency-Key`, because nothing keeps a secret to show it twice: if the answer is lost, revoke the client and enter another.
///
/// クライアント（提携サイト・企業のサーバー、フロントエンド）を登録します。鍵が表示されるのはこの1回だけです。
#[utoipa::path(
    tag = "Administration",
    operation_id = "create_client",
    params(Asked<Nothing>),
    request_body(content = ClientRequest, content_type = "application/json", description = "The client. クライアント。", example = json!(super::examples::request())),
    responses(
        (status = 201, description = "The client and its first secret, for the only time. 登録したクライアントと鍵。", body = NewClientView, headers(("ETag" = String, description = "Begins with the version, such as `\"v1\"`."), ("Location" = String, description = "The client.")), example = json!(super::examples::created())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/clients")]
pub async fn create_client(context: Data<Context>, may: May<op::CreateClient>, _: Asked<Nothing>, body: Body<ClientRequest>) -> Result<Reply, Problem> {
    let (kind, details, days) = body.0.read()?;
    let (id, secret_id, secret, tz) = (ClientId::new(), SecretId::new(), fresh(kind)?, context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let now = act.now()?;
        if let Some(company) = details.company
            && act.tx.company(company)?.is_none()
        {
            return Err(Problem::wrong_members(vec![Invalid::new("company_id", Why::UnknownCode(company.to_string()))]));
        }
        if let Some(source) = &details.source
            && act.tx.source_is_used(source)?
        {
            // Whoever bears a name may change what was brought in under it.
            return Err(Conflict::SourceTaken.into());
        }
        let client = Client { id, version: 1, kind, details: details.clone(), used_at: None, revoked_at: None, created_at: now, updated_at: now };
        act.tx.insert_client(&client).map_err(refused)?;
        let first = kept(secret_id, id, &secret, days, now);
        act.tx.insert_client_secret(&first, &secret.hash())?;
        let fields = ["kind", "name", "scopes", "company_id", "source", "origins", "requests_per_minute", "secrets"];
        act.audit((ObjectKind::Client, id.0), &fields, None)?;
        let client = ClientView::of(&client, tz).with(std::slice::from_ref(&first), tz);
        let view = NewClientView { client, secret: NewSecretView::of(&first, secret.reveal(), tz) };
        Ok(Reply::made(format!("/v1/clients/{id}"), &view)?.version(1))
    };
    let reply = context.write(&may, work).await?;
    context.origins.forget();
    Ok(reply)
}
