use super::as_members;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing, SecondId};
use crate::problem::{Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{AccountId, GroupId};
use enmusubi_domain::member::keeps_an_owner;

/// Take one of a group's people out
///
/// Oneself at any time; a group keeps at least one owner. What they entered for the group stays.
///
/// メンバーを外す。自分自身はいつでも脱退できます。団体には代表が1人以上必要です。
#[utoipa::path(
    tag = "Groups",
    operation_id = "remove_group_member",
    params(
        ("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"),
        ("account_id" = Uuid, Path, description = "The member's account.\n\nメンバーのアカウント。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e80"),
        Asked<Nothing>,
    ),
    responses(
        (status = 204, description = "They do not belong to the group any more. 団体から外れました。"),
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[delete("/v1/groups/{id}/members/{account_id}")]
pub async fn remove_group_member(
    context: Data<Context>,
    may: May<op::RemoveGroupMember>,
    id: Id<GroupId>,
    who: SecondId<AccountId>,
    _: Asked<Nothing>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let (id, who) = (id.0, who.0);
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.group(id)?;
        let group = act.there(found)?;
        let people = act.tx.members_of(id)?;
        let (grant, _) = act.there(people.iter().find(|(grant, _)| grant.account == who))?;
        act.on(&Facts { account: Some(who), ..Facts::of_group(&group, &city.areas) })?;
        if !keeps_an_owner(&as_members(&people), who, None) {
            return Err(Conflict::LastOwner.into());
        }
        let by = act.account()?;
        act.tx.take_role(grant.id, Some(by))?;
        act.audit((ObjectKind::Group, id.0), &["people"], None)?;
        act.audit((ObjectKind::Member, who.0), &["role"], None)?;
        Ok(Reply::gone())
    };
    context.write(&may, work).await
}
