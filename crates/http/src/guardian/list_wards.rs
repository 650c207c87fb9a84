use super::view::{GuardianshipView, shown};
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::page::{self, Listing, Paged};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// List those one is a guardian of
///
/// Those that wait to be confirmed, those that count, and those that are over, oldest first.
///
/// 自分が保護者になっている方の一覧。確認待ちと終了したものも含みます。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "list_my_wards",
    params(Asked<Paged>),
    responses(
        (status = 200, description = "The ties. 関係の一覧。", body = Listing<GuardianshipView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
    )
)]
#[get("/v1/me/wards")]
pub async fn list_my_wards(context: Data<Context>, may: May<op::ListMyWards>, asked: Asked<Paged>) -> Result<Answer, Problem> {
    let tz = context.tz();
    let work = move |act: &mut Act<'_, '_>| {
        let who = act.account()?;
        let ties = act.tx.guardianships_of(who)?;
        ties.iter().filter(|tie| tie.guardian == who).map(|tie| shown(act, tie, tz)).collect::<Result<Vec<_>, _>>()
    };
    let ties = context.read(&may, work).await?;
    let listing = Listing::slice(&ties, GuardianshipView::clone, page::LIMIT, &asked, &context)?;
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
