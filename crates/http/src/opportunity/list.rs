use super::for_me::{ForMe, place};
use super::kept::Shown;
use super::parameters::{Filters, read};
use super::view::OpportunityView;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::page::Listing;
use crate::problem::{ListRefusals, Problem, RuleRefusals};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_search::Found;
use serde_json::{Map, json};

/// Find opportunities
///
/// Words, filters and an order; one page at a time. Within one parameter any value will do, different parameters must all
/// agree. Only published opportunities that are not over are listed. With `for=me` (signed in, with a profile) only those whose
/// conditions all hold for the caller, best fit first unless another order is asked for; totals and facets count these.
///
/// 募集を探す。ことば・条件・並び順を指定できます。終了した募集は含みません。for=me を付けると、ログイン中の人のプロフィールで参加できるものだけを返します。
#[utoipa::path(
    tag = "Finding",
    operation_id = "list_opportunities",
    params(Asked<Filters>),
    responses(
        (status = 200, description = "One page of opportunities. 募集の一覧。", body = Listing<OpportunityView>,
            headers(("ETag" = String, description = "Names these bytes."), ("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(crate::openapi::examples::opportunities())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
        RuleRefusals,
    )
)]
#[get("/v1/opportunities")]
pub async fn list_opportunities(context: Data<Context>, asked: Asked<Filters>, for_me: ForMe) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let (criteria, order) = read(&asked, &shelf.city, &context)?;
    let mine = for_me.question(&context, &shelf).await?;
    let (now, home) = (context.now(), context.clone());
    let work = move || {
        let found = match &mine {
            None => shelf.text.search(&criteria, &order, now)?,
            Some(question) => {
                shelf.matches.judging(question, |judge| shelf.text.search_judged(&criteria, &order, now, &|id| place(question, id, judge(id))))?
            }
        };
        let results = found.hits.iter().map(|hit| Shown::stored(&hit.view, now)).collect::<Result<Vec<_>, _>>()?;
        let next = found.next.as_ref().map(ToString::to_string);
        let mut listing = Listing::page(results, order.limit, (found.total, found.total_is_exact), next, &asked, &home);
        listing.facets = (!order.facets.is_empty()).then(|| counts(&found));
        let answer = listing.answer(&asked)?;
        Ok(if mine.is_some() { answer.keep(Keep::Never) } else { answer })
    };
    context.run(work).await?
}

/// Counts by facet, most frequent first.
fn counts(found: &Found) -> Map<String, serde_json::Value> {
    let name = |facet| enmusubi_domain::criteria::Facet::ALL.iter().find(|(f, _)| *f == facet).map_or("", |(_, code)| code);
    let counted = |list: &[(String, u64)]| list.iter().map(|(code, count)| json!({ "code": code, "count": count })).collect();
    found.facets.iter().map(|(facet, list)| (name(*facet).to_owned(), counted(list))).collect()
}
