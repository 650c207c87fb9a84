use super::parameters::{Lines, filter};
use super::view::EntryView;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// Read the audit trail
///
/// Newest first. A line holds ids and the names of fields, never what stood in them: nobody's data is seen here, and so reading it leaves no
/// line. Whoever looks an id up in `/v1/accounts` leaves one. Whether the trail is whole, `enmusubi verify-audit` proves.
///
/// 監査記録を新しい順に読みます。記録にあるのはIDと項目名だけで、値は含みません。
#[utoipa::path(
    tag = "Administration",
    operation_id = "read_audit",
    params(Asked<Lines>),
    responses(
        (status = 200, description = "One page of the trail. 監査記録。", body = Listing<EntryView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
    )
)]
#[get("/v1/audit")]
pub async fn read_audit(context: Data<Context>, may: May<op::ReadAudit>, asked: Asked<Lines>) -> Result<Answer, Problem> {
    let (reader, tz) = (asked.reader(), context.tz());
    let filter = filter(&reader, tz);
    let page = Page::<i64>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let (before, limit) = (page.after, page.limit + 1);
    let rows = context.read(&may, move |act: &mut Act<'_, '_>| Ok(act.tx.audit_page(before, &filter, limit)?)).await?;
    let listing = Listing::keyed(&rows, &page, |entry| entry.seq, |entry| EntryView::of(entry, tz), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
