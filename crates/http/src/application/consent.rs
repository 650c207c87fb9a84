use super::lookup::held;
use super::view::{ApplicationView, shown};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem, RuleRefusals, SeenRefusals};
use crate::writing::{IfSeen, Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::application::Side;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::ApplicationId;

/// Say yes to a proposal or an offered seat
///
/// The second yes: to what a group, a coordinator or a company proposed, or to a seat that came free while waiting, before `answer_by`. A group's own
/// invitation is certain with it; anything else is the group's to accept now.
///
/// 提案または空いた席に「参加します」と答えます。期限（answer_by）までに必要です。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "consent_to_application",
    params(("id" = Uuid, Path, description = "Its id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Nothing>, Once, IfSeen),
    responses(
        (status = 200, description = "The application as it stands now. 応募。", body = ApplicationView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::consent())),
        ObjectRefusals,
        RuleRefusals,
        SeenRefusals,
    )
)]
#[post("/v1/applications/{id}/consent")]
pub async fn consent_to_application(
    context: Data<Context>,
    may: May<op::ConsentToApplication>,
    id: Id<ApplicationId>,
    key: Once,
    version: IfSeen,
    _: Asked<Nothing>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (application, ground) = held(act, id.0, &city)?;
        version.holds(application.version)?;
        let at = home.circumstances(act.now()?);
        act.tx.consent_to_application(application.id, &at).map_err(|e| Problem::of_step(e, at.tz, Side::Volunteer))?;
        act.audit((ObjectKind::Application, id.0.0), &["state"], None)?;
        let view = shown(act, id.0, ground, &city, &at, false)?;
        Ok(Reply::done(&view)?.version(view.version))
    };
    context.write_by_locks_once(key, &may, work).await
}
