use super::view::PolicyView;
use crate::answer::Answer;
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::id::PolicyId;

/// Read one ranking policy
///
/// Whether it ranks now, did so once, or never did: a policy that was published stays readable for ever.
///
/// 掲載順ポリシーを1件読みます。
#[utoipa::path(
    tag = "Matching",
    operation_id = "read_ranking_policy",
    params(("id" = Uuid, Path, description = "Its id.\n\nポリシーのID。", example = "019ab697-e800-7512-a7c3-64bb11c4abfe"), Asked<Nothing>),
    responses(
        (status = 200, description = "The policy. 掲載順ポリシー。", body = PolicyView, example = json!(super::examples::current())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/ranking-policies/{id}")]
pub async fn read_ranking_policy(context: Data<Context>, id: Id<PolicyId>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let published = shelf.policies.get(id.0).ok_or(Problem::NotFound)?;
    Answer::json(&PolicyView::of(published, shelf.policies.in_force(), context.tz()))
}
