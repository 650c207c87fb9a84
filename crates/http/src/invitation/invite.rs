use super::request::InvitationRequest;
use super::view::InvitationView;
use crate::access::{Act, May};
use crate::account::write_to;
use crate::context::Context;
use crate::group::reached;
use crate::input::{Asked, Body, Id, Nothing};
use crate::language;
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::tries::Tries;
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::{Ground, RoleKind, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::group::Standing;
use enmusubi_domain::id::{GroupId, InvitationId};
use enmusubi_domain::invitation::Invitation;
use serde_json::json;

/// Invite somebody into a group
///
/// A letter offers the role to whoever reads it at this address, for seven days. The answer is the same whether or not the address has an
/// account, or belongs to the group already.
///
/// 団体に招待する。招待メールを送ります（7日間有効）。宛先がアカウントを持っているかどうかは、応答からは分かりません。
#[utoipa::path(
    tag = "Groups",
    operation_id = "invite_to_group",
    params(("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once),
    request_body(content = InvitationRequest, content_type = "application/json", description = "Who, and as what. 宛先と役割。", example = json!({"email": "haru@example.jp", "role": "helper"})),
    responses(
        (status = 202, description = "A letter is on its way. 招待メールを送ります。", body = InvitationView, example = json!(super::examples::invitation())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/groups/{id}/invitations")]
pub async fn invite_to_group(
    context: Data<Context>,
    may: May<op::InviteToGroup>,
    group: Id<GroupId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<InvitationRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let (group, id) = (group.0, InvitationId::new());
    let (email, role) = body.0.read()?;
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        // A letter with a name that nobody of the city has looked at would be a way to write to strangers.
        let (stands, ground) = reached(act, group, &city)?;
        if stands.standing != Standing::Active {
            return Err(Conflict::GroupNotActive.into());
        }
        // Who oversees a group finds it somebody to speak for it, where there is nobody; all else is its owners' to say.
        if ground == Ground::Coordinator && (role != RoleKind::Owner || act.tx.owners(group)? > 0) {
            return Err(Conflict::GroupHasOwner.into());
        }
        if act.tx.invitations_of(group)?.iter().any(|open| open.email == email) {
            return Err(Conflict::AlreadyInvited.into());
        }
        let (now, by) = (act.now()?, act.account()?);
        Tries::to_invite(&home, &email, by).take_within(act.tx)?;
        let invitation = Invitation::offer(id, group, email.clone(), role, by, now);
        act.tx.insert_invitation(&invitation)?;
        write_to(act.tx, json!({"letter": "invitation", "invitation": id.0, "lang": language::code(act.lang())}))?;
        act.audit((ObjectKind::Group, group.0), &["invitations"], None)?;
        act.audit((ObjectKind::Invitation, id.0), &["email", "role"], None)?;
        Reply::accepted(&InvitationView::of(&invitation, &city))
    };
    context.write_once(key, &may, work).await
}
