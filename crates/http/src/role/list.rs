use super::view::RoleView;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::{AccountId, GrantId};

/// Whose roles.
pub struct Whose;

impl Parameters for Whose {
    const FIELDS: &'static [&'static [Field]] = &[
        &[Field {
            name: "account_id",
            form: Form::Id,
            text: ("The roles of this account only.", "このアカウントの役割だけ。"),
            example: "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f",
        }],
        page::FIELDS,
    ];
}

/// List roles
///
/// The roles that count now, in the order in which they were given.
///
/// 有効な役割の一覧。
#[utoipa::path(
    tag = "Administration",
    operation_id = "list_roles",
    params(Asked<Whose>),
    responses(
        (status = 200, description = "One page of roles. 役割の一覧。", body = Listing<RoleView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
    )
)]
#[get("/v1/roles")]
pub async fn list_roles(context: Data<Context>, may: May<op::ListRoles>, asked: Asked<Whose>) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let account = reader.id::<AccountId>("account_id");
    let page = Page::<GrantId>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let (after, limit, tz) = (page.after, page.limit + 1, context.tz());
    let rows = context.read(&may, move |act: &mut Act<'_, '_>| Ok(act.tx.grants_page(account, after, limit)?)).await?;
    let listing = Listing::keyed(&rows, &page, |grant| grant.id, |grant| RoleView::of(grant, tz), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
