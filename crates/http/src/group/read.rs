use super::view::GroupView;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::id::GroupId;
use enmusubi_search::Key;

/// Read one group
///
/// What a group says of itself. Its opportunities: `/v1/opportunities?group_id=…`.
///
/// 団体を1件読む。
#[utoipa::path(
    tag = "Finding",
    operation_id = "read_group",
    params(("id" = Uuid, Path, description = "Its id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 200, description = "The group. 団体。", body = GroupView, headers(("ETag" = String, description = "Begins with the version, such as `\"v1.…\"`.")), example = json!(crate::openapi::examples::group())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/groups/{id}")]
pub async fn read_group(context: Data<Context>, id: Id<GroupId>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let work = move || {
        let stored = shelf.text.get(&Key::Group(id.0)).ok_or(Problem::NotFound)?;
        let view = GroupView::stored(&stored.view)?;
        Ok(Answer::json(&view)?.version(view.version).keep(Keep::Public(60)))
    };
    context.run(work).await?
}
