use super::row_view::RowView;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::code;
use crate::context::Context;
use crate::group;
use crate::input::{Asked, Field, Form, Id, Parameters};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::opportunity::State;

/// Which of a group's opportunities.
pub struct Which;

impl Parameters for Which {
    const FIELDS: &'static [&'static [Field]] = &[FIELDS, page::FIELDS];
}

const FIELDS: &[Field] =
    &[Field { name: "state", form: Form::Word(code::states), text: ("Only those in this state.", "この状態のものだけ。"), example: "draft" }];

/// List a group's opportunities
///
/// In any state, drafts included, oldest first, straight from the database.
///
/// 団体の募集の一覧。下書きや終了したものも含みます（古い順）。
#[utoipa::path(
    tag = "Opportunities",
    operation_id = "list_group_opportunities",
    params(("id" = Uuid, Path, description = "The group's id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Which>),
    responses(
        (status = 200, description = "One page of opportunities. 募集の一覧。", body = Listing<RowView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::rows())),
        ListRefusals,
        ObjectRefusals,
    )
)]
#[get("/v1/groups/{id}/opportunities")]
pub async fn list_group_opportunities(
    context: Data<Context>,
    may: May<op::ListGroupOpportunities>,
    id: Id<GroupId>,
    asked: Asked<Which>,
) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let state = reader.word("state", State::parse, State::CODES);
    let page = Page::<OpportunityId>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let city = context.shelf()?.city.clone();
    let (home, after, limit) = (city.clone(), page.after, page.limit);
    let work = move |act: &mut Act<'_, '_>| {
        group::reached(act, id.0, &home)?;
        Ok((act.tx.opportunities_of_group_page(id.0, state, after, limit + 1)?, act.now()?))
    };
    let (found, now) = context.read(&may, work).await?;
    let listing = Listing::keyed(&found, &page, |o| o.id, |o| RowView::of(o, &city, now), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
