use super::reference::{Partner, Reference};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::opportunity::{FullOpportunityView, in_full};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// Read an opportunity that was brought in
///
/// As it stands now, whoever changed it last, under the partner's own reference.
///
/// 提携サイトが登録した募集を1件読む。
#[utoipa::path(
    tag = "Partners",
    operation_id = "read_partner_opportunity",
    params(("client_ref" = String, Path, description = "The partner's own reference.\n\n提携サイトの参照番号。", example = "event-2031", pattern = "^[A-Za-z0-9._~:-]{1,100}$", max_length = 100), Asked<Nothing>),
    responses(
        (status = 200, description = "The opportunity. 募集。", body = FullOpportunityView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(crate::opportunity::examples::published())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
        ObjectRefusals,
    )
)]
#[get("/v1/partner/opportunities/{client_ref}")]
pub async fn read_partner_opportunity(
    context: Data<Context>,
    may: May<op::ReadPartnerOpportunity>,
    reference: Reference,
    _: Asked<Nothing>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let partner = Partner::of(act)?;
        let found = act.tx.opportunity_by_source(&partner.source(&reference.0))?;
        let opportunity = act.there(found)?;
        partner.may(act)?;
        let now = act.now()?;
        in_full(act, opportunity.id, &city, now)
    };
    let view = context.read(&may, work).await?;
    Ok(Reply::done(&view)?.version(view.version))
}
