use super::view::LineView;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Field, Form, Id, Parameters};
use crate::opportunity::reached;
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::{OpportunityId, SessionId};
use enmusubi_persistence::Line;

/// Of which session.
pub struct Which;

impl Parameters for Which {
    const FIELDS: &'static [&'static [Field]] = &[
        &[Field {
            name: "session_id",
            form: Form::Id,
            text: ("Only those of this session.", "この回の記録だけ。"),
            example: "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f",
        }],
        page::FIELDS,
    ];
}

/// List who was there
///
/// What is noted of an opportunity, the latest first, by ids and without names; with what the volunteers have to say against it, and every
/// correction.
///
/// 募集の出欠の記録を新しい順に返します。氏名は出ません。ボランティアの申し立てと訂正の履歴も含みます。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "list_opportunity_participations",
    params(("id" = Uuid, Path, description = "The opportunity's id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Which>),
    responses(
        (status = 200, description = "One page. 出欠の記録。", body = Listing<LineView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::lines())),
        ListRefusals,
        ObjectRefusals,
    )
)]
#[get("/v1/opportunities/{id}/participations")]
pub async fn list_opportunity_participations(
    context: Data<Context>,
    may: May<op::ListOpportunityParticipations>,
    id: Id<OpportunityId>,
    asked: Asked<Which>,
) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let session = reader.id::<SessionId>("session_id");
    let page = Page::<Line>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let city = context.shelf()?.city.clone();
    let tz = city.calendar.tz;
    let (after, limit) = (page.after, page.limit);
    let work = move |act: &mut Act<'_, '_>| {
        reached(act, id.0, &city)?;
        let lines = act.tx.participations_of_opportunity_page(id.0, session, after, limit + 1)?;
        let corrections = act.tx.corrections_of(&lines.iter().map(|line| line.id).collect::<Vec<_>>())?;
        Ok((lines, corrections))
    };
    let (lines, corrections) = context.read(&may, work).await?;
    let listing = Listing::keyed(&lines, &page, Line::of, |line| LineView::of(line, &corrections, tz), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
