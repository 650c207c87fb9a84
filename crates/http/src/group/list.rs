use super::view::GroupView;
use crate::answer::Answer;
use crate::code;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters, Reader};
use crate::opportunity::parameters::{AREA, Q, THEME, sort};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::city::City;
use enmusubi_domain::criteria::{Criteria, ItemType, QUESTION_MAX};
use enmusubi_domain::group::GroupKind;
use enmusubi_domain::level::Accessibility;
use enmusubi_search::{After, Order};

/// What one may look for among groups.
pub struct Filters;

impl Parameters for Filters {
    const FIELDS: &'static [&'static [Field]] = &[FIELDS, page::FIELDS];
}

const FIELDS: &[Field] = &[
    Q,
    Field {
        name: "kind",
        form: Form::Words(code::group_kinds),
        text: ("Kinds of group; any of them.", "団体の種類（いずれか）。"),
        example: "npo,volunteer_group",
    },
    THEME,
    AREA,
    Field {
        name: "near",
        form: Form::Point,
        text: ("A point to measure from: latitude and longitude in degrees.", "基準の地点（緯度,経度）。"),
        example: "43.062,141.354",
    },
    Field {
        name: "radius_km",
        form: Form::Decimal(0.0, 1000.0),
        text: ("Greatest distance from `near`, in kilometres.", "near からの距離の上限（キロ）。"),
        example: "3.5",
    },
    Field {
        name: "accessibility",
        form: Form::Words(code::accessibility),
        text: ("Its place offers all of these.", "必要な配慮（すべて）。"),
        example: "step_free",
    },
    Field {
        name: "sort", form: Form::Word(code::group_sorts), text: ("The order: best answer, latest, or nearest to `near`.", "並び順。"), example: "newest"
    },
];

/// Find groups
///
/// Words, filters and an order; one page at a time.
///
/// 団体を探す。
#[utoipa::path(
    tag = "Finding",
    operation_id = "list_groups",
    params(Asked<Filters>),
    responses(
        (status = 200, description = "One page of groups. 団体の一覧。", body = Listing<GroupView>, headers(("ETag" = String, description = "Names these bytes."), ("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(crate::openapi::examples::groups())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
    )
)]
#[get("/v1/groups")]
pub async fn list_groups(context: Data<Context>, asked: Asked<Filters>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let (criteria, order) = read(&asked, &shelf.city, &context)?;
    let (now, home) = (context.now(), context.clone());
    let work = move || {
        let found = shelf.text.search(&criteria, &order, now)?;
        let results = found.hits.iter().map(|hit| GroupView::stored(&hit.view)).collect::<Result<Vec<_>, _>>()?;
        let next = found.next.as_ref().map(ToString::to_string);
        Listing::page(results, order.limit, (found.total, found.total_is_exact), next, &asked, &home).answer(&asked)
    };
    context.run(work).await?
}

fn read(asked: &Asked<Filters>, city: &City, context: &Context) -> Result<(Criteria, Order), Problem> {
    let r = asked.reader();
    let criteria = criteria(&r, city);
    let sort = sort(&r, criteria.near.is_some(), &["relevance", "newest", "nearest"]);
    let page = Page::<After>::read(&r, asked, context, page::LIMIT)?;
    r.finish()?;
    Ok((criteria, Order { sort, limit: page.limit, after: page.after, facets: vec![] }))
}

fn criteria(r: &Reader<'_>, city: &City) -> Criteria {
    Criteria {
        question: r.text("q", QUESTION_MAX),
        types: vec![ItemType::Group],
        group_kinds: r.words("kind", GroupKind::parse, GroupKind::CODES),
        themes: r.codes("theme", |c| city.themes.number(c).is_some()),
        areas: r.codes("area", |c| city.areas.number(c).is_some()),
        near: r.point("near"),
        radius_metres: r.radius("radius_km", "near"),
        accessibility: r.words("accessibility", Accessibility::parse, Accessibility::CODES),
        ..Criteria::default()
    }
}
