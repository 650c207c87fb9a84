use super::note::{Desk, note};
use super::request::AttendanceRequest;
use super::view::AttendanceView;
use crate::access::{Act, May};
use crate::application;
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::ApplicationId;

/// Note whether somebody was there
///
/// For one session, or for one date where there are none; once it has begun. Left out, `minutes` are all of the session. When every session of
/// the application is noted, it becomes `completed` (they were there at one at least) or `absent`. Noting something else later is a correction:
/// it needs a `reason`, and what stood before is kept for both sides to see.
///
/// 出欠を記録します（開始後）。minutes を省略すると日程の全時間になります。あとから内容を変えるときは訂正として扱い、reason が必要です。訂正前の内容も残ります。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "record_attendance",
    params(("id" = Uuid, Path, description = "The application's id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Nothing>, Once),
    request_body(content = AttendanceRequest, content_type = "application/json", description = "Whether they were there. 出欠。", example = json!({"outcome": "attended", "minutes": 150})),
    responses(
        (status = 200, description = "It was noted before, and stands so now. 訂正した、または変更なし。", body = AttendanceView, example = json!(super::examples::attendance())),
        (status = 201, description = "It is noted. 記録した。", body = AttendanceView, example = json!(super::examples::attendance())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/applications/{id}/attendance")]
pub async fn record_attendance(
    context: Data<Context>,
    may: May<op::RecordAttendance>,
    id: Id<ApplicationId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<AttendanceRequest>,
) -> Result<Reply, Problem> {
    let entry = body.0.read()?;
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (_, opportunity, _) = application::reached(act, id.0, &city)?;
        act.tx.lock_opportunity(opportunity.id)?;
        let application = act.tx.application(id.0)?.ok_or(Problem::NotFound)?;
        let group_name = act.tx.group(opportunity.group)?.ok_or(Problem::Internal)?.details.name;
        let at = home.circumstances(act.now()?);
        let desk = Desk { opportunity: &opportunity, group_name: &group_name, by: act.account()?, at, by_code: false };
        let written = note(act, &desk, &application, &entry)?;
        let view = AttendanceView::of(&written, act.tx.application(id.0)?.ok_or(Problem::Internal)?.version);
        if written.is_new { Reply::new_here(&view) } else { Reply::done(&view) }
    };
    context.write_by_locks_once(key, &may, work).await
}
