use super::view::{GuardianshipView, shown};
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::code;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::guardian::State;
use enmusubi_domain::id::GuardianshipId;

/// Which ties.
pub struct Which;

impl Parameters for Which {
    const FIELDS: &'static [&'static [Field]] = &[
        &[Field {
            name: "state",
            form: Form::Word(code::guardianship_states),
            text: ("Those in this state; left out: those that wait to be confirmed.", "この状態のもの。省略すると確認待ち。"),
            example: "pending",
        }],
        page::FIELDS,
    ];
}

/// List guardians to confirm
///
/// Of minors whose profile names an area of the caller's (administrators: of all), the one that has waited longest first. For each that is shown a line is
/// written into the audit trail.
///
/// 保護者の確認待ちの一覧。本人のプロフィールの地域が担当のものだけです（管理者はすべて）。表示したものごとに監査記録が残ります。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "list_guardianships",
    params(Asked<Which>),
    responses(
        (status = 200, description = "One page of ties. 関係の一覧。", body = Listing<GuardianshipView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
    )
)]
#[get("/v1/guardianships")]
pub async fn list_guardianships(context: Data<Context>, may: May<op::ListGuardianships>, asked: Asked<Which>) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let state = reader.word("state", State::parse, State::CODES).unwrap_or(State::Pending);
    let page = Page::<GuardianshipId>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let (city, tz) = (context.shelf()?.city.clone(), context.tz());
    let (after, limit) = (page.after, page.limit);
    let work = move |act: &mut Act<'_, '_>| {
        let reach = act.reach();
        let ties = act.tx.guardianships_in(state, &reach, &city.areas, after, limit + 1)?;
        for tie in ties.iter().take(limit) {
            act.audit((ObjectKind::Guardianship, tie.id.0), &["ward", "guardian"], None)?;
        }
        ties.iter().map(|tie| shown(act, tie, tz)).collect::<Result<Vec<_>, _>>()
    };
    let ties = context.write(&may, work).await?;
    let listing = Listing::keyed(&ties, &page, |tie| GuardianshipId(tie.id), GuardianshipView::clone, &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
