use super::view::ThemeView;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Field, Parameters};
use crate::page::{self, LIMIT_MAX, Listing};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;

/// Nothing but the page.
pub struct All;

impl Parameters for All {
    const FIELDS: &'static [&'static [Field]] = &[page::FIELDS];
}

/// The city's themes
///
/// What activities are about, in the order they are to be shown, with the legal fields and goals they map to.
///
/// テーマの一覧。NPO法の分野とSDGsへの対応つき。
#[utoipa::path(
    tag = "Finding",
    operation_id = "list_themes",
    params(Asked<All>),
    responses(
        (status = 200, description = "The themes. テーマの一覧。", body = Listing<ThemeView>, example = json!(crate::openapi::examples::themes())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
    )
)]
#[get("/v1/themes")]
pub async fn list_themes(context: Data<Context>, asked: Asked<All>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let listing = Listing::slice(shelf.city.themes.all(), ThemeView::of, LIMIT_MAX, &asked, &context)?;
    Ok(listing.answer(&asked)?.keep(Keep::Public(300)))
}
