use super::view::AccountView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::AccountId;

/// Read one account
///
/// With its roles. A line is written into the audit trail: names and addresses are looked at for a reason.
///
/// アカウントを1件、役割とともに読みます。閲覧は監査記録に残ります。
#[utoipa::path(
    tag = "Administration",
    operation_id = "read_account",
    params(("id" = Uuid, Path, description = "Its id.\n\nアカウントのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 200, description = "The account. アカウント。", body = AccountView, example = json!(super::examples::account())),
        ObjectRefusals,
    )
)]
#[get("/v1/accounts/{id}")]
pub async fn read_account(context: Data<Context>, may: May<op::ReadAccount>, id: Id<AccountId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let tz = context.tz();
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.account(id.0)?;
        let account = act.there(found)?;
        act.on(&Facts { account: Some(id.0), ..Facts::default() })?;
        act.audit((ObjectKind::Account, id.0.0), &["name", "email", "roles"], None)?;
        let grants = act.tx.grants_of(id.0)?;
        Reply::done(&AccountView::of(&account, tz).with(&grants, tz))
    };
    context.write(&may, work).await
}
