use super::view::CompanyView;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Field, Parameters};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::CompanyId;

/// Nothing but the page.
pub struct All;

impl Parameters for All {
    const FIELDS: &'static [&'static [Field]] = &[page::FIELDS];
}

/// List companies
///
/// Oldest first. A company's people and servers see their own.
///
/// 企業の一覧。企業の担当者とサーバーには自社だけ。
#[utoipa::path(
    tag = "Companies",
    operation_id = "list_companies",
    params(Asked<All>),
    responses(
        (status = 200, description = "One page of companies. 企業の一覧。", body = Listing<CompanyView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
    )
)]
#[get("/v1/companies")]
pub async fn list_companies(context: Data<Context>, may: May<op::ListCompanies>, asked: Asked<All>) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let page = Page::<CompanyId>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let (after, limit, tz) = (page.after, page.limit + 1, context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let reach = act.reach();
        let only = (!reach.all).then_some(reach.companies.as_slice());
        Ok(act.tx.companies_page(only, after, limit)?)
    };
    let rows = context.read(&may, work).await?;
    let listing = Listing::keyed(&rows, &page, |company| company.id, |company| CompanyView::of(company, tz), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
