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
use enmusubi_domain::access::{Ground, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::OpportunityId;

/// Close an opportunity
///
/// It is over, or full for good: it can still be read, and is not listed any more. Coordinators and administrators give a reason.
///
/// 募集を終了する。一覧には載らなくなります。コーディネーターと管理者は理由（reason）が必要です。
#[utoipa::path(
    tag = "Opportunities",
    operation_id = "close_opportunity",
    params(("id" = Uuid, Path, description = "Its id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once, IfSeen),
    request_body(content = EndingRequest, content_type = "application/json", description = "The group itself may send `{}`. 団体自身は {} でもよい。", example = json!({"reason": "定員に達したため、受付を終えます。"})),
    responses(
        (status = 200, description = "The opportunity as it stands now. 終了した募集。", body = FullOpportunityView, headers(("ETag" = String, description = "The version, such as `\"v4\"`.")), example = json!(super::examples::closed())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
        SeenRefusals,
    )
)]
#[post("/v1/opportunities/{id}/close")]
pub async fn close_opportunity(
    context: Data<Context>,
    may: May<op::CloseOpportunity>,
    id: Id<OpportunityId>,
    key: Once,
    version: IfSeen,
    _: Asked<Nothing>,
    body: Body<EndingRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (open, _, ground) = reached(act, id.0, &city)?;
        version.holds(open.version)?;
        let own = matches!(ground, Ground::Owner | Ground::Manager);
        let reason = if own { body.0.offered() } else { body.0.demanded().map(Some) };
        let reason = reason.map_err(|wrong| Problem::wrong_members(vec![wrong]))?;
        let now = act.now()?;
        let closed = open.close(now).map_err(Conflict::from)?;
        act.tx.put_opportunity(&closed)?;
        follow(act, id.0, &home.circumstances(now))?;
        act.audit((ObjectKind::Opportunity, id.0.0), &["state"], reason)?;
        let view = in_full(act, id.0, &city, now)?;
        Ok(Reply::done(&view)?.version(view.version))
    };
    context.write_once(key, &may, work).await
}
