use super::view::MemberItemView;
use crate::access::May;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::group::reached;
use crate::input::{Asked, Id};
use crate::page::{self, Listing, Page, Paged};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::{GrantId, GroupId};

/// List a group's people
///
/// In the order in which they got their roles. Addresses are shown to the group's owners and to administrators only.
///
/// 団体のメンバーの一覧。メールアドレスは代表と管理者だけに表示します。
#[utoipa::path(
    tag = "Groups",
    operation_id = "list_group_members",
    params(("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Paged>),
    responses(
        (status = 200, description = "One page of people. メンバー。", body = Listing<MemberItemView>, example = json!(super::examples::members())),
        ListRefusals,
        ObjectRefusals,
    )
)]
#[get("/v1/groups/{id}/members")]
pub async fn list_group_members(context: Data<Context>, may: May<op::ListGroupMembers>, id: Id<GroupId>, asked: Asked<Paged>) -> Result<Answer, Problem> {
    let city = context.shelf()?.city.clone();
    let page = Page::<GrantId>::only(&asked, &context, page::LIMIT)?;
    let (areas, after) = (city.clone(), page.after);
    let found = context.read(&may, move |act| {
        let (_, ground) = reached(act, id.0, &areas)?;
        let mut people = act.tx.members_of(id.0)?;
        people.retain(|(grant, _)| after.is_none_or(|after| grant.id > after));
        Ok((people, ground))
    });
    let (people, ground) = found.await?;
    let show = |(grant, account): &_| MemberItemView::of(grant, account, ground, &city);
    let listing = Listing::keyed(&people, &page, |(grant, _)| grant.id, show, &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
