use super::full_view::FullOpportunityView;
use super::lookup::reached;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::OpportunityId;

/// Read one opportunity as those who look after it see it
///
/// Whatever its state, straight from the database, with every session and the places that are taken: what `PATCH` is made from.
///
/// 募集を管理用に読む。下書きや終わった回も含みます。
#[utoipa::path(
    tag = "Opportunities",
    operation_id = "read_opportunity_in_full",
    params(("id" = Uuid, Path, description = "Its id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 200, description = "The opportunity. 募集。", body = FullOpportunityView, headers(("ETag" = String, description = "The version, such as `\"v3\"`; `PATCH` needs it.")), example = json!(super::examples::published())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/opportunities/{id}/full")]
pub async fn read_opportunity_in_full(
    context: Data<Context>,
    may: May<op::ReadOpportunityInFull>,
    id: Id<OpportunityId>,
    _: Asked<Nothing>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let work = move |act: &mut crate::access::Act<'_, '_>| {
        let (opportunity, group, _) = reached(act, id.0, &city)?;
        Ok(FullOpportunityView::of(&opportunity, &group, &city, act.now()?))
    };
    let view = context.read(&may, work).await?;
    Ok(Reply::done(&view)?.version(view.version))
}
