use super::lookup::held;
use super::request::NoRequest;
use super::view::{ApplicationView, shown, side_of};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::message::fitting;
use crate::problem::{BodyRefusals, ObjectRefusals, Problem, RuleRefusals, SeenRefusals};
use crate::writing::{IfSeen, Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::application::State;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::disclosure::is_minor;
use enmusubi_domain::id::ApplicationId;

/// Take an application back
///
/// The volunteer (or a guardian) at any time before the last session of it begins; the group, what it proposed and nobody has answered. Seats go to whoever
/// waits. A reason helps the group, and is not needed.
///
/// 応募を取り下げる（本人・保護者）、または提案を取り消す（団体）。理由は任意です。席はキャンセル待ちの方に回ります。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "withdraw_application",
    params(("id" = Uuid, Path, description = "Its id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Nothing>, Once, IfSeen),
    request_body(content = NoRequest, content_type = "application/json", description = "`{}` will do. {} でもよい。", example = json!({"reason": "personal"})),
    responses(
        (status = 200, description = "The application as it stands now. 応募。", body = ApplicationView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::withdraw())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
        SeenRefusals,
    )
)]
#[post("/v1/applications/{id}/withdraw")]
pub async fn withdraw_application(
    context: Data<Context>,
    may: May<op::WithdrawApplication>,
    id: Id<ApplicationId>,
    key: Once,
    version: IfSeen,
    _: Asked<Nothing>,
    body: Body<NoRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (application, ground) = held(act, id.0, &city)?;
        version.holds(application.version)?;
        let no = body.0.read(false)?;
        let at = home.circumstances(act.now()?);
        let side = side_of(ground).ok_or(Problem::Forbidden)?;
        let age = application.volunteer.map(|person| act.tx.age_of(person, &at)).transpose()?.flatten();
        let minor = is_minor(age, application.said_of_age, &at.rules);
        fitting(no.as_ref().and_then(|no| no.text.as_deref()), "/text", side, State::Withdrawn, minor)?;
        act.tx.withdraw_application(application.id, side, no, &at).map_err(|e| Problem::of_step(e, at.tz, side))?;
        act.audit((ObjectKind::Application, id.0.0), &["state"], None)?;
        let view = shown(act, id.0, ground, &city, &at, false)?;
        Ok(Reply::done(&view)?.version(view.version))
    };
    context.write_by_locks_once(key, &may, work).await
}
