use super::request::PolicyRequest;
use super::view::PolicyView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::PolicyId;

/// Publish a ranking policy
///
/// What is left out is as in the policy named by `based_on`, or else as in the built-in one: the members and their defaults are those of a
/// policy file of `enmusubi lab`. A published policy never changes and never goes. It ranks nothing until it is put in force
/// (`PUT /v1/ranking-policies/current`). A fraction of a second later everybody can read it.
///
/// 掲載順ポリシーを公開します。公開した後は変更も削除もできません。切り替えるまで並び順には影響しません。
#[utoipa::path(
    tag = "Administration",
    operation_id = "create_ranking_policy",
    params(Asked<Nothing>, Once),
    request_body(content = PolicyRequest, content_type = "application/json", description = "The parameters, and why. 値と理由。", example = json!(super::examples::request())),
    responses(
        (status = 201, description = "The policy. 公開したポリシー。", body = PolicyView, headers(("Location" = String, description = "The policy.")), example = json!(super::examples::other())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/ranking-policies")]
pub async fn create_ranking_policy(
    context: Data<Context>,
    may: May<op::CreateRankingPolicy>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<PolicyRequest>,
) -> Result<Reply, Problem> {
    let (request, id, tz) = (body.0, PolicyId::new(), context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let base = match request.based_on() {
            Some(base) => act.tx.policy(base)?,
            None => None,
        };
        let (policy, reason) = request.read(base.as_ref().map(|base| &base.policy), id)?;
        let (now, by) = (act.now()?, act.account()?);
        let published = act.tx.publish_policy(&policy, &reason, Some(by), now)?;
        act.audit((ObjectKind::RankingPolicy, id.0), &request.fields(), Some(reason))?;
        let in_force = act.tx.policy_in_force()?;
        Reply::made(format!("/v1/ranking-policies/{id}"), &PolicyView::of(&published, &in_force, tz))
    };
    context.write_once(key, &may, work).await
}
