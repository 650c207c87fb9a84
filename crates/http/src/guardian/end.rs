use super::lookup::reached;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::GuardianshipId;

/// End a tie to a guardian
///
/// By the guardian, by a coordinator of the minor's area, or by the minor while it is not confirmed. What that guardian agreed to is taken back with it, and
/// accepted applications that need it are called off. A confirmed guardian is not sent away by the minor alone.
///
/// 保護者との関係を終わらせる。その保護者の同意も取り消され、同意が必要な参加は取りやめになります。確認済みの保護者を、未成年の本人だけで外すことはできません。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "end_guardianship",
    params(("id" = Uuid, Path, description = "Its id.\n\n関係のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e90"), Asked<Nothing>),
    responses((status = 204, description = "It is over. 終わりました。"), ObjectRefusals, RuleRefusals)
)]
#[delete("/v1/guardianships/{id}")]
pub async fn end_guardianship(context: Data<Context>, may: May<op::EndGuardianship>, id: Id<GuardianshipId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (before, _) = reached(act, id.0, &city)?;
        act.tx.lock_for_consents(before.ward)?;
        let now = act.now()?;
        let (at, found, by) = (home.circumstances(now), act.tx.guardianship(id.0)?, act.account()?);
        let ended = act.there(found)?.end(by, now).map_err(Conflict::from)?;
        let lapsed = act.tx.end_guardianship(&ended, &at)?;
        act.audit((ObjectKind::Guardianship, id.0.0), &["state"], None)?;
        lapsed.into_iter().try_for_each(|application| act.audit((ObjectKind::Application, application.0), &["state"], None))?;
        Ok(Reply::gone())
    };
    context.write_by_locks(&may, work).await
}
