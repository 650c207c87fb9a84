use super::view::InvitationView;
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
use enmusubi_domain::id::{GroupId, InvitationId};

/// List the open invitations into a group
///
/// Those that can still be accepted, the oldest first.
///
/// 団体への招待のうち、まだ承諾できるものの一覧。
#[utoipa::path(
    tag = "Groups",
    operation_id = "list_group_invitations",
    params(("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Paged>),
    responses(
        (status = 200, description = "One page of invitations. 招待。", body = Listing<InvitationView>, example = json!(super::examples::invitations())),
        ListRefusals,
        ObjectRefusals,
    )
)]
#[get("/v1/groups/{id}/invitations")]
pub async fn list_group_invitations(
    context: Data<Context>,
    may: May<op::ListGroupInvitations>,
    group: Id<GroupId>,
    asked: Asked<Paged>,
) -> Result<Answer, Problem> {
    let city = context.shelf()?.city.clone();
    let page = Page::<InvitationId>::only(&asked, &context, page::LIMIT)?;
    let (areas, after) = (city.clone(), page.after);
    let found = context.read(&may, move |act| {
        reached(act, group.0, &areas)?;
        let mut open = act.tx.invitations_of(group.0)?;
        open.retain(|invitation| after.is_none_or(|after| invitation.id > after));
        Ok(open)
    });
    let show = |invitation: &_| InvitationView::of(invitation, &city);
    let listing = Listing::keyed(&found.await?, &page, |invitation| invitation.id, show, &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
