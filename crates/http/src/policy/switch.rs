use super::view::PolicyView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing, Wrong};
use crate::problem::{BodyRefusals, Conflict, Problem, RuleRefusals, VersionRefusals};
use crate::writing::{IfMatch, Reply};
use actix_web::put;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::{self, ObjectKind};
use enmusubi_domain::id::PolicyId;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_persistence::Written;
use serde::Deserialize;
use utoipa::ToSchema;

/// Which policy is to rank from now on. 切り替え先。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SwitchRequest)]
pub struct SwitchRequest {
    /// A published policy.
    #[schema(format = Uuid, max_length = 36)]
    policy_id: String,
    /// Why, in a sentence that everybody can read; it is kept in the audit trail, too. Name no person in it.
    #[schema(min_length = 4, max_length = 400, example = "試算の結果をふまえ、運営会議で決めたため")]
    reason: String,
    /// Switch even to a policy of which it was measured that the best ten results lose more than 5 % of their fit.
    #[schema(default = false)]
    despite_guard: Option<bool>,
}

impl SwitchRequest {
    fn read(self) -> Result<(PolicyId, String, bool), Problem> {
        let mut wrong = Wrong::default();
        let policy = wrong.id("policy_id", &self.policy_id);
        let reason = wrong.take(audit::reason("reason", &self.reason));
        wrong.finish()?;
        policy.zip(reason).map(|(policy, reason)| (policy, reason, self.despite_guard.unwrap_or(false))).ok_or(Problem::Internal)
    }
}

/// Put a ranking policy in force
///
/// `If-Match` is the `ETag` of `GET /v1/ranking-policies/current`. Every node ranks by it within seconds, without a restart; a request that
/// is being answered keeps to the policy it began with. A policy beyond the guard (`measured_effect.ndcg_at_10_loss` above 0.05) is refused
/// with 409 `beyond_guard` unless `despite_guard` says so. Putting the one in force in force again changes nothing.
///
/// 掲載順ポリシーを切り替えます。再起動なしで、数秒のうちにすべてのサーバーに反映されます。
#[utoipa::path(
    tag = "Administration",
    operation_id = "switch_ranking_policy",
    params(Asked<Nothing>, IfMatch),
    request_body(content = SwitchRequest, content_type = "application/json", description = "Which, and why. 切り替え先と理由。", example = json!(super::examples::switch())),
    responses(
        (status = 200, description = "The policy in force now. 切り替え後のポリシー。", body = PolicyView, headers(("ETag" = String, description = "How many switches there were, such as `\"v2\"`.")), example = json!(super::examples::current())),
        BodyRefusals,
        RuleRefusals,
        VersionRefusals,
    )
)]
#[put("/v1/ranking-policies/current")]
pub async fn switch_ranking_policy(
    context: Data<Context>,
    may: May<op::SwitchRankingPolicy>,
    version: IfMatch,
    _: Asked<Nothing>,
    body: Body<SwitchRequest>,
) -> Result<Reply, Problem> {
    let ((to, reason, despite_guard), tz) = (body.0.read()?, context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        version.holds(act.tx.policy_in_force()?.version)?;
        let unknown = || Problem::wrong_members(vec![Invalid::new("policy_id", Why::UnknownCode(to.to_string()))]);
        let published = act.tx.policy(to)?.ok_or_else(unknown)?;
        if !despite_guard && published.measured_effect.as_ref().is_some_and(|effect| effect.is_beyond_guard()) {
            return Err(Conflict::BeyondGuard.into());
        }
        let (now, by) = (act.now()?, act.account()?);
        let (in_force, written) = act.tx.switch_policy(to, &reason, Some(by), now)?;
        if written != Written::Unchanged {
            act.audit((ObjectKind::RankingPolicy, to.0), &["in_force_since"], Some(reason.clone()))?;
        }
        Ok(Reply::done(&PolicyView::of(&published, &in_force, tz))?.version(in_force.version))
    };
    context.write(&may, work).await
}
