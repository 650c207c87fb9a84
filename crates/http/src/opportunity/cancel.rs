use super::ending::EndingRequest;
use super::full_view::FullOpportunityView;
use super::lookup::{in_full, reached};
use crate::access::{Act, May};
use crate::application::follow;
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals, SeenRefusals};
use crate::writing::{IfSeen, Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::OpportunityId;

/// Cancel an opportunity
///
/// It is called off: it can still be read, marked as cancelled, and is not listed any more. A reason must be given. To call off one session, `PATCH`
/// it as `cancelled`.
///
/// 募集を中止する。理由（reason）が必要です。一部の回だけを中止するときは PATCH で cancelled にしてください。
#[utoipa::path(
    tag = "Opportunities",
    operation_id = "cancel_opportunity",
    params(("id" = Uuid, Path, description = "Its id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once, IfSeen),
    request_body(content = EndingRequest, content_type = "application/json", description = "Why. 理由。", example = json!({"reason": "大雪のため、会場が使えなくなりました。"})),
    responses(
        (status = 200, description = "The opportunity as it stands now. 中止した募集。", body = FullOpportunityView, headers(("ETag" = String, description = "The version, such as `\"v4\"`.")), example = json!(super::examples::cancelled())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
        SeenRefusals,
    )
)]
#[post("/v1/opportunities/{id}/cancel")]
pub async fn cancel_opportunity(
    context: Data<Context>,
    may: May<op::CancelOpportunity>,
    id: Id<OpportunityId>,
    key: Once,
    version: IfSeen,
    _: Asked<Nothing>,
    body: Body<EndingRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (open, _, _) = reached(act, id.0, &city)?;
        version.holds(open.version)?;
        let reason = body.0.demanded().map_err(|wrong| Problem::wrong_members(vec![wrong]))?;
        let now = act.now()?;
        let cancelled = open.cancel(now).map_err(Conflict::from)?;
        act.tx.put_opportunity(&cancelled)?;
        follow(act, id.0, &home.circumstances(now))?;
        act.audit((ObjectKind::Opportunity, id.0.0), &["state"], Some(reason))?;
        let view = in_full(act, id.0, &city, now)?;
        Ok(Reply::done(&view)?.version(view.version))
    };
    context.write_once(key, &may, work).await
}
