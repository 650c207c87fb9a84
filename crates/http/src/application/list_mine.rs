use super::view::{ApplicationView, shown};
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::code;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::{Ground, op};
use enmusubi_domain::application::State;
use enmusubi_domain::id::ApplicationId;
use enmusubi_persistence::Of;

/// Which applications.
pub struct Which;

impl Parameters for Which {
    const FIELDS: &'static [&'static [Field]] = &[FIELDS, page::FIELDS];
}

const FIELDS: &[Field] = &[Field {
    name: "state",
    form: Form::Words(code::application_states),
    text: ("Only those in these states.", "この状態のものだけ。"),
    example: "applied,accepted",
}];

/// List one's applications
///
/// Whoever began them, oldest first.
///
/// 自分の応募の一覧（古い順）。団体やコーディネーターからの提案も含みます。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "list_my_applications",
    params(Asked<Which>),
    responses(
        (status = 200, description = "One page of applications. 応募の一覧。", body = Listing<ApplicationView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
    )
)]
#[get("/v1/me/applications")]
pub async fn list_my_applications(context: Data<Context>, may: May<op::ListMyApplications>, asked: Asked<Which>) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let states = reader.words("state", State::parse, State::CODES);
    let page = Page::<ApplicationId>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let (after, limit) = (page.after, page.limit);
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.applications_page(Of::Volunteer(act.account()?), &states, after, limit + 1)?;
        let at = home.circumstances(act.now()?);
        found.iter().map(|a| shown(act, a.id, Ground::Itself, &city, &at, true)).collect::<Result<Vec<_>, _>>()
    };
    let found = context.read(&may, work).await?;
    let listing = Listing::keyed(&found, &page, |a| ApplicationId(a.id), ApplicationView::clone, &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
