use super::code::Code;
use super::view::NewCodeView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{Conflict, PlainRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::guardian::may_be_ward;

/// Make a code for one's guardian
///
/// For minors whose profile keeps a birth date. The guardian enters it with an account of their own (`POST /v1/guardianships`); afterwards a coordinator who has
/// seen both confirms the tie. It works once, within seven days; a new one takes the place of the old. The code is shown here and never again.
///
/// 保護者に渡すコードを発行します（未成年の方）。保護者は自分のアカウントで入力し、そのあと窓口などで確認を受けます。有効期間は7日間、使えるのは1回だけで、表示もこの1回だけです。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "make_guardian_code",
    params(Asked<Nothing>),
    responses(
        (status = 201, description = "The code, for the only time. 保護者用コード。", body = NewCodeView, example = json!(super::examples::code())),
        PlainRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/me/guardian-codes")]
pub async fn make_guardian_code(context: Data<Context>, may: May<op::MakeGuardianCode>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let (code, home) = (Code::new()?, context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (ward, now) = (act.account()?, act.now()?);
        let at = home.circumstances(now);
        may_be_ward(act.tx.age_of(ward, &at)?, &at.rules).map_err(Conflict::from)?;
        let expires_at = act.tx.insert_guardian_code(ward, &code.hash())?;
        act.audit((ObjectKind::Account, ward.0), &["guardian_code"], None)?;
        Reply::new_here(&NewCodeView::of(code.shown(), expires_at, at.tz))
    };
    context.write(&may, work).await
}
