use super::list_mine::Which;
use super::view::{ApplicationView, shown};
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Id};
use crate::opportunity;
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::application::State;
use enmusubi_domain::id::{ApplicationId, OpportunityId};
use enmusubi_persistence::Of;

/// List the applications for an opportunity
///
/// Oldest first, without names: what may be known of a volunteer stands in the application itself.
///
/// 募集への応募の一覧（古い順）。氏名は出ません。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "list_opportunity_applications",
    params(("id" = Uuid, Path, description = "The opportunity's id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Which>),
    responses(
        (status = 200, description = "One page of applications. 応募の一覧。", body = Listing<ApplicationView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
        ObjectRefusals,
    )
)]
#[get("/v1/opportunities/{id}/applications")]
pub async fn list_opportunity_applications(
    context: Data<Context>,
    may: May<op::ListOpportunityApplications>,
    id: Id<OpportunityId>,
    asked: Asked<Which>,
) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let states = reader.words("state", State::parse, State::CODES);
    let page = Page::<ApplicationId>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let (after, limit) = (page.after, page.limit);
    let work = move |act: &mut Act<'_, '_>| {
        let (.., ground) = opportunity::reached(act, id.0, &city)?;
        let found = act.tx.applications_page(Of::Opportunity(id.0), &states, after, limit + 1)?;
        let at = home.circumstances(act.now()?);
        found.iter().map(|a| shown(act, a.id, ground, &city, &at, true)).collect::<Result<Vec<_>, _>>()
    };
    let found = context.read(&may, work).await?;
    let listing = Listing::keyed(&found, &page, |a| ApplicationId(a.id), ApplicationView::clone, &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
