use super::settle::settle;
use crate::access::May;
use crate::context::Context;
use crate::group::FullGroupView;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::GroupId;

/// Let a group in
///
/// It was waiting; from now on everybody sees it. Nobody reviews a group they belong to.
///
/// 確認待ちの団体を承認する。承認すると公開されます。自分が所属する団体は承認できません。
#[utoipa::path(
    tag = "Groups",
    operation_id = "approve_group",
    params(("id" = Uuid, Path, description = "Its id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once),
    responses(
        (status = 200, description = "The group as it stands now. 団体の今の状態。", body = FullGroupView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(crate::group::examples::active())),
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/groups/{id}/approve")]
pub async fn approve_group(context: Data<Context>, may: May<op::ApproveGroup>, id: Id<GroupId>, key: Once, _: Asked<Nothing>) -> Result<Reply, Problem> {
    settle(&context, &may, key, id.0, None, Group::approve).await
}
