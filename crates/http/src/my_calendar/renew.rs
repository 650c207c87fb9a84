use super::view::CalendarAddressView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use crate::secret::{Kind, Opaque};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;

/// Make or renew the secret address of one's calendar
///
/// For calendar programs to subscribe to: what one takes part in, offered seats as tentative, what was called off as cancelled. The address
/// before it is dead at once. It is shown here and never again, because only its hash is kept (so there is no `Idempotency-Key` either); if the
/// answer is lost, make another one. Whoever has the address can read the calendar.
///
/// 自分の参加予定をカレンダーアプリで購読するための秘密のURLを発行します。前のURLはすぐに使えなくなります。表示されるのはこの1回だけです。
#[utoipa::path(
    tag = "Me",
    operation_id = "renew_my_calendar",
    params(Asked<Nothing>),
    responses(
        (status = 201, description = "The address, for the only time. 購読用URL。", body = CalendarAddressView, example = json!(super::examples::address())),
        PlainRefusals,
    )
)]
#[post("/v1/me/calendar")]
pub async fn renew_my_calendar(context: Data<Context>, may: May<op::RenewMyCalendar>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let (tz, public_url) = (context.tz(), context.settings().issuer.clone());
    let work = context.write(&may, move |act| {
        let (account, key, now) = (act.account()?, Opaque::new(Kind::Calendar)?, act.now()?);
        act.tx.put_calendar_key(account, &key.hash(), now)?;
        act.audit((ObjectKind::Account, account.0), &["calendar"], None)?;
        Reply::new_here(&CalendarAddressView::of(&public_url, key.reveal(), now, tz))
    });
    work.await
}
