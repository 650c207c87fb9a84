use super::code::code;
use super::view::CheckInCodeView;
use crate::access::{Act, May};
use crate::application;
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::opportunity::local;
use crate::problem::{Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::application::{Refused, Side, State, Step};
use enmusubi_domain::id::ApplicationId;
use enmusubi_domain::participation::{at_the_door, door_hours};

/// Show the code for the door
///
/// On the day of a session of an accepted application: eight characters by which the group notes that one is there
/// (`POST /v1/opportunities/{id}/check-ins`). Nothing is kept of it; tomorrow's is another one.
///
/// 受付コードを表示します（参加が決まった活動の当日のみ）。団体がこのコードで出席を記録します。翌日には別のコードになります。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "read_check_in_code",
    params(("id" = Uuid, Path, description = "The application's id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Nothing>),
    responses(
        (status = 200, description = "The code. 受付コード。", body = CheckInCodeView, example = json!(super::examples::check_in_code())),
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[get("/v1/applications/{id}/check-in-code")]
pub async fn read_check_in_code(context: Data<Context>, may: May<op::ReadCheckInCode>, id: Id<ApplicationId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let (city, key) = (context.shelf()?.city.clone(), context.settings().cursor_key);
    let tz = city.calendar.tz;
    let work = move |act: &mut Act<'_, '_>| {
        let (application, ..) = application::reached(act, id.0, &city)?;
        let now = act.now()?;
        if application.state != State::Accepted {
            return Err(Problem::of_step(Refused::NotNow { state: application.state, step: Step::Attend }.into(), tz, Side::Volunteer));
        }
        let sessions = act.tx.sessions_of_application(application.id)?;
        let session = at_the_door(sessions.iter().filter(|(_, seated)| *seated).map(|(s, _)| s), now, tz).ok_or(Conflict::NoSessionToday)?;
        let (_, until) = door_hours(session, tz).ok_or(Problem::Internal)?;
        Ok(CheckInCodeView { code: code(&key, application.id, session, tz), session_id: session.id.0, valid_until: local(until, tz) })
    };
    Reply::done(&context.read(&may, work).await?)
}
