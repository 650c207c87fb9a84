use super::list_logins::Filters;
use super::view::MyGroupView;
use crate::access::May;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::page::{self, Listing};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// List one's groups
///
/// The groups one belongs to, in whatever standing they are, and what one is in them.
///
/// 所属する団体の一覧。確認待ちや停止中の団体も含みます。
#[utoipa::path(
    tag = "Me",
    operation_id = "list_my_groups",
    params(Asked<Filters>),
    responses(
        (status = 200, description = "The groups. 所属する団体。", body = Listing<MyGroupView>, example = json!(super::examples::groups())),
        ListRefusals,
    )
)]
#[get("/v1/me/groups")]
pub async fn list_my_groups(context: Data<Context>, may: May<op::ListMyGroups>, asked: Asked<Filters>) -> Result<Answer, Problem> {
    let groups = context.read(&may, |act| Ok(act.tx.groups_of_account(act.account()?)?)).await?;
    let listing = Listing::slice(&groups, |(group, role)| MyGroupView::of(group, *role), page::LIMIT, &asked, &context)?;
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
