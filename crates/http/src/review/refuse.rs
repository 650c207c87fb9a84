use super::settle::settle;
use crate::access::May;
use crate::context::Context;
use crate::group::FullGroupView;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem, RuleRefusals};
use crate::reason::ReasonRequest;
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::GroupId;

/// Turn a group away
///
/// It was waiting; it stays out of public view. The reason is kept in the audit trail.
///
/// 確認待ちの団体を不承認にする。理由は監査記録に残ります。
#[utoipa::path(
    tag = "Groups",
    operation_id = "refuse_group",
    params(("id" = Uuid, Path, description = "Its id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once),
    request_body(content = ReasonRequest, content_type = "application/json", description = "Why. 理由。", example = json!({"reason": "連絡先が確認できないため"})),
    responses(
        (status = 200, description = "The group as it stands now. 団体の今の状態。", body = FullGroupView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(crate::group::examples::refused())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/groups/{id}/refuse")]
pub async fn refuse_group(
    context: Data<Context>,
    may: May<op::RefuseGroup>,
    id: Id<GroupId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<ReasonRequest>,
) -> Result<Reply, Problem> {
    let reason = body.0.reason()?;
    settle(&context, &may, key, id.0, Some(reason), Group::refuse).await
}
