use crate::access::{Act, May};
use crate::context::Context;
use crate::group::reached;
use crate::input::{Asked, Id, Nothing, SecondId};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{GroupId, InvitationId};

/// Take an invitation back
///
/// From then on the letter does not count. One that was accepted, has expired or was taken back is not there any more.
///
/// 招待を取り消す。送られたメールのコードは使えなくなります。
#[utoipa::path(
    tag = "Groups",
    operation_id = "cancel_group_invitation",
    params(
        ("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"),
        ("invitation_id" = Uuid, Path, description = "The invitation's id.\n\n招待のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e81"),
        Asked<Nothing>,
    ),
    responses((status = 204, description = "It does not count any more. 取り消しました。"), ObjectRefusals)
)]
#[delete("/v1/groups/{id}/invitations/{invitation_id}")]
pub async fn cancel_group_invitation(
    context: Data<Context>,
    may: May<op::CancelGroupInvitation>,
    group: Id<GroupId>,
    invitation: SecondId<InvitationId>,
    _: Asked<Nothing>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let (group, id) = (group.0, invitation.0);
    let work = move |act: &mut Act<'_, '_>| {
        reached(act, group, &city)?;
        let found = act.tx.invitation(id)?.filter(|invitation| invitation.group == group);
        act.there(found)?;
        let open = act.tx.cancel_invitation(id)?;
        act.there(open.then_some(()))?;
        act.audit((ObjectKind::Group, group.0), &["invitations"], None)?;
        act.audit((ObjectKind::Invitation, id.0), &[], None)?;
        Ok(Reply::gone())
    };
    context.write(&may, work).await
}
