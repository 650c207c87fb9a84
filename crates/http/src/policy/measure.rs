use super::measured::MeasuredEffectRequest;
use super::view::PolicyView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::put;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::PolicyId;

/// Record what the lab measured of a ranking policy
///
/// The body is `measured_effect` of the policy in the file that `enmusubi lab --json` writes, as it stands there. It takes the place of what
/// was recorded before, for everybody to read beside the policy.
///
/// 試算の結果を、ポリシーとあわせて公開します。
#[utoipa::path(
    tag = "Administration",
    operation_id = "record_measured_effect",
    params(("id" = Uuid, Path, description = "Its id.\n\nポリシーのID。", example = "019ab697-e800-7512-a7c3-64bb11c4abfe"), Asked<Nothing>),
    request_body(content = MeasuredEffectRequest, content_type = "application/json", description = "What was measured. 試算の結果。", example = json!(super::examples::effect())),
    responses(
        (status = 200, description = "The policy, with what was measured. 掲載順ポリシー。", body = PolicyView, example = json!(super::examples::measured())),
        BodyRefusals,
        ObjectRefusals,
    )
)]
#[put("/v1/ranking-policies/{id}/measured-effect")]
pub async fn record_measured_effect(
    context: Data<Context>,
    may: May<op::RecordMeasuredEffect>,
    id: Id<PolicyId>,
    _: Asked<Nothing>,
    body: Body<MeasuredEffectRequest>,
) -> Result<Reply, Problem> {
    let (effect, tz) = (body.0.read()?, context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.policy(id.0)?;
        let stands = act.there(found)?;
        if stands.measured_effect.as_ref() != Some(&effect) {
            act.tx.record_measured_effect(id.0, &effect)?;
            act.audit((ObjectKind::RankingPolicy, id.0.0), &["measured_effect"], None)?;
        }
        let (found, in_force) = (act.tx.policy(id.0)?, act.tx.policy_in_force()?);
        Reply::done(&PolicyView::of(&act.there(found)?, &in_force, tz))
    };
    context.write(&may, work).await
}
