use super::kept::Shown;
use super::view::OpportunityView;
use crate::answer::Answer;
use crate::context::Context;
use crate::input::{Asked, Field, Id, Parameters};
use crate::page::{self, LIMIT_FIELD, LIMIT_MAX, Listing};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::id::OpportunityId;
use enmusubi_search::Key;

/// How many.
pub struct HowMany;

impl Parameters for HowMany {
    const FIELDS: &'static [&'static [Field]] = &[&[LIMIT_FIELD]];
}

/// Opportunities like this one
///
/// By themes, words, area and level; most alike first. One page.
///
/// 似た募集を探す。テーマ・ことば・地域・段階が近い順。
#[utoipa::path(
    tag = "Finding",
    operation_id = "list_similar_opportunities",
    params(("id" = Uuid, Path, description = "Its id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<HowMany>),
    responses(
        (status = 200, description = "Opportunities like it. 似た募集。", body = Listing<OpportunityView>, example = json!(crate::openapi::examples::opportunities())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
        ObjectRefusals,
    )
)]
#[get("/v1/opportunities/{id}/similar")]
pub async fn list_similar_opportunities(context: Data<Context>, id: Id<OpportunityId>, asked: Asked<HowMany>) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let limit = reader.whole("limit", 1, LIMIT_MAX as i64).map_or(page::LIMIT, |n| n as usize);
    reader.finish()?;
    let shelf = context.shelf()?;
    let now = context.now();
    let work = move || {
        shelf.text.get(&Key::Opportunity(id.0)).ok_or(Problem::NotFound)?;
        let hits = shelf.text.similar(&id.0, limit, now)?;
        let results = hits.iter().map(|hit| Shown::stored(&hit.view, now)).collect::<Result<Vec<_>, _>>()?;
        Answer::json(&Listing::whole(results, limit))
    };
    context.run(work).await?
}
