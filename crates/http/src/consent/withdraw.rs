use crate::access::{Act, May};
use crate::context::Context;
use crate::guardian::facts_of_ward;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::{Ground, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::ConsentId;

/// Take a consent back
///
/// Whoever gave it, any other guardian of the minor, the person it is about once they are of age, or a coordinator of the area who was told. It stays in the ledger
/// as taken back. Accepted applications that need it are called off at once. Where it was taken back before, nothing happens.
///
/// 同意を取り消す。同意した本人、ほかの保護者、成人した本人、または申し出を受けたコーディネーターができます。記録は残り、同意が必要な参加はすぐに取りやめになります。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "withdraw_consent",
    params(("id" = Uuid, Path, description = "Its id.\n\n同意のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e92"), Asked<Nothing>),
    responses((status = 204, description = "It does not count any more. 取り消しました。"), ObjectRefusals, RuleRefusals)
)]
#[delete("/v1/consents/{id}")]
pub async fn withdraw_consent(context: Data<Context>, may: May<op::WithdrawConsent>, id: Id<ConsentId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.consent(id.0)?;
        let consent = act.there(found)?;
        let guardians = act.tx.guardians_of(consent.subject)?;
        let facts = facts_of_ward(act, consent.subject, guardians, &city)?;
        let ground = act.on(&facts)?;
        act.tx.lock_for_consents(consent.subject)?;
        let now = act.now()?;
        let at = home.circumstances(now);
        let minor = act.tx.age_of(consent.subject, &at)?.is_some_and(|age| age < at.rules.consent_age);
        if ground == Ground::Itself && minor && consent.giver != Some(consent.subject) {
            return Err(Conflict::WardAlone.into());
        }
        if act.tx.withdraw_consent(consent.id, now)? {
            act.audit((ObjectKind::Consent, consent.id.0), &["withdrawn_at"], None)?;
            let lapsed = act.tx.settle_consents(consent.subject, &at)?;
            lapsed.into_iter().try_for_each(|application| act.audit((ObjectKind::Application, application.0), &["state"], None))?;
        }
        Ok(Reply::gone())
    };
    context.write_by_locks(&may, work).await
}
