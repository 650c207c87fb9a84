use super::full_view::FullOpportunityView;
use super::lookup::{in_full, in_public_view, reached};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{Conflict, ObjectRefusals, Problem, RuleRefusals, SeenRefusals};
use crate::writing::{IfSeen, Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{OpportunityId, SessionId};

/// Publish an opportunity
///
/// From now on everybody can find it. Refused while its group is not in public view, and where no session lies ahead.
///
/// 募集を公開する。団体が公開中でないとき、これからの日程がないときは公開できません。
#[utoipa::path(
    tag = "Opportunities",
    operation_id = "publish_opportunity",
    params(("id" = Uuid, Path, description = "Its id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once, IfSeen),
    responses(
        (status = 200, description = "The opportunity as it stands now. 公開した募集。", body = FullOpportunityView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::published())),
        ObjectRefusals,
        RuleRefusals,
        SeenRefusals,
    )
)]
#[post("/v1/opportunities/{id}/publish")]
pub async fn publish_opportunity(
    context: Data<Context>,
    may: May<op::PublishOpportunity>,
    id: Id<OpportunityId>,
    key: Once,
    version: IfSeen,
    _: Asked<Nothing>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (draft, group, _) = reached(act, id.0, &city)?;
        version.holds(draft.version)?;
        in_public_view(&group)?;
        let now = act.now()?;
        let open = draft.open(&city.calendar, now, |_| SessionId::new()).map_err(Conflict::from)?;
        act.tx.put_opportunity(&open)?;
        act.audit((ObjectKind::Opportunity, id.0.0), &["state"], None)?;
        let view = in_full(act, id.0, &city, now)?;
        Ok(Reply::done(&view)?.version(view.version))
    };
    context.write_once(key, &may, work).await
}
