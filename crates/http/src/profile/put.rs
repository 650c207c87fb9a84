use super::birth_date::Change;
use super::read::tagged;
use super::view::ProfileView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::matching::ProfileRequest;
use crate::problem::{BodyRefusals, Problem, RuleRefusals, VersionRefusals};
use crate::writing::{IfPut, Reply};
use actix_web::put;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_persistence::Written;

/// Keep one's profile
///
/// The members of a wish, as `POST /v1/matches` takes them, but for the age: that follows from `birth_date`. All of it: what is left out is
/// taken away. Where there is one already, `If-Match` names its version. It is shown to nobody else; coordinators find the person by it only
/// with `open_to_introductions`. While a guardian stands in for the person (`GET /v1/me/guardians`), the birth date stays as it is.
///
/// プロフィールを登録・更新します。省略した項目は消えます。年齢は生年月日から計算します。ほかの人には見せません。保護者が確認されている間、生年月日は変更できません。
#[utoipa::path(
    tag = "Me",
    operation_id = "put_my_profile",
    params(Asked<Nothing>, IfPut),
    request_body(content = ProfileRequest, content_type = "application/json", description = "All of it. Every member is optional. 全項目（すべて省略できます）。", example = json!(super::examples::request())),
    responses(
        (status = 200, description = "It was there, and stands so now. 更新した、または変更なし。", body = ProfileView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::profile())),
        (status = 201, description = "It is new. 新規登録。", body = ProfileView, headers(("ETag" = String, description = "The version, such as `\"v1\"`."), ("Location" = String, description = "Its address.")), example = json!(super::examples::profile())),
        BodyRefusals,
        VersionRefusals,
        RuleRefusals,
    )
)]
#[put("/v1/me/profile")]
pub async fn put_my_profile(
    context: Data<Context>,
    may: May<op::PutMyProfile>,
    meant_for: IfPut,
    _: Asked<Nothing>,
    body: Body<ProfileRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let profile = body.0.read()?;
    profile.check(&city, city.calendar.civil(context.now()).date()).map_err(Problem::wrong_members)?;
    let home = context.clone();
    let work = context.write_by_locks(&may, move |act| {
        let account = act.account()?;
        let birth_date = Change::begin(act, account, profile.birth_date)?;
        let stands = act.tx.profile(account)?;
        meant_for.holds(stands.as_ref().map(|kept| kept.version))?;
        let now = act.now()?;
        let at = home.circumstances(now);
        birth_date.allow(act, account, &at)?;
        let written = act.tx.put_profile(account, &profile, now)?;
        birth_date.settle(act, account, &at)?;
        if written != Written::Unchanged {
            // That it changed, and no more: which questions somebody answered (what they need, say) is theirs, and the trail outlives the account.
            act.audit((ObjectKind::Account, account.0), &[], None)?;
        }
        Ok((written, act.tx.profile(account)?.ok_or(Problem::Internal)?))
    });
    let (written, kept) = work.await?;
    let view = ProfileView::of(kept, &city);
    let reply = match written {
        Written::Created => Reply::made("/v1/me/profile", &view)?,
        Written::Updated | Written::Unchanged => Reply::done(&view)?,
    };
    tagged(reply, &view)
}
