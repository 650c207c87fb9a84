use super::as_members;
use super::request::MemberRequest;
use super::view::ReachableMemberView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::group::reached;
use crate::input::{Asked, Body, Id, Nothing, SecondId};
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::role::not_oneself;
use crate::writing::Reply;
use actix_web::put;
use actix_web::web::Data;
use enmusubi_domain::access::{Grant, Ground, Role, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{AccountId, GrantId, GroupId};
use enmusubi_domain::member::keeps_an_owner;

/// Change what one of a group's people may do
///
/// A group keeps at least one owner. Whoever does not belong to the group yet is invited instead.
///
/// メンバーの役割を変更する。団体には代表が1人以上必要です。
#[utoipa::path(
    tag = "Groups",
    operation_id = "change_group_member",
    params(
        ("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"),
        ("account_id" = Uuid, Path, description = "The member's account.\n\nメンバーのアカウント。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e80"),
        Asked<Nothing>,
    ),
    request_body(content = MemberRequest, content_type = "application/json", description = "The role. 役割。", example = json!({"role": "manager"})),
    responses(
        (status = 200, description = "The member, as they stand now. 変更後のメンバー。", body = ReachableMemberView, example = json!(super::examples::member())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[put("/v1/groups/{id}/members/{account_id}")]
pub async fn change_group_member(
    context: Data<Context>,
    may: May<op::ChangeGroupMember>,
    id: Id<GroupId>,
    who: SecondId<AccountId>,
    _: Asked<Nothing>,
    body: Body<MemberRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let (group, who, new) = (id.0, who.0, GrantId::new());
    let kind = body.0.role()?;
    let role = Role::in_group(kind, group).ok_or(Problem::Internal)?;
    let work = move |act: &mut Act<'_, '_>| {
        if reached(act, group, &city)?.1 == Ground::Administrator {
            not_oneself(act, who)?;
        }
        let people = act.tx.members_of(group)?;
        let (before, account) = act.there(people.iter().find(|(grant, _)| grant.account == who))?;
        if before.role == role {
            return Reply::done(&ReachableMemberView::of(before, account, &city));
        }
        if !keeps_an_owner(&as_members(&people), who, Some(kind)) {
            return Err(Conflict::LastOwner.into());
        }
        let (now, by) = (act.now()?, act.account()?);
        act.tx.take_role(before.id, Some(by))?;
        // What was given for a while stays so.
        let grant = Grant { id: new, account: who, role: role.clone(), until: before.until, given_by: Some(by), given_at: now, taken_at: None };
        act.tx.give_role(&grant)?;
        act.audit((ObjectKind::Group, group.0), &["people"], None)?;
        act.audit((ObjectKind::Member, who.0), &["role"], None)?;
        Reply::done(&ReachableMemberView::of(&grant, account, &city))
    };
    context.write(&may, work).await
}
