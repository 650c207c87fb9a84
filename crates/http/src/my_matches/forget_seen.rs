use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// Forget what one has seen
///
/// Everything counts as not seen yet again.
///
/// 見た募集の記録を消します。
#[utoipa::path(
    tag = "Me",
    operation_id = "forget_seen_matches",
    params(Asked<Nothing>),
    responses((status = 204, description = "Forgotten. 消した。"), PlainRefusals)
)]
#[delete("/v1/me/matches/seen")]
pub async fn forget_seen_matches(context: Data<Context>, may: May<op::ForgetSeenMatches>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let forget = context.write(&may, |act| {
        let account = act.account()?;
        Ok(act.tx.forget_seen(account)?)
    });
    forget.await?;
    Ok(Reply::gone())
}
