use super::lookup::in_full;
use super::request::GroupRequest;
use super::view::FullGroupView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem};
use crate::tries::Tries;
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::{Grant, Role, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{GrantId, GroupId};
use enmusubi_domain::invalid::{Invalid, Why};

/// Found a group
///
/// Whoever founds it becomes its owner. It waits (`pending`) until a coordinator of one of its areas, or an administrator, has let it in; until
/// then only its own people and they see it.
///
/// 団体を登録する。登録した人が代表になります。地域のコーディネーターの確認が済むまで公開されません。
#[utoipa::path(
    tag = "Groups",
    operation_id = "create_group",
    params(Asked<Nothing>, Once),
    request_body(content = GroupRequest, content_type = "application/json", description = "`name` is required, and `areas` where new groups are reviewed. 必須は name と、確認のあるまちでは areas。", example = json!(super::examples::request())),
    responses(
        (status = 201, description = "The group. 登録した団体。", body = FullGroupView, headers(("ETag" = String, description = "The version, such as `\"v1\"`."), ("Location" = String, description = "Where its own people see it.")), example = json!(super::examples::pending())),
        BodyRefusals,
    )
)]
#[post("/v1/groups")]
pub async fn create_group(context: Data<Context>, may: May<op::CreateGroup>, key: Once, _: Asked<Nothing>, body: Body<GroupRequest>) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let details = body.0.details(&city)?;
    let reviewed = context.settings().review_new_groups;
    let (id, grant, home) = (GroupId::new(), GrantId::new(), context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (now, founder) = (act.now()?, act.account()?);
        if reviewed && details.areas.is_empty() {
            // Its areas say who looks at it.
            return Err(Problem::wrong_members(vec![Invalid::new("areas", Why::Required)]));
        }
        let group = Group::found(id, details.clone(), reviewed, &city, now).map_err(Problem::wrong_members)?;
        Tries::to_found(&home, founder).take_within(act.tx)?;
        act.tx.put_group(&group)?;
        act.tx.give_role(&Grant { id: grant, account: founder, role: Role::Owner(id), until: None, given_by: None, given_at: now, taken_at: None })?;
        act.audit((ObjectKind::Group, id.0), &[], None)?;
        let view = in_full(act, id, &city)?;
        Ok(Reply::made(format!("/v1/groups/{id}/full"), &view)?.version(view.group.version))
    };
    context.write_once(key, &may, work).await
}
