use super::request::{RoleRequest, Wanted};
use super::view::RoleView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Conflict, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use enmusubi_domain::access::{Grant, Role, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::GrantId;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_persistence::{Constraint, StoreError};

/// Give a role
///
/// It counts with the very next request. Nobody gives themselves a role. Somebody has at most one role in a group.
///
/// 役割を与えます。次のリクエストから有効です。自分自身には与えられません。
#[utoipa::path(
    tag = "Administration",
    operation_id = "give_role",
    params(Asked<Nothing>, Once),
    request_body(content = RoleRequest, content_type = "application/json", description = "To whom, which role, in what, and why. 役割。", example = json!(super::examples::request())),
    responses(
        (status = 201, description = "The role. 与えた役割。", body = RoleView, example = json!(super::examples::role())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/roles")]
pub async fn give_role(context: Data<Context>, may: May<op::GiveRole>, key: Once, _: Asked<Nothing>, body: Body<RoleRequest>) -> Result<Reply, Problem> {
    let wanted = body.0.read(&context.shelf()?.city)?;
    let (id, tz) = (GrantId::new(), context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let now = act.now()?;
        there(act, &wanted, now)?;
        let by = act.account()?;
        if by == wanted.account {
            return Err(Conflict::OwnRights.into());
        }
        free(act, &wanted)?;
        let grant = Grant { id, account: wanted.account, role: wanted.role.clone(), until: wanted.until, given_by: Some(by), given_at: now, taken_at: None };
        act.tx.give_role(&grant).map_err(refused)?;
        act.audit((ObjectKind::Role, id.0), &wanted.fields, Some(wanted.reason.clone()))?;
        // Once more by account: whoever looks at what was done to somebody finds it there.
        act.audit((ObjectKind::Account, wanted.account.0), &["roles"], Some(wanted.reason.clone()))?;
        Reply::new_here(&RoleView::of(&grant, tz))
    };
    context.write_once(key, &may, work).await
}

/// What the role names must be there, and its end must lie ahead.
fn there(act: &mut Act<'_, '_>, wanted: &Wanted, now: DateTime<Utc>) -> Result<(), Problem> {
    let unknown = |field: &str, id: String| Invalid::new(field, Why::UnknownCode(id));
    let mut wrong = vec![];
    if act.tx.account(wanted.account)?.is_none() {
        wrong.push(unknown("account_id", wanted.account.to_string()));
    }
    if let Some(group) = wanted.role.group()
        && act.tx.group(group)?.is_none()
    {
        wrong.push(unknown("group_id", group.to_string()));
    }
    if let Role::CompanyManager(company) = wanted.role
        && act.tx.company(company)?.is_none()
    {
        wrong.push(unknown("company_id", company.to_string()));
    }
    if wanted.until.is_some_and(|until| until <= now) {
        wrong.push(Invalid::new("until", Why::Reversed));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Problem::wrong_members(wrong)) }
}

/// They must not have it already, nor another role in the same group.
fn free(act: &mut Act<'_, '_>, wanted: &Wanted) -> Result<(), Problem> {
    let has: Vec<Role> = act.tx.grants_of(wanted.account)?.into_iter().map(|grant| settled(grant.role)).collect();
    if has.contains(&wanted.role) {
        return Err(Conflict::RoleHeld.into());
    }
    let group = wanted.role.group();
    if group.is_some() && has.iter().any(|role| role.group() == group) { Err(Conflict::AlreadyMember.into()) } else { Ok(()) }
}

/// The same codes in another order are the same role.
fn settled(role: Role) -> Role {
    match role {
        Role::Coordinator { mut areas, mut themes } => {
            areas.sort_unstable();
            themes.sort_unstable();
            Role::Coordinator { areas, themes }
        }
        other => other,
    }
}

/// What the refusal of a store means for whoever gives a role.
fn refused(error: StoreError) -> Problem {
    match error {
        StoreError::Constraint(Constraint::RoleInGroup) => Conflict::AlreadyMember.into(),
        other => other.into(),
    }
}
