use super::lookup::held;
use super::request::AcceptRequest;
use super::view::{ApplicationView, shown};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem, RuleRefusals, SeenRefusals};
use crate::writing::{IfSeen, Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::Ground;
use enmusubi_domain::access::op;
use enmusubi_domain::application::Side;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::ApplicationId;

/// Accept an application
///
/// The group says yes: while there are seats, the volunteer has one; otherwise they stand on the waiting list, and get the first seat that comes free. Whoever
/// cannot be at two places at once, or wants no more that week, is named as the reason. A coordinator who decides in the group's place says why.
///
/// 応募を受け入れます。空きがなければキャンセル待ちになります。ほかの参加と重なるときなどは、理由と次にできることを返します。コーディネーターは理由（reason）が必要です。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "accept_application",
    params(("id" = Uuid, Path, description = "Its id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Nothing>, Once, IfSeen),
    request_body(content = AcceptRequest, content_type = "application/json", description = "The group itself may send `{}`. 団体自身は {} でもよい。", example = json!({})),
    responses(
        (status = 200, description = "The application as it stands now. 応募。", body = ApplicationView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::accept())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
        SeenRefusals,
    )
)]
#[post("/v1/applications/{id}/accept")]
pub async fn accept_application(
    context: Data<Context>,
    may: May<op::AcceptApplication>,
    id: Id<ApplicationId>,
    key: Once,
    version: IfSeen,
    _: Asked<Nothing>,
    body: Body<AcceptRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (application, ground) = held(act, id.0, &city)?;
        version.holds(application.version)?;
        let (only, reason) = body.0.read(ground == Ground::Coordinator)?;
        let at = home.circumstances(act.now()?);
        act.tx.accept_application(application.id, only.as_deref(), &at).map_err(|e| Problem::of_step(e, at.tz, Side::Group))?;
        act.audit((ObjectKind::Application, id.0.0), &["state"], reason)?;
        let view = shown(act, id.0, ground, &city, &at, false)?;
        Ok(Reply::done(&view)?.version(view.version))
    };
    context.write_by_locks_once(key, &may, work).await
}
