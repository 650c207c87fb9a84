use super::view::PolicyView;
use crate::answer::Answer;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;

/// The ranking policy in force
///
/// Every parameter that decides the order of matches, the source of the default weights, since when and why it is in force, and what it does
/// to who is found. Its `ETag` counts the switches; an administrator needs it to switch.
///
/// 現在の掲載順ポリシー。並び順を決める値をすべて公開しています。
#[utoipa::path(
    tag = "Matching",
    operation_id = "read_current_ranking_policy",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The policy. 掲載順ポリシー。", body = PolicyView, headers(("ETag" = String, description = "Begins with how many switches there were, such as `\"v1.…\"`.")), example = json!(super::examples::current())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        PlainRefusals,
    )
)]
#[get("/v1/ranking-policies/current")]
pub async fn read_current_policy(context: Data<Context>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let view = PolicyView::current(&shelf.policies, context.tz());
    Ok(Answer::json(&view)?.version(shelf.policies.in_force().version))
}
