use super::view::MeView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// Read one's own account
///
/// With the roles that count at this moment, and what they are roles in.
///
/// 自分のアカウントと、今の役割を読む。
#[utoipa::path(
    tag = "Me",
    operation_id = "read_me",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The account and its roles. アカウントと役割。", body = MeView, headers(("ETag" = String, description = "Begins with the version, such as `\"v1.…\"`.")), example = json!(super::examples::me())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        PlainRefusals,
    )
)]
#[get("/v1/me")]
pub async fn read_me(context: Data<Context>, may: May<op::ReadMe>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let tz = context.tz();
    let view = context.read(&may, move |act| {
        let found = act.tx.account(act.account()?)?;
        let account = act.there(found)?;
        Ok(MeView::read(act.tx, &account, tz)?)
    });
    let view = view.await?;
    Ok(Reply::done(&view)?.version(view.version).beside(view.beside()))
}
