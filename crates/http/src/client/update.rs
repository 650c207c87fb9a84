use super::lookup::{live, refused};
use super::request::ClientChange;
use super::view::ClientView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals, VersionRefusals};
use crate::writing::{IfMatch, Patch, Reply};
use actix_web::patch;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::client::{Client, ClientDetails};
use enmusubi_domain::id::ClientId;
use enmusubi_persistence::Written;

type ClientPatch = Patch<ClientChange>;

/// Change a client
///
/// A JSON merge patch (RFC 7396): members that are named change. Its kind and its company stay: they are another client.
///
/// クライアントの名前・スコープ・オリジンなどを変更します。種類と企業は変えられません。
#[utoipa::path(
    tag = "Administration",
    operation_id = "update_client",
    params(("id" = Uuid, Path, description = "Its id.\n\nクライアントのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), IfMatch, Asked<Nothing>),
    request_body(
        description = "What is to change. 変更する項目。",
        content(
            (ClientPatch = "application/json", example = json!(super::examples::change())),
            (ClientPatch = "application/merge-patch+json", example = json!(super::examples::change())),
        ),
    ),
    responses(
        (status = 200, description = "The client as it stands now. 変更後のクライアント。", body = ClientView, headers(("ETag" = String, description = "Begins with the version, such as `\"v2\"`.")), example = json!(super::examples::client())),
        ObjectRefusals,
        BodyRefusals,
        VersionRefusals,
        RuleRefusals,
    )
)]
#[patch("/v1/clients/{id}")]
pub async fn update_client(
    context: Data<Context>,
    may: May<op::UpdateClient>,
    id: Id<ClientId>,
    version: IfMatch,
    _: Asked<Nothing>,
    body: Body<ClientPatch>,
) -> Result<Reply, Problem> {
    let tz = context.tz();
    let work = move |act: &mut Act<'_, '_>| {
        let client = live(act, id.0)?;
        version.holds(client.version)?;
        let details = body.0.applied(&ClientChange::of(&client.details))?.read(&client.details, client.kind)?;
        if details.source != client.details.source {
            let stays = client.details.source.is_some();
            // What was brought in under a name belongs to whoever bears it: a name is neither given up nor taken over.
            if stays || details.source.as_ref().map(|source| act.tx.source_is_used(source)).transpose()? == Some(true) {
                return Err(Conflict::SourceTaken.into());
            }
        }
        let fields = changed(&client.details, &details);
        let now = act.now()?;
        let wanted = Client { details, updated_at: now, ..client };
        if act.tx.put_client(&wanted).map_err(refused)? == Written::Updated {
            act.audit((ObjectKind::Client, wanted.id.0), &fields, None)?;
        }
        let stands = act.tx.client(wanted.id)?.ok_or(Problem::NotFound)?;
        let secrets = act.tx.client_secrets(stands.id)?;
        Ok(Reply::done(&ClientView::of(&stands, tz).with(&secrets, tz))?.version(stands.version))
    };
    let reply = context.write(&may, work).await?;
    context.origins.forget();
    Ok(reply)
}

/// Which members are different.
fn changed(before: &ClientDetails, after: &ClientDetails) -> Vec<&'static str> {
    let members = [
        ("name", before.name != after.name),
        ("scopes", before.scopes != after.scopes),
        ("source", before.source != after.source),
        ("origins", before.origins != after.origins),
        ("requests_per_minute", before.requests_per_minute != after.requests_per_minute),
    ];
    members.into_iter().filter_map(|(name, is_different)| is_different.then_some(name)).collect()
}
