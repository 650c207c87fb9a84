use super::view::ClientView;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Field, Parameters};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::ClientId;

/// Nothing but the page.
pub struct All;

impl Parameters for All {
    const FIELDS: &'static [&'static [Field]] = &[page::FIELDS];
}

/// List clients
///
/// Oldest first, those that were revoked included. The people of a company see those that act for it.
///
/// クライアントの一覧（取り消したものを含む）。企業の担当者には自社のものだけ。
#[utoipa::path(
    tag = "Administration",
    operation_id = "list_clients",
    params(Asked<All>),
    responses(
        (status = 200, description = "One page of clients. クライアントの一覧。", body = Listing<ClientView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
    )
)]
#[get("/v1/clients")]
pub async fn list_clients(context: Data<Context>, may: May<op::ListClients>, asked: Asked<All>) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let page = Page::<ClientId>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let (after, limit, tz) = (page.after, page.limit + 1, context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let reach = act.reach();
        let only = (!reach.all).then_some(reach.companies.as_slice());
        Ok(act.tx.clients_page(only, after, limit)?)
    };
    let rows = context.read(&may, work).await?;
    let listing = Listing::keyed(&rows, &page, |client| client.id, |client| ClientView::of(client, tz), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
