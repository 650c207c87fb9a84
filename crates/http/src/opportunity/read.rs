use super::calendar;
use super::kept::Shown;
use super::linked_data;
use super::view::OpportunityView;
use crate::answer::{Answer, JSON, Keep};
use crate::asking::joined;
use crate::context::Context;
use crate::ical;
use crate::input::{Asked, Id, Nothing};
use crate::negotiate;
use crate::problem::{ObjectRefusals, Problem};
use actix_web::http::header::ACCEPT;
use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use enmusubi_domain::id::OpportunityId;
use enmusubi_search::Key;

/// Forms in which an opportunity can be had, the usual one first.
const FORMS: &[&str] = &[JSON, linked_data::MEDIA, ical::MEDIA];

/// Read one opportunity
///
/// As JSON; with `Accept: application/ld+json` as a schema.org Event; with `Accept: text/calendar` the sessions ahead as
/// iCalendar. Closed and cancelled ones can still be read; drafts never.
///
/// 募集を1件読む。Accept で schema.org や iCalendar の形式も選べます。
#[utoipa::path(
    tag = "Finding",
    operation_id = "read_opportunity",
    params(("id" = Uuid, Path, description = "Its id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 200, description = "The opportunity. 募集。", content(
            (OpportunityView = "application/json", example = json!(crate::openapi::examples::opportunity())),
            (Object = "application/ld+json", example = json!({"@context": "https://schema.org", "@type": "Event", "name": "通学路の朝の雪かき"})),
            (String = "text/calendar", example = json!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…")),
        ), headers(("ETag" = String, description = "Begins with the version, such as `\"v3.…\"`."))),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/opportunities/{id}")]
pub async fn read_opportunity(context: Data<Context>, request: HttpRequest, id: Id<OpportunityId>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let form = negotiate::choose(&joined(request.headers(), &ACCEPT), FORMS).ok_or(Problem::NotAcceptable { offered: FORMS })?;
    let shelf = context.shelf()?;
    let now = context.now();
    let work = move || {
        let stored = shelf.text.get(&Key::Opportunity(id.0)).ok_or(Problem::NotFound)?;
        let shown = Shown::stored(&stored.view, now)?;
        let answer = match form {
            linked_data::MEDIA => Answer::new(form, linked_data::event(&shown.view()?, &shelf.city)),
            ical::MEDIA => Answer::new(form, calendar::sessions(&shown.view()?, &shelf.city).into_bytes()),
            _ => Answer::json(&shown)?,
        };
        Ok(answer.version(stored.version).keep(Keep::Public(60)))
    };
    context.run(work).await?
}
