use super::view::AccountView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem, RuleRefusals};
use crate::reason::ReasonRequest;
use crate::role::{an_administrator_stays, not_oneself};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::login::Ending;
use enmusubi_persistence::Purpose;

/// Close an account
///
/// Every device is signed out at once, letters with which a password or an address could be changed are void, and nobody can log in until
/// it is opened again. Roles stay, and count for nothing meanwhile.
///
/// アカウントを停止します。すべての端末がすぐにログアウトされます。自分自身は停止できません。
#[utoipa::path(
    tag = "Administration",
    operation_id = "disable_account",
    params(("id" = Uuid, Path, description = "Its id.\n\nアカウントのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    request_body(content = ReasonRequest, content_type = "application/json", description = "Why. 理由。", example = json!({"reason": "乗っ取りの疑いがあるため"})),
    responses(
        (status = 200, description = "The account, closed now or before. 停止したアカウント。", body = AccountView, example = json!(super::examples::disabled())),
        ObjectRefusals,
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/accounts/{id}/disable")]
pub async fn disable_account(
    context: Data<Context>,
    may: May<op::DisableAccount>,
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
        if account.disabled_at.is_none() {
            an_administrator_stays(act, id.0)?;
            let now = act.now()?;
            account = Account { disabled_at: Some(now), security_version: account.security_version + 1, updated_at: now, ..account };
            act.tx.put_account(&account)?;
            act.tx.end_logins(id.0, None, Ending::AccountClosed)?;
            act.tx.void_letters(id.0, Purpose::ResetPassword)?;
            act.tx.void_letters(id.0, Purpose::ConfirmEmail)?;
            act.audit((ObjectKind::Account, id.0.0), &["disabled_at", "security_version"], Some(reason.clone()))?;
        }
        let grants = act.tx.grants_of(id.0)?;
        Reply::done(&AccountView::of(&account, tz).with(&grants, tz))
    };
    context.write(&may, work).await
}
