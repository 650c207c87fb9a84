use super::view::ContactView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// Read one's own contact
///
/// How one can be reached, and what of it one ticked to be shown. 404 while nothing is kept.
///
/// 自分の連絡先を読みます。まだ無ければ 404。
#[utoipa::path(
    tag = "Me",
    operation_id = "read_my_contact",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The contact. 連絡先。", body = ContactView, headers(("ETag" = String, description = "The version, such as `\"v1\"`.")), example = json!(super::examples::contact())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/me/contact")]
pub async fn read_my_contact(context: Data<Context>, may: May<op::ReadMyContact>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let kept = context.read(&may, |act| Ok(act.tx.contact(act.account()?)?)).await?.ok_or(Problem::NotFound)?;
    let view = ContactView::of(kept, context.tz());
    Ok(Reply::done(&view)?.version(view.version))
}
