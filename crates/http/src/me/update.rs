use super::request::MeRequest;
use super::view::MeView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem, VersionRefusals};
use crate::writing::{IfMatch, Patch, Reply};
use actix_web::patch;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_persistence::Written;

/// A change of some members.
type MePatch = Patch<MeRequest>;

/// Change one's own account
///
/// A JSON merge patch (RFC 7396) of name and language of letters. The address and the password have calls of their own.
///
/// 名前と、メールのことばを変更します。指定した項目だけが変わります。
#[utoipa::path(
    tag = "Me",
    operation_id = "update_me",
    params(Asked<Nothing>, IfMatch),
    request_body(
        description = "What is to change. 変更する項目。",
        content(
            (MePatch = "application/json", example = json!({"language": "en"})),
            (MePatch = "application/merge-patch+json", example = json!({"language": "en"})),
        ),
    ),
    responses(
        (status = 200, description = "As it stands now. 変更後。", body = MeView, headers(("ETag" = String, description = "Begins with the version.")), example = json!(super::examples::me())),
        BodyRefusals,
        VersionRefusals,
    )
)]
#[patch("/v1/me")]
pub async fn update_me(context: Data<Context>, may: May<op::UpdateMe>, version: IfMatch, _: Asked<Nothing>, body: Body<MePatch>) -> Result<Reply, Problem> {
    let tz = context.tz();
    let view = context.write(&may, move |act| {
        let found = act.tx.account(act.account()?)?;
        let stands = act.there(found)?;
        version.holds(stands.version)?;
        let (name, lang) = body.0.applied(&MeRequest::of(&stands))?.read()?;
        let fields: Vec<_> = [("name", name != stands.name), ("language", lang != stands.lang)].into_iter().filter_map(|(f, is)| is.then_some(f)).collect();
        let (id, now) = (stands.id, act.now()?);
        let written = act.tx.put_account(&Account { name, lang, updated_at: now, ..stands })?;
        if written != Written::Unchanged {
            act.audit((ObjectKind::Account, id.0), &fields, None)?;
        }
        let found = act.tx.account(id)?;
        let account = act.there(found)?;
        Ok(MeView::read(act.tx, &account, tz)?)
    });
    let view = view.await?;
    Ok(Reply::done(&view)?.version(view.version).beside(view.beside()))
}
