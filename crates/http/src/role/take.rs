use super::rule::{an_administrator_stays, not_oneself};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Field, Form, Id, Parameters};
use crate::problem::{Conflict, ListRefusals, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::{Role, op};
use enmusubi_domain::audit::{self, ObjectKind};
use enmusubi_domain::id::{AccountId, GrantId, GroupId};
use enmusubi_domain::member::{Member, keeps_an_owner};
use enmusubi_domain::text::SUMMARY_MAX;

/// Why.
pub struct Reason;

impl Parameters for Reason {
    const FIELDS: &'static [&'static [Field]] = &[&[Field {
        name: "reason",
        form: Form::Needed(SUMMARY_MAX),
        text: ("Why, in a sentence; it is kept in the audit trail. Name no person in it.", "理由（監査記録に残るため、個人名は書かない）。"),
        example: "担当を離れたため",
    }]];
}

/// Take a role
///
/// It is gone with the very next request; logins last on. Nobody takes their own role. A group keeps an owner, and the city an
/// administrator.
///
/// 役割を外します。次のリクエストから無効です。自分自身の役割は外せません。
#[utoipa::path(
    tag = "Administration",
    operation_id = "take_role",
    params(("id" = Uuid, Path, description = "Its id.\n\n役割のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Reason>),
    responses(
        (status = 204, description = "It is taken. 外した。"),
        ObjectRefusals,
        ListRefusals,
        RuleRefusals,
    )
)]
#[delete("/v1/roles/{id}")]
pub async fn take_role(context: Data<Context>, may: May<op::TakeRole>, id: Id<GrantId>, asked: Asked<Reason>) -> Result<Reply, Problem> {
    let reason = audit::reason("reason", asked.reader().raw("reason").unwrap_or_default()).map_err(|invalid| Problem::wrong_parameters(vec![invalid]))?;
    let work = move |act: &mut Act<'_, '_>| {
        let now = act.now()?;
        let found = act.tx.grant(id.0)?.filter(|grant| grant.is_live(now));
        let grant = act.there(found)?;
        not_oneself(act, grant.account)?;
        match grant.role {
            Role::Owner(group) => an_owner_stays(act, group, grant.account)?,
            Role::Administrator if grant.until.is_none() => an_administrator_stays(act, grant.account)?,
            _ => {}
        }
        let by = act.account()?;
        act.tx.take_role(grant.id, Some(by))?;
        act.audit((ObjectKind::Role, grant.id.0), &["taken_at"], Some(reason.clone()))?;
        act.audit((ObjectKind::Account, grant.account.0), &["roles"], Some(reason.clone()))?;
        Ok(Reply::gone())
    };
    context.write(&may, work).await
}

fn an_owner_stays(act: &mut Act<'_, '_>, group: GroupId, who: AccountId) -> Result<(), Problem> {
    let people: Vec<Member> = act.tx.members_of(group)?.iter().map(|(grant, account)| Member::of(grant, account)).collect();
    if keeps_an_owner(&people, who, None) { Ok(()) } else { Err(Conflict::LastOwner.into()) }
}
