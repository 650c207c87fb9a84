use super::view::AreaView;
use crate::answer::{Answer, Keep};
use crate::code;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters};
use crate::page::{self, LIMIT_MAX, Listing};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::area::{Area, AreaKind};
use enmusubi_domain::city::City;

/// Which areas.
pub struct Which;

impl Parameters for Which {
    const FIELDS: &'static [&'static [Field]] = &[FIELDS, page::FIELDS];
}

const FIELDS: &[Field] = &[
    Field { name: "kind", form: Form::Words(code::area_kinds), text: ("Kinds of area; any of them.", "地域の種類（いずれか）。"), example: "ward" },
    Field {
        name: "parent",
        form: Form::Codes("^[A-Za-z0-9_-]{1,20}$"),
        text: ("Directly in one of these areas.", "この地域のすぐ下の地域。"),
        example: "011002",
    },
    Field {
        name: "postal_code",
        form: Form::Text(20),
        text: ("The smallest area in which this postal code lies.", "この郵便番号の地域。"),
        example: "001-0024",
    },
];

/// The city's areas
///
/// The tree prefecture > city > ward > district, with codes, offices' coordinates and neighbours.
///
/// 地域の一覧。郵便番号からも探せます。
#[utoipa::path(
    tag = "Finding",
    operation_id = "list_areas",
    params(Asked<Which>),
    responses(
        (status = 200, description = "The areas. 地域の一覧。", body = Listing<AreaView>, example = json!(crate::openapi::examples::areas())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
    )
)]
#[get("/v1/areas")]
pub async fn list_areas(context: Data<Context>, asked: Asked<Which>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let areas = chosen(&asked, &shelf.city)?;
    let listing = Listing::slice(&areas, |area| AreaView::of(area), LIMIT_MAX, &asked, &context)?;
    Ok(listing.answer(&asked)?.keep(Keep::Public(300)))
}

fn chosen<'a>(asked: &Asked<Which>, city: &'a City) -> Result<Vec<&'a Area>, Problem> {
    let r = asked.reader();
    let kinds = r.words("kind", AreaKind::parse, AreaKind::CODES);
    let parents = r.codes("parent", |c| city.areas.number(c).is_some());
    let postal = r.text("postal_code", 20);
    r.finish()?;
    let here = postal.map(|code| city.areas.by_postal_code(&code).and_then(|n| city.areas.get(n)).map(|a| a.code.as_str()));
    let fits = |area: &&Area| {
        (kinds.is_empty() || kinds.contains(&area.kind))
            && (parents.is_empty() || area.parent.as_ref().is_some_and(|p| parents.contains(p)))
            && here.is_none_or(|code| code == Some(area.code.as_str()))
    };
    Ok(city.areas.all().iter().filter(fits).collect())
}
