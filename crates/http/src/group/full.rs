use super::lookup::{in_full, reached};
use super::view::FullGroupView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::GroupId;

/// Read one group as those who look after it see it
///
/// Whatever its standing, straight from the database: what `PATCH` is made from.
///
/// 団体を管理用に読む。確認待ちや停止中でも読めます。
#[utoipa::path(
    tag = "Groups",
    operation_id = "read_group_in_full",
    params(("id" = Uuid, Path, description = "Its id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 200, description = "The group. 団体。", body = FullGroupView, headers(("ETag" = String, description = "Begins with the version, such as `\"v1.1\"`; `PATCH` needs it.")), example = json!(super::examples::active())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/groups/{id}/full")]
pub async fn read_group_in_full(context: Data<Context>, may: May<op::ReadGroupInFull>, id: Id<GroupId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let view = context.read(&may, move |act| {
        reached(act, id.0, &city)?;
        in_full(act, id.0, &city)
    });
    let view = view.await?;
    Ok(Reply::done(&view)?.version(view.group.version).beside(view.people as u64))
}
