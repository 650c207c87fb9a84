use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::application::{ApplicationView, shown};
use crate::code;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Id, Parameters};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, Ground, op};
use enmusubi_domain::application::State;
use enmusubi_domain::id::{AccountId, ApplicationId};
use enmusubi_persistence::Of;

/// Which applications.
pub struct Which;

impl Parameters for Which {
    const FIELDS: &'static [&'static [Field]] = &[
        &[Field {
            name: "state",
            form: Form::Words(code::application_states),
            text: ("Only those in these states.", "この状態のものだけ。"),
            example: "applied,accepted",
        }],
        page::FIELDS,
    ];
}

/// List a ward's applications
///
/// As the minor sees them, oldest first. A guardian reads each (`GET /v1/applications/{id}`), takes it back, and agrees to it
/// (`POST /v1/wards/{id}/consents`).
///
/// 被保護者の応募の一覧（古い順）。保護者は応募を読み、取り下げ、同意することができます。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "list_ward_applications",
    params(("id" = Uuid, Path, description = "The minor's account.\n\n本人のアカウントID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e91"), Asked<Which>),
    responses(
        (status = 200, description = "One page of applications. 応募の一覧。", body = Listing<ApplicationView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(crate::application::examples::list())),
        ObjectRefusals,
        ListRefusals,
    )
)]
#[get("/v1/wards/{id}/applications")]
pub async fn list_ward_applications(
    context: Data<Context>,
    may: May<op::ListWardApplications>,
    ward: Id<AccountId>,
    asked: Asked<Which>,
) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let states = reader.words("state", State::parse, State::CODES);
    let page = Page::<ApplicationId>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let (after, limit) = (page.after, page.limit);
    let work = move |act: &mut Act<'_, '_>| {
        let guardians = act.tx.guardians_of(ward.0)?;
        act.on(&Facts { guardians, ..Facts::default() })?;
        let at = home.circumstances(act.now()?);
        let found = act.tx.applications_page(Of::Volunteer(ward.0), &states, after, limit + 1)?;
        found.iter().map(|a| shown(act, a.id, Ground::Guardian, &city, &at, true)).collect::<Result<Vec<_>, _>>()
    };
    let found = context.read(&may, work).await?;
    let listing = Listing::keyed(&found, &page, |a| ApplicationId(a.id), ApplicationView::clone, &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
