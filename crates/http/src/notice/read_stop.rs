use super::click::{Carried, answer};
use super::view::NoticeStopView;
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

/// Read what a letter's link stops
///
/// Nothing is stopped by looking: mail programs and scanners follow links. `POST` to the same address stops it. No login is needed, and nothing
/// is told of whose letter it was. With `Accept: text/html`, as browsers send it, the answer is a page with a button.
///
/// メールの停止リンクで何が止まるかを示します。開くだけでは止まりません（POST で止まります）。ログインは不要です。
#[utoipa::path(
    tag = "Me",
    operation_id = "read_notice_stop",
    params(("token" = String, Path, description = "What stands at the end of the link.\n\nリンクの末尾の文字列。", example = "AZrVwvOpfQyOK08KHD1efwAAAIAKyKBNfgGq2nVqmxP0TR1b", pattern = "^[A-Za-z0-9_-]{48}$", max_length = 48), Asked<Nothing>),
    responses(
        (status = 200, description = "What it stops. 停止する種類。", content(
            (NoticeStopView = "application/json", example = json!(super::examples::stop(false))),
            (String = "text/html", example = json!("<!doctype html>…")),
        )),
        ObjectRefusals,
    )
)]
#[get("/v1/notice-stops/{token}")]
pub async fn read_notice_stop(
    context: Data<Context>,
    asking: Asking,
    request: HttpRequest,
    carried: Carried,
    _: Asked<Nothing>,
) -> Result<HttpResponse, Problem> {
    let account = carried.account;
    let found = context.look(move |tx| Ok(if tx.account(account)?.is_some() { Some(tx.notice_settings(account)?) } else { None }));
    let kept = found.await?.ok_or(Problem::NotFound)?;
    answer(&NoticeStopView::of(&carried.stop, &kept.settings, asking.lang), &request, &asking)
}
