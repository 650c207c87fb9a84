use super::full_view::FullOpportunityView;
use super::lookup::{not_so, with_hints};
use super::request::OpportunityRequest;
use crate::access::{Act, May};
use crate::context::Context;
use crate::group;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::opportunity::Opportunity;

/// Draft an opportunity
///
/// Nobody but its group and those who look after it see it until it is published. The answer names others that may be the same thing, and, where
/// no theme is given, themes that its words speak of. Sessions of a rule are made at once, half a year ahead.
///
/// 募集の下書きを作る。似た募集（重複の可能性）と、テーマがなければテーマの候補も返します。
#[utoipa::path(
    tag = "Opportunities",
    operation_id = "create_opportunity",
    params(("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once),
    request_body(content = OpportunityRequest, content_type = "application/json", description = "`title`, `schedule` and, unless `remote`, `areas` are required. 必須は title・schedule・areas（remote なら不要）です。", example = json!(super::examples::request())),
    responses(
        (status = 201, description = "The draft. 作成した下書き。", body = FullOpportunityView, headers(("ETag" = String, description = "The version, such as `\"v1\"`."), ("Location" = String, description = "Its address.")), example = json!(super::examples::drafted())),
        BodyRefusals,
        ObjectRefusals,
    )
)]
#[post("/v1/groups/{id}/opportunities")]
pub async fn create_opportunity(
    context: Data<Context>,
    may: May<op::CreateOpportunity>,
    group: Id<GroupId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<OpportunityRequest>,
) -> Result<Reply, Problem> {
    let shelf = context.shelf()?;
    let id = OpportunityId::new();
    let work = move |act: &mut Act<'_, '_>| {
        let (group, _) = group::reached(act, group.0, &shelf.city)?;
        let now = act.now()?;
        let said = body.0.clone().said(&shelf.city, now, None)?;
        let details = said.settle(None, &shelf.city, now, |_| SessionId::new()).map_err(not_so)?;
        let draft = Opportunity::draft(id, group.id, details, &shelf.city, now).map_err(Problem::wrong_members)?;
        act.tx.put_opportunity(&draft)?;
        act.audit((ObjectKind::Opportunity, id.0), &[], None)?;
        let view = with_hints(act, id, &shelf, now)?;
        Ok(Reply::made(format!("/v1/opportunities/{id}/full"), &view)?.version(view.version).lang(act.lang()))
    };
    context.write_once(key, &may, work).await
}
