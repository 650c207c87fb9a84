use super::request::InvitationRequest;
use super::view::{ApplicationView, shown};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::message::fitting;
use crate::opportunity;
use crate::problem::{BodyRefusals, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::application::{Origin, Refused, Side, State};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::disclosure::is_minor;
use enmusubi_domain::id::{ApplicationId, OpportunityId};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_persistence::{Asking, StepError};

/// Invite somebody once more
///
/// Whoever applied to the group before is invited by that application, without the group knowing more of them. They are asked within their budget, and their yes
/// makes it certain while there are seats: the invitation is the group's.
///
/// 以前に応募してくれた方を、もう一度誘います（以前の応募のIDで指定）。本人の「受ける回数」の範囲内で届き、本人の同意で参加が決まります。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "invite_volunteer",
    params(("id" = Uuid, Path, description = "The opportunity's id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once),
    request_body(content = InvitationRequest, content_type = "application/json", description = "Whom, and to what. だれを、どの回に。", example = json!({"application_id": "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82", "message": "前回はありがとうございました。今度もいかがですか。"})),
    responses(
        (status = 201, description = "It waits for the volunteer. 誘いました。", body = ApplicationView, headers(("ETag" = String, description = "The version, such as `\"v1\"`."), ("Location" = String, description = "Its address.")), example = json!(super::examples::proposed())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/opportunities/{id}/invitations")]
pub async fn invite_volunteer(
    context: Data<Context>,
    may: May<op::InviteVolunteer>,
    id: Id<OpportunityId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<InvitationRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let (home, fresh) = (context.clone(), ApplicationId::new());
    let (earlier, wish) = body.0.read()?;
    let work = move |act: &mut Act<'_, '_>| {
        let (opportunity, _, ground) = opportunity::reached(act, id.0, &city)?;
        wish.check(&opportunity).map_err(Problem::wrong_members)?;
        let known = act.tx.application(earlier)?.filter(|a| a.group == opportunity.group);
        let unknown = || Problem::wrong_members(vec![Invalid::new("application_id", Why::UnknownCode(earlier.to_string()))]);
        let known = known.ok_or_else(unknown)?;
        let at = home.circumstances(act.now()?);
        let person = known.volunteer.ok_or_else(|| Problem::of_step(StepError::Refused(Refused::PersonGone), at.tz, Side::Group))?;
        let minor = is_minor(act.tx.age_of(person, &at)?, known.said_of_age, &at.rules);
        fitting(wish.message.as_deref(), "/message", Side::Group, State::Proposed, minor)?;
        // Whoever said to be of age then is so now.
        let asking = Asking { origin: Origin::Invitation, begun_by: Some(act.account()?), waitlist: true, of_age: known.said_of_age };
        act.tx.submit_application(fresh, person, id.0, &wish, asking, &at).map_err(|e| Problem::of_step(e, at.tz, Side::Group))?;
        act.audit((ObjectKind::Application, fresh.0), &["opportunity"], None)?;
        let view = shown(act, fresh, ground, &city, &at, false)?;
        Ok(Reply::made(format!("/v1/applications/{fresh}"), &view)?.version(view.version))
    };
    context.write_by_locks_once(key, &may, work).await
}
