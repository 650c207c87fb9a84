use super::view::PolicyView;
use crate::answer::Answer;
use crate::context::Context;
use crate::input::Asked;
use crate::page::{LIMIT, Listing, Page, Paged};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;

/// List ranking policies
///
/// Every policy that was ever published, the newest first; `in_force_since` tells which one ranks now.
///
/// 掲載順ポリシーの一覧。新しい順。
#[utoipa::path(
    tag = "Matching",
    operation_id = "list_ranking_policies",
    params(Asked<Paged>),
    responses(
        (status = 200, description = "One page of policies. 一覧。", body = Listing<PolicyView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
    )
)]
#[get("/v1/ranking-policies")]
pub async fn list_ranking_policies(context: Data<Context>, asked: Asked<Paged>) -> Result<Answer, Problem> {
    let page = Page::<u32>::only(&asked, &context, LIMIT)?;
    let (shelf, tz) = (context.shelf()?, context.tz());
    let all = shelf.policies.newest_first();
    // By version, so that one that is published meanwhile moves nothing.
    let from = page.after.map_or(0, |after| all.partition_point(|p| p.policy.version >= after));
    let shown = &all[from..all.len().min(from + page.limit)];
    let next = shown.last().filter(|_| from + page.limit < all.len()).map(|last| last.policy.version.to_string());
    let views = shown.iter().map(|p| PolicyView::of(p, shelf.policies.in_force(), tz)).collect();
    Listing::page(views, page.limit, (all.len() as u64, true), next, &asked, &context).answer(&asked)
}
