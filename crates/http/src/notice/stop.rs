use super::click::{Carried, Clicked, answer};
use super::view::NoticeStopView;
use crate::account::note;
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{FormRefusals, ObjectRefusals, Problem};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use enmusubi_domain::access::Operation;
use enmusubi_domain::audit::{Actor, ObjectKind};
use enmusubi_persistence::Written;

/// Stop a kind of letter with one click
///
/// What the `List-Unsubscribe` header of a letter names (RFC 8058): no login, no question, and the same again does no harm. Whoever wants the
/// letters back says so with `PUT /v1/me/notices`.
///
/// メールの停止リンク。その種類のお知らせメールを止めます（ログイン不要、何度送っても同じ）。元に戻すには PUT /v1/me/notices。
#[utoipa::path(
    tag = "Me",
    operation_id = "stop_notices",
    params(("token" = String, Path, description = "What stands at the end of the link.\n\nリンクの末尾の文字列。", example = "AZrVwvOpfQyOK08KHD1efwAAAIAKyKBNfgGq2nVqmxP0TR1b", pattern = "^[A-Za-z0-9_-]{48}$", max_length = 48), Asked<Nothing>),
    request_body(content = Option<String>, content_type = "application/x-www-form-urlencoded", description = "As mail programs send it; nothing will do. 空でもよい。", example = json!("List-Unsubscribe=One-Click")),
    responses(
        (status = 200, description = "It is stopped. 停止した。", content(
            (NoticeStopView = "application/json", example = json!(super::examples::stop(true))),
            (String = "text/html", example = json!("<!doctype html>…")),
        )),
        ObjectRefusals,
        FormRefusals,
    )
)]
#[post("/v1/notice-stops/{token}")]
pub async fn stop_notices(
    context: Data<Context>,
    asking: Asking,
    request: HttpRequest,
    carried: Carried,
    _: Asked<Nothing>,
    _: Clicked,
) -> Result<HttpResponse, Problem> {
    let Carried { account, stop } = carried;
    let (kinds, trace_id) = (stop.kinds().to_vec(), asking.trace_id.clone());
    let work = context.change(move |tx| {
        if tx.account(account)?.is_none() {
            return Err(Problem::NotFound);
        }
        let (settings, now) = (tx.notice_settings(account)?.settings.without(&kinds), tx.clock()?);
        if tx.put_notice_settings(account, &settings, now)? != Written::Unchanged {
            note(tx, Actor::Anyone, Operation::StopNotices, (ObjectKind::Account, account.0), &["notices"], &trace_id)?;
        }
        Ok(settings)
    });
    let settings = work.await?;
    answer(&NoticeStopView::of(&stop, &settings, asking.lang), &request, &asking)
}
