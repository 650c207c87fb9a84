use super::reference::Partner;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::opportunity::RowView;
use crate::page::{self, Listing, Page, Paged};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// List the opportunities that were brought in
///
/// Everything this partner brought in, in any state, by its references.
///
/// 提携サイトが登録した募集の一覧（参照番号順）。
#[utoipa::path(
    tag = "Partners",
    operation_id = "list_partner_opportunities",
    params(Asked<Paged>),
    responses(
        (status = 200, description = "One page of opportunities. 募集の一覧。", body = Listing<RowView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(crate::opportunity::examples::rows())),
        ListRefusals,
    )
)]
#[get("/v1/partner/opportunities")]
pub async fn list_partner_opportunities(context: Data<Context>, may: May<op::ListPartnerOpportunities>, asked: Asked<Paged>) -> Result<Answer, Problem> {
    let page = Page::<String>::only(&asked, &context, page::LIMIT)?;
    let city = context.shelf()?.city.clone();
    let (after, limit) = (page.after.clone(), page.limit);
    let work = move |act: &mut Act<'_, '_>| {
        let partner = Partner::of(act)?;
        partner.may(act)?;
        Ok((act.tx.opportunities_of_source(partner.name(), after.as_deref(), limit + 1)?, act.now()?))
    };
    let (found, now) = context.read(&may, work).await?;
    let reference = |o: &enmusubi_domain::opportunity::Opportunity| o.source.as_ref().map(|s| s.reference.clone()).unwrap_or_default();
    let listing = Listing::keyed(&found, &page, reference, |o| RowView::of(o, &city, now), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
