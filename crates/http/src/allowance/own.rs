use super::request::MyLimitsRequest;
use super::view::MyLimitsView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, PlainRefusals, Problem, VersionRefusals};
use crate::writing::{IfPut, Reply};
use actix_web::web::Data;
use actix_web::{get, put};
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;

/// Read how much one wants at most
///
/// And what the city's own rules say.
///
/// 自分で決めた上限を読みます（市の決まりも示します）。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "read_my_limits",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The limits. 上限。", body = MyLimitsView, headers(("ETag" = String, description = "The version, such as `\"v1\"`; `\"v0\"` while nothing was said.")), example = json!(super::examples::own())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        PlainRefusals,
    )
)]
#[get("/v1/me/limits")]
pub async fn read_my_limits(context: Data<Context>, may: May<op::ReadMyLimits>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let home = context.clone();
    let view = context.read(&may, move |act| Ok(MyLimitsView::of(&act.tx.own_limits(act.account()?)?, &home.circumstances(act.now()?)))).await?;
    Ok(Reply::done(&view)?.version(view.version))
}

/// Say how much one wants at most
///
/// Whoever sets a limit is not accepted beyond it, by nobody's mistake; it is theirs to raise. All of it: what is left out has no limit.
///
/// 1週間の参加回数や、誘いを受ける回数の上限を決めます。省略した項目は上限なしになります。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "put_my_limits",
    params(Asked<Nothing>, IfPut),
    request_body(content = MyLimitsRequest, content_type = "application/json", description = "All of it. 全項目。", example = json!({"sessions_per_week": 2, "invitations_per_week": 1})),
    responses(
        (status = 200, description = "So it stands now. 更新しました。", body = MyLimitsView, headers(("ETag" = String, description = "The version, such as `\"v1\"`.")), example = json!(super::examples::own())),
        BodyRefusals,
        VersionRefusals,
    )
)]
#[put("/v1/me/limits")]
pub async fn put_my_limits(
    context: Data<Context>,
    may: May<op::PutMyLimits>,
    meant_for: IfPut,
    _: Asked<Nothing>,
    body: Body<MyLimitsRequest>,
) -> Result<Reply, Problem> {
    let (home, limits) = (context.clone(), body.0.read()?);
    let work = move |act: &mut Act<'_, '_>| {
        let account = act.account()?;
        let stands = act.tx.own_limits(account)?.version;
        meant_for.holds_from_zero(stands)?;
        act.tx.put_own_limits(account, &limits)?;
        act.audit((ObjectKind::Account, account.0), &["limits"], None)?;
        Ok(MyLimitsView::of(&act.tx.own_limits(account)?, &home.circumstances(act.now()?)))
    };
    let view = context.write(&may, work).await?;
    Ok(Reply::done(&view)?.version(view.version))
}
