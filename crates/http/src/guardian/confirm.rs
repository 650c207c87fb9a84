use super::lookup::reached;
use super::request::ConfirmRequest;
use super::view::{GuardianshipView, shown};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals, SeenRefusals};
use crate::writing::{IfSeen, Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::GuardianshipId;

/// Confirm a guardian
///
/// Once a coordinator of the minor's area has seen both, or a letter or the school has proved it. From then on the guardian sees the minor's applications and
/// agrees for them, until the minor comes of age. Nobody confirms a tie of their own.
///
/// 保護者を確認済みにする（窓口での本人確認、郵送コード、学校による確認）。以後、保護者は本人の応募を見て、同意できます。本人が成人した日に自動で終わります。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "confirm_guardianship",
    params(("id" = Uuid, Path, description = "Its id.\n\n関係のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e90"), Asked<Nothing>, Once, IfSeen),
    request_body(content = ConfirmRequest, content_type = "application/json", description = "How it is known, and why. 確認方法と理由。", example = json!(super::examples::confirm())),
    responses(
        (status = 200, description = "It counts now. 確認しました。", body = GuardianshipView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::live())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
        SeenRefusals,
    )
)]
#[post("/v1/guardianships/{id}/confirm")]
pub async fn confirm_guardianship(
    context: Data<Context>,
    may: May<op::ConfirmGuardianship>,
    id: Id<GuardianshipId>,
    key: Once,
    version: IfSeen,
    _: Asked<Nothing>,
    body: Body<ConfirmRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let ((proof, reason), home) = (body.0.read()?, context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (before, _) = reached(act, id.0, &city)?;
        // Whoever changes the birth date meanwhile waits, or was faster.
        act.tx.lock_account(before.ward)?;
        let now = act.now()?;
        let (at, found) = (home.circumstances(now), act.tx.guardianship(id.0)?);
        let tie = act.there(found)?;
        version.holds(tie.version)?;
        let (by, born) = (act.account()?, act.tx.profile(tie.ward)?.and_then(|kept| kept.profile.birth_date));
        let live = tie.confirm(proof, by, born, &at).map_err(Conflict::from)?;
        act.tx.put_guardianship(&live)?;
        act.audit((ObjectKind::Guardianship, id.0.0), &["state", "proof"], Some(reason.clone()))?;
        let found = act.tx.guardianship(id.0)?;
        let live = act.there(found)?;
        let view = shown(act, &live, at.tz)?;
        Ok(Reply::done(&view)?.version(view.version))
    };
    context.write_by_locks_once(key, &may, work).await
}
