use super::view::MyCalendarView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// Read whether one's calendar has a secret address
///
/// When it was made, or null. The address itself is not kept and cannot be shown: `POST` makes another one.
///
/// カレンダーの購読用URLがあるか、いつ発行したかを読みます。URLそのものは保存していないため表示できません。
#[utoipa::path(
    tag = "Me",
    operation_id = "read_my_calendar",
    params(Asked<Nothing>),
    responses((status = 200, description = "Whether there is one. 状態。", body = MyCalendarView, example = json!(super::examples::made())), PlainRefusals)
)]
#[get("/v1/me/calendar")]
pub async fn read_my_calendar(context: Data<Context>, may: May<op::ReadMyCalendar>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let tz = context.tz();
    let made = context.read(&may, |act| Ok(act.tx.calendar_key(act.account()?)?)).await?;
    Reply::done(&MyCalendarView::of(made, tz))
}
