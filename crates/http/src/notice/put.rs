use super::read::shown;
use super::request::NoticeSettingsRequest;
use super::view::NoticeSettingsView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem, VersionRefusals};
use crate::writing::{IfMatch, Reply};
use actix_web::put;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_persistence::Written;

/// Say of what one wants to be told by letter
///
/// All of it: what is left out is as usual. `If-Match` names the version that was read (`"v0"` if nothing was ever said). What waits to be
/// sent follows the new settings. Letters for which somebody needs your answer as a guardian (`consent_needed`) always come.
///
/// お知らせメールの設定を変更します。省略した項目は標準に戻ります。送信待ちのお知らせにもすぐ反映されます。保護者の同意のお願いだけは止められません。
#[utoipa::path(
    tag = "Me",
    operation_id = "put_my_notices",
    params(Asked<Nothing>, IfMatch),
    request_body(content = NoticeSettingsRequest, content_type = "application/json", description = "All of it. Every member is optional. 全項目（すべて省略できます）。", example = json!(super::examples::request())),
    responses(
        (status = 200, description = "So it stands now. 変更後の設定。", body = NoticeSettingsView, headers(("ETag" = String, description = "Begins with the version, such as `\"v1.…\"`.")), example = json!(super::examples::settings())),
        BodyRefusals,
        VersionRefusals,
    )
)]
#[put("/v1/me/notices")]
pub async fn put_my_notices(
    context: Data<Context>,
    may: May<op::PutMyNotices>,
    version: IfMatch,
    _: Asked<Nothing>,
    body: Body<NoticeSettingsRequest>,
) -> Result<Reply, Problem> {
    let (wanted, tz) = (body.0.read()?, context.tz());
    let work = context.write(&may, move |act| {
        let account = act.account()?;
        version.holds(act.tx.notice_settings(account)?.version)?;
        let now = act.now()?;
        if act.tx.put_notice_settings(account, &wanted, now)? != Written::Unchanged {
            act.audit((ObjectKind::Account, account.0), &["notices"], None)?;
        }
        Ok((act.tx.notice_settings(account)?, act.lang()))
    });
    let (kept, lang) = work.await?;
    shown(&kept, tz, lang)
}
