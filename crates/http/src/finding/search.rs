use super::view::{HighlightView, ItemView, ResultView};
use crate::answer::Answer;
use crate::code;
use crate::context::Context;
use crate::group::GroupView;
use crate::input::{Asked, Field, Form, Parameters};
use crate::opportunity::Shown;
use crate::opportunity::parameters::{AREA, Q, THEME};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use enmusubi_domain::city::City;
use enmusubi_domain::criteria::{Criteria, ItemType, QUESTION_MAX, Sort};
use enmusubi_search::{After, Hit, Key, Order};

/// What one may look for in everything.
pub struct Filters;

impl Parameters for Filters {
    const FIELDS: &'static [&'static [Field]] = &[FIELDS, page::FIELDS];
}

const FIELDS: &[Field] = &[
    Q,
    Field {
        name: "type",
        form: Form::Words(code::item_kinds),
        text: ("Public types; any of them.", "探すものの種類（いずれか）。"),
        example: "opportunity,group",
    },
    THEME,
    AREA,
];

/// Search everything public
///
/// One list over every public type, best answer first, with the words of the question marked.
///
/// 募集と団体をまとめて探す。
#[utoipa::path(
    tag = "Finding",
    operation_id = "search",
    params(Asked<Filters>),
    responses(
        (status = 200, description = "One page of results. 検索結果。", body = Listing<ResultView>, headers(("ETag" = String, description = "Names these bytes."), ("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(crate::openapi::examples::search())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
    )
)]
#[get("/v1/search")]
pub async fn search_everything(context: Data<Context>, asked: Asked<Filters>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let (criteria, order) = read(&asked, &shelf.city, &context)?;
    let (now, home) = (context.now(), context.clone());
    let work = move || {
        let found = shelf.text.search(&criteria, &order, now)?;
        let results = found.hits.into_iter().map(|hit| result(hit, now)).collect::<Result<Vec<_>, _>>()?;
        let next = found.next.as_ref().map(ToString::to_string);
        Listing::page(results, order.limit, (found.total, found.total_is_exact), next, &asked, &home).answer(&asked)
    };
    context.run(work).await?
}

fn read(asked: &Asked<Filters>, city: &City, context: &Context) -> Result<(Criteria, Order), Problem> {
    let r = asked.reader();
    let parse = |code: &str| match code {
        "opportunity" => Some(ItemType::Opportunity),
        "group" => Some(ItemType::Group),
        _ => None,
    };
    let criteria = Criteria {
        question: r.text("q", QUESTION_MAX),
        types: r.words("type", parse, "opportunity group"),
        themes: r.codes("theme", |c| city.themes.number(c).is_some()),
        areas: r.codes("area", |c| city.areas.number(c).is_some()),
        ..Criteria::default()
    };
    let page = Page::<After>::read(&r, asked, context, page::LIMIT)?;
    r.finish()?;
    Ok((criteria, Order { sort: Sort::Relevance, limit: page.limit, after: page.after, facets: vec![] }))
}

fn result(hit: Hit, now: DateTime<Utc>) -> Result<ResultView, Problem> {
    let (r#type, item) = match hit.key {
        Key::Opportunity(_) => ("opportunity", ItemView::Opportunity(Shown::stored(&hit.view, now)?)),
        Key::Group(_) => ("group", ItemView::Group(Box::new(GroupView::stored(&hit.view)?))),
    };
    let highlight = hit.highlight.into_iter().map(|h| HighlightView { field: h.field, text: h.text }).collect();
    Ok(ResultView { r#type, score: hit.score, highlight, item })
}
