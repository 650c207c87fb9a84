use super::lookup::reached;
use super::view::{ApplicationView, shown};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::ApplicationId;

/// Read an application
///
/// What it is for, where it stands, whose turn it is and what the caller can do. What the group sees of the volunteer grows with the application: before both
/// have said yes there is no name in it.
///
/// 応募を読む。団体から見える本人の情報は、段階によって変わります（双方が同意するまで氏名は出ません）。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "read_application",
    params(("id" = Uuid, Path, description = "Its id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Nothing>),
    responses(
        (status = 200, description = "The application. 応募。", body = ApplicationView, headers(("ETag" = String, description = "Begins with the version, such as `\"v1.7\"`.")), example = json!(super::examples::submitted())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/applications/{id}")]
pub async fn read_application(context: Data<Context>, may: May<op::ReadApplication>, id: Id<ApplicationId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (.., ground) = reached(act, id.0, &city)?;
        let at = home.circumstances(act.now()?);
        shown(act, id.0, ground, &city, &at, false)
    };
    let view = context.read(&may, work).await?;
    // What is seen of the volunteer changes with time, and the version does not.
    Ok(Reply::done(&view)?.version(view.version).beside_what_is_shown())
}
