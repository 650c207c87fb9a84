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
use enmusubi_domain::access::Ground;
use enmusubi_domain::access::op;
use enmusubi_domain::application::State;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::disclosure::is_minor;
use enmusubi_domain::id::ApplicationId;

/// Say no
///
/// The group to an application (a reason is named, kindly: the volunteer reads it), or the volunteer to what somebody proposed. An accepted one can still be
/// declined by the group, for what turns up late; its seats go to whoever waits.
///
/// 応募を見送る（団体）、または提案を断る（本人）。理由のコードが必要で、相手に伝わります。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "decline_application",
    params(("id" = Uuid, Path, description = "Its id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Nothing>, Once, IfSeen),
    request_body(content = NoRequest, content_type = "application/json", description = "Why; a code is needed. 理由のコードが必要。", example = json!({"reason": "dates", "text": "今回は日程が合いませんでした。またの機会にお願いします。"})),
    responses(
        (status = 200, description = "The application as it stands now. 応募。", body = ApplicationView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::decline())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
        SeenRefusals,
    )
)]
#[post("/v1/applications/{id}/decline")]
pub async fn decline_application(
    context: Data<Context>,
    may: May<op::DeclineApplication>,
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
        let no = body.0.read(true)?.ok_or(Problem::Internal)?;
        let at = home.circumstances(act.now()?);
        let side = side_of(ground).ok_or(Problem::Forbidden)?;
        let age = application.volunteer.map(|person| act.tx.age_of(person, &at)).transpose()?.flatten();
        let minor = is_minor(age, application.said_of_age, &at.rules);
        fitting(no.text.as_deref(), "/text", side, State::Declined, minor)?;
        // A coordinator's words are for the volunteer as well as for the trail.
        let reason = no.text.clone().filter(|_| ground == Ground::Coordinator);
        act.tx.decline_application(application.id, side, no, &at).map_err(|e| Problem::of_step(e, at.tz, side))?;
        act.audit((ObjectKind::Application, id.0.0), &["state", "reason"], reason)?;
        let view = shown(act, id.0, ground, &city, &at, false)?;
        Ok(Reply::done(&view)?.version(view.version))
    };
    context.write_by_locks_once(key, &may, work).await
}
