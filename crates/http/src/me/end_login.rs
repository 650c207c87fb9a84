use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::LoginId;
use enmusubi_domain::login::Ending;

/// Log out a device
///
/// This one or another one of one's own. Its tokens are void at once.
///
/// 端末をログアウトします。そのトークンは、すぐに使えなくなります。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "end_my_login",
    params(("id" = Uuid, Path, description = "The login's id.\n\nログインのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses((status = 204, description = "Logged out. ログアウトした。"), ObjectRefusals)
)]
#[delete("/v1/me/logins/{id}")]
pub async fn end_my_login(context: Data<Context>, may: May<op::EndMyLogin>, id: Id<LoginId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let id = id.0;
    let end = context.write(&may, move |act| {
        let now = act.now()?;
        let found = act.tx.login(id)?.filter(|login| login.is_live(now));
        let login = act.there(found)?;
        act.on(&Facts { account: Some(login.account), ..Facts::default() })?;
        act.tx.end_login(id, Ending::LoggedOut)?;
        act.audit((ObjectKind::Login, id.0), &["ended_at"], None)
    });
    end.await?;
    Ok(Reply::gone())
}
