use super::view::ConsentView;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::page::{self, Listing, Page, Paged};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::ConsentId;

/// List one's consents
///
/// What others have agreed to for one, and what one has agreed to oneself, oldest first; what was taken back stays in the list.
///
/// 自分についての同意と、自分がした同意の一覧（古い順）。取り消したものも残ります。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "list_my_consents",
    params(Asked<Paged>),
    responses(
        (status = 200, description = "One page of the ledger. 同意の記録。", body = Listing<ConsentView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
    )
)]
#[get("/v1/me/consents")]
pub async fn list_my_consents(context: Data<Context>, may: May<op::ListMyConsents>, asked: Asked<Paged>) -> Result<Answer, Problem> {
    let page = Page::<ConsentId>::only(&asked, &context, page::LIMIT)?;
    let (tz, after, limit) = (context.tz(), page.after, page.limit);
    let work = move |act: &mut Act<'_, '_>| Ok((act.tx.consents_page(act.account()?, after, limit + 1)?, act.now()?));
    let (consents, now) = context.read(&may, work).await?;
    let listing = Listing::keyed(&consents, &page, |c| c.id, |c| ConsentView::of(c, now, tz), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
