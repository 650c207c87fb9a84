use super::request::GroupLimitsRequest;
use super::view::GroupLimitsView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::group::reached;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem, VersionRefusals};
use crate::writing::{IfPut, Reply};
use actix_web::web::Data;
use actix_web::{get, put};
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::GroupId;

/// Read how much a group gives one person at most
///
/// Whoever is refused by it is told.
///
/// 団体が決めた、1人あたりの上限を読みます。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "read_group_limits",
    params(("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 200, description = "The limits. 上限。", body = GroupLimitsView, headers(("ETag" = String, description = "The version, such as `\"v1\"`; `\"v0\"` while nothing was said.")), example = json!(super::examples::of_group())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/groups/{id}/limits")]
pub async fn read_group_limits(context: Data<Context>, may: May<op::ReadGroupLimits>, id: Id<GroupId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let work = move |act: &mut Act<'_, '_>| {
        reached(act, id.0, &city)?;
        Ok(GroupLimitsView::of(&act.tx.group_limits(id.0)?))
    };
    let view = context.read(&may, work).await?;
    Ok(Reply::done(&view)?.version(view.version))
}

/// Say how much a group gives one person at most
///
/// So that regulars leave room for others.
///
/// 1人が1週間に参加できる回数の上限を決めます（いろいろな人に機会が回るように）。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "put_group_limits",
    params(("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, IfPut),
    request_body(content = GroupLimitsRequest, content_type = "application/json", description = "All of it. 全項目。", example = json!({"sessions_per_person_week": 1})),
    responses(
        (status = 200, description = "So it stands now. 更新しました。", body = GroupLimitsView, headers(("ETag" = String, description = "The version, such as `\"v1\"`.")), example = json!(super::examples::of_group())),
        BodyRefusals,
        ObjectRefusals,
        VersionRefusals,
    )
)]
#[put("/v1/groups/{id}/limits")]
pub async fn put_group_limits(
    context: Data<Context>,
    may: May<op::PutGroupLimits>,
    id: Id<GroupId>,
    meant_for: IfPut,
    _: Asked<Nothing>,
    body: Body<GroupLimitsRequest>,
) -> Result<Reply, Problem> {
    let (city, limits) = (context.shelf()?.city.clone(), body.0.read()?);
    let work = move |act: &mut Act<'_, '_>| {
        reached(act, id.0, &city)?;
        let stands = act.tx.group_limits(id.0)?.version;
        meant_for.holds_from_zero(stands)?;
        act.tx.put_group_limits(id.0, &limits)?;
        act.audit((ObjectKind::Group, id.0.0), &["limits"], None)?;
        Ok(GroupLimitsView::of(&act.tx.group_limits(id.0)?))
    };
    let view = context.write(&may, work).await?;
    Ok(Reply::done(&view)?.version(view.version))
}
