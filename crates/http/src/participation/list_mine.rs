use super::csv;
use super::view::ParticipationView;
use crate::access::{Act, May};
use crate::answer::{Answer, JSON, Keep};
use crate::asking::joined;
use crate::context::Context;
use crate::input::Asked;
use crate::negotiate;
use crate::page::{self, Listing, Page, Paged};
use crate::problem::{ListRefusals, Problem};
use actix_web::http::header::ACCEPT;
use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use enmusubi_domain::access::op;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_persistence::Line;

/// Forms in which one's record can be had, the usual one first.
const FORMS: &[&str] = &[JSON, csv::MEDIA];

/// List one's record
///
/// Where one was and for how long, the latest first, with absences, what one has said against a line, and corrections. With `Accept: text/csv`
/// all of it as one table for spreadsheets (UTF-8 with a byte order mark): then without `limit` and `cursor`.
///
/// 自分の参加記録を新しい順に返します。欠席、申し立て、訂正の履歴も含みます。Accept: text/csv では、全件を表計算ソフト用の CSV（BOM 付き UTF-8）で返します。
#[utoipa::path(
    tag = "Me",
    operation_id = "list_my_participations",
    params(Asked<Paged>),
    responses(
        (status = 200, description = "One page of the record, or all of it as a table. 参加記録。", content(
            (Listing<ParticipationView> = "application/json", example = json!(super::examples::record())),
            (String = "text/csv", example = json!("\u{feff}日付 date,開始 starts_at,…")),
        ), headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one."))),
        ListRefusals,
    )
)]
#[get("/v1/me/participations")]
pub async fn list_my_participations(
    context: Data<Context>,
    may: May<op::ListMyParticipations>,
    request: HttpRequest,
    asked: Asked<Paged>,
) -> Result<Answer, Problem> {
    let form = negotiate::choose(&joined(request.headers(), &ACCEPT), FORMS).ok_or(Problem::NotAcceptable { offered: FORMS })?;
    let page = Page::<Line>::only(&asked, &context, page::LIMIT)?;
    let tz = context.tz();
    if form == csv::MEDIA {
        whole(&asked)?;
        let lines = context.read(&may, |act| Ok(act.tx.participations_of_account(act.account()?)?)).await?;
        return Ok(Answer::new(csv::MEDIA, csv::table(&lines, tz)).keep(Keep::Never));
    }
    let (after, limit) = (page.after, page.limit);
    let work = move |act: &mut Act<'_, '_>| {
        let account = act.account()?;
        let lines = act.tx.participations_of_account_page(account, after, limit + 1)?;
        let corrections = act.tx.corrections_of(&lines.iter().map(|line| line.id).collect::<Vec<_>>())?;
        Ok((lines, corrections))
    };
    let (lines, corrections) = context.read(&may, work).await?;
    let listing = Listing::keyed(&lines, &page, Line::of, |line| ParticipationView::of(line, &corrections, tz), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}

/// A table has no pages.
fn whole(asked: &Asked<Paged>) -> Result<(), Problem> {
    let reader = asked.reader();
    let named = ["limit", "cursor"].into_iter().filter(|name| reader.raw(name).is_some());
    let wrong: Vec<Invalid> = named.map(|name| Invalid::new(name, Why::Contradiction("Accept: text/csv"))).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Problem::wrong_parameters(wrong)) }
}
