use super::view::NoticeSettingsView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use chrono_tz::Tz;
use enmusubi_domain::access::op;
use enmusubi_domain::text::Lang;
use enmusubi_persistence::KeptNoticeSettings;

/// Read of what one is told by letter
///
/// Everything that can be told, with a name and a sentence, and whether it is; how letters are gathered, and when none goes. Whoever said
/// nothing yet has the usual, with version 0.
///
/// お知らせメールの設定を読みます。種類ごとの名前と説明、まとめ方、送らない時間帯。まだ設定していないときは version 0（標準の設定）です。
#[utoipa::path(
    tag = "Me",
    operation_id = "read_my_notices",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The settings. 設定。", body = NoticeSettingsView, headers(("ETag" = String, description = "Begins with the version, such as `\"v1.…\"`.")), example = json!(super::examples::settings())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        PlainRefusals,
    )
)]
#[get("/v1/me/notices")]
pub async fn read_my_notices(context: Data<Context>, may: May<op::ReadMyNotices>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let tz = context.tz();
    let (kept, lang) = context.read(&may, |act| Ok((act.tx.notice_settings(act.account()?)?, act.lang()))).await?;
    shown(&kept, tz, lang)
}

/// The settings with their tag; sentences of another language are another representation.
pub fn shown(kept: &KeptNoticeSettings, tz: Tz, lang: Lang) -> Result<Reply, Problem> {
    Ok(Reply::done(&NoticeSettingsView::of(kept, tz, lang))?.version(kept.version).beside_what_is_shown().lang(lang))
}
