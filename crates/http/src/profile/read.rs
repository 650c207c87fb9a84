use super::view::ProfileView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// Read one's own profile
///
/// What `PUT` sent, with what was left out as null. Codes that the city does not know any more are left out, and named in `dropped`. 404 while
/// there is none.
///
/// 自分のプロフィールを読みます。まだ無ければ 404。なくなったテーマや地域のコードは dropped に示します。
#[utoipa::path(
    tag = "Me",
    operation_id = "read_my_profile",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The profile. プロフィール。", body = ProfileView, headers(("ETag" = String, description = "Begins with the version, such as `\"v1\"`.")), example = json!(super::examples::profile())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/me/profile")]
pub async fn read_my_profile(context: Data<Context>, may: May<op::ReadMyProfile>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let kept = context.read(&may, |act| Ok(act.tx.profile(act.account()?)?)).await?.ok_or(Problem::NotFound)?;
    reply(ProfileView::of(kept, &city))
}

/// A profile with its tag.
pub fn reply(view: ProfileView) -> Result<Reply, Problem> {
    tagged(Reply::done(&view)?, &view)
}

/// Tags an answer that shows a profile.
pub fn tagged(reply: Reply, view: &ProfileView) -> Result<Reply, Problem> {
    let reply = reply.version(view.version);
    Ok(match view.beside() {
        Some(number) => reply.beside(number),
        None => reply,
    })
}
