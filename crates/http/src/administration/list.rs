use super::view::AccountView;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters};
use crate::page::{self, Listing, Page};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::account::{EMAIL_MAX, Email};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::AccountId;

/// Whose account.
pub struct Whose;

impl Parameters for Whose {
    const FIELDS: &'static [&'static [Field]] = &[
        &[Field {
            name: "email",
            form: Form::Text(EMAIL_MAX),
            text: ("The account with exactly this address.", "このメールアドレスのアカウント（完全一致）。"),
            example: "yuki@example.jp",
        }],
        page::FIELDS,
    ];
}

/// List accounts
///
/// Oldest first, or the one with an address. For each that is shown a line is written into the audit trail.
///
/// アカウントの一覧。表示したアカウントごとに監査記録が残ります。
#[utoipa::path(
    tag = "Administration",
    operation_id = "list_accounts",
    params(Asked<Whose>),
    responses(
        (status = 200, description = "One page of accounts. アカウントの一覧。", body = Listing<AccountView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::list())),
        ListRefusals,
    )
)]
#[get("/v1/accounts")]
pub async fn list_accounts(context: Data<Context>, may: May<op::ListAccounts>, asked: Asked<Whose>) -> Result<Answer, Problem> {
    let reader = asked.reader();
    let email = reader.raw("email").and_then(|raw| Email::parse("email", raw).map_err(|invalid| reader.refuse("email", invalid.why)).ok());
    let page = Page::<AccountId>::read(&reader, &asked, &context, page::LIMIT)?;
    reader.finish()?;
    let (after, limit, tz) = (page.after, page.limit, context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let accounts = act.tx.accounts_page(after, email.as_ref(), limit + 1)?;
        for account in accounts.iter().take(limit) {
            act.audit((ObjectKind::Account, account.id.0), &["name", "email"], None)?;
        }
        Ok(accounts)
    };
    let rows = context.write(&may, work).await?;
    let listing = Listing::keyed(&rows, &page, |account| account.id, |account| AccountView::of(account, tz), &asked, &context);
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
