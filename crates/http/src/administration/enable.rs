use super::view::AccountView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem, RuleRefusals};
use crate::reason::ReasonRequest;
use crate::role::not_oneself;
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::AccountId;

/// Open an account again
///
/// The person can log in again, with the same password and the roles that still count. Devices stay signed out.
///
/// 停止したアカウントを再開します。端末はログアウトされたままです。
#[utoipa::path(
    tag = "Administration",
    operation_id = "enable_account",
    params(("id" = Uuid, Path, description = "Its id.\n\nアカウントのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    request_body(content = ReasonRequest, content_type = "application/json", description = "Why. 理由。", example = json!({"reason": "本人と連絡が取れたため"})),
    responses(
        (status = 200, description = "The account, open now or before. 再開したアカウント。", body = AccountView, example = json!(super::examples::account())),
        ObjectRefusals,
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/accounts/{id}/enable")]
pub async fn enable_account(
    context: Data<Context>,
    may: May<op::EnableAccount>,
    id: Id<AccountId>,
    _: Asked<Nothing>,
    body: Body<ReasonRequest>,
) -> Result<Reply, Problem> {
    let (reason, tz) = (body.0.reason()?, context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.account(id.0)?;
        let mut account = act.there(found)?;
        act.on(&Facts { account: Some(id.0), ..Facts::default() })?;
        not_oneself(act, id.0)?;
        if account.disabled_at.is_some() {
            let now = act.now()?;
            account = Account { disabled_at: None, updated_at: now, ..account };
            act.tx.put_account(&account)?;
            act.audit((ObjectKind::Account, id.0.0), &["disabled_at"], Some(reason.clone()))?;
        }
        let grants = act.tx.grants_of(id.0)?;
        Reply::done(&AccountView::of(&account, tz).with(&grants, tz))
    };
    context.write(&may, work).await
}
