use super::view::ReviewView;
use crate::access::May;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::page::{self, Listing, Page, Paged};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::GroupId;

/// List the groups that wait for review
///
/// Those in the caller's areas and themes, the one that has waited longest first; never a group the caller belongs to.
///
/// 確認待ちの団体の一覧。担当する地域・テーマのもので、自分が所属する団体は含みません。
#[utoipa::path(
    tag = "Groups",
    operation_id = "list_reviews",
    params(Asked<Paged>),
    responses(
        (status = 200, description = "One page of groups that wait. 確認待ちの団体。", body = Listing<ReviewView>, example = json!(super::examples::waiting())),
        ListRefusals,
    )
)]
#[get("/v1/reviews")]
pub async fn list_reviews(context: Data<Context>, may: May<op::ListReviews>, asked: Asked<Paged>) -> Result<Answer, Problem> {
    let city = context.shelf()?.city.clone();
    let page = Page::<GroupId>::only(&asked, &context, page::LIMIT)?;
    let (areas, after, most) = (city.clone(), page.after, page.limit + 1);
    let groups = context.read(&may, move |act| {
        let reach = act.reach();
        Ok(act.tx.groups_waiting(&reach, &areas.areas, after, most)?)
    });
    let listing = Listing::keyed(&groups.await?, &page, |group| group.id, |group| ReviewView::of(group, &city), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
