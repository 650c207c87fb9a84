use super::bring::bring;
use super::reference::{Partner, Reference};
use super::request::PartnerOpportunityRequest;
use super::view::BroughtOpportunityView;
use crate::access::{Act, May};
use crate::application::follow;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::opportunity::with_hints;
use crate::problem::{BodyRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::put;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_persistence::Written;

/// Bring in an opportunity
///
/// Under the partner's own reference, as often as one likes: it is made, or made to be so; the same again changes nothing and says `unchanged`. It
/// is published unless `state` says `draft`; that is refused while its group is not in public view. Sessions that begin at the same time stay the
/// same ones.
///
/// 募集を提携サイトの参照番号で登録・更新する。同じ内容を何度送っても結果は同じです。state が draft でなければ公開します。
#[utoipa::path(
    tag = "Partners",
    operation_id = "put_partner_opportunity",
    params(("client_ref" = String, Path, description = "The partner's own reference: 1 to 100 of `A-Z a-z 0-9 . _ ~ : -`.\n\n提携サイトの参照番号。", example = "event-2031", pattern = "^[A-Za-z0-9._~:-]{1,100}$", max_length = 100), Asked<Nothing>),
    request_body(content = PartnerOpportunityRequest, content_type = "application/json", description = "All of it: what is left out is taken away. 全項目（省略した項目は消えます）。", example = json!(super::examples::opportunity_request())),
    responses(
        (status = 200, description = "It was there: `updated` or `unchanged`. 更新、または変更なし。", body = BroughtOpportunityView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::opportunity("updated"))),
        (status = 201, description = "It is new. 新規登録。", body = BroughtOpportunityView, headers(("ETag" = String, description = "The version, such as `\"v1\"`."), ("Location" = String, description = "Its address.")), example = json!(super::examples::opportunity("created"))),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[put("/v1/partner/opportunities/{client_ref}")]
pub async fn put_partner_opportunity(
    context: Data<Context>,
    may: May<op::PutPartnerOpportunity>,
    reference: Reference,
    _: Asked<Nothing>,
    body: Body<PartnerOpportunityRequest>,
) -> Result<Reply, Problem> {
    let (shelf, home) = (context.shelf()?, context.clone());
    let brought = body.0.brought();
    let work = move |act: &mut Act<'_, '_>| {
        let partner = Partner::of(act)?;
        let (id, written) = bring(act, &partner, &reference.0, &brought, &shelf.city)?;
        let now = act.now()?;
        follow(act, id, &home.circumstances(now))?;
        let opportunity = with_hints(act, id, &shelf, now)?;
        let version = opportunity.version;
        let view = BroughtOpportunityView::of(written, opportunity);
        let reply = match written {
            Written::Created => Reply::made(format!("/v1/partner/opportunities/{}", reference.0), &view)?,
            Written::Updated | Written::Unchanged => Reply::done(&view)?,
        };
        Ok(reply.version(version).lang(act.lang()))
    };
    context.write(&may, work).await
}
